import { describe, expect, test } from 'vitest';
import { CEILING_WIDTH, ceilingOfRest, DIODE_WIDTH, diodeOfRest, movedGate, railRate } from '../../../src-main/twin/gateMotion.ts';
import { Reliability } from '../../../src-main/twin/reliability.ts';

const [diode, ceiling] = [1, 5];

describe('a gate between its rails', () => {
  test.each([
    [1.05, -2, 0.1],
    [1.2, -0.3, 2],
    [0.95, 4, 0.02],
    [4.9, 3, 0.2],
    [4.97, -1, 0.05],
    [3, 1.5, 0.4],
  ])('from %d V at %d V/s for %d s: as many small steps make it', (gate, rate, duration) => {
    // Explicit Euler with a millionth of a second: an error of some 1e-6 V where the rail answers within milliseconds.
    let stepped = gate;
    const steps = Math.round(duration / 1e-6);
    for (let step = 0; step < steps; step++) stepped += 1e-6 * (rate + railRate(stepped, diode, ceiling));
    expect(Math.abs(movedGate(gate, rate, duration, diode, ceiling) - stepped)).toBeLessThan(2e-4);
  });

  test('seconds at a strong drive end on the rail, from far away too', () => {
    expect(movedGate(1, 10, 100, diode, ceiling)).toBeCloseTo(ceiling + CEILING_WIDTH * Math.log(10), 9);
    expect(movedGate(5, -10, 100, diode, ceiling)).toBeCloseTo(diode - DIODE_WIDTH * Math.log(10), 9);
  });

  test('where a gate rests tells where its rail is', () => {
    expect(ceilingOfRest(movedGate(4.9, 0.7, 50, diode, ceiling), 0.7)).toBeCloseTo(ceiling, 6);
    expect(diodeOfRest(movedGate(1.3, -0.7, 50, diode, ceiling), -0.7)).toBeCloseTo(diode, 6);
    expect(ceilingOfRest(4.9, -1)).toBeNull();
    expect(diodeOfRest(1.1, 1)).toBeNull();
  });
});

describe('trust in what is predicted', () => {
  const interval = (duration: number) => ({ gates: [3, 3], from: 0, to: 10, duration, nudge: 1 });

  test('is whole at first, and where changes came true', () => {
    const reliability = new Reliability(2);
    expect([...reliability.at(1)]).toEqual([1, 1]);
    reliability.add(interval(1), Float64Array.of(3.5, 3.5), Float64Array.of(3.5, 3));
    const [true_, false_] = reliability.at(1);
    expect(true_).toBeCloseTo(1, 12);
    // 20 mV squared over 0.5 V squared: next to nothing.
    expect(false_).toBeLessThan(0.01);
  });

  test('is of intervals of like length', () => {
    const reliability = new Reliability(2);
    reliability.add(interval(10), Float64Array.of(4, 4), Float64Array.of(3, 3));
    expect(reliability.at(10)[0]).toBeLessThan(0.01);
    expect(reliability.at(0.001)[0]).toBeCloseTo(1, 2);
  });
});
