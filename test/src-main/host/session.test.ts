import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../shared/problem.ts';
import { sessionSchema } from '../../../shared/session.ts';
import type { SessionCheckpoint } from '../../../src-main/host/checkpoint.ts';
import { Session } from '../../../src-main/host/session.ts';
import { type FakeMachine, fakeExperiment } from './fakeMachine.ts';
import { settle, TestClock } from './testClock.ts';

interface Bench {
  session: Session;
  clock: TestClock;
  machine: FakeMachine;
  problems: Problem[];
}

async function open(
  options: { speed?: number | null; measureEvery?: number; stepMs?: number; checkpoint?: SessionCheckpoint } = {},
): Promise<Bench> {
  const { speed = 1000, measureEvery = 100, stepMs = 0.01, checkpoint } = options;
  const clock = new TestClock();
  const machines: FakeMachine[] = [];
  const problems: Problem[] = [];
  const experiment = fakeExperiment({ measureEvery, machines });
  const session = await Session.open(experiment, {
    clock,
    run: 1,
    sequence: 0,
    speed,
    parameters: checkpoint?.parameters ?? experiment.parameters,
    listener: { changed: () => undefined, failed: (problem) => problems.push(problem), noticed: () => undefined },
    ...(checkpoint === undefined ? {} : { checkpoint }),
  });
  machines[0].onStep = () => {
    clock.time += stepMs;
  };
  return { session, clock, machine: machines[0], problems };
}

const frameOf = (session: Session) => session.frame({ point: 0, marker: 0, period: 0, path: 0 });

describe('running', () => {
  it('describes itself as the bridge lays down, paused at step 0 with a first measurement', async () => {
    const { session } = await open();
    const data = sessionSchema.parse(session.describe());
    expect(data.frame).toMatchObject({ step: 0, isRunning: false, isLearning: true, isComplete: false, speed: 1000, nudge: 0.5 });
    expect(data.frame.freeVoltages).toEqual([0, null, 5]);
    expect(data.history.map(({ step }) => step)).toEqual([0]);
  });

  it('keeps to its speed', async () => {
    const { session, clock } = await open({ speed: 100 });
    await session.setRunning(true);
    await clock.pass(2000);
    await session.setRunning(false);
    // 100 steps/s for 2 s; the first step is due at once and steps themselves take time.
    expect(frameOf(session).step).toBeGreaterThanOrEqual(195);
    expect(frameOf(session).step).toBeLessThanOrEqual(205);
  });

  it('says how fast it really goes', async () => {
    const { session, clock } = await open({ speed: 200 });
    await session.setRunning(true);
    await clock.pass(1500);
    expect(frameOf(session).stepsPerSecond).toBeGreaterThan(180);
    expect(frameOf(session).stepsPerSecond).toBeLessThan(220);
    await session.setRunning(false);
    expect(frameOf(session).stepsPerSecond).toBe(0);
  });

  it('does exactly the steps asked for and then pauses', async () => {
    const { session } = await open();
    await session.step(7);
    expect(frameOf(session)).toMatchObject({ step: 7, isRunning: false });
    await session.step(1234);
    expect(frameOf(session)).toMatchObject({ step: 1241, isRunning: false, isComplete: true });
  });

  it('answers a pause while it runs as fast as it goes', async () => {
    const { session, machine, clock } = await open({ speed: null });
    await session.setRunning(true);
    await settle(20);
    const pausing = session.setRunning(false);
    const before = machine.read().step;
    await pausing;
    // At most the slice under way is finished: 8 ms of steps of 0.01 ms, and the chunk that began within it.
    expect(before).toBeGreaterThan(0);
    expect(machine.read().step - before).toBeLessThan(2000);
    const paused = machine.read().step;
    await clock.pass(100);
    expect(machine.read().step).toBe(paused);
    expect(frameOf(session)).toMatchObject({ isRunning: false, step: paused });
  });

  it('goes on after the planned number of steps', async () => {
    const { session, clock } = await open({ speed: null });
    await session.setRunning(true);
    await clock.pass(60);
    expect(frameOf(session).step).toBeGreaterThan(500);
    expect(frameOf(session)).toMatchObject({ isComplete: true, isRunning: true });
    await session.close();
  });

  it('pauses and tells when the machine fails', async () => {
    const { session, machine, problems, clock } = await open();
    machine.onStep = () => {
      throw new Error('diverged');
    };
    await session.setRunning(true);
    await clock.pass(50);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: 'E-INTERNAL', why: 'diverged' });
    expect(session.isRunning).toBe(false);
  });

  it('freezes and goes on learning, with a marker each', async () => {
    const { session, machine } = await open();
    await session.interventions.setLearning(false);
    const frozen = [...machine.read().states];
    await session.step(50);
    expect([...machine.read().states]).toEqual(frozen);
    await session.interventions.setLearning(true);
    await session.step(50);
    expect([...machine.read().states]).not.toEqual(frozen);
    expect(frameOf(session).markers.map(({ label }) => label)).toEqual(['learning frozen', 'learning on']);
  });
});

describe('history', () => {
  it('has a point per look while the run is slower than the program measures', async () => {
    const { session, clock } = await open({ speed: 30, measureEvery: 10_000 });
    await session.setRunning(true);
    await clock.pass(2000);
    const steps = frameOf(session).history.map(({ step }) => step);
    expect(steps.length).toBeGreaterThan(40);
    expect(steps).toEqual([...steps].sort((one, other) => one - other));
    await session.close();
  });

  it('keeps every scheduled measurement at full speed', async () => {
    const { session } = await open({ speed: null, measureEvery: 10 });
    await session.step(5000);
    const scheduled = frameOf(session).history.filter(({ step }) => step % 10 === 0 && step > 0);
    expect(scheduled.map(({ step }) => step)).toEqual(Array.from({ length: 500 }, (_, index) => 10 * (index + 1)));
  });

  it('reports the rates of the states per second of learning time', async () => {
    const { session, clock } = await open({ speed: 1000 });
    await session.setRunning(true);
    await clock.pass(500);
    const { states, stateRates } = frameOf(session);
    // d(state)/dt = −(state − 1)·ln 2 / 0.1 s, averaged over the last 0.1 s: between one and two times the rate now.
    states.forEach((state, edge) => {
      const now = (-(state - 1) * Math.LN2) / 0.1;
      expect(stateRates[edge]).toBeLessThan(now);
      expect(stateRates[edge]).toBeGreaterThan(2.2 * now);
    });
    await session.close();
  });
});

describe('damage', () => {
  it('cuts, marks, measures at once, and undoes without touching the run', async () => {
    const { session } = await open();
    await session.step(20);
    const before = frameOf(session);
    const report = await session.interventions.damage(['e1'], 'cut');
    expect(report).toEqual({ edges: ['e1'], damage: 'cut', reason: '', isolatedNodes: 0 });
    const cut = frameOf(session);
    expect(cut).toMatchObject({ step: 20, damage: [null, 'cut', null], undo: 'e1 cut', redo: '' });
    expect(cut.error! - before.error!).toBeCloseTo(2, 12);
    expect(cut.history.at(-1)).toMatchObject({ step: 20, error: cut.error });
    expect(cut.markers).toEqual([{ step: 20, time: 0.02, kind: 'cut', label: 'e1 cut' }]);
    await session.step(10);
    expect(await session.interventions.undo()).toMatchObject({ edges: ['e1'], damage: null, reason: 'undone: e1 cut' });
    expect(frameOf(session)).toMatchObject({ step: 30, damage: [null, null, null], undo: '', redo: 'e1 cut' });
    expect(await session.interventions.redo()).toMatchObject({ edges: ['e1'], damage: 'cut' });
    expect(frameOf(session)).toMatchObject({ step: 30, damage: [null, 'cut', null], undo: 'e1 cut', redo: '' });
  });

  it('restores on undo what each edge was before', async () => {
    const { session } = await open();
    await session.interventions.damage(['e0'], 'stuck');
    await session.interventions.damage(['e0', 'e1'], 'cut');
    await session.interventions.undo();
    expect(frameOf(session).damage).toEqual(['stuck', null, null]);
    expect(
      frameOf(session)
        .markers.slice(2)
        .map(({ kind }) => kind),
    ).toEqual(['stuck', 'repair']);
  });

  it('counts nodes without a path', async () => {
    const { session } = await open();
    expect(await session.interventions.damage(['e0', 'e1', 'e2'], 'cut')).toMatchObject({ isolatedNodes: 1 });
    expect(frameOf(session)).toMatchObject({ isolatedNodes: 1, error: null });
  });

  it('cuts the worst edge and says how much worse, leaving the machine otherwise as it was', async () => {
    const { session, machine } = await open();
    await session.step(500);
    const before = { ...machine.read(), error: machine.measure().error };
    const report = await session.interventions.cutExtreme('most');
    expect(report.edges).toEqual(['e2']);
    expect(report.reason).toMatch(/^raises the error most: ×/);
    expect(machine.read()).toMatchObject({ step: before.step, states: before.states, damage: [null, null, 'cut'] });
    expect(frameOf(session).markers).toHaveLength(1);
  });

  it('cuts the edge that matters least', async () => {
    const { session, machine } = await open();
    await session.step(500);
    const report = await session.interventions.cutExtreme('least');
    expect(report.edges).toHaveLength(1);
    expect(report.reason).toMatch(/^raises the error least: ×/);
    expect(machine.read().damage.filter((kind) => kind === 'cut')).toHaveLength(1);
  });

  it('cuts on a schedule, to the step, until so many are cut; one operation each', async () => {
    const { session } = await open();
    await session.interventions.scheduleDamage({ every: 150, choice: 'random', left: 2 });
    expect(frameOf(session).damageSchedule).toEqual({ every: 150, choice: 'random', left: 2 });
    await session.step(200);
    expect(frameOf(session).damageSchedule).toEqual({ every: 150, choice: 'random', left: 1 });
    await session.step(800);
    const { markers, damageSchedule, damage } = frameOf(session);
    expect(markers.map(({ step, kind }) => [step, kind])).toEqual([
      [150, 'cut'],
      [300, 'cut'],
    ]);
    expect(damageSchedule).toBeNull();
    expect(damage.filter((kind) => kind === 'cut')).toHaveLength(2);
    await session.interventions.undo();
    expect(frameOf(session).damage.filter((kind) => kind === 'cut')).toHaveLength(1);
  });

  it('goes on with a schedule after the engine was started again, to the same steps', async () => {
    const first = await open();
    await first.session.interventions.scheduleDamage({ every: 150, choice: 'random', left: 2 });
    await first.session.step(200);
    const second = await open({ checkpoint: structuredClone(await first.session.save()) });
    expect(frameOf(second.session).damageSchedule).toEqual({ every: 150, choice: 'random', left: 1 });
    await second.session.step(200);
    expect(frameOf(second.session).markers.map(({ step, kind }) => [step, kind])).toEqual([
      [150, 'cut'],
      [300, 'cut'],
    ]);
  });

  it('ends a schedule on demand', async () => {
    const { session } = await open();
    await session.interventions.scheduleDamage({ every: 100, choice: 'most', left: 3 });
    await session.interventions.scheduleDamage(null);
    await session.step(500);
    expect(frameOf(session)).toMatchObject({ damageSchedule: null, damage: [null, null, null] });
  });

  it('hands out a copy that learns on its own', async () => {
    const { session, machine } = await open();
    await session.step(100);
    await session.interventions.setLearning(false);
    const copy = await session.copy();
    expect(copy.step).toBe(100);
    await copy.machine.advance(50);
    expect((await copy.machine.read()).step).toBe(150);
    expect(machine.read()).toMatchObject({ step: 100, isLearning: false });
  });

  it('draws random edges from the seed, another one each time, never one that is cut', async () => {
    const one = await open();
    const other = await open();
    const cuts: string[][] = [];
    for (let draw = 0; draw < 3; draw++) {
      const report = await one.session.interventions.cutRandom(1);
      expect(report).toEqual(await other.session.interventions.cutRandom(1));
      cuts.push(report.edges);
    }
    expect(cuts.flat().sort()).toEqual(['e0', 'e1', 'e2']);
    await expect(one.session.interventions.cutRandom(1)).rejects.toMatchObject({ problem: { code: 'E-RUN-INVALID' } });
  });

  it('refuses unknown edges and changes nothing', async () => {
    const { session } = await open();
    await expect(session.interventions.damage(['e0', 'nowhere'], 'cut')).rejects.toMatchObject({ problem: { where: 'edge nowhere' } });
    expect(frameOf(session)).toMatchObject({ damage: [null, null, null], undo: '' });
  });

  it('asks for capabilities', async () => {
    const { session, machine } = await open();
    machine.capabilities.delete('damage');
    await expect(session.interventions.damage(['e0'], 'cut')).rejects.toMatchObject({ problem: { code: 'E-RUN-INVALID' } });
  });
});

describe('parameters', () => {
  it('change live, with a marker, and are undone', async () => {
    const { session } = await open();
    await session.interventions.setParameters({ nudge: 0.2 });
    await session.interventions.setParameters({ stepTime: 0.002 });
    expect(frameOf(session)).toMatchObject({
      nudge: 0.2,
      stepTime: 0.002,
      undo: 'step time 1 ms → 2 ms'.replaceAll(/(\d) ms/g, '$1.00\u00a0ms'),
    });
    await session.interventions.undo();
    expect(frameOf(session)).toMatchObject({ nudge: 0.2, stepTime: 0.001 });
    expect(await session.interventions.undo()).toMatchObject({ edges: [] });
    expect(frameOf(session)).toMatchObject({ nudge: 0.5 });
    expect(frameOf(session).markers.map(({ kind }) => kind)).toEqual(['parameter', 'parameter', 'parameter', 'parameter']);
  });
});

describe('checkpoint', () => {
  it('carries everything over into another session', async () => {
    const first = await open();
    await first.session.step(150);
    await first.session.interventions.damage(['e1'], 'cut');
    await first.session.interventions.setParameters({ nudge: 0.3 });
    await first.session.interventions.setLearning(false);
    await first.session.setSpeed(5);
    const checkpoint = structuredClone(await first.session.save());
    const second = await open({ checkpoint, speed: checkpoint.speed });
    const [before, after] = [first.session.describe(), second.session.describe()];
    // Only the count of looks and the rates of the states (looked at once so far) may differ.
    const { sequence: _one, stateRates: _rates, ...expected } = before.frame;
    expect(after.frame).toMatchObject(expected);
    expect({ ...after, frame: null }).toEqual({ ...before, frame: null });
  });
});
