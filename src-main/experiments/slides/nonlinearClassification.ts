import { classificationFigures } from '../../analysis/classification.ts';
import { bestLinearAccuracy } from '../../analysis/linearSeparation.ts';
import { outputMap } from '../../analysis/outputMap.ts';
import { zeroLine } from '../../analysis/zeroLine.ts';
import { measureTable } from '../../learning/measurement.ts';
import { defineExperiment } from '../experiment.ts';
import { HIGHEST } from '../transistors2024/lattice.ts';
import { cornersDocument, trainCorners, trained } from './corners.ts';

const source = { source: 'durian2025', place: 'Nonlinear classification' } as const;

/** Lines of the output map. */
const TICKS = 10;
const values = Array.from({ length: TICKS }, (_, index) => (HIGHEST * index) / (TICKS - 1));

/** The classification of the slides: a curved decision boundary between two classes of points. */
export const nonlinearClassification = defineExperiment({
  spec: {
    kind: 'nonlinearClassification',
    title: 'Nonlinear classification',
    doc: 'Two classes of points in the square of two inputs that no straight line tells apart; the boundary is where the output is zero.',
    reference: source,
    parameters: {},
  },
  seeds: 10,
  quickSeeds: 2,
  claims: [
    {
      id: 'linearLimit',
      quantity: 'Training points that the best straight boundary gets right',
      unit: '',
      source,
      published: 'nonlinear',
      bar: { statistic: 'median', relation: '<=', value: 0.75 },
      reason: 'Three points in each of four corners, classes across: a line misses at least one corner.',
      note: 'The slides show the points without numbers; these are ours.',
    },
    {
      id: 'accuracy',
      quantity: 'Training points on the right side of O = 0',
      unit: '',
      source,
      published: 'all points on their side',
      bar: { statistic: 'median', relation: '>=', value: 1 },
      reason: 'In the slides every dot lies on its own side of the black line.',
      note: 'Without bias. With labels of ±43 mV, as for XOR, the lattice can’t bend enough for twelve points on every board.',
    },
    {
      id: 'testAccuracy',
      quantity: 'Untrained points between the trained ones on the right side of O = 0',
      unit: '',
      source,
      published: 'background colour',
      bar: { statistic: 'median', relation: '>=', value: 0.9 },
      reason: 'Points of the same corners, at most 64 mV further in than the trained ones; a straight boundary has 75 %.',
    },
    {
      id: 'hingeLoss',
      quantity: 'Hinge loss of the training points',
      unit: '',
      source,
      published: 'none given',
      bar: { statistic: 'median', relation: '<=', value: 0.1 },
      reason: 'Outputs that are all zero have 1; a tenth is one label in ten missed, none on the wrong side.',
    },
    {
      id: 'mapByLine',
      quantity: 'Largest part of the whole output map that a straight boundary reproduces',
      unit: '',
      source,
      published: 'a bent decision boundary',
      bar: { statistic: 'median', relation: '<=', value: 0.9 },
      reason: 'A linear network has 1: its line O = 0 is straight.',
    },
    {
      id: 'boundary',
      quantity: 'Length of the decision boundary, in sides of the square',
      unit: '',
      source,
      published: 'drawn only',
      reason: 'A straight boundary is at most 1.41 long; two that cut off opposite corners are longer.',
    },
  ],
  document: cornersDocument,
  run(seed, report) {
    const trainer = trainCorners(seed, report);
    const { experiment } = trainer;
    const { outputs, labels } = measureTable(trainer, experiment.training);
    const figures = classificationFigures(outputs, labels);
    const test = experiment.test ?? experiment.training;
    const map = outputMap(trainer, 0, values, (first, second) => [first, second]);
    const places = values.flatMap((second) => values.map((first): [number, number] => [first, second]));
    return {
      linearLimit: bestLinearAccuracy(
        trained.map(({ point }) => point),
        trained.map(({ isFirst }) => isFirst),
      ),
      accuracy: figures.accuracy,
      testAccuracy: classificationFigures(measureTable(trainer, test).outputs, test.labels).accuracy,
      hingeLoss: figures.hingeLoss,
      mapByLine: bestLinearAccuracy(
        places,
        [...map].map((output) => output >= 0),
      ),
      boundary: zeroLine(map, values).reduce((sum, [[x, y], [u, v]]) => sum + Math.hypot(u - x, v - y), 0) / HIGHEST,
    };
  },
});
