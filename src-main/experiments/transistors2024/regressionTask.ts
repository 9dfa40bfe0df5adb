import { errorModes, projectErrors } from '../../analysis/errorModes.ts';
import { parseDocument } from '../../../shared/documents/parse.ts';
import { experimentDocument, type ExperimentDocument } from '../../learning/experiment/document.ts';
import { errorsOf, HIGHEST, lattice2024, STEP_TIME, timeBelow, type MeasuredRun } from './lattice.ts';

/** A piecewise linear target: from (0, a) to (b, c), then flat, V (Dillavou 2024, Fig. 5b inset). */
export interface Target {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const POINTS = 8;

/** The inputs of Figs. 4 and 5: eight evenly spaced voltages, V. */
const regressionInputs = Array.from({ length: POINTS }, (_, point) => (HIGHEST * point) / (POINTS - 1));

/**
 * Nonlinear regression of one input (Figs. 4 and 5). The placement was found by search; the nudge is 1, the datapoints are
 * cycled in order, the gates start at 2 V (lower ones learn faster and bend more) and stay above 1 V.
 */
export function regressionDocument({ a, b, c }: Target, seconds: number): ExperimentDocument {
  return parseDocument(
    experimentDocument,
    {
      format: experimentDocument.format,
      version: experimentDocument.version,
      title: 'Nonlinear regression',
      description: 'One input, one output: eight points on a bent line.',
      generate: lattice2024(2, 0.05),
      roles: {
        inputs: [{ name: 'V1', node: 'n0' }],
        supplies: [
          { name: 'V−', node: 'n8', voltage: 0 },
          { name: 'V+', node: 'n4', voltage: HIGHEST },
        ],
        outputs: [{ name: 'O', node: 'n12' }],
      },
      dataset: {
        kind: 'table',
        inputs: regressionInputs.map((input) => [input]),
        labels: regressionInputs.map((input) => [input < b ? a + ((c - a) * input) / b : c]),
      },
      rule: { kind: 'continuous', gateFloor: 1 },
      clamping: { kind: 'standard', nudge: 1 },
      schedule: { kind: 'cyclic' },
      stepTime: STEP_TIME,
      steps: Math.round(seconds / STEP_TIME),
      measure: { every: 50, of: 'training' },
    },
    'the regression of 2024',
  );
}

/** Mean, slope and curvature over the eight inputs (Fig. 8). */
export const regressionModes = errorModes([Float64Array.from(regressionInputs)], 2);

/** |E|² that the best straight line through the labels would leave, V². */
export function lineError(labels: Float64Array): number {
  const [mean, slope] = projectErrors(regressionModes.slice(0, 2), labels);
  const [first, second] = regressionModes;
  return labels.reduce((sum, label, point) => sum + (label - mean * first.direction[point] - slope * second.direction[point]) ** 2, 0);
}

/** Size of each mode at the start, V, and the time after which it first falls to half, s. */
export function modeHalfTimes({ times, measurements }: MeasuredRun): { start: number[]; half: (number | null)[] } {
  const sizes = measurements.map((measurement) => projectErrors(regressionModes, errorsOf(measurement)).map(Math.abs));
  const half = regressionModes.map((_, mode) =>
    timeBelow(
      times,
      sizes.map((values) => values[mode]),
      0.5 * sizes[0][mode],
    ),
  );
  return { start: sizes[0], half };
}
