import type { CalibrationJudgement, ParityFigures, Scatter } from '../../shared/calibration.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import { quantile } from '../math/statistics.ts';
import type { NetworkParameters } from '../twin/boardNetwork.ts';
import { learningBoardOf } from '../twin/calibrateBoard.ts';
import { groupBy, networkOf, sessionOf } from '../twin/calibrationDraft.ts';
import type { CalibrationDocument } from '../twin/calibrationDocument.ts';
import { parityOf } from '../twin/comparison/align.ts';
import { heldOutMisses } from '../twin/heldOut.ts';
import { intervalsOf } from '../twin/intervals.ts';
import { correlationOf, wiringFor } from '../twin/judge.ts';
import { LearningTwin } from '../twin/learningTwin.ts';
import { wiringOf, type MeasuredRun } from '../twin/measured.ts';
import { measuredOrder } from '../twin/orderAt.ts';

/** Points of a series that are drawn; more make the picture no clearer. */
const MOST_POINTS = 1200;

/**
 * Holds the nominal twin and the calibrated one against the same recordings; `null` where neither has a solution.
 *
 * @cost two solutions per state and network, and those of the learning twin
 */
export function judgeCalibration(
  calibration: CalibrationDocument,
  runs: readonly MeasuredRun[],
  report: (done: number, message: string) => void,
): CalibrationJudgement | null {
  const groups = [...groupBy(runs, ({ experiment }) => wiringOf(experiment).key).values()];
  const series: Scatter['series'][number][] = [];
  const parities: ParityFigures[] = [];
  for (const isClamped of [false, true]) {
    for (const [when, parametersOf] of [
      ['before', ({ experiment }: MeasuredRun) => nominalNetwork(experiment)],
      ['after', (run: MeasuredRun) => networkOf(isClamped ? wiringFor(calibration, run).clamped : wiringFor(calibration, run).free)],
    ] as const) {
      const name = `${isClamped ? 'clamped' : 'free'}, ${when}`;
      report(parities.length / 6, name);
      const [measured, twin, states]: [number[], number[], number[]] = [[], [], []];
      for (const group of groups) {
        const misses = heldOutMisses(group, parametersOf(group[0]), isClamped);
        for (const value of misses.measured) measured.push(value);
        for (const value of misses.twin) twin.push(value);
        for (const value of misses.states) states.push(value);
      }
      if (states.length === 0) continue;
      series.push({ name, ...thinned(measured, twin) });
      parities.push({ title: name, ...figuresOf(measured, twin), median: quantile(states, 0.5) });
    }
  }
  if (parities.length === 0) return null;
  const correlations = runs.flatMap((run, index) => {
    report(0.7 + (0.3 * index) / runs.length, `gates of ${run.name}`);
    const correlation = gateCorrelation(calibration, run);
    return correlation === null ? [] : [correlation];
  });
  return {
    parities,
    plot: { x: { title: 'measured', unit: 'V' }, y: { title: 'twin − measured', unit: 'V' }, series },
    correlation: correlations.length === 0 ? null : quantile(correlations, 0.5),
    steps: null,
  };
}

/** Measurements from one end of a stretch to the other: over fewer, gates move less than the step in which they are read. */
const STRETCH = 10;

/**
 * Predicted with measured changes of the gates over stretches of a recording, from the calibration alone; `null` where learning was
 * not calibrated, or no gate moved.
 */
function gateCorrelation(calibration: CalibrationDocument, run: MeasuredRun): number | null {
  const board = learningBoardOf(wiringFor(calibration, run), sessionOf(run));
  if (board === null) return null;
  const twin = new LearningTwin(run.experiment, board, measuredOrder(run.experiment, run.moments));
  const ends = run.moments.filter((_, index) => index % STRETCH === 0);
  const [predicted, measured]: [number[], number[]] = [[], []];
  for (const { interval, end } of intervalsOf({ ...run, moments: ends })) {
    const gates = Float64Array.from(interval.gates);
    twin.advance(interval, gates);
    end.forEach((gate, edge) => {
      predicted.push(gates[edge] - interval.gates[edge]);
      measured.push(gate - interval.gates[edge]);
    });
  }
  const correlation = predicted.length === 0 ? Number.NaN : correlationOf(predicted, measured);
  return Number.isFinite(correlation) ? correlation : null;
}

/** The network as the document of the experiment has it: what a twin that was never calibrated believes. */
export function nominalNetwork({ network, edgeModel }: Experiment): NetworkParameters {
  const { transconductance, threshold } = edgeModel as { transconductance: number; threshold: number };
  return {
    shape: { softness: 0, body: 0, degradation: 0 },
    transconductances: new Float64Array(network.edgeCount).fill(transconductance),
    thresholds: new Float64Array(network.edgeCount).fill(threshold),
    zeros: new Float64Array(network.nodeCount),
    strays: [],
  };
}

function figuresOf(measured: readonly number[], twin: readonly number[]): Omit<ParityFigures, 'title' | 'median'> {
  const { slope, bias, determination } = parityOf(measured.map((a, index) => ({ a, b: twin[index] })));
  const square = measured.reduce((sum, value, index) => sum + (twin[index] - value) ** 2, 0) / measured.length;
  const known = (value: number): number => (Number.isFinite(value) ? value : 0);
  return { count: measured.length, slope: known(slope), bias: known(bias), r2: known(determination), rmse: Math.sqrt(square) };
}

function thinned(measured: readonly number[], twin: readonly number[]): { x: number[]; y: number[] } {
  const stride = Math.max(1, measured.length / MOST_POINTS);
  const at = Array.from({ length: Math.min(measured.length, MOST_POINTS) }, (_, index) => Math.floor(index * stride));
  return { x: at.map((index) => measured[index]), y: at.map((index) => twin[index] - measured[index]) };
}
