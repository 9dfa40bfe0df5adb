import { describe, expect, it } from 'vitest';
import { energyPerEdge, inferencePower, SETTLING_TIME } from '../../../src-main/analysis/power.ts';
import { dividerTrainer } from './networks.ts';

describe('the power of inference', () => {
  it('is V²/R of the free network, averaged over the training set', () => {
    // Two edges of 1 S in series: half a siemens; labels play no part.
    expect(inferencePower(dividerTrainer([1, 3], [0.9, 0]))).toBeCloseTo((0.5 * 1 + 0.5 * 9) / 2, 12);
  });

  it('over the settling time, shared among the edges, is the energy per edge', () => {
    const trainer = dividerTrainer([2], [0]);
    expect(energyPerEdge(trainer)).toBeCloseTo((2 * SETTLING_TIME) / 2, 18);
    expect(energyPerEdge(trainer, 1)).toBeCloseTo(1, 12);
  });
});
