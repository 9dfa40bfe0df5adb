import { describe, expect, it } from 'vitest';
import { DormandPrince } from '../../../src-main/math/dormandPrince.ts';
import type { Derivative } from '../../../src-main/math/stepControl.ts';

const strict = { relative: 1e-10, absolute: 1e-10 };
/** Accepts every step, so that the step size is what the test says. */
const lax = { relative: 1e9, absolute: 1e9 };

/** y' = y·cos t, whose solution is e^(sin t): not linear in time, not autonomous. */
const swing: Derivative = (time, state, rates) => {
  rates[0] = state[0] * Math.cos(time);
};

function swingError(steps: number, at: (run: DormandPrince) => number): number {
  const run = new DormandPrince(swing, 0, [1], lax);
  for (let step = 1; step <= steps; step++) {
    run.stepSize = 10;
    run.advance((3 * step) / steps);
  }
  return at(run);
}

describe('the pair of Dormand and Prince', () => {
  it('has order five: half the step leaves a thirty-second of the error', () => {
    const error = (steps: number) => swingError(steps, (run) => Math.abs(run.state[0] - Math.exp(Math.sin(3))));
    // The ratio tends to 32; at finite steps the next order shows.
    for (const steps of [20, 40, 80]) expect(Math.log2(error(steps) / error(2 * steps))).toBeGreaterThan(4.6);
    for (const steps of [20, 40, 80]) expect(Math.log2(error(steps) / error(2 * steps))).toBeLessThan(5.6);
  });

  it('interpolates between the ends of a step to order four', () => {
    const error = (steps: number) =>
      swingError(steps, (run) => {
        const result = new Float64Array(1);
        const time = run.previousTime + 0.4 * (run.time - run.previousTime);
        run.interpolate(time, result);
        return Math.abs(result[0] - Math.exp(Math.sin(time)));
      });
    for (const steps of [10, 20]) expect(Math.log2(error(steps) / error(2 * steps))).toBeGreaterThan(4);
  });

  it('interpolates to the ends exactly', () => {
    const run = new DormandPrince(swing, 0, [1], strict);
    run.advance(1);
    run.advance(1);
    const result = new Float64Array(1);
    run.interpolate(run.time, result);
    expect(result[0]).toBeCloseTo(run.state[0], 14);
    run.interpolate(run.previousTime, result);
    expect(result[0]).toBeCloseTo(run.previousState[0], 14);
  });

  it('brings a planet on an ellipse back to where it began', () => {
    const orbit: Derivative = (_time, [x, y, u, v], rates) => {
      const cube = Math.hypot(x, y) ** 3;
      rates.set([u, v, -x / cube, -y / cube]);
    };
    const start = [0.4, 0, 0, 2];
    const run = new DormandPrince(orbit, 0, start, strict);
    run.advanceTo(2 * Math.PI);
    // Local errors of 1e-10, some hundred steps, and an unstable phase.
    run.state.forEach((value, index) => expect(Math.abs(value - start[index])).toBeLessThan(1e-7));
    expect(run.accepted).toBeLessThan(400);
  });

  it('keeps the error near the tolerance, whatever it is', () => {
    const errors = [1e-5, 1e-7, 1e-9].map((tolerance) => {
      const run = new DormandPrince(swing, 0, [1], { relative: tolerance, absolute: tolerance });
      run.advanceTo(20);
      return Math.abs(run.state[0] - Math.exp(Math.sin(20))) / tolerance;
    });
    for (const error of errors) expect(error).toBeLessThan(30);
  });

  it('stays stable on fast decay, with steps near 3.3/λ', () => {
    const run = new DormandPrince((_time, state, rates) => (rates[0] = -1000 * state[0]), 0, [1], { relative: 1e-6, absolute: 1e-6 });
    run.advanceTo(1);
    expect(Math.abs(run.state[0])).toBeLessThan(1e-5);
    expect(run.accepted).toBeGreaterThan(200);
    expect(run.accepted).toBeLessThan(500);
  });

  it('goes on from a state that was changed from outside', () => {
    const run = new DormandPrince((_time, state, rates) => (rates[0] = -state[0]), 0, [1], strict);
    run.advanceTo(1);
    run.state[0] = 2;
    run.restart();
    run.advanceTo(2);
    expect(run.state[0]).toBeCloseTo(2 / Math.E, 8);
  });

  it('comes back from a trial that leaves the range of numbers', () => {
    const wall: Derivative = (_time, state, rates) => (rates[0] = state[0] > 1.2 ? Number.NaN : 1 - state[0]);
    const run = new DormandPrince(wall, 0, [0], strict);
    run.stepSize = 1e6;
    run.advanceTo(5);
    expect(run.state[0]).toBeCloseTo(1 - Math.exp(-5), 8);
    expect(run.rejected).toBeGreaterThan(0);
  });

  it('says so when the solution ends', () => {
    const run = new DormandPrince((_time, state, rates) => (rates[0] = state[0] ** 2), 0, [1], strict);
    expect(() => run.advanceTo(2)).toThrow('the step size vanishes');
    expect(run.time).toBeCloseTo(1, 5);
  });
});
