import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../shared/problem.ts';
import type { SessionCheckpoint } from '../../../src-main/host/checkpoint.ts';
import { Supervisor, type EngineProcess, type SupervisedClient } from '../../../src-main/host/supervisor.ts';

/** An engine that only notes what it is told. Its ports are texts. */
class FakeEngine implements EngineProcess<string> {
  static all: FakeEngine[] = [];
  started: SessionCheckpoint | null | undefined;
  restarts: (Problem | null)[] = [];
  save: (checkpoint: SessionCheckpoint) => void = () => undefined;
  beat: () => void = () => undefined;
  exit: (reason: string) => void = () => undefined;
  isStopped = false;
  isKilled = false;

  constructor() {
    FakeEngine.all.push(this);
  }
  start(checkpoint: SessionCheckpoint | null): void {
    this.started = checkpoint;
  }
  connect(restarted: Problem | null): string {
    this.restarts.push(restarted);
    return `engine ${FakeEngine.all.indexOf(this)}`;
  }
  onCheckpoint(listener: (checkpoint: SessionCheckpoint) => void): void {
    this.save = listener;
  }
  onBeat(listener: () => void): void {
    this.beat = listener;
  }
  onExit(listener: (reason: string) => void): void {
    const before = this.exit;
    this.exit = (reason) => {
      before(reason);
      listener(reason);
    };
  }
  stop(): void {
    this.isStopped = true;
  }
  kill(): void {
    this.isKilled = true;
    this.exit('killed');
  }
}

class FakeWindow implements SupervisedClient<string> {
  ports: string[] = [];
  failures: Problem[] = [];
  connected(port: string): void {
    this.ports.push(port);
  }
  failed(problem: Problem): void {
    this.failures.push(problem);
  }
}

function setUp(): { supervisor: Supervisor<string>; engines: FakeEngine[]; window: FakeWindow; at(time: number): void; tick(): void } {
  FakeEngine.all = [];
  let now = 0;
  const timers = new Set<() => void>();
  const every = (_: number, callback: () => void): (() => void) => {
    timers.add(callback);
    return () => void timers.delete(callback);
  };
  const supervisor = new Supervisor<string>({ spawn: () => new FakeEngine(), now: () => now, every });
  supervisor.start();
  const window = new FakeWindow();
  supervisor.add(window);
  return {
    supervisor,
    engines: FakeEngine.all,
    window,
    at: (time) => void (now = time),
    tick: () => [...timers].forEach((callback) => callback()),
  };
}

const checkpoint = (run: number) => ({ run }) as SessionCheckpoint;

describe('Supervisor', () => {
  it('starts another engine from the last checkpoint and gives every window a port to it', () => {
    const { engines, window } = setUp();
    expect(engines[0].started).toBeNull();
    expect(engines[0].restarts).toEqual([null]);
    engines[0].save(checkpoint(1));
    engines[0].save(checkpoint(2));
    engines[0].exit('out of memory');
    expect(engines).toHaveLength(2);
    expect(engines[1].started).toEqual({ run: 2 });
    expect(engines[1].restarts).toMatchObject([{ code: 'E-ENGINE-DIED', why: 'out of memory' }]);
    expect(window.ports).toEqual(['engine 0', 'engine 1']);
  });

  it('does not listen to an engine that is gone', () => {
    const { engines } = setUp();
    engines[0].exit('gone');
    engines[1].save(checkpoint(5));
    engines[0].save(checkpoint(4));
    engines[0].exit('gone again');
    expect(engines).toHaveLength(2);
    engines[1].exit('gone too');
    expect(engines[2].started).toEqual({ run: 5 });
  });

  it('gives up after three deaths in 30 s, and tries again when a window is reloaded', () => {
    const { supervisor, engines, window } = setUp();
    engines[0].save(checkpoint(3));
    for (let death = 0; death < 3; death++) engines[death].exit('bad');
    expect(engines).toHaveLength(3);
    expect(window.failures).toMatchObject([{ code: 'E-ENGINE-DIED', remedy: expect.stringContaining('Reload') as string }]);
    const reloaded = new FakeWindow();
    supervisor.add(reloaded);
    expect(engines[3].started).toEqual({ run: 3 });
    expect(reloaded.ports).toEqual(['engine 3']);
    expect(window.ports.at(-1)).toBe('engine 3');
  });

  it('goes on for ever with an engine that dies rarely', () => {
    const { engines, window, at } = setUp();
    for (let death = 0; death < 10; death++) {
      at(death * 16_000);
      engines[death].exit('rare');
    }
    expect(engines).toHaveLength(11);
    expect(window.failures).toEqual([]);
  });

  it('ends with its engine, which may close what it has open, and starts no other', async () => {
    const { supervisor, engines } = setUp();
    const closed = supervisor.close();
    expect(engines[0]).toMatchObject({ isStopped: true, isKilled: false });
    engines[0].exit('ended');
    await closed;
    expect(engines).toHaveLength(1);
  });

  it('does not wait for ever for an engine that is to end', async () => {
    const { supervisor, engines, tick } = setUp();
    const closed = supervisor.close();
    tick();
    await closed;
    expect(engines[0].isKilled).toBe(true);
  });

  it('ends an engine that hangs, and starts another; one that says anything does not hang', () => {
    const { engines, window, tick } = setUp();
    for (let beat = 0; beat < 100; beat++) {
      tick();
      if (beat % 10 === 0) engines[0].beat();
    }
    expect(engines).toHaveLength(1);
    for (let beat = 0; beat < 20; beat++) tick();
    expect(engines[0].isKilled).toBe(true);
    expect(engines[1].restarts).toMatchObject([{ code: 'E-ENGINE-DIED', why: expect.stringContaining('hung') as string }]);
    expect(window.ports).toEqual(['engine 0', 'engine 1']);
  });
});
