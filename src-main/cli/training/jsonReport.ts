import type { DataTable } from '../../learning/experiment/experiment.ts';
import type { Measurement } from '../../machine/machine.ts';
import { jsonNumber } from '../quantity.ts';
import type { TrainingRun } from './train.ts';

/**
 * A run as one JSON object. It depends on the document and the seed alone, so that two people get the same bytes; wall time is
 * told on standard error instead.
 */
export function jsonReport(run: TrainingRun): object {
  const { experiment, training, test, at, last } = run;
  const { title, seed, steps, goal, roles } = experiment.document;
  return {
    title,
    seed,
    // The simulation goes without saying, so that its bytes are those of the document and the seed alone.
    ...(run.machine.kind === 'simulated' ? {} : { machine: run.machine }),
    steps: run.steps,
    plannedSteps: steps,
    interrupted: run.isInterrupted,
    ...(experiment.document.stop.length === 0 ? {} : { stopped: run.stopped && { ...run.stopped, error: jsonNumber(run.stopped.error) } }),
    time: run.final.time,
    goal: goal === undefined ? null : { ...goal, reached: run.isReached },
    ...measured(last.error, last.accuracy),
    historyStride: run.history.stride,
    history: run.history.points.map(({ step, time, error, accuracy }) => ({ step, time, ...measured(error, accuracy) })),
    inputNames: roles.inputs.map(({ name }) => name),
    outputNames: roles.outputs.map(({ name }) => name),
    training: datapointsOf(experiment.training, training, roles.inputs.length, roles.outputs.length),
    ...(experiment.test === null || test === null
      ? {}
      : { test: datapointsOf(experiment.test, test, roles.inputs.length, roles.outputs.length) }),
    final: run.final,
    ...(at.length === 0 ? {} : { at: Object.fromEntries(at.map((snapshot) => [String(snapshot.step), snapshot])) }),
  };
}

function measured(error: number, accuracy: number | null): object {
  return { error: jsonNumber(error), ...(accuracy === null ? {} : { accuracy }) };
}

function datapointsOf(table: DataTable, { outputs, labels }: Measurement, inputCount: number, outputCount: number): object[] {
  const row = (values: Float64Array, datapoint: number, width: number): (number | null)[] =>
    Array.from(values.subarray(datapoint * width, (datapoint + 1) * width), jsonNumber);
  return Array.from({ length: table.count }, (_, datapoint) => ({
    inputs: row(table.inputs, datapoint, inputCount),
    outputs: row(outputs, datapoint, outputCount),
    labels: row(labels, datapoint, outputCount),
    ...(table.classes.length === 0 ? {} : { class: table.classes[datapoint] }),
  }));
}
