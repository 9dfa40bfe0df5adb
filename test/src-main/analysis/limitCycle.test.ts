import { describe, expect, it } from 'vitest';
import { alternatingTraining, settleCycle, stateDistance, type AlternatingSystem } from '../../../src-main/analysis/limitCycle.ts';
import { dividerTrainer } from './networks.ts';

/** A state that is pulled half-way to 0 and half-way to `far` in turn; its cycle runs between far/3 and 2·far/3. */
function pulledTo(far: number, start: number): AlternatingSystem & { looks: number } {
  const states = Float64Array.of(start);
  let half = 0;
  const system = {
    looks: 0,
    advanceHalf: () => void (states[0] = 0.5 * (states[0] + (half++ % 2 === 0 ? 0 : far))),
    states: () => states,
    error: () => {
      system.looks++;
      return states[0];
    },
  };
  return system;
}

describe('a limit cycle', () => {
  it.each([-7, 0, 3, 100])('is found from %d', (start) => {
    const { error, span, drift, middle, end } = settleCycle(pulledTo(3, start), 1e-9, 1000);
    expect(middle[0]).toBeCloseTo(1, 8);
    expect(end[0]).toBeCloseTo(2, 8);
    expect(span).toBeCloseTo(1, 8);
    // Ē is the mean of the errors at τ/2 and τ (Eq. A4), here 1 and 2.
    expect(error).toBeCloseTo(1.5, 8);
    expect(drift).toBeLessThan(1e-9);
  });

  it('is given up after so many periods, and tells what is left', () => {
    const { periods, drift } = settleCycle(pulledTo(3, 100), 1e-9, 3);
    expect(periods).toBe(3);
    expect(drift).toBeGreaterThan(0.1);
  });

  it('without a tolerance trains every period, and looks at the errors of the last alone', () => {
    const system = pulledTo(3, 2);
    expect(settleCycle(system, 0, 40).periods).toBe(40);
    expect(system.looks).toBe(2);
  });

  it('of a system at rest has no span and no drift', () => {
    expect(settleCycle(pulledTo(0, 0), 1e-9, 10)).toMatchObject({ span: 0, drift: 0, periods: 1 });
  });

  it('of a trainer counts its training steps', () => {
    const trainer = dividerTrainer([1, 2], [0.3, 0.4]);
    settleCycle(
      alternatingTraining(trainer, 5, () => 0),
      0,
      4,
    );
    expect(trainer.steps).toBe(40);
  });
});

it('the distance of states is Euclidean', () => {
  expect(stateDistance([1, 2, 3], [1, 5, 7])).toBe(5);
});
