import { randomStream, shuffled } from '../../math/random.ts';
import type { ExperimentDocument } from './document.ts';
import type { DataTable, Experiment } from './experiment.ts';

type CompiledDataset = Pick<Experiment, 'training' | 'test' | 'classNames' | 'classInputs' | 'remeasureEvery'>;

/** The dataset of a document as flat arrays; classes are split into a training and a test set by the seed. */
export function compileDataset(document: ExperimentDocument): CompiledDataset {
  const { dataset, roles } = document;
  if (dataset.kind === 'table') {
    return {
      training: tableOf(dataset.inputs, dataset.labels),
      test: dataset.test === undefined ? null : tableOf(dataset.test.inputs, dataset.test.labels),
      classNames: [],
      classInputs: new Float64Array(0),
      remeasureEvery: 0,
    };
  }
  const random = randomStream(document.seed, 'split');
  const chosen = dataset.classNames.map((_, index) => {
    const members = dataset.classes.flatMap((value, datapoint) => (value === index ? [datapoint] : []));
    return shuffled(members, random).slice(0, dataset.trainPerClass);
  });
  const training = chosen.flat().sort((a, b) => a - b);
  const isTrained = new Set(training);
  const test = dataset.inputs.flatMap((_, datapoint) => (isTrained.has(datapoint) ? [] : [datapoint]));
  const pick = (datapoints: readonly number[]): DataTable => ({
    count: datapoints.length,
    inputs: Float64Array.from(datapoints.flatMap((datapoint) => dataset.inputs[datapoint])),
    labels: new Float64Array(datapoints.length * roles.outputs.length),
    classes: Int32Array.from(datapoints, (datapoint) => dataset.classes[datapoint]),
  });
  return {
    training: pick(training),
    test: test.length === 0 ? null : pick(test),
    classNames: dataset.classNames,
    classInputs: Float64Array.from(chosen.flatMap((members) => meanOf(members.map((member) => dataset.inputs[member])))),
    remeasureEvery: dataset.remeasureEvery,
  };
}

function tableOf(inputs: readonly (readonly number[])[], labels: readonly (readonly number[])[]): DataTable {
  return {
    count: inputs.length,
    inputs: Float64Array.from(inputs.flat()),
    labels: Float64Array.from(labels.flat()),
    classes: new Int32Array(0),
  };
}

function meanOf(rows: readonly (readonly number[])[]): number[] {
  return rows[0].map((_, column) => rows.reduce((sum, row) => sum + row[column], 0) / rows.length);
}
