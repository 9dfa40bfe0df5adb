import { describe, expect, it } from 'vitest';
import { Engine } from '../../../src-main/host/engine.ts';
import { createTaskLibrary } from '../../../src-main/host/taskLibrary.ts';
import { fakeRuns } from './fakeRuns.ts';
import { TestScreen } from './linkedTransport.ts';
import { TestClock } from './testClock.ts';

async function setUp(load: object): Promise<{ engine: Engine; screen: TestScreen }> {
  const engine = await Engine.start(
    { clock: new TestClock(), library: createTaskLibrary(), save: () => undefined, runs: fakeRuns() },
    null,
  );
  const screen = new TestScreen();
  engine.connect(screen.transport, null);
  await screen.ask('session.load', load);
  await screen.ask('run.set', { isRunning: false });
  return { engine, screen };
}

describe('stop conditions', () => {
  it('stay where an experiment that came by its name is put on another machine, and belong to that experiment', async () => {
    const { engine, screen } = await setUp({ task: 'xor' });
    const stop = [{ kind: 'time', after: 3 }];
    await screen.ask('run.parameters', { stop });
    const moved = await screen.ask('session.load', { task: 'xor', machine: { machine: 'emulated', condition: 'ideal' } });
    expect(moved.machine.kind).toBe('board');
    expect(moved.frame.stop).toEqual(stop);
    expect((await screen.ask('session.load', { task: 'iris', machine: { machine: 'simulated' } })).frame.stop).not.toEqual(stop);
    await engine.close();
  });
});

describe('the state of an edge, set by hand', () => {
  it('holds at once and conducts so, learning goes on from there, and undo puts back what was', async () => {
    const { engine, screen } = await setUp({ task: 'xor' });
    await screen.ask('run.step', { steps: 200 });
    const before = (await screen.ask('session.get', {})).frame;
    await screen.ask('run.state', { edge: 'e12', state: 4 });
    const set = await screen.ask('session.get', {});
    expect(set.frame.states[12]).toBe(4);
    expect(set.frame.step).toBe(before.step);
    // K = S(V_G − V_T − V̄) rises with the gate.
    expect(set.frame.conductances[12]).toBeGreaterThan(1.5 * before.conductances[12]);
    expect(set.markers.at(-1)).toMatchObject({ step: before.step, kind: 'parameter', label: 'e12 put to 4.00\u00a0V' });
    expect(set.frame.undo).toBe('e12 put to 4.00\u00a0V');
    await screen.ask('damage.undo', {});
    const undone = (await screen.ask('session.get', {})).frame;
    expect(undone.states).toEqual(before.states);
    expect(undone.error).toBe(before.error);
    await screen.ask('damage.redo', {});
    await screen.ask('run.step', { steps: 50 });
    const later = (await screen.ask('session.get', {})).frame.states[12];
    expect(later).not.toBe(4);
    expect(Math.abs(later - 4)).toBeLessThan(0.5);
    await engine.close();
  });

  it('is refused whole beyond the rails, between two wiper positions, for an unknown edge, and on a board', async () => {
    const { engine, screen } = await setUp({ task: 'xor' });
    const { frame, stateRange } = await screen.ask('session.get', {});
    await expect(screen.ask('run.state', { edge: 'e1', state: stateRange[1] + 0.01 })).rejects.toMatchObject({
      problem: { code: 'E-USAGE' },
    });
    await expect(screen.ask('run.state', { edge: 'nowhere', state: 2 })).rejects.toMatchObject({ problem: { code: 'E-RUN-INVALID' } });
    expect((await screen.ask('session.get', {})).frame.states).toEqual(frame.states);
    await screen.ask('session.load', { task: 'divider' });
    await expect(screen.ask('run.state', { edge: 'e1', state: 20.5 })).rejects.toMatchObject({ problem: { code: 'E-USAGE' } });
    await screen.ask('session.load', { task: 'xor', machine: { machine: 'emulated', condition: 'ideal' } });
    await expect(screen.ask('run.state', { edge: 'e1', state: 2 })).rejects.toMatchObject({
      problem: { what: "This machine can't put an edge to another state" },
    });
    await engine.close();
  });
});
