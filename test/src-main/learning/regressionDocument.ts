import type { ExperimentInput } from '../../../src-main/learning/experiment/document.ts';

/** What the regressions of the tests differ in. */
export type RegressionChanges = Partial<Omit<ExperimentInput, 'format' | 'version' | 'generate'>> & {
  /** Rows and columns of the lattice. */
  readonly side?: number;
  /** Threshold of every transistor, V. */
  readonly threshold?: number;
};

/**
 * A regression that a lattice of transistors learns: by itself one input, two supplies and one differential output on the 4 x 4 lattice
 * of the board, which settles where it is right, and does not run away from where it is nearly so.
 */
export function regressionDocument({ side = 4, threshold = 0.7, ...changes }: RegressionChanges = {}): ExperimentInput {
  return {
    format: 'twinbench.experiment',
    version: 1,
    title: 'Regression',
    generate: {
      topology: { kind: 'periodicSquare', rows: side, columns: side },
      edgeModel: { kind: 'transistor', transconductance: 8e-4, threshold },
      state: 2.5,
    },
    roles: {
      inputs: [{ name: 'V1', node: 'n0' }],
      supplies: [
        { name: 'V−', node: 'n1', voltage: 0 },
        { name: 'V+', node: 'n5', voltage: 0.4 },
      ],
      outputs: [{ name: 'O', plus: 'n4', minus: 'n12' }],
    },
    dataset: { kind: 'table', inputs: [[0.1], [0.3]], labels: [[-0.02], [0.04]] },
    rule: { kind: 'continuous', rate: 1377.4, gateFloor: 0.7 },
    clamping: { kind: 'differential', nudge: 0.5 },
    schedule: { kind: 'cyclic', hold: 1 },
    stepTime: 1e-4,
    steps: 20_000,
    measure: { every: 101, of: 'training' },
    ...changes,
  };
}
