import { beforeAll, describe, expect, test } from 'vitest';
import type { DamageKind } from '../../../shared/documents/network.ts';
import { BenchTwin } from '../../../src-main/host/benchTwin.ts';
import type { Session } from '../../../src-main/host/session.ts';
import { compileExperiment } from '../../../src-main/learning/experiment/compile.ts';
import { tasks } from '../../../src-main/learning/tasks/index.ts';
import { calibrateDigipots } from '../../../src-main/twin/digipots/calibrateDigipots.ts';
import type { DigipotCalibration } from '../../../src-main/twin/digipots/document.ts';
import type { MeasuredMoment, MeasuredRun } from '../../../src-main/twin/measured.ts';
import { recordDigipots, type Harm } from '../twin/digipots/emulatedDigipots.ts';
import { fakeRuns } from './fakeRuns.ts';

const BOARD = 5;
/** Measurements that the twin takes as healthy, and those before something is done to the board. */
const [HEALTHY, BEFORE] = [40, 60];
const document = { ...tasks.allostery.build(), steps: 160, measure: { every: 1, of: 'present' as const } };
const experiment = compileExperiment(document);
const { edgeIds, from, to } = experiment.network;

let calibration: DigipotCalibration;
beforeAll(() => {
  const request = { serial: String(BOARD), date: '2026-11-21T00:00:00.000Z', skip: [], earlier: null };
  calibration = calibrateDigipots([recordDigipots(document, 'laboratory', BOARD)], request);
});

/** Another run of the board that was calibrated: its noise is another, and something may be done to it. */
function runOf(steps: number, harm?: Harm): MeasuredRun {
  return recordDigipots({ ...document, steps, seed: document.seed + 1 }, 'laboratory', BOARD, harm);
}

function sessionAt({ step, time, gates, states: [{ datapoint, freeVoltages }] }: MeasuredMoment, damage: (DamageKind | null)[]): Session {
  const session = {
    ...{
      run: 1,
      isOnBoard: true,
      identity: { kind: 'board', title: `Board ${BOARD} (digipots2022)` },
      experiment: { compiled: experiment },
    },
    ...{ parameters: { nudge: 0.5, stepTime: document.stepTime }, state: { step, time, datapoint, states: gates, freeVoltages, damage } },
  };
  return session as unknown as Session;
}

/** The twin beside a run. @param known  what the bench has said of damage, from the measurement on at which it was done */
function watch(run: MeasuredRun, known?: Harm): BenchTwin {
  let session: Session | null = null;
  const twin = new BenchTwin(fakeRuns(), { session: () => session!, tell: () => undefined });
  const none: (DamageKind | null)[] = edgeIds.map(() => null);
  session = sessionAt(run.moments[0], none);
  twin.use(calibration);
  for (const moment of run.moments) {
    const isKnown = known !== undefined && moment.step > known.step;
    session = sessionAt(moment, isKnown ? none.map((kind, edge) => (edge === known.edge ? known.kind : kind)) : none);
    twin.look(session);
  }
  return twin;
}

/** An edge of which a source holds at most one end: another one moves no voltage. */
const EDGE = edgeIds.findIndex((_, edge) => ![from[edge], to[edge]].every((node) => [...experiment.supplyNodes].includes(node)));

describe('the twin beside a board with digital potentiometers', () => {
  test('watches it without an alarm, whichever way chance sends its wipers', () => {
    const twin = watch(runOf(300));
    expect(twin.status()).toMatchObject({ state: 'watching', alarm: null, diagnosis: null, otherBoard: '', canForecast: true });
    // A recorded reading has half a step of 19.5 mV for noise, of which it is the mean of four: 5.6 mV with its rounding.
    expect(twin.status().missed).toBeGreaterThan(1e-3);
    expect(twin.status().missed).toBeLessThan(20e-3);
  });

  test.each(['cut', 'short', 'stuck'] as const)('finds an edge that is %s behind its back', async (kind) => {
    const twin = watch(runOf(BEFORE + 40, { step: BEFORE, edge: EDGE, kind }));
    const { alarm } = twin.status();
    expect(alarm!.step).toBeGreaterThan(BEFORE);
    await expect.poll(() => twin.status().diagnosis, { timeout: 60_000 }).not.toBeNull();
    const { faults, edges } = twin.status().diagnosis!;
    expect(edges).toBe('digipot');
    expect(faults[0]).toMatchObject({ edge: edgeIds[EDGE], kind });
  });

  test('what the bench has cut itself is no alarm, and known in what is predicted', async () => {
    const harm = { step: BEFORE, edge: EDGE, kind: 'cut' } as const;
    const run = runOf(BEFORE + 40, harm);
    const twin = watch(run, harm);
    expect(twin.status()).toMatchObject({ state: 'watching', alarm: null });
    // 40 clock edges ahead, and what a cut that is already there changes: nothing.
    const [free, cut] = [await twin.forecast(10, null), await twin.forecast(10, edgeIds[EDGE])];
    expect(free.points.at(-1)!.step).toBe(run.moments.at(-1)!.step + 40);
    expect(cut.points.map(({ error }) => error)).toEqual(free.points.map(({ error }) => error));
    expect(free.points.every(({ error, lowest, highest }) => lowest <= error && error <= highest)).toBe(true);
  });

  test('learns first what healthy looks like', () => {
    const twin = watch(runOf(HEALTHY - 5));
    expect(twin.status()).toMatchObject({ state: 'learning', wanted: HEALTHY });
  });
});
