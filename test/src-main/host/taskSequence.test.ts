import { describe, expect, it } from 'vitest';
import type { SessionCheckpoint } from '../../../src-main/host/checkpoint.ts';
import { inSequence } from '../../../src-main/experiments/inSequence.ts';
import { xorDocument } from '../../../src-main/experiments/transistors2024/xorTask.ts';
import { Engine } from '../../../src-main/host/engine.ts';
import { createTaskLibrary } from '../../../src-main/host/taskLibrary.ts';
import { fakeRuns } from './fakeRuns.ts';
import { TestScreen } from './linkedTransport.ts';
import { settle, TestClock } from './testClock.ts';

async function setUp(
  from: SessionCheckpoint | null = null,
): Promise<{ engine: Engine; clock: TestClock; checkpoints: SessionCheckpoint[]; screen: TestScreen }> {
  const clock = new TestClock();
  const checkpoints: SessionCheckpoint[] = [];
  const save = (checkpoint: SessionCheckpoint): void => void checkpoints.push(structuredClone(checkpoint));
  const engine = await Engine.start({ clock, library: createTaskLibrary(), save, runs: fakeRuns() }, from);
  const screen = new TestScreen();
  engine.connect(screen.transport, null);
  return { engine, clock, checkpoints, screen };
}

describe('tasks in a row on the bench', () => {
  it('go on by themselves: another session with its own outputs on the same run, its history and a marker where it began', async () => {
    const { engine, screen } = await setUp();
    const first = await screen.ask('session.load', { experiment: 'digipots2022/tenTasks' });
    expect([first.title, first.outputNames.length, first.plannedSteps]).toEqual(['Ten tasks in a row without reset', 3, 5000]);
    // Counted steps stop where the next task begins.
    await screen.ask('run.step', { steps: 600 });
    await settle(20);
    const second = await screen.ask('session.get', {});
    expect(second.title).toBe('Ten tasks in a row without reset (2 of 10)');
    expect([second.run, second.frame.step, second.outputNames]).toEqual([first.run, 500, ['O3']]);
    expect(second.history.at(-1)!.step).toBe(500);
    expect(second.markers).toMatchObject([{ step: 500, kind: 'note', label: 'Task ii of Fig. 6' }]);
    expect(second.frame.isRunning).toBe(false);
    const before = second.frame.states;
    await screen.ask('run.step', { steps: 1 });
    // A wiper takes one step at a time: nothing was reset.
    const { states } = (await screen.ask('session.get', {})).frame;
    states.forEach((state, edge) => expect(Math.abs(state - before[edge])).toBeLessThanOrEqual(1));
    expect(before.some((tap) => Math.abs(tap - 64) > 20)).toBe(true);
    await engine.close();
  });

  it('go on on a board: the board itself, for what it has learnt is nowhere else', async () => {
    const { engine, screen } = await setUp();
    const parts = (['a', 'b'] as const).map((placement) => ({ ...xorDocument(placement), steps: 60 }));
    const document = inSequence(parts, { title: 'Two placements', description: '' }, false);
    await screen.ask('session.load', { document, machine: { machine: 'emulated', condition: 'ideal' } });
    await screen.ask('run.set', { isRunning: false });
    await screen.ask('run.learning', { isLearning: true });
    await screen.ask('run.step', { steps: 60 });
    while (engine.session.experiment.sequence?.part !== 1) await new Promise((resolve) => setImmediate(resolve));
    const before = (await screen.ask('session.get', {})).frame;
    expect([before.step, before.isRunning]).toEqual([60, false]);
    await screen.ask('run.step', { steps: 5 });
    const { frame, markers } = await screen.ask('session.get', {});
    expect(frame.step).toBe(65);
    expect(markers.map(({ label }) => label)).toContain(parts[1].title);
    // Five pulses of 100 µs move a gate by less than a step of the converter or two, 39 mV each: nothing was reset.
    frame.states.forEach((gate, edge) => expect(Math.abs(gate - before.states[edge])).toBeLessThan(0.08));
    // V− of the second placement is at n2.
    expect(Math.abs((frame.freeVoltages[2] ?? 0) - 0.11)).toBeLessThan(0.004);
    await engine.close();
  });

  it('run through without being asked, and the screen is told of each', async () => {
    const { engine, screen, clock } = await setUp();
    await screen.ask('session.load', { experiment: 'digipots2022/tenTasks' });
    await screen.ask('run.speed', { stepsPerSecond: 5000 });
    for (let turn = 0; turn < 400 && engine.session.experiment.sequence?.part !== 3; turn++) await clock.pass(20);
    expect(engine.session.experiment.sequence?.part).toBe(3);
    expect(engine.session.isRunning).toBe(true);
    const titles = screen.events('session').map(({ title }) => /\((\d+) of 10\)/.exec(title)?.[1]);
    expect(titles).toEqual(['2', '3', '4']);
    await engine.close();
  });

  it('go on in the same task when the engine died, and begin at the first again when they are restarted', async () => {
    const { engine, screen, checkpoints } = await setUp();
    await screen.ask('session.load', { experiment: 'digipots2022/tenTasks' });
    await screen.ask('run.step', { steps: 500 });
    await settle(20);
    await screen.ask('run.step', { steps: 123 });
    const alive = await screen.ask('session.get', {});
    await engine.close();
    const again = await setUp(checkpoints.at(-1));
    const resumed = await again.screen.ask('session.get', {});
    expect([resumed.title, resumed.frame.step, resumed.frame.states]).toEqual([alive.title, 623, alive.frame.states]);
    expect(resumed.markers).toEqual(alive.markers);
    const restarted = await again.screen.ask('run.restart', {});
    expect([restarted.title, restarted.frame.step]).toEqual(['Ten tasks in a row without reset', 0]);
    await again.engine.close();
  });
});
