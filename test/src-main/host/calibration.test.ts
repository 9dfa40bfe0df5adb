import { beforeEach, describe, expect, test } from 'vitest';
import type { CalibrationNews } from '../../../shared/calibration.ts';
import { problemOf } from '../../../shared/problem.ts';
import { CalibrateDesk } from '../../../src-main/host/calibrateDesk.ts';
import { RunShelf } from '../../../src-main/host/runShelf.ts';
import { createSimulatedMachine } from '../../../src-main/machine/simulated.ts';
import type { Machine } from '../../../src-main/machine/machine.ts';
import { chooseMachine, openMachine } from '../../../src-main/machines/chooseMachine.ts';
import { systemClock } from '../../../src-main/board/transports/systemClock.ts';
import { compileExperiment } from '../../../src-main/learning/experiment/compile.ts';
import type { Experiment } from '../../../src-main/learning/experiment/experiment.ts';
import { tasks } from '../../../src-main/learning/tasks/index.ts';
import { recordMachine } from '../../../src-main/recording/recordMachine.ts';
import { RecordingWriter } from '../../../src-main/recording/writer.ts';
import { digipotProgram } from '../../../src-main/twin/digipots/digipotProgram.ts';
import type { AnyCalibration } from '../../../src-main/twin/digipots/document.ts';
import { nominalCalibration, xor } from '../twin/nominalCalibration.ts';
import { fakeRuns } from './fakeRuns.ts';
import { finishedWork } from './finishedWork.ts';

const DAY = 86_400;

/** A desk over a folder in memory, whose bench has a board with these gates, and the ways to wait for it. */
function makeDesk(gates: readonly number[] | null = null) {
  const parts = fakeRuns();
  const news: CalibrationNews[] = [];
  const applied: (AnyCalibration | null)[] = [];
  const bench = { title: 'Board 2024', serial: '2024', programs: 5, missing: gates === null ? 'there is no board on the bench' : '' };
  const desk = new CalibrateDesk(parts, new RunShelf(parts.place, parts.shell), {
    tell: (told) => {
      news.push(told);
      world.onNews(told);
    },
    applied: (calibration) => void applied.push(calibration),
    board: () => bench,
    gates: () => gates,
    record: () => Promise.resolve([]),
  });
  const ended = async (): Promise<CalibrationNews> => {
    await expect.poll(() => news.at(-1)?.kind, { timeout: 60_000 }).toBe('ended');
    return news.at(-1)!;
  };
  const world = { ...parts, desk, news, applied, ended, onNews: (_news: CalibrationNews): unknown => undefined };
  return world;
}

/** Writes some measurements of a machine under an experiment as a run of the folder. */
async function record(
  { place }: ReturnType<typeof makeDesk>,
  id: string,
  experiment: Experiment,
  title: string,
  steps = 500,
): Promise<void> {
  const inner = createSimulatedMachine(experiment);
  const machine: Machine = Object.create(inner, { identity: { value: { kind: 'board', title } } });
  const { identity, capabilities } = machine;
  const header = { id, name: '', createdAt: 1, program: 'test', origin: '', machine: identity, capabilities: [...capabilities] };
  const writer = await RecordingWriter.create({
    ...{ files: place.files, clock: place.clock, path: `${place.folder}/${id}.mcap`, onProblem: () => undefined },
    header: { ...header, document: experiment.document },
  });
  const recorded = recordMachine(inner, experiment);
  await recorded.begin(writer);
  await recorded.advance(steps);
  await recorded.finish('complete');
}

/** Why something was refused. */
async function refusal(promise: Promise<unknown>): Promise<string> {
  const problem = problemOf(
    await promise.then(
      () => new Error('not refused'),
      (thrown: unknown) => thrown,
    ),
  );
  return `${problem.where}: ${problem.why}; ${problem.remedy}`;
}

describe('the desk of calibrations', () => {
  test('refuses recordings that are not of one board, are empty, or of another kind, and says which', async () => {
    const world = makeDesk();
    const experiment = xor();
    await record(world, 'first', experiment, 'Board 2024 (transistors2024)');
    await record(world, 'foreign', experiment, 'Board 7 (transistors2024)');
    await record(world, 'empty', experiment, 'Board 2024 (transistors2024)', 0);
    await record(world, 'same', experiment, 'Board 2024 (transistors2024)');
    expect(await refusal(world.desk.begin(['first', 'foreign'], []))).toMatch(
      /"foreign" and "first" are not of one board: board 7 against board 2024/,
    );
    expect(await refusal(world.desk.begin(['first'], ['foreign']))).toMatch(/not of one board/);
    expect(await refusal(world.desk.begin(['empty'], []))).toMatch(/"empty" holds no state with node voltages/);
    expect(await refusal(world.desk.begin(['first'], ['first']))).toMatch(/to be fitted and to be held out/);
    expect(await refusal(world.desk.begin(['missing'], []))).toMatch(/no file there has such a name/);
    const begun = await world.desk.begin(['first'], ['same']);
    expect(begun).toMatchObject({ serial: '2024', edges: 32, title: 'Board 2024, XOR' });
    expect((await world.desk.list()).calibrations).toHaveLength(1);
  });

  test('does a stage, skips one, takes it in again, and goes on in another sitting', async () => {
    const world = makeDesk();
    await record(world, 'first', xor(), 'Board 2024 (transistors2024)', 1500);
    const { id } = await world.desk.begin(['first'], []);
    expect((await world.desk.skip(id, 'noise', true)).stages.map(({ state }) => state)).toEqual([
      'open',
      'open',
      'open',
      'open',
      'skipped',
    ]);
    await world.desk.run(id, ['converters']);
    expect(await refusal(world.desk.skip(id, 'noise', false))).toMatch(/another one is at work/);
    expect(await world.ended()).toMatchObject({ id, message: '', problem: null });
    // Another desk over the same folder: what was done and skipped is there.
    const later = new CalibrateDesk(world, new RunShelf(world.place, world.shell), {
      ...{ tell: () => undefined, applied: () => undefined, gates: () => null, record: () => Promise.resolve([]) },
      board: () => ({ title: '', serial: '', programs: 0, missing: '' }),
    });
    const resumed = await later.get(id);
    expect(resumed.stages.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'converters done',
      'edges open',
      'rate open',
      'bias open',
      'noise skipped',
    ]);
    // What the simulation imposes is what it reads.
    expect(resumed.stages[0].figure!.value).toBeLessThan(1e-6);
    expect((await later.skip(id, 'noise', false)).stages[4].state).toBe('open');
    // Nothing is applied before the edges are known.
    expect(await refusal(later.apply(id))).toMatch(/stage "edges" was skipped|nothing of it is done/);
    expect(await later.files.applied()).toBeNull();
  });

  test('what is cancelled keeps what was done', async () => {
    const world = makeDesk();
    await record(world, 'first', xor(), 'Board 2024 (transistors2024)', 1500);
    const { id } = await world.desk.begin(['first'], []);
    world.onNews = ({ stage, done }) => stage === 'converters' && done === 1 && world.desk.cancel();
    await world.desk.run(id, ['converters', 'edges']);
    expect(await world.ended()).toMatchObject({ message: 'cancelled', problem: null });
    const { stages } = await world.desk.get(id);
    expect(stages[0].state).toBe('done');
    expect(stages[1].state).toBe('open');
  });

  test('applies with the state of the board, is found again by the next engine, warns when it is old, and is discarded whole', async () => {
    const gates = Array.from({ length: 32 }, (_, edge) => 1 + edge / 32);
    const world = makeDesk(gates);
    const date = new Date(world.hostClock.now() * 1000).toISOString();
    const work = finishedWork(nominalCalibration(xor(), { date }));
    await world.desk.files.write(work);
    await world.desk.apply(work.id);
    expect(world.applied.at(-1)).toMatchObject({ board: { serial: '2024' } });
    expect(await world.desk.files.state(work.id)).toEqual(gates);
    expect((await world.desk.list()).calibrations[0]).toMatchObject({ isApplied: true, isSaved: true, isStale: false });
    world.hostClock.pass(31 * DAY);
    expect((await world.desk.list()).calibrations[0]).toMatchObject({ isStale: true, staleAfterDays: 30 });
    await world.desk.resume();
    expect(world.applied).toHaveLength(2);
    await world.desk.discard(work.id);
    expect(world.applied.at(-1)).toBeNull();
    expect((await world.desk.list()).calibrations).toEqual([]);
    expect(
      [...(world.place.files as ReturnType<typeof makeDesk>['place']['files'] & { contents: Map<string, unknown> }).contents.keys()].filter(
        (path) => path.includes(work.id),
      ),
    ).toEqual([]);
  });
});

test('a board with digital potentiometers has stages of its own, a judgement by its steps, and a twin', async () => {
  const world = makeDesk(Array.from({ length: 16 }, () => 64));
  for (const part of [0, 5]) {
    const program = compileExperiment(digipotProgram(tasks.allostery.build(), part));
    await record(world, `part-${part}`, program, 'Board 2022 (digipots2022)', 120);
  }
  await record(world, 'foreign', xor(), 'Board 2022 (transistors2024)');
  expect(await refusal(world.desk.begin(['part-0', 'foreign'], []))).toMatch(
    /not of one board: edges of the kind transistor against digipot/,
  );
  const begun = await world.desk.begin(['part-0'], ['part-5']);
  expect(begun).toMatchObject({ kind: 'digipot', edges: 16, serial: '2022', isFitted: false });
  expect(begun.stages.map(({ name, missing }) => `${name} ${missing}`)).toEqual(['converters null', 'wipers null', 'comparators null']);
  expect(await refusal(world.desk.apply(begun.id))).toMatch(/comparators are not known/);
  await world.desk.run(begun.id, ['converters', 'wipers', 'comparators']);
  expect(await world.ended()).toMatchObject({ id: begun.id, problem: null });
  const done = await world.desk.get(begun.id);
  expect(done).toMatchObject({ isFitted: true, judgement: { parities: [] } });
  for (const { parameters, plot } of done.stages) {
    expect(parameters.length).toBeGreaterThan(0);
    expect(plot!.series.length).toBeGreaterThan(0);
  }
  const { before, after } = done.judgement!.steps!;
  // A simulated comparator decides without noise and lift, which a twin that was never calibrated reckons with: all but close calls are told.
  expect(after.steps).toBeGreaterThan(1000);
  expect(after.right).toBeGreaterThan(0.95);
  expect(after.right).toBeGreaterThan(before.right + 0.1);
  expect(after.bits).toBeLessThan(0.5 * before.bits);
  await world.desk.apply(begun.id);
  expect(world.applied.at(-1)).toMatchObject({ format: 'twinbench.digipotCalibration', board: { serial: '2022', edges: 16 } });
  expect(await world.desk.files.inUse()).toMatchObject({ name: begun.id, document: { format: 'twinbench.digipotCalibration' } });
});

describe('the calibrated twin as a machine', () => {
  let world: ReturnType<typeof makeDesk>;
  const open = (machine: string, experiment = xor()) =>
    openMachine(
      experiment,
      { machine },
      { clock: systemClock, platform: 'linux', recordings: world.place, speed: null, tell: () => undefined },
    );

  beforeEach(async () => {
    world = makeDesk(Array.from({ length: 32 }, () => 2));
    const work = finishedWork(nominalCalibration(xor(), { rate: RATE }));
    await world.desk.files.write(work);
    await world.desk.apply(work.id);
  });

  test('begins where the board was measured last, and learns as the simulation of the same numbers does', async () => {
    const experiment = xor();
    const twin = await open('twin:2026-11-21-2024', experiment);
    expect(twin.identity).toEqual({ kind: 'simulated', title: 'Calibrated twin of board 2024' });
    expect([...(await twin.read()).states]).toEqual(new Array(32).fill(2));
    const simulation = createSimulatedMachine({ ...experiment, edges: experiment.edges.map((edge) => ({ ...edge, gate: 2 })) });
    await twin.advance(500);
    simulation.advance(500);
    const [ours, theirs] = [(await twin.read()).states, simulation.read().states];
    // The twin imposes in steps of 1.8 mV (a hundredth of the largest drop) and goes in stretches, the simulation in pulses of 0.1 ms.
    const [moved, missed] = [0, 1].map((which) =>
      Math.sqrt(theirs.reduce((sum, state, edge) => sum + (state - (which === 0 ? 2 : ours[edge])) ** 2, 0) / 32),
    );
    expect(moved).toBeGreaterThan(0.05);
    expect(missed).toBeLessThan(0.03 * moved);
  });

  test('a name that was never saved is refused with those that were; an experiment of another board with why', async () => {
    expect(await refusal(open('twin:nobody'))).toMatch(/no calibration of that name was saved.*2026-11-21-2024/);
    expect(await refusal(Promise.resolve().then(() => chooseMachine('twin')))).toMatch(/twin:ID/);
    const wired = xor();
    const others = { ...wired, inputNodes: wired.inputNodes.map((node) => (node + 1) % 16) };
    expect(await refusal(open('twin:2026-11-21-2024', others))).toMatch(/wired in another way/);
  });
});

/** A_0 of XOR, 1/(V s) (Dillavou 2024). */
const RATE = 1377.4;
