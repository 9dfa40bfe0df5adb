import { describe, expect, it } from 'vitest';
import type { ExperimentDocument } from '../../../src-main/learning/experiment/document.ts';
import { Trainer } from '../../../src-main/learning/trainer.ts';
import { SimpleTwin } from '../../bench/simpleTwin.ts';
import { experimentOf } from './support.ts';

const cyclic: Partial<ExperimentDocument> = { schedule: { kind: 'cyclic', hold: 1 } };

/** The gates of XOR after some learning time, with steps of t_h/divisor and every datapoint held for t_h. */
function gatesAfter(steps: number, divisor: number): Float64Array {
  const trainer = new Trainer(experimentOf('xor', { stepTime: 1e-4 / divisor, schedule: { kind: 'cyclic', hold: divisor } }));
  for (let step = 0; step < steps * divisor; step++) trainer.step();
  return trainer.twin.bank.states;
}

function largestDifference(a: Float64Array, b: Float64Array | number[]): number {
  return a.reduce((largest, value, index) => Math.max(largest, Math.abs(value - b[index])), 0);
}

describe('Trainer against an independent implementation', () => {
  it('gives the same gate voltages over 200 steps of XOR', () => {
    const experiment = experimentOf('xor', cyclic);
    const trainer = new Trainer(experiment);
    const simple = new SimpleTwin(experiment);
    for (let step = 0; step < 200; step++) {
      trainer.step();
      simple.step(step % 4);
      // Both stop Newton's method at 1e-9 V, where the next step is far below; 200 steps of 28 mV at most add up.
      expect(largestDifference(trainer.twin.bank.states, simple.states)).toBeLessThan(1e-9);
    }
    expect(largestDifference(trainer.twin.bank.states, new Array<number>(32).fill(1.5))).toBeGreaterThan(0.01);
  });

  it.each(['magnitude', 'comparators'] as const)('gives the same wiper positions over 200 steps of the sign rule (%s)', (decision) => {
    // The lift keeps ties, which rounding could decide either way, out of the comparison.
    const imperfections: ExperimentDocument['imperfections'] = [
      { kind: 'comparators', noise: 0, offset: 0, lift: decision === 'comparators' ? 0.002 : 0 },
    ];
    const experiment = experimentOf('allostery', { rule: { kind: 'sign', decision }, imperfections });
    const trainer = new Trainer(experiment);
    const simple = new SimpleTwin(experiment);
    for (let step = 0; step < 200; step++) {
      trainer.step();
      simple.step(0);
      expect([...trainer.twin.bank.states]).toEqual(simple.states);
    }
    expect(new Set(simple.states).size).toBeGreaterThan(5);
  });

  it('approaches the continuous law to first order in the step time', () => {
    const steps = 400;
    const limit = gatesAfter(steps, 32);
    const whole = largestDifference(gatesAfter(steps, 1), limit);
    const half = largestDifference(gatesAfter(steps, 2), limit);
    const tenth = largestDifference(gatesAfter(steps, 10), limit);
    expect(whole).toBeLessThan(0.01);
    // An error proportional to the step, seen against a limit of 1/32: (1 − 1/32)/(1/2 − 1/32) = 2.07 and (1 − 1/32)/(1/10 − 1/32) = 14.1.
    expect(whole / half).toBeGreaterThan(1.9);
    expect(whole / half).toBeLessThan(2.3);
    expect(whole / tenth).toBeGreaterThan(12);
    expect(whole / tenth).toBeLessThan(17);
  });
});

describe('Trainer', () => {
  it('keeps every state between its rails, and puts states outside them there at the start', () => {
    const rule = { kind: 'continuous', rate: 1e5, gateFloor: 1.2, gateCeiling: 1.6 } as const;
    const trainer = new Trainer(experimentOf('xor', { rule }));
    for (let step = 0; step < 2000; step++) trainer.step();
    const { states } = trainer.twin.bank;
    expect(Math.min(...states)).toBe(1.2);
    expect(Math.max(...states)).toBe(1.6);
    const document = experimentOf('xor').document;
    const high = new Trainer(experimentOf('xor', { rule, generate: { ...document.generate!, state: 3 } }));
    expect([...high.twin.bank.states]).toEqual(new Array(32).fill(1.6));
    const wipers = new Trainer(experimentOf('allostery', { imperfections: [] }));
    for (let step = 0; step < 500; step++) wipers.step();
    // Without lift, ties between supplies run to the low rail (one end each of 8-9, 7-9 …), and nothing passes either one.
    expect(Math.min(...wipers.twin.bank.states)).toBe(1);
    expect(Math.max(...wipers.twin.bank.states)).toBeLessThanOrEqual(128);
  });

  it('does not teach damaged edges; a repaired one has its state back and learns on', () => {
    for (const kind of ['cut', 'short', 'stuck'] as const) {
      const trainer = new Trainer(experimentOf('xor'));
      for (let step = 0; step < 100; step++) trainer.step();
      const { states, elements } = trainer.twin.bank;
      const before = states[5];
      trainer.twin.setDamage([5], kind);
      for (let step = 0; step < 100; step++) trainer.step();
      expect(states[5]).toBe(before);
      expect(elements.conductances[5]).toBe(kind === 'short' ? 10 : 0);
      expect(elements.transconductances[5]).toBe(kind === 'stuck' ? 8e-4 : 0);
      trainer.twin.setDamage([5], null);
      expect(elements.overdrives[5]).toBeCloseTo(before - 0.7, 12);
      expect([elements.conductances[5], elements.transconductances[5]]).toEqual([0, 8e-4]);
      for (let step = 0; step < 100; step++) trainer.step();
      expect(states[5]).not.toBe(before);
    }
  });

  it('holds inputs, supplies and clamped outputs exactly, and only those', () => {
    const trainer = new Trainer(experimentOf('xor', cyclic));
    for (let step = 0; step < 8; step++) trainer.step();
    const [free, clamped] = [trainer.memory.freeOf[2], trainer.memory.clampedOf[2]];
    for (const row of [free, clamped]) expect([row[0], row[8], row[1], row[5]]).toEqual([0.45, 0, 0.11, 0.33]);
    const output = free[4] - free[12];
    // η/2 of the error on each node; exact but for the rounding of three additions.
    expect(clamped[4]).toBeCloseTo(free[4] + 0.25 * (-0.087 - output), 14);
    expect(clamped[12]).toBeCloseTo(free[12] - 0.25 * (-0.087 - output), 14);
  });

  it('imposes inputs, supplies and labels in the steps of the converters', () => {
    const { experiment, labels } = new Trainer(
      experimentOf('xor', { imperfections: [{ kind: 'converters', imposed: 0.04, measured: 0 }] }),
    );
    // 0.45, 0.11 and 0.33 V, and a label of −0.087 V, each at the nearest multiple of 40 mV.
    const near = (values: ArrayLike<number>): number[] => Array.from(values, (value) => Number(value.toFixed(9)));
    expect(new Set(near(experiment.training.inputs))).toEqual(new Set([0, 0.44]));
    expect(near(experiment.supplyVoltages)).toEqual([0.12, 0.32]);
    expect(near(labels)).toEqual([0, -0.08, -0.08, 0]);
  });

  it('measures the labels of classes anew at the start and before each step whose number is a multiple of the epoch, and at no other', () => {
    const experiment = experimentOf('iris');
    const trainer = new Trainer(experiment);
    expect(experiment.remeasureEvery).toBe(30);
    const renewed: number[] = [];
    for (let step = 0; step <= 90; step++) {
      const before = trainer.classLabels.slice();
      trainer.step();
      if (largestDifference(trainer.classLabels, before) > 0) renewed.push(step);
    }
    expect(renewed).toEqual([30, 60, 90]);
    // Measured at the start too: no output answers 0 V to anything.
    expect(Math.min(...new Trainer(experiment).classLabels)).toBeGreaterThan(0);
  });

  it('counts time by the step time in force, without a growing rounding error', () => {
    const trainer = new Trainer(experimentOf('divider'));
    for (let step = 0; step < 30; step++) trainer.step();
    expect(trainer.time).toBe(7.5);
    trainer.setStepTime(0.1);
    for (let step = 0; step < 30; step++) trainer.step();
    expect(trainer.time).toBe(7.5 + 30 * 0.1);
    expect([trainer.steps, trainer.stepTime]).toEqual([60, 0.1]);
  });

  it.each([
    ['an output is cut off', [4, 7, 16, 20]],
    ['a hidden node is cut off', [9, 10, 22, 26]],
    ['two hidden neighbours are cut off together', [9, 22, 26, 11, 23, 27]],
    ['both outputs are cut off', [4, 7, 16, 20, 12, 15, 24, 28]],
  ])('goes on training when %s', (_, edges) => {
    const trainer = new Trainer(experimentOf('xor'));
    for (let step = 0; step < 200; step++) trainer.step();
    trainer.twin.setDamage(edges, 'cut');
    for (let step = 0; step < 2000; step++) trainer.step();
    expect(trainer.twin.bank.states.every(Number.isFinite)).toBe(true);
    expect(trainer.memory.free.every(Number.isFinite)).toBe(true);
    trainer.twin.setDamage(edges, null);
    for (let step = 0; step < 2000; step++) trainer.step();
    expect(trainer.memory.free.every(Number.isFinite)).toBe(true);
  });

  it('goes on training a trained XOR whichever edge is cut', () => {
    // Channels close one after the other here, which leaves nodes that hardly anything determines.
    const trainer = new Trainer(experimentOf('xor'));
    for (let step = 0; step < 60_000; step++) trainer.step();
    const trained = Float64Array.from(trainer.twin.bank.states);
    for (let edge = 0; edge < 32; edge++) {
      trainer.twin.bank.states.set(trained);
      trainer.twin.setDamage([edge], 'cut');
      for (let step = 0; step < 20_000; step++) trainer.step();
      expect(trainer.twin.bank.states.every(Number.isFinite)).toBe(true);
      trainer.twin.setDamage([edge], null);
    }
  });
});
