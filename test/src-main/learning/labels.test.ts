import { describe, expect, it } from 'vitest';
import { accuracyOf, type LabelsInForce } from '../../../src-main/learning/labels.ts';
import { measureTable } from '../../../src-main/learning/measurement.ts';
import { Trainer } from '../../../src-main/learning/trainer.ts';
import { experimentOf } from './support.ts';

/** Three classes with two outputs each, and a datapoint of each class. */
const experiment = experimentOf('iris');
const width = experiment.outputs.plus.length;
const classLabels = Float64Array.from({ length: experiment.classNames.length * width }, (_, index) =>
  Math.floor(index / width) === index % width ? 1 : 0,
);
const inForce: LabelsInForce = { experiment, labels: new Float64Array(0), classLabels };
const table = { ...experiment.training, count: 3, classes: Int32Array.of(0, 1, 2) };

describe('accuracy by the nearest label', () => {
  it('counts the datapoints whose outputs are nearest to the label of their own class', () => {
    expect(accuracyOf(inForce, table, Float64Array.of(0.9, 0.2, 0.1, 0, 0.7, 0.3, 0.8, 0.1, 0.7))).toBeCloseTo(2 / 3, 15);
  });

  it('counts a tie as wrong', () => {
    expect(accuracyOf(inForce, table, Float64Array.of(0.5, 0.5, 0, 0, 1, 0, 0, 0, 1))).toBeCloseTo(2 / 3, 15);
  });
});

describe('converters on what is measured', () => {
  it('read either node of a differential output in steps', () => {
    const step = 0.01;
    const measure = (measured: number): Float64Array => {
      const trainer = new Trainer(experimentOf('xor', { imperfections: [{ kind: 'converters', imposed: 0, measured }] }));
      return measureTable(trainer, trainer.experiment.training).outputs;
    };
    const exact = measure(0);
    measure(step).forEach((output, index) => {
      expect(Math.abs(output / step - Math.round(output / step))).toBeLessThan(1e-9);
      // Half a step at each of the two nodes.
      expect(Math.abs(output - exact[index])).toBeLessThanOrEqual(step);
    });
  });
});
