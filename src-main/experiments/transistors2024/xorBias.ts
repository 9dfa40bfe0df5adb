import { defineExperiment } from '../experiment.ts';
import { watch } from './lattice.ts';
import { isCheckerboard, xorDocument } from './xorTask.ts';

const SECONDS = 5;

/** XOR with the update bias of a real board: does the checkerboard appear at any time? */
export const xorBias = defineExperiment({
  spec: {
    kind: 'xorBias',
    title: 'XOR under bias',
    doc: 'The same task with an update bias on every edge: the stronger the bias, the fewer boards find the checkerboard.',
    reference: { source: 'dillavou2024', place: 'Fig. 3' },
    parameters: {},
  },
  seeds: 20,
  quickSeeds: 0,
  claims: ([0.1, 0.3, 1, 2] as const).map((bias) => ({
    id: `bias${String(bias).replace('.', '')}` as const,
    quantity: `Boards that show the checkerboard within 5 s under a bias of ${bias} V/s`,
    unit: '' as const,
    source: { source: 'dillavou2024' as const, place: 'Fig. 3' },
    published: 'the board learned, with an unknown bias',
    reason: 'Reported only: the paper gives neither its bias nor its nodes.',
    note: 'An ideal network with a constant bias of the 2 V/s that was measured later does not learn XOR reliably; the board did.',
  })),
  document: () => xorDocument('a', 0.3),
  run(seed, report) {
    const appears = (bias: number, part: number): number => {
      const document = { ...xorDocument('a', bias), steps: SECONDS * 10_000 };
      const { measurements } = watch(document, seed, 100, (fraction) => report((part + fraction) / 4));
      return measurements.some(({ outputs }) => isCheckerboard(outputs)) ? 1 : 0;
    };
    return Object.fromEntries([0.1, 0.3, 1, 2].map((bias, part) => [`bias${String(bias).replace('.', '')}`, appears(bias, part)]));
  },
});
