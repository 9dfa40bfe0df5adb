import type { ErrorMode } from '../../analysis/errorModes.ts';
import { defineExperiment } from '../experiment.ts';
import { regressionModes } from './regressionTask.ts';
import { truthTableModes } from './xorTask.ts';

/** Largest deviation of the modes' scalar products from 0 and 1. */
function deviation(modes: readonly ErrorMode[]): number {
  const products = modes.flatMap((first, i) =>
    modes.map((second, j) =>
      Math.abs(first.direction.reduce((sum, value, point) => sum + value * second.direction[point], 0) - (i === j ? 1 : 0)),
    ),
  );
  return Math.max(...products);
}

/** Fig. 8: the modes of error are orthonormal and have the published shapes. */
export const orthonormalModes = defineExperiment({
  spec: {
    kind: 'orthonormalModes',
    title: 'Orthonormal modes',
    doc: 'Flat, linear and parabolic over one input; mean, two slopes and checkerboard over two.',
    reference: { source: 'dillavou2024', place: 'Fig. 8, Appendix C' },
    parameters: {},
  },
  seeds: 1,
  quickSeeds: 1,
  claims: [
    {
      id: 'orthonormality',
      quantity: 'Largest deviation of the scalar products from 0 and 1',
      unit: '',
      source: { source: 'dillavou2024', place: 'Eqs. C1 to C4' },
      published: 0,
      bar: { statistic: 'median', relation: '<=', value: 1e-12 },
      reason: 'Rounding alone.',
      note: 'As printed, the bounds of Eq. C3 leave modes that are not orthogonal; the sum must run over all earlier ones.',
    },
    {
      id: 'checkerboard',
      quantity: 'Distance of mode 11 of the truth table from (1, −1, −1, 1)/2',
      unit: '',
      source: { source: 'dillavou2024', place: 'Fig. 8, right' },
      published: 0,
      bar: { statistic: 'median', relation: '<=', value: 1e-12 },
      reason: 'Rounding alone.',
    },
  ],
  document: () => null,
  run: () => {
    const last = truthTableModes[truthTableModes.length - 1].direction;
    const distance = Math.max(...[0.5, -0.5, -0.5, 0.5].map((value, point) => Math.abs(last[point] - value)));
    return { orthonormality: Math.max(deviation(regressionModes), deviation(truthTableModes)), checkerboard: distance };
  },
});
