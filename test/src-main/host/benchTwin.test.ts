import { describe, expect, test } from 'vitest';
import type { DamageKind } from '../../../shared/documents/network.ts';
import type { TwinStatus } from '../../../shared/twin.ts';
import { BenchTwin } from '../../../src-main/host/benchTwin.ts';
import type { Session } from '../../../src-main/host/session.ts';
import type { Experiment } from '../../../src-main/learning/experiment/experiment.ts';
import { randomStream } from '../../../src-main/math/random.ts';
import { learningBoardOf } from '../../../src-main/twin/calibrateBoard.ts';
import { CalibratedMachine } from '../../../src-main/twin/calibratedMachine.ts';
import { wiringFor } from '../../../src-main/twin/judge.ts';
import { nominalCalibration, xor } from '../twin/nominalCalibration.ts';
import { fakeRuns } from './fakeRuns.ts';

/** Noise of a reading of a node and of a gate, V: a third of a step of each converter, as a trimmed board has it. */
const [NODE, GATE] = [6e-4, 3e-3];
/** Measurements that the twin takes as healthy. */
const HEALTHY = 40;
const EDGE = 9;

/**
 * A board on the bench, measured every 10 ms while it learns: what the twin of the calibration does, read with noise.
 *
 * @param reported  what the board says of damage that its person has made; what is done behind the twin's back it does not
 */
function boardOnBench(experiment: Experiment, title = 'Board 2024 (transistors2024)') {
  const calibration = nominalCalibration(experiment);
  const machine = new CalibratedMachine(
    experiment,
    learningBoardOf(wiringFor(calibration, { experiment }), 'differential')!,
    experiment.edges.map(({ gate }) => gate ?? 0),
    title,
  );
  const random = randomStream(7, 'readings');
  let reported: (DamageKind | null)[] = experiment.edges.map(() => null);
  const session = {
    ...{ run: 1, isOnBoard: true, identity: { kind: 'board', title }, experiment: { compiled: experiment } },
    ...{ parameters: { nudge: 0.5, stepTime: 1e-4 }, state: machine.read() },
  };
  const measure = (): Session => {
    machine.advance(100);
    const state = machine.read();
    const noisy = (values: Float64Array, spread: number): Float64Array => values.map((value) => value + spread * random.normal());
    session.state = {
      ...state,
      ...{ freeVoltages: noisy(state.freeVoltages, NODE), states: noisy(state.states, GATE), damage: [...reported] },
    };
    return session as unknown as Session;
  };
  const damage = (edge: number, kind: DamageKind, isSaid: boolean): void => {
    machine.damage([edge], kind);
    if (isSaid) reported = reported.map((before, index) => (index === edge ? kind : before));
  };
  /** Mean error over the training set as it is, without noise, V². */
  const error = (): number => machine.measure('training').error;
  return { measure, damage, error, plain: () => session, session: session as unknown as Session, calibration };
}

function watching(board: ReturnType<typeof boardOnBench>) {
  const told: TwinStatus[] = [];
  const parts = fakeRuns();
  const twin = new BenchTwin(parts, { session: () => board.session, tell: (status) => void told.push(status) });
  twin.use(board.calibration);
  return { twin, told, clock: parts.hostClock };
}

describe('the twin beside a board', () => {
  test('watches a healthy board without an alarm, with its false-alarm rate stated', () => {
    const board = boardOnBench(xor());
    const { twin, told } = watching(board);
    for (let count = 0; count < HEALTHY - 1; count++) twin.look(board.measure());
    expect(twin.status()).toMatchObject({ state: 'learning', seen: HEALTHY - 1, wanted: HEALTHY });
    for (let count = 0; count < 200; count++) twin.look(board.measure());
    expect(twin.status()).toMatchObject({ state: 'watching', between: 100_000, alarm: null, diagnosis: null, otherBoard: '' });
    // Root mean square of a reading, and of what the noise of the gates makes of it.
    expect(twin.status().missed).toBeGreaterThan(0.3 * NODE);
    expect(twin.status().missed).toBeLessThan(4 * NODE);
    expect(told.map(({ state }) => state)).toContain('watching');
  });

  test('raises an alarm within a tenth of a second of a hidden cut, and names the edge, its confidence and a runner-up', async () => {
    const board = boardOnBench(xor());
    const { twin, told } = watching(board);
    for (let count = 0; count < HEALTHY + 10; count++) twin.look(board.measure());
    board.damage(EDGE, 'cut', false);
    const before = 100 * (HEALTHY + 10);
    for (let count = 0; count < 12; count++) twin.look(board.measure());
    const { alarm } = twin.status();
    expect(alarm!.step).toBeGreaterThan(before);
    expect(alarm!.step).toBeLessThanOrEqual(before + 1000);
    // The last measurement that agreed is that before the cut, or next to it.
    expect(alarm!.sinceStep).toBeGreaterThan(before - 300);
    await expect.poll(() => twin.status().diagnosis, { timeout: 60_000 }).not.toBeNull();
    const { faults, certainty, samples } = twin.status().diagnosis!;
    const [first, second] = faults;
    expect(first).toMatchObject({ edge: `e${EDGE}`, kind: 'cut' });
    expect(first.probability).toBeGreaterThan(second.probability);
    // What is said to stand alone is believed with 95 % at least (`certaintyOf`).
    expect(certainty === 'fault').toBe(first.probability >= 0.95);
    expect(samples).toBeGreaterThanOrEqual(6);
    expect(told.at(-1)!.state).toBe('alarm');
    // Whoever has seen to it has the twin learn anew.
    twin.reset();
    twin.look(board.measure());
    expect(twin.status()).toMatchObject({ state: 'learning', alarm: null, diagnosis: null });
  });

  test('a cut that the bench itself has made is known to the twin, and no alarm', () => {
    const board = boardOnBench(xor());
    const { twin } = watching(board);
    for (let count = 0; count < HEALTHY + 10; count++) twin.look(board.measure());
    board.damage(EDGE, 'cut', true);
    for (let count = 0; count < 60; count++) twin.look(board.measure());
    expect(twin.status()).toMatchObject({ state: 'watching', alarm: null });
  });

  test('says why it does not watch, and warns of another board and of a stale calibration', () => {
    const board = boardOnBench(xor(), 'Board 7 (transistors2024)');
    const { twin, clock } = watching(board);
    twin.look(board.measure());
    expect(twin.status()).toMatchObject({ state: 'learning', otherBoard: '7', isStale: false });
    clock.pass(Date.parse('2027-01-01') / 1000 - clock.now());
    expect(twin.status().isStale).toBe(true);
    const plain = board.plain();
    twin.look({ ...plain, run: 2, isOnBoard: false } as unknown as Session);
    expect(twin.status()).toMatchObject({ state: 'unfit', why: 'on the bench is no board: there is nothing to watch' });
    const { inputNodes } = plain.experiment.compiled;
    const compiled = { ...plain.experiment.compiled, inputNodes: inputNodes.map((node) => (node + 1) % 16) };
    twin.look({ ...plain, run: 3, experiment: { compiled } } as unknown as Session);
    expect(twin.status()).toMatchObject({ state: 'unfit', why: 'the board is wired in another way than when it was calibrated' });
  });

  test('predicts what a planned cut does, and refuses an edge that is not there', async () => {
    const board = boardOnBench(xor());
    const { twin } = watching(board);
    for (let count = 0; count < 3; count++) twin.look(board.measure());
    const free = await twin.forecast(0.1, null);
    const cut = await twin.forecast(0.1, `e${EDGE}`);
    expect(free).toMatchObject({ step: 300, cut: '', seconds: 0.1 });
    expect(cut.cut).toBe(`e${EDGE}`);
    // Before the cut both are the same board in the same state.
    expect(cut.before).toBeCloseTo(free.before, 9);
    expect(cut.points[0].error).not.toBeCloseTo(free.points[0].error, 6);
    expect(cut.peak).toBeGreaterThanOrEqual(cut.points[0].error);
    await expect(twin.forecast(0.1, 'e99')).rejects.toMatchObject({ problem: { why: 'there is no edge "e99"' } });
  });

  test.each(['cut', 'short'] as const)('what is %s and known is so in what is predicted', async (kind) => {
    const board = boardOnBench(xor());
    const { twin } = watching(board);
    twin.look(board.measure());
    const healthy = board.error();
    board.damage(20, kind, true);
    twin.look(board.measure());
    const { before } = await twin.forecast(0.1, null);
    // The gates are read with 3 mV of noise, of volts: the error is then known to a percent, and what the damage does is far larger.
    expect(Math.abs(before / board.error() - 1)).toBeLessThan(0.01);
    expect(Math.abs(healthy / board.error() - 1)).toBeGreaterThan(0.1);
  });

  test('gates that are stuck and known so learn nothing in what is predicted', async () => {
    const board = boardOnBench(xor());
    const { twin } = watching(board);
    twin.look(board.measure());
    expect((await twin.forecast(0.5, null)).points.at(-1)!.error).toBeLessThan(0.5 * board.error());
    for (let edge = 0; edge < 32; edge++) board.damage(edge, 'stuck', true);
    twin.look(board.measure());
    const { before, points } = await twin.forecast(0.5, null);
    // A gate that nothing drives is at rest to the last bit; voltages are solved to a microvolt.
    expect(Math.abs(points.at(-1)!.error / before - 1)).toBeLessThan(1e-3);
  });
});
