import { describe, expect, it } from 'vitest';
import { DormandPrince } from '../../../src-main/math/dormandPrince.ts';
import type { Derivative } from '../../../src-main/math/stepControl.ts';
import { Rosenbrock, type StiffSystem } from '../../../src-main/math/rosenbrock.ts';
import { denseSolve } from './denseSolve.ts';

const lax = { relative: 1e9, absolute: 1e9 };

/** A system with its Jacobian written out, solved densely. */
function systemOf(derivative: Derivative, jacobian: (state: Float64Array) => number[][]): StiffSystem {
  let matrix: number[][] = [];
  return {
    derivative,
    factor(shift, state) {
      matrix = jacobian(state).map((row, i) => row.map((entry, j) => (i === j ? shift : 0) - entry));
      return true;
    },
    solve: (vector) => vector.set(denseSolve(matrix, [...vector])),
  };
}

/** A pendulum: not linear, and no order is reached by luck. */
const pendulum = systemOf(
  (_time, [angle, speed], rates) => rates.set([speed, -Math.sin(angle)]),
  ([angle]) => [
    [0, 1],
    [-Math.cos(angle), 0],
  ],
);

/** Van der Pol's oscillator with μ = 1000: decay rates of thousands beside a motion over hundreds of seconds. */
const relaxation = systemOf(
  (_time, [x, y], rates) => rates.set([y, 1000 * (1 - x * x) * y - x]),
  ([x, y]) => [
    [0, 1],
    [-2000 * x * y - 1, 1000 * (1 - x * x)],
  ],
);

describe('the method of Kaps and Rentrop', () => {
  it('has order four: half the step leaves a sixteenth of the error', () => {
    const reference = new DormandPrince(pendulum.derivative, 0, [2, 0], { relative: 1e-13, absolute: 1e-13 });
    reference.advanceTo(4);
    const error = (steps: number): number => {
      const run = new Rosenbrock(pendulum, 0, [2, 0], 1, lax);
      for (let step = 1; step <= steps; step++) {
        run.stepSize = 10;
        run.advance((4 * step) / steps);
      }
      return Math.hypot(run.state[0] - reference.state[0], run.state[1] - reference.state[1]);
    };
    for (const steps of [40, 80]) {
      expect(Math.log2(error(steps) / error(2 * steps))).toBeGreaterThan(3.7);
      expect(Math.log2(error(steps) / error(2 * steps))).toBeLessThan(4.5);
    }
  });

  it('follows a stiff oscillator in few steps', () => {
    const run = new Rosenbrock(relaxation, 0, [2, 0], 1e-3, { relative: 1e-7, absolute: 1e-9 });
    run.advanceTo(500);
    // On the slow manifold y = x/(μ·(1 − x²)), so that ln x − x²/2 rises as t/μ.
    const slow = (x: number): number => Math.log(x) - (x * x) / 2;
    // The true solution leaves the manifold by about 1/μ² of x.
    expect(Math.abs(slow(run.state[0]) - slow(2) - 500 / 1000)).toBeLessThan(1e-5);
    expect(run.accepted).toBeLessThan(300);
  });

  it('rejects a step whose matrix can’t be factored', () => {
    let isFirst = true;
    const picky: StiffSystem = { ...pendulum, factor: (shift, state) => pendulum.factor(shift, state) && !(isFirst && !(isFirst = false)) };
    const run = new Rosenbrock(picky, 0, [2, 0], 0.01, { relative: 1e-6, absolute: 1e-6 });
    run.advance(1);
    expect(run.rejected).toBe(1);
    expect(run.time).toBeGreaterThan(0);
  });

  it('says so when the solution ends', () => {
    const blow = systemOf(
      (_time, [x], rates) => rates.set([x * x]),
      ([x]) => [[2 * x]],
    );
    expect(() => new Rosenbrock(blow, 0, [1], 0.1, { relative: 1e-8, absolute: 1e-8 }).advanceTo(2)).toThrow('the step size vanishes');
  });
});
