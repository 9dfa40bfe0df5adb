import { defineTask } from './task.ts';

/** Highest node voltage, V, and the label of "true", V (Dillavou 2024, Fig. 3). */
const HIGH = 0.45;
const TRUE = -0.087;

/**
 * Fig. 3 of 2024. The paper does not tell its nodes by number; this placement was found by search and learns from every seed.
 * Gates start at 1.5 V, low, where channels bend most, and may fall to the threshold: with the board's 1.1 V diode the
 * ideal network can't bend enough.
 */
export const xor = defineTask(
  {
    kind: 'xor',
    title: 'XOR',
    doc: 'A 4 × 4 lattice of 32 transistors teaches itself exclusive or, which no network of linear resistors can.',
    reference: { source: 'dillavou2024', place: 'Fig. 3' },
    parameters: {},
  },
  () => ({
    generate: {
      topology: { kind: 'periodicSquare', rows: 4, columns: 4 },
      edgeModel: { kind: 'transistor', transconductance: 8e-4, threshold: 0.7 },
      state: 1.5,
    },
    roles: {
      inputs: [
        { name: 'V1', node: 'n0' },
        { name: 'V2', node: 'n8' },
      ],
      supplies: [
        { name: 'V−', node: 'n1', voltage: 0.11 },
        { name: 'V+', node: 'n5', voltage: 0.33 },
      ],
      outputs: [{ name: 'O', plus: 'n4', minus: 'n12' }],
    },
    dataset: {
      kind: 'table',
      inputs: [
        [0, 0],
        [0, HIGH],
        [HIGH, 0],
        [HIGH, HIGH],
      ],
      labels: [[0], [TRUE], [TRUE], [0]],
    },
    rule: { kind: 'continuous', rate: 1377.4, gateFloor: 0.7, gateCeiling: 5.7 },
    clamping: { kind: 'differential', nudge: 0.5 },
    schedule: { kind: 'random' },
    stepTime: 1e-4,
    steps: 100_000,
    measure: { every: 100, of: 'training' },
    // |E|² summed over the truth table below 2 % of L0², where a linear network can't go below 100 %; the error is its mean.
    goal: { errorBelow: (0.02 * TRUE * TRUE) / 4 },
  }),
);
