import type { DataTable, Experiment } from './experiment/experiment.ts';

/** What answers are held against. */
export interface LabelsInForce {
  readonly experiment: Experiment;
  /** V, [datapoint × output]. */
  readonly labels: Float64Array;
  /** V, [class × output], where the task has classes. */
  readonly classLabels: Float64Array;
}

/** Gives every training datapoint the label of its class. Between two training steps, so it allocates nothing. */
export function labelClasses({ experiment, labels, classLabels }: LabelsInForce): void {
  const width = experiment.outputs.plus.length;
  const { classes } = experiment.training;
  for (let index = 0; index < classes.length * width; index++) {
    const datapoint = Math.floor(index / width);
    labels[index] = classLabels[classes[datapoint] * width + index - datapoint * width];
  }
}

/** The labels of a table, V, [datapoint × output]. */
export function labelsOf({ experiment, labels, classLabels }: LabelsInForce, table: DataTable): Float64Array {
  if (table === experiment.training) return Float64Array.from(labels);
  if (table.classes.length === 0) return table.labels;
  const width = experiment.outputs.plus.length;
  return Float64Array.from(table.labels, (_, index) => classLabels[table.classes[Math.floor(index / width)] * width + (index % width)]);
}

/** Fraction of datapoints whose outputs lie nearest to the label of their own class; `null` where there are no classes. */
export function accuracyOf({ experiment, classLabels }: LabelsInForce, table: DataTable, outputs: Float64Array): number | null {
  if (table.classes.length === 0) return null;
  const width = experiment.outputs.plus.length;
  let correct = 0;
  table.classes.forEach((own, datapoint) => {
    const distance = (candidate: number): number => {
      let sum = 0;
      for (let output = 0; output < width; output++) {
        sum += (outputs[datapoint * width + output] - classLabels[candidate * width + output]) ** 2;
      }
      return sum;
    };
    const isNearest = experiment.classNames.every((_, other) => other === own || distance(own) < distance(other));
    if (isNearest) correct++;
  });
  return correct / table.count;
}
