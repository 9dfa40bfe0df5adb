import { describe, expect, test } from 'vitest';
import { shiftOf as shiftBetween, type Alignment, type Shift } from '../../../src-main/twin/comparison/align.ts';
import { compareSignals as compareWithin, residualsOf, type SignalComparison } from '../../../src-main/twin/comparison/compare.ts';
import {
  readingSigma,
  readingStep,
  suggestTolerances,
  toleranceOf,
  tolerancesFor,
  type Tolerance,
} from '../../../src-main/twin/comparison/tolerance.ts';
import type { Signal } from '../../../src-main/twin/comparison/signal.ts';
import { randomStream } from '../../../src-main/math/random.ts';

const times = Array.from({ length: 200 }, (_, index) => index);
const signal = (valueAt: (time: number) => number): Signal => ({
  name: 'output O',
  quantity: 'output',
  unit: 'V',
  edge: -1,
  node: 4,
  times,
  seconds: times.map((time) => time / 1e4),
  values: times.map(valueAt),
  datapoints: null,
});
const wave = signal((time) => Math.sin(time / 15) + 0.002 * time);
const tolerance: Tolerance = { absolute: 1e-3, relative: 0, sigmas: 0, sigma: 0 };
const compareSignals = (a: Signal, b: Signal, shift: number, { time = 0, ...allowed }: Tolerance & { time?: number }): SignalComparison =>
  compareWithin(a, b, shift, allowed, time);

const shiftOf = (a: Signal, b: Signal, alignment: Alignment): Shift =>
  shiftBetween({ signal: a, marks: [] }, { signal: b, marks: [] }, 'step', alignment);

describe('alignment', () => {
  test('a shift is found by correlation and by trigger', () => {
    const later = signal((time) => Math.sin((time - 7) / 15) + 0.002 * (time - 7));
    expect(shiftOf(wave, later, { kind: 'correlation', reach: 20 })).toMatchObject({ shift: -7 });
    const byTrigger = shiftOf(wave, later, { kind: 'trigger', level: 0.5 });
    // Between two samples a sine differs from its chord by (1/15)²/8.
    expect('shift' in byTrigger && Math.abs(byTrigger.shift + 7)).toBeLessThan(0.05);
  });

  test('what can’t be aligned says why', () => {
    expect(shiftOf(wave, wave, { kind: 'trigger', level: 9 })).toEqual({ reason: 'A never rises through 9.00\u00a0V' });
    const flat = signal(() => 1);
    expect(shiftOf(wave, flat, { kind: 'correlation', reach: 5 })).toHaveProperty('reason');
  });
});

describe('alignment by marks and by hand', () => {
  const sideWith = (...marks: [number, string][]) => ({
    signal: wave,
    marks: marks.map(([step, text]) => ({ step, time: step / 1e4, text })),
  });
  const a = sideWith([10, 'begin'], [60, 'cut e7']);
  const b = sideWith([80, 'cut e7'], [90, 'note']);

  test('at the first mark that both have, or at the one that is named, on either axis', () => {
    expect(shiftBetween(a, b, 'step', { kind: 'marker', text: '' })).toMatchObject({ shift: -20, at: 60 });
    expect(shiftBetween(a, b, 'time', { kind: 'marker', text: 'cut e7' })).toMatchObject({ at: 60 / 1e4 });
    expect(shiftBetween(a, b, 'step', { kind: 'marker', text: 'note' })).toEqual({ reason: 'A and B have no mark “note” in common' });
    expect(shiftBetween(a, sideWith(), 'step', { kind: 'marker', text: '' })).toEqual({ reason: 'B has no marks' });
  });

  test('by hand', () => {
    expect(shiftBetween(a, b, 'step', { kind: 'manual', shift: 3 })).toMatchObject({ shift: 3 });
  });
});

describe('tolerances of single signals', () => {
  const gate: Signal = { ...wave, name: 'gate e1', quantity: 'state', edge: 1, node: -1 };
  const suggested = suggestTolerances([wave, gate], [wave, gate], 0.3);
  const noise = { free: [0, 0, 0, 0, 4e-4], clamped: [], gates: [1e-3, 7e-3] };

  test('a signal has its own, what is not said of it is that of its quantity', () => {
    const all = tolerancesFor(
      [wave, gate],
      suggested,
      { quantities: { state: { relative: 0.1 } }, signals: { 'gate e1': { absolute: 0.5 } } },
      null,
    );
    expect(toleranceOf(all, gate)).toEqual({ ...suggested.state, relative: 0.1, absolute: 0.5 });
    expect(toleranceOf(all, wave)).toEqual(suggested.output);
  });

  test('σ is that of the calibration where there is one, √2 of it for an output, and what a person says comes first', () => {
    const all = tolerancesFor([wave, gate], suggested, {}, noise);
    expect(toleranceOf(all, gate).sigma).toBe(7e-3);
    // To two digits.
    expect(toleranceOf(all, wave).sigma).toBe(5.7e-4);
    expect(toleranceOf(tolerancesFor([gate], suggested, { quantities: { state: { sigma: 1e-4 } } }, noise), gate).sigma).toBe(1e-4);
    expect(toleranceOf(tolerancesFor([gate], suggested, { signals: { 'gate e1': { sigma: 2e-4 } } }, noise), gate).sigma).toBe(2e-4);
  });
});

describe('a signal against another', () => {
  test('slope, bias and R² of an exact line', () => {
    const other = signal((time) => 2 * wave.values[time] + 0.1);
    const { slope, bias, determination } = compareSignals(wave, other, 0, tolerance);
    expect(slope).toBeCloseTo(2, 12);
    expect(bias).toBeCloseTo(0.1, 12);
    expect(determination).toBeCloseTo(1, 12);
  });

  test('the largest of absolute, relative and k·σ is allowed, and no more', () => {
    const other = signal((time) => wave.values[time] + (time === 50 ? 5e-3 : 0));
    const verdictAt = (changed: Partial<Tolerance>): string => compareSignals(wave, other, 0, { ...tolerance, ...changed }).verdict;
    expect(verdictAt({})).toBe('outside');
    expect(verdictAt({ absolute: 6e-3 })).toBe('within');
    expect(verdictAt({ sigmas: 3, sigma: 2e-3 })).toBe('within');
    expect(verdictAt({ relative: 0.1 })).toBe('within');
    const found = compareSignals(wave, other, 0, tolerance);
    expect(found).toMatchObject({ maximumTime: 50, outside: 1 / 200 });
    expect(found.maximum).toBeCloseTo(5e-3, 12);
    const residuals = residualsOf([found], 21);
    expect(residuals.counts.reduce((sum, count) => sum + count, 0)).toBe(200);
    expect(residuals.within).toBe(199 / 200);
  });

  test('a difference in time alone is forgiven within the time tolerance', () => {
    const later = signal((time) => Math.sin((time - 1) / 15) + 0.002 * (time - 1));
    expect(compareSignals(wave, later, 0, tolerance).verdict).toBe('outside');
    const forgiving = compareSignals(wave, later, 0, { ...tolerance, absolute: 5e-3, time: 1 });
    expect(forgiving.verdict).toBe('within');
  });
});

describe('values under different datapoints', () => {
  const alternating = (first: number, second: number): Signal => ({
    ...signal((time) => (time % 2 === 0 ? first : second)),
    datapoints: times.map((time) => time % 2),
  });

  test('are never held against each other', () => {
    const shifted = { ...alternating(0.4, 0.1), times: times.map((time) => time + 1), datapoints: times.map((time) => time % 2) };
    const { count, rootMeanSquare } = compareSignals(alternating(0.4, 0.1), shifted, 0, tolerance);
    // Of the other, those of the same datapoint before and after: none before its first.
    expect(count).toBeGreaterThan(190);
    expect(rootMeanSquare).toBe(0);
  });
});

describe('tolerances from what was measured', () => {
  const random = randomStream(7, 'readings');
  const noisy = signal((time) => 0.2 + 0.1 * Math.sin(time / 60) + 3e-4 * random.normal());

  test('σ of a reading is found beneath a slow course', () => {
    // 198 second differences, each of three readings: the median of them scatters by about 1.17/√(198/3) = 14 %; twice that.
    expect(Math.abs(readingSigma([noisy]) / 3e-4 - 1)).toBeLessThan(0.28);
  });

  test('the step of a converter is found, and none in a simulation', () => {
    const step = 5 / 11 / 256;
    const coded = signal((time) => step * Math.round((0.2 + 0.1 * Math.sin(time / 60)) / step));
    expect(readingStep([coded])).toBeCloseTo(step, 9);
    expect(readingStep([wave])).toBe(0);
    const { output, error } = suggestTolerances([wave], [coded], 0.3);
    // Two steps, to two digits.
    expect(output.absolute).toBe(0.0036);
    expect(error).toEqual(output);
  });
});
