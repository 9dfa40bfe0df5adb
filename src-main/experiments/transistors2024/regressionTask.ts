import { parseDocument } from '../../../shared/documents/parse.ts';
import { experimentDocument, type ExperimentDocument } from '../../learning/experiment/document.ts';
import { HIGHEST, lattice2024, STEP_TIME } from './lattice.ts';

/** A piecewise linear target: from (0, a) to (b, c), then flat, V (Dillavou 2024, Fig. 5b inset). */
export interface Target {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const POINTS = 8;

/** The inputs of Figs. 4 and 5: eight evenly spaced voltages, V. */
export const regressionInputs = Array.from({ length: POINTS }, (_, point) => (HIGHEST * point) / (POINTS - 1));

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
