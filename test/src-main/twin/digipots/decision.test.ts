import { describe, expect, test } from 'vitest';
import { createEdgeBank } from '../../../../src-main/physics/edgeBank.ts';
import { noDefects } from '../../../../src-main/physics/imperfections/imperfection.ts';
import { buildNetwork } from '../../../../src-main/physics/network.ts';
import { digipots2022 } from '../../../../src-main/learning/tasks/board2022.ts';
import { rules } from '../../../../src-main/learning/rules/index.ts';
import { randomStream } from '../../../../src-main/math/random.ts';
import { decisionChance, type DecisionChance, type EdgeComparators } from '../../../../src-main/twin/digipots/comparatorDecision.ts';
import { LinearSolution } from '../../../../src-main/twin/digipots/linearSolution.ts';
import { normalCdf, roundedMoments, roundedOffsets } from '../../../../src-main/twin/digipots/rounding.ts';

const edge: EdgeComparators = { offset: 0.003, signOffset: -0.004, noise: 0.006, lift: 0.002 };
const chanceAt = (free: number, clamped: number, comparators = edge): DecisionChance => {
  const chance: DecisionChance = { up: 0, byDifference: 0, bySense: 0, byLift: 0, byLogNoise: 0 };
  decisionChance(free, clamped, comparators, 0, chance);
  return chance;
};

describe('the probability of a step up', () => {
  /** Share of steps up of the rule itself, which is what the emulated board and the simulation run. */
  const shareOf = (free: number, clamped: number): number => {
    const network = buildNetwork([{ id: 'a' }, { id: 'b' }], [{ id: 'e', from: 'a', to: 'b' }]);
    const bank = createEdgeBank(digipots2022, [{ id: 'e', from: 'a', to: 'b', tap: 64 }]);
    const defects = { ...noDefects(1), comparatorNoise: edge.noise, lift: edge.lift };
    defects.dropOffsets[0] = edge.offset;
    defects.signOffsets[0] = edge.signOffset;
    const setup = { network, bank, learns: Uint8Array.of(1), defects, random: randomStream(3, 'decisions') };
    const update = rules.sign.create({ kind: 'sign', decision: 'comparators' }, setup);
    let up = 0;
    for (let trial = 0; trial < 20_000; trial++) {
      bank.states[0] = 64;
      update(Float64Array.of(free, 0), Float64Array.of(clamped, 0), { nudge: 1, stepTime: 1 });
      if (bank.states[0] > 64) up++;
    }
    return up / 20_000;
  };

  test.each([
    [1, 1],
    [1, 0.998],
    [-1, -1],
    [-1, -1.004],
    // Opposite signs, and drops within the noise of the sign.
    [0.01, -0.008],
    [0.002, 0.004],
    [0, 0],
  ])('at drops of %d V and %d V is that of the rule', (free, clamped) => {
    // Four standard deviations of a share of 20 000.
    expect(Math.abs(chanceAt(free, clamped).up - shareOf(free, clamped))).toBeLessThan(0.015);
  });

  test('has the derivatives that it says', () => {
    const step = 1e-7;
    for (const [free, clamped] of [
      [1, 0.997],
      [0.003, 0.001],
      [-0.004, 0.006],
    ]) {
      const { byDifference, bySense, byLift, byLogNoise } = chanceAt(free, clamped);
      const slope = (changed: Partial<EdgeComparators>): number =>
        (chanceAt(free, clamped, { ...edge, ...changed }).up - chanceAt(free, clamped).up) / step;
      // A forward difference of a smooth function over 1e-7 V, of a slope of up to 60 per volt.
      expect(slope({ offset: edge.offset + step })).toBeCloseTo(byDifference, 1);
      expect(slope({ signOffset: edge.signOffset + step })).toBeCloseTo(bySense, 1);
      expect(slope({ lift: edge.lift + step })).toBeCloseTo(byLift, 1);
      expect(slope({ noise: edge.noise * Math.exp(step) })).toBeCloseTo(byLogNoise, 1);
    }
  });
});

test('a network of resistors has the voltages of Kirchhoff, and the derivatives that it says', () => {
  // A bridge: the voltage of its middle nodes by hand. 5 V – R1 – a – R2 – 0 V, 5 V – R3 – b – R4 – 0 V, without the bridge's own edge.
  const network = buildNetwork(
    ['top', 'ground', 'a', 'b'].map((id) => ({ id })),
    [
      { id: 'r1', from: 'top', to: 'a' },
      { id: 'r2', from: 'a', to: 'ground' },
      { id: 'r3', from: 'top', to: 'b' },
      { id: 'r4', from: 'ground', to: 'b' },
      { id: 'r5', from: 'a', to: 'b' },
    ],
  );
  const ohms = Float64Array.of(1000, 3000, 2000, 2000, 1e12);
  const solved = (resistances: Float64Array, top = 5): Float64Array => {
    const solution = new LinearSolution(network, [0, 1]);
    solution.voltages[0] = top;
    solution.solve(resistances);
    return solution.voltages;
  };
  expect(solved(ohms)[2]).toBeCloseTo(3.75, 6);
  expect(solved(ohms)[3]).toBeCloseTo(2.5, 6);
  const bridged = Float64Array.of(1000, 3000, 2000, 2000, 1500);
  const solution = new LinearSolution(network, [0, 1]);
  solution.voltages[0] = 5;
  solution.solve(bridged);
  const derivative = new Float64Array(4);
  const step = 1e-6;
  for (let edge = 0; edge < 5; edge++) {
    solution.byGain(edge, derivative);
    const moved = solved(bridged.map((value, index) => (index === edge ? value * Math.exp(step) : value)));
    for (const node of [2, 3]) expect((moved[node] - solution.voltages[node]) / step).toBeCloseTo(derivative[node], 4);
  }
  solution.byHeld(0, derivative);
  for (const node of [2, 3]) expect((solved(bridged, 5 + step)[node] - solution.voltages[node]) / step).toBeCloseTo(derivative[node], 4);
});

describe('rounded readings', () => {
  test('the normal distribution is that of tables (scipy.stats.norm.cdf)', () => {
    for (const [x, value] of [
      [0, 0.5],
      [1, 0.8413447460685429],
      [-2, 0.022750131948179195],
      [-6, 9.865876450376946e-10],
    ]) {
      expect(Math.abs(normalCdf(x) / value - 1)).toBeLessThan(2e-7);
    }
  });

  test('mean and variance are those of many readings, at the end of the converter too', () => {
    const random = randomStream(7, 'readings');
    for (const [x, noise] of [
      [100.3, 0.3],
      [100.5, 0.2],
      [254.9, 0.5],
      [0.2, 0.5],
    ]) {
      const readings = Array.from({ length: 40_000 }, () => Math.min(Math.max(Math.round(x + noise * random.normal()), 0), 255));
      const mean = readings.reduce((sum, value) => sum + value, 0) / readings.length;
      const variance = readings.reduce((sum, value) => sum + (value - mean) ** 2, 0) / readings.length;
      // Four standard deviations of a mean of 40 000 readings of at most half a step.
      expect(Math.abs(roundedMoments(x, noise).mean - mean)).toBeLessThan(0.01);
      expect(Math.abs(roundedMoments(x, noise).variance - variance)).toBeLessThan(0.01);
    }
  });

  test('tell where voltages lie between two codes, and the noise', () => {
    const random = randomStream(8, 'channels');
    const truth = [0.31, -0.22, 0.05];
    const channels = truth.map((offset) =>
      Array.from({ length: 400 }, () => {
        let sum = 0;
        for (let repeat = 0; repeat < 4; repeat++) sum += Math.round(100 + offset + 0.3 * random.normal()) - 100;
        return sum / 4;
      }),
    );
    const { offsets, deviations, noise, noiseDeviation } = roundedOffsets(channels, 4);
    expect(Math.abs(noise - 0.3)).toBeLessThan(3 * noiseDeviation);
    offsets.forEach((offset, channel) => expect(Math.abs(offset - truth[channel])).toBeLessThan(4 * deviations[channel]));
  });
});
