import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestNames } from '../../../shared/bridge/requests.ts';
import type { SessionCheckpoint } from '../../../src-main/host/checkpoint.ts';
import { Engine } from '../../../src-main/host/engine.ts';
import { always } from '../../properties.ts';
import { FakeLibrary } from './fakeMachine.ts';
import { fakeRuns } from './fakeRuns.ts';
import { TestScreen } from './linkedTransport.ts';
import { settle, TestClock } from './testClock.ts';

interface Setup {
  engine: Engine;
  clock: TestClock;
  library: FakeLibrary;
  checkpoints: SessionCheckpoint[];
  screen: TestScreen;
}

async function setUp(from: SessionCheckpoint | null = null): Promise<Setup> {
  const clock = new TestClock();
  const library = new FakeLibrary();
  const checkpoints: SessionCheckpoint[] = [];
  const engine = await Engine.start(
    { clock, library, save: (checkpoint) => checkpoints.push(structuredClone(checkpoint)), runs: fakeRuns() },
    from,
  );
  const screen = new TestScreen();
  engine.connect(screen.transport, null);
  return { engine, clock, library, checkpoints, screen };
}

describe('Engine', () => {
  it('starts with the first task, which trains from the moment that a screen is there', async () => {
    const waiting = await Engine.start(
      { clock: new TestClock(), library: new FakeLibrary(), save: () => undefined, runs: fakeRuns() },
      null,
    );
    await settle(20);
    expect(waiting.session.isRunning).toBe(false);
    await waiting.close();
    const { screen, clock, engine } = await setUp();
    const session = await screen.ask('session.get', {});
    expect(session).toMatchObject({ task: 'fake', run: 1, frame: { isRunning: true } });
    expect(screen.events('engine')).toEqual([{ state: 'ready', problem: null }]);
    await clock.pass(100);
    expect((await screen.ask('session.get', {})).frame.step).toBeGreaterThan(50);
    await engine.close();
  });

  it('saves a flood of requests once, before it answers them, and the next one again', async () => {
    const { screen, checkpoints, engine } = await setUp();
    await screen.ask('session.get', {});
    await screen.ask('run.set', { isRunning: false });
    const before = checkpoints.length;
    const labels = Array.from({ length: 300 }, (_, number) => `note ${number}`);
    await Promise.all(labels.map((text) => screen.ask('run.mark', { text })));
    // One where their turn has come, and one that the engine saves by itself at most.
    expect(checkpoints.length - before).toBeLessThanOrEqual(2);
    const saved = (): string[] => checkpoints.at(-1)!.markers.markers.map(({ label }) => label);
    expect(saved()).toEqual(labels);
    await screen.ask('run.mark', { text: 'the next' });
    expect(saved()).toEqual([...labels, 'the next']);
    await engine.close();
  });

  it('gives no frame before the session was asked for, then no more than two that were not acknowledged', async () => {
    const { screen, clock, engine } = await setUp();
    await clock.pass(200);
    expect(screen.events('frame')).toHaveLength(0);
    await screen.ask('session.get', {});
    await clock.pass(500);
    expect(screen.events('frame')).toHaveLength(2);
    await screen.ask('frame.acknowledge', { sequence: screen.events('frame')[1].sequence });
    await clock.pass(10);
    const [, second, third] = screen.events('frame');
    expect(third.step).toBeGreaterThan(second.step + 300);
    await engine.close();
  });

  it('drops frames for a slow screen, but no point of the history', async () => {
    const { screen, clock, engine } = await setUp();
    const session = await screen.ask('session.get', {});
    const slow = new TestScreen();
    engine.connect(slow.transport, null);
    const whole = await slow.ask('session.get', {});
    screen.acknowledges = true;
    await clock.pass(1000);
    await slow.ask('frame.acknowledge', { sequence: slow.events('frame')[0].sequence });
    await screen.ask('run.set', { isRunning: false });
    await slow.ask('frame.acknowledge', { sequence: slow.events('frame')[1].sequence });
    await clock.pass(100);
    const fast = screen.events('frame');
    // At most 36 per second, and two more: at the beginning and for the pause.
    expect(fast.length).toBeGreaterThan(15);
    expect(fast.length).toBeLessThanOrEqual(38);
    expect(slow.events('frame').length).toBeLessThanOrEqual(4);
    const read = (start: typeof session, frames: typeof fast): number[] => [
      ...start.history.map(({ step }) => step),
      ...frames.flatMap((frame) => frame.history.map(({ step }) => step)),
    ];
    expect(read(whole, slow.events('frame'))).toEqual(read(session, fast));
    await engine.close();
  });

  it('loads, and leaves the run alone when a document is bad', async () => {
    const { screen, engine } = await setUp();
    const before = await screen.ask('session.get', {});
    await expect(screen.ask('session.load', { document: { nonsense: 1 } })).rejects.toMatchObject({ problem: { code: 'E-DOC-INVALID' } });
    await expect(screen.ask('session.load', {})).rejects.toMatchObject({ problem: { code: 'E-USAGE' } });
    expect((await screen.ask('session.get', {})).run).toBe(before.run);
    const loaded = await screen.ask('session.load', { document: { fake: true }, seed: 9 });
    expect(loaded).toMatchObject({ run: before.run + 1, seed: 9, task: '', frame: { isRunning: true } });
    await engine.close();
  });

  it('restarts with the same seed, keeping parameters, undoing damage, and tells the other windows', async () => {
    const { screen, engine } = await setUp();
    const other = new TestScreen();
    engine.connect(other.transport, null);
    await other.ask('session.get', {});
    await screen.ask('run.set', { isRunning: false });
    await screen.ask('run.parameters', { nudge: 0.2 });
    await screen.ask('damage.apply', { edges: ['e1'], damage: 'cut' });
    const again = await screen.ask('run.restart', {});
    expect(again).toMatchObject({
      run: 2,
      seed: 1,
      nudge: 0.2,
      markers: [],
      // The parameters are kept, and so is the way back to those before.
      frame: { step: 0, isRunning: false, damage: [null, null, null], undo: 'nudge 0.500 → 0.200' },
    });
    expect(other.events('session')).toMatchObject([{ run: 2 }]);
    expect(screen.events('session')).toEqual([]);
    expect(await screen.ask('run.restart', { seed: 77 })).toMatchObject({ run: 3, seed: 77 });
    await engine.close();
  });

  it('goes on without a screen that went away', async () => {
    const { screen, engine, clock } = await setUp();
    await screen.ask('session.get', {});
    screen.leave();
    const count = screen.received.length;
    await clock.pass(300);
    expect(screen.received).toHaveLength(count);
    expect(engine.session.isRunning).toBe(true);
    await engine.close();
  });

  it('saves at least once per second while running, and before it answers a user', async () => {
    const { screen, checkpoints, clock, engine } = await setUp();
    const count = checkpoints.length;
    await clock.pass(3000);
    expect(checkpoints.length - count).toBeGreaterThanOrEqual(3);
    await screen.ask('damage.apply', { edges: ['e2'], damage: 'cut' });
    expect(checkpoints.at(-1)!.undo.done).toMatchObject([{ label: 'e2 cut' }]);
    await engine.close();
  });

  it('goes on from a checkpoint: same run, same state, still running', async () => {
    const first = await setUp();
    await first.screen.ask('session.load', { task: 'other', seed: 5 });
    await first.clock.pass(200);
    await first.screen.ask('damage.apply', { edges: ['e0'], damage: 'stuck' });
    const saved = first.checkpoints.at(-1)!;
    await first.engine.close();
    const second = await setUp(saved);
    const session = await second.screen.ask('session.get', {});
    expect(session).toMatchObject({
      run: 2,
      task: 'other',
      seed: 5,
      frame: { isRunning: true, damage: ['stuck', null, null], undo: 'e0 stuck' },
    });
    expect(session.history.length).toBeGreaterThanOrEqual(saved.history.entries.length);
    await second.clock.pass(100);
    expect((await second.screen.ask('session.get', {})).frame.step).toBeGreaterThan(session.frame.step);
    await second.engine.close();
  });

  it('tells every screen when the machine fails, and shows the run paused', async () => {
    const { screen, library, clock, engine } = await setUp();
    screen.acknowledges = true;
    await screen.ask('session.get', {});
    library.machines[0].onStep = () => {
      throw new Error('diverged');
    };
    await clock.pass(200);
    expect(screen.events('notice')).toMatchObject([{ problem: { why: 'diverged' } }]);
    expect(screen.events('frame').at(-1)).toMatchObject({ isRunning: false });
    await engine.close();
  });
});

describe('protocol', () => {
  it('answers every malformed message with a problem and changes nothing', async () => {
    const { screen, engine, checkpoints } = await setUp();
    await screen.ask('run.set', { isRunning: false });
    const before = await screen.ask('session.get', {});
    const saves = checkpoints.length;
    const nonsense = fc.oneof(
      fc.jsonValue(),
      fc.record({ type: fc.constant('request'), id: fc.integer({ min: 1e6 }), name: fc.string(), parameters: fc.jsonValue() }),
      // Right names with parameters that no request takes: arrays and strings are never objects.
      fc.record({
        type: fc.constant('request'),
        id: fc.integer({ min: 1e6 }),
        name: fc.constantFrom(...requestNames),
        parameters: fc.oneof(fc.string(), fc.array(fc.jsonValue()), fc.record({ surplus: fc.jsonValue() })),
      }),
    );
    await always(
      fc.asyncProperty(nonsense, async (message) => {
        const count = screen.received.length;
        screen.post(message);
        await settle(1);
        const answers = screen.received.slice(count).filter((answer) => answer.type === 'response' || answer.name === 'notice');
        expect(answers).toHaveLength(1);
        expect(JSON.stringify(answers[0])).toContain('E-BRIDGE-MESSAGE');
      }),
      300,
    );
    expect(checkpoints).toHaveLength(saves);
    const after = await screen.ask('session.get', {});
    expect(after).toEqual(before);
    await engine.close();
  });
});
