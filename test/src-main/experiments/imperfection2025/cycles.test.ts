import { describe, expect, it } from 'vitest';
import { linearCycle } from '../../../../src-main/analysis/linearTheory.ts';
import { stateDistance } from '../../../../src-main/analysis/limitCycle.ts';
import { bowtieCases } from '../../../../src-main/experiments/imperfection2025/bowtie.ts';
import {
  bowtieTrainer,
  datapointsOf,
  directCycle,
  drawStart,
  linearise,
  ratesAt,
  solutionsOf,
  theoryDeviation,
} from '../../../../src-main/experiments/imperfection2025/bowtieCycle.ts';
import { regressionGroups, regressionTasks } from '../../../../src-main/experiments/imperfection2025/regressionTasks.ts';
import { halfSteps, sweepPeriods, withPeriod } from '../../../../src-main/experiments/imperfection2025/sweep.ts';

const { steep, incompatible } = bowtieCases;

describe('the 2 + 1-edge network', () => {
  it('has a joint solution at which the currents into the output cancel for both datapoints', () => {
    // K = S·(G − V_T − V̄) of Eq. 2 and a fixed 1 mS from V1.
    const trainer = bowtieTrainer(steep);
    const [joint] = solutionsOf(trainer, steep, true);
    const [low, high] = [0.018, 0.435];
    for (const { input: v1, label } of steep.points) {
      const conductance = (gate: number, rail: number): number => 8e-4 * (gate - 0.7 - (label + rail) / 2);
      const current = conductance(joint[0], low) * (label - low) + conductance(joint[1], high) * (label - high) + 1e-3 * (label - v1);
      expect(Math.abs(current)).toBeLessThan(1e-13);
    }
  });

  it('has the contrastive Hessian of Eq. D3 at its solution: rank one, along the drops away from the output', () => {
    const trainer = bowtieTrainer(steep);
    const [joint] = solutionsOf(trainer, steep, true);
    const rates = ratesAt(trainer, steep, joint, 0);
    const away = [0.31 - 0.018, 0.31 - 0.435];
    // −∂C/∂G ∝ w·wᵀ; the ratio of entries is free of the conductances.
    expect(rates.get(0, 1) / rates.get(0, 0)).toBeCloseTo(away[1] / away[0], 6);
    expect(rates.get(1, 1) / rates.get(0, 0)).toBeCloseTo((away[1] / away[0]) ** 2, 6);
    expect(rates.get(0, 0)).toBeGreaterThan(0);
  });

  it('linear theory and simulation share their short cycles the better, the weaker the bias', () => {
    const ratioAt = (scale: number): number => {
      const weak = { ...steep, bias: [scale * 2.97, scale * 4.41] as const };
      const [alpha, beta] = linearise(weak, true);
      return linearCycle(alpha, beta, weak.bias, 0.02).span / directCycle(weak, 0.02, true).span;
    };
    const [strong, weak] = [ratioAt(1), ratioAt(0.02)];
    // Steps of 0.1 ms with rates of 130 /s are one per cent coarse.
    expect(Math.abs(weak - 1)).toBeLessThan(0.01);
    expect(Math.abs(strong - 1)).toBeGreaterThan(3 * Math.abs(weak - 1));
  });

  it('runs the same cycle from wherever it starts', () => {
    const ends = [1, 2, 3].map((seed) => directCycle(incompatible, 0.1, true, drawStart(seed)).end);
    for (const end of ends) expect(stateDistance(end, ends[0])).toBeLessThan(1e-6);
  });

  it('drifts the other way round when the bias is reversed', () => {
    const off = (sign: number): number => {
      const turned = { ...steep, bias: [sign * 0.297, sign * 0.441] as const };
      const [joint] = solutionsOf(bowtieTrainer(turned), turned, true);
      return directCycle(turned, 0.02, true).end[0] - joint[0];
    };
    expect(Math.sign(off(1))).toBe(-Math.sign(off(-1)));
  });

  it('closes the linear cycle to the precision of the integration', () => {
    expect(theoryDeviation(linearise(incompatible, false), incompatible.bias, 0.4)).toBeLessThan(1e-8);
  });

  it('knows the datapoints of each task', () => {
    expect([datapointsOf(incompatible, 0), datapointsOf(incompatible, 1)]).toEqual([[0, 1], [2]]);
  });
});

describe('a sweep over periods', () => {
  it('counts periods in whole steps of 0.1 ms', () => {
    expect([2e-4, 2e-2, 12].map(halfSteps)).toEqual([1, 100, 60_000]);
    expect(withPeriod(regressionTasks(2), regressionGroups, 0.02).schedule).toMatchObject({ period: 200 });
  });

  it('gives a cycle for every period, each from where the one before ended, and reports on the way', () => {
    const reports: number[] = [];
    const sweep = { periods: [2e-3, 2e-2], settle: 0.2, follow: 0.1 };
    const cycles = sweepPeriods(regressionTasks(2), regressionGroups, 'square', sweep, 1, (fraction) => reports.push(fraction));
    expect(cycles).toHaveLength(2);
    expect(cycles.every(({ span, error }) => span > 0 && error > 0)).toBe(true);
    // In 0.1 s a bias of 2 V/s moves 32 gates by about 0.2·√32 = 1.1 V together; learning adds no more than as much again.
    expect(stateDistance(cycles[0].end, cycles[1].end)).toBeLessThan(2.3);
    expect(reports).toEqual([...reports].sort((a, b) => a - b));
    expect(reports.at(-1)).toBe(1);
  });
});
