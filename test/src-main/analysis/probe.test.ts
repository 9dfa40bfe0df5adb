import { describe, expect, it } from 'vitest';
import { contrast, errorAt, withStates } from '../../../src-main/analysis/probe.ts';
import { dividerTrainer } from './networks.ts';

describe('a probe', () => {
  it('gives the contrast of a divider in closed form, averaged over datapoints', () => {
    const trainer = dividerTrainer([1, 2], [0.75, 0.9]);
    // O = V/2; clamped half-way to the label: 0.625 and 0.95.
    const first = [0.5 ** 2 - 0.375 ** 2, 0.5 ** 2 - 0.625 ** 2];
    const second = [1 - 1.05 ** 2, 1 - 0.95 ** 2];
    contrast(trainer, [0]).forEach((value, edge) => expect(value).toBeCloseTo(first[edge], 12));
    contrast(trainer, [0, 1]).forEach((value, edge) => expect(value).toBeCloseTo(0.5 * (first[edge] + second[edge]), 12));
  });

  it('gives the error at other states', () => {
    // O = 3/4 of 1 V and of 2 V, against 0.7 and 1.2 V.
    expect(errorAt(dividerTrainer([1, 2], [0.7, 1.2]), [3, 1])).toBeCloseTo((0.05 ** 2 + 0.3 ** 2) / 2, 12);
  });

  it('leaves the run as it was, even when the look fails', () => {
    const [probed, untouched] = [dividerTrainer([1, 2], [0.7, 1.2]), dividerTrainer([1, 2], [0.7, 1.2])];
    const train = (trainer: typeof probed): Float64Array => {
      for (let step = 0; step < 7; step++) trainer.step();
      return Float64Array.from(trainer.twin.bank.states);
    };
    train(probed);
    train(untouched);
    withStates(probed, [5, 0.1], () => contrast(probed, [0, 1]));
    expect(() =>
      withStates(probed, [5, 0.1], () => {
        contrast(probed, [1]);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(probed.memory.free).toEqual(untouched.memory.free);
    expect(probed.memory.clamped).toEqual(untouched.memory.clamped);
    expect(train(probed)).toEqual(train(untouched));
  });
});
