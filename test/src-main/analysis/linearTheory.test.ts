import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { linearCycle, linearTrajectory, type LinearTask } from '../../../src-main/analysis/linearTheory.ts';
import { DormandPrince } from '../../../src-main/math/dormandPrince.ts';

/** M = Σ rate·u·uᵀ over unit vectors u. */
function task(solution: number[], ...parts: readonly (readonly [rate: number, direction: readonly number[]])[]): LinearTask {
  const rates = Matrix.zeros(solution.length, solution.length);
  for (const [rate, direction] of parts) {
    const unit = Matrix.columnVector([...direction]).div(Math.hypot(...direction));
    rates.add(unit.mmul(unit.transpose()).mul(rate));
  }
  return { rates, solution };
}

/** The same equation by Runge and Kutta. */
function integrate({ rates, solution }: LinearTask, bias: readonly number[], start: readonly number[], time: number): number[] {
  const solver = new DormandPrince(
    (_, state, slopes) => {
      const pull = rates.mmul(Matrix.columnVector([...state].map((value, edge) => value - solution[edge])));
      bias.forEach((value, edge) => (slopes[edge] = value - pull.get(edge, 0)));
    },
    0,
    start,
    { relative: 1e-12, absolute: 1e-12 },
  );
  solver.advanceTo(time);
  return [...solver.state];
}

const distance = (a: readonly number[], b: readonly number[]): number => Math.hypot(...a.map((value, edge) => value - b[edge]));

const alpha = task([2, 3, 1], [120, [1, 2, 0]], [7, [0, 1, 1]]);
const beta = task([2.1, 2.7, 1.3], [60, [3, -1, 1]]);
const bias = [1.5, -2, 0.4];

describe('one task, Eq. D5', () => {
  it('agrees with an independent integration to 1e-9 V, flat directions included', () => {
    for (const each of [alpha, beta]) {
      for (const time of [1e-4, 0.01, 0.3, 2]) {
        const [end] = linearTrajectory(each, bias, [1, 4, 2.5], [time]);
        expect(distance(end, integrate(each, bias, [1, 4, 2.5], time))).toBeLessThan(1e-9);
      }
    }
  });

  it('ends at G* + M†·B where nothing is flat, and drifts with N·B where something is', () => {
    const stiff = task([1, 2], [10, [1, 0]], [4, [0, 1]]);
    expect(linearTrajectory(stiff, [5, 2], [0, 0], [100])[0]).toEqual([expect.closeTo(1.5, 10), expect.closeTo(2.5, 10)]);
    const line = task([1, 2], [10, [1, 0]]);
    const [at, later] = linearTrajectory(line, [5, 2], [0, 0], [10, 11]);
    expect([later[0] - at[0], later[1] - at[1]]).toEqual([expect.closeTo(0, 10), expect.closeTo(2, 10)]);
  });
});

describe('two tasks in turn, Eq. D11', () => {
  const [first, second] = [task([2, 3], [100, [1, 3]]), task([2, 3], [40, [2, -1]])];

  it.each([2e-4, 0.02, 0.8, 12])('closes after a period of %f s', (period) => {
    const cycle = linearCycle(first, second, [3, 4], period);
    const middle = integrate(first, [3, 4], cycle.start, period / 2);
    expect(distance(middle, cycle.middle)).toBeLessThan(1e-9);
    expect(distance(integrate(second, [3, 4], middle, period / 2), cycle.start)).toBeLessThan(1e-9);
    expect(cycle.span).toBeCloseTo(distance(cycle.start, cycle.middle), 12);
  });

  it('is what any start ends in', () => {
    const cycle = linearCycle(first, second, [3, 4], 0.1);
    let states: number[] = [-5, 9];
    for (let period = 0; period < 60; period++) {
      const [middle] = linearTrajectory(first, [3, 4], states, [0.05]);
      [states] = linearTrajectory(second, [3, 4], middle, [0.05]);
    }
    expect(distance(states, cycle.start)).toBeLessThan(1e-9);
  });

  it('is the joint solution without bias, and grows in proportion to the period with it', () => {
    expect(linearCycle(first, second, [0, 0], 0.5)).toMatchObject({ start: [expect.closeTo(2, 9), expect.closeTo(3, 9)] });
    const spans = [1e-4, 1e-3].map((period) => linearCycle(first, second, [3, 4], period).span);
    expect(spans[1] / spans[0]).toBeCloseTo(10, 2);
  });

  it('goes back and forth between incompatible solutions', () => {
    const [one, other] = [task([0, 0], [50, [1, 0]], [50, [0, 1]]), task([1, 2], [50, [1, 0]], [50, [0, 1]])];
    expect(linearCycle(one, other, [0, 0], 10).span).toBeCloseTo(Math.sqrt(5), 10);
  });

  it('is refused where the bias drives along a direction that neither task holds; without such a bias the nearest is given', () => {
    const both = [task([2, 3], [100, [1, 0]]), task([2, 3], [40, [1, 0]])] as const;
    expect(() => linearCycle(...both, [0, 1], 0.1)).toThrow('does not close');
    expect(linearCycle(...both, [0, 0], 0.1).start).toEqual([expect.closeTo(2, 9), expect.closeTo(0, 9)]);
  });
});
