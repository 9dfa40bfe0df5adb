import { parseDocument } from '../../../shared/documents/parse.ts';
import { compileExperiment } from '../../learning/experiment/compile.ts';
import { experimentDocument, type ExperimentDocument } from '../../learning/experiment/document.ts';
import { Trainer } from '../../learning/trainer.ts';
import type { Report } from '../experiment.ts';
import { HIGHEST, lattice2024, STEP_TIME } from '../transistors2024/lattice.ts';
import { differentialRoles } from '../transistors2024/xorTask.ts';

/** Labels of the two classes, V: small, so that a bend of the output of ±20 mV is enough. */
const LABEL = 0.02;
const SECONDS = 10;
/** Distance of the outer points of a corner from it, V. */
const SIDE = 0.09;

/** The corners of the square of inputs; the first class sits in two opposite ones. */
const corners = [
  { at: [0, 0], isFirst: true },
  { at: [HIGHEST, HIGHEST], isFirst: true },
  { at: [0, HIGHEST], isFirst: false },
  { at: [HIGHEST, 0], isFirst: false },
] as const;

/** A point inside the square, by its distances from a corner, V. */
const inward = ([x, y]: readonly [number, number], dx: number, dy: number): [number, number] => [
  x === 0 ? dx : x - dx,
  y === 0 ? dy : y - dy,
];

/** Points with their class: three in every corner, for training. */
export const trained = corners.flatMap(({ at, isFirst }) =>
  [
    [0, 0],
    [SIDE, 0],
    [0, SIDE],
  ].map(([dx, dy]) => ({ point: inward(at, dx, dy), isFirst })),
);

/** A grid of sixteen points over the square of each corner that the three span, for testing. */
export const tested = corners.flatMap(({ at, isFirst }) =>
  [0, 1, 2, 3].flatMap((i) => [0, 1, 2, 3].map((j) => ({ point: inward(at, (SIDE * i) / 3, (SIDE * j) / 3), isFirst }))),
);

const labelOf = (isFirst: boolean): number => (isFirst ? LABEL : -LABEL);

/** Two analog inputs, two fixed voltages, one differential output: two classes in opposite corners, with hinge clamping. */
export function cornersDocument(): ExperimentDocument {
  return parseDocument(
    experimentDocument,
    {
      format: experimentDocument.format,
      version: experimentDocument.version,
      title: 'Nonlinear classification',
      description: 'Two classes in opposite corners of the square of two inputs, which no straight boundary tells apart.',
      source: 'Durian, slides, Nonlinear classification',
      generate: lattice2024(1.5, 0.05),
      roles: differentialRoles('b'),
      dataset: {
        kind: 'table',
        inputs: trained.map(({ point }) => point),
        labels: trained.map(({ isFirst }) => [labelOf(isFirst)]),
        test: { inputs: tested.map(({ point }) => point), labels: tested.map(({ isFirst }) => [labelOf(isFirst)]) },
      },
      // As for XOR: low gates bend most.
      rule: { kind: 'continuous', gateFloor: 0.7 },
      clamping: { kind: 'hinge', nudge: 0.5 },
      schedule: { kind: 'random' },
      stepTime: STEP_TIME,
      steps: SECONDS / STEP_TIME,
      measure: { every: 100, of: 'training' },
    },
    'the classification of the slides',
  );
}

/** The trained network. */
export function trainCorners(seed: number, report: Report): Trainer {
  const document = cornersDocument();
  const trainer = new Trainer(compileExperiment({ ...document, seed }));
  while (trainer.steps < document.steps) {
    trainer.step();
    if (trainer.steps % 5000 === 0) report(trainer.steps / document.steps);
  }
  return trainer;
}
