import { compileExperiment } from '../../learning/experiment/compile.ts';
import type { ExperimentDocument, ExperimentInput } from '../../learning/experiment/document.ts';
import { measureTable, type TableMeasurement } from '../../learning/measurement.ts';
import { Trainer } from '../../learning/trainer.ts';
import type { Measurement } from '../../machine/machine.ts';
import type { Report } from '../experiment.ts';

/** The board of 2024: 32 transistors on a 4 × 4 torus, all gates at the same voltage at the start, V. */
export function lattice2024(gate: number, spread = 0): NonNullable<ExperimentInput['generate']> {
  return {
    topology: { kind: 'periodicSquare', rows: 4, columns: 4 },
    edgeModel: { kind: 'transistor', transconductance: 8e-4, threshold: 0.7 },
    state: gate,
    spread,
  };
}

/** Highest node voltage, V, and learning time of one step, s (Dillavou 2024, Appendix E). */
export const HIGHEST = 0.45;
export const STEP_TIME = 1e-4;

/** A run looked at as it goes: the training set measured every `every` steps, beginning before the first. */
export interface WatchedRun {
  readonly trainer: Trainer;
  readonly times: number[];
  readonly measurements: TableMeasurement[];
}

/** What was measured in the course of a run, whoever ran it. */
export type MeasuredRun = Pick<WatchedRun, 'times' | 'measurements'>;

/** The measurements of a machine as those of a run that was watched. */
export function measuredRun(measurements: readonly Measurement[]): MeasuredRun {
  return { times: measurements.map(({ time }) => time), measurements: [...measurements] };
}

/** A document that measures its training set so often. */
export function measuredEvery(document: ExperimentDocument, every: number): ExperimentDocument {
  return { ...document, measure: { every, of: 'training' } };
}

/** Trains a whole document under a seed and measures the training set on the way. */
export function watch(document: ExperimentDocument, seed: number, every: number, report: Report): WatchedRun {
  const trainer = new Trainer(compileExperiment({ ...document, seed }));
  const run: WatchedRun = { trainer, times: [], measurements: [] };
  const look = (): void => {
    run.times.push(trainer.time);
    run.measurements.push(measureTable(trainer, trainer.experiment.training));
  };
  look();
  for (let step = 1; step <= document.steps; step++) {
    trainer.step();
    if (step % every === 0) look();
    if (step % 5000 === 0) report(step / document.steps);
  }
  return run;
}

/** Signed errors O − L of a one-output measurement, V, [datapoint]. */
export function errorsOf({ outputs, labels }: TableMeasurement): Float64Array {
  return outputs.map((output, datapoint) => output - labels[datapoint]);
}

/** |E|², V²: the sum over the datapoints of a one-output training set, which the papers call mean. */
export function squaredError({ error, labels }: TableMeasurement): number {
  return error * labels.length;
}

/** First time at which a curve is at or below a level, s; `null` if never. */
export function timeBelow(times: readonly number[], values: readonly number[], level: number): number | null {
  const index = values.findIndex((value) => value <= level);
  return index < 0 ? null : times[index];
}
