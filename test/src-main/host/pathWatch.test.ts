import { describe, expect, it } from 'vitest';
import { PathWatch } from '../../../src-main/host/pathWatch.ts';
import { createTaskLibrary } from '../../../src-main/host/taskLibrary.ts';
import { Session } from '../../../src-main/host/session.ts';
import { FakeMachine } from './fakeMachine.ts';
import { TestClock } from './testClock.ts';

async function run(machine: FakeMachine, watch: PathWatch, steps: number): Promise<void> {
  for (let done = 0; done < steps;) {
    const part = machine.advance(Math.min(steps - done, watch.room()));
    done += part;
    await watch.advanced(part);
  }
}

describe('PathWatch', () => {
  it('takes every step of a slow run, and some of a fast one', async () => {
    const machine = new FakeMachine(1);
    const watch = new PathWatch(machine, [0, 2]);
    await run(machine, watch, 5);
    expect(watch.since(0).map(({ step }) => step)).toEqual([1, 2, 3, 4, 5]);
    watch.pace(4000);
    await run(machine, watch, 30);
    expect(watch.since(5).map(({ step }) => step)).toEqual([15, 25, 35]);
    const { states } = machine.read();
    expect(watch.since(7)).toEqual([{ step: 35, time: 0.035, states: [states[0], states[2]] }]);
  });

  it('forgets the oldest points, and readers keep their place', async () => {
    const machine = new FakeMachine(1);
    const watch = new PathWatch(machine, [0, 1]);
    await run(machine, watch, 10_000);
    expect(watch.end).toBe(10_000);
    expect(watch.since(0).length).toBeLessThan(6001);
    expect(watch.since(0).at(-1)!.step).toBe(10_000);
    expect(watch.since(9_990).map(({ step }) => step)).toEqual([9991, 9992, 9993, 9994, 9995, 9996, 9997, 9998, 9999, 10_000]);
  });

  it('is needed for two edges only', () => {
    expect(new PathWatch(new FakeMachine(1), [0, 1]).isNeeded).toBe(true);
    expect(new PathWatch(new FakeMachine(1), [0, 1, 2]).isNeeded).toBe(false);
  });
});

describe('a session with two learning edges', () => {
  it('does the same as without being watched, and tells each place once', async () => {
    const experiment = createTaskLibrary().load({ task: 'divider' });
    const { parameters } = experiment;
    const session = await Session.open(experiment, {
      clock: new TestClock(),
      run: 1,
      sequence: 0,
      speed: null,
      parameters,
      listener: { changed: () => undefined, failed: () => undefined, noticed: () => undefined },
    });
    const begin = session.end;
    await session.step(40);
    const { path, states } = session.frame(begin);
    expect(path).toHaveLength(40);
    expect(path.at(-1)!.states).toEqual(states);
    expect(session.frame(session.end).path).toEqual([]);
    const machine = await experiment.createMachine();
    await machine.advance(40);
    expect([...(await machine.read()).states]).toEqual(states);
  });
});
