import { describe, expect, it } from 'vitest';
import { conductance } from '../../../../src-main/learning/rules/conductance.ts';
import { continuous } from '../../../../src-main/learning/rules/continuous.ts';
import { resistance } from '../../../../src-main/learning/rules/resistance.ts';
import { oneEdge } from '../support.ts';

const model = { kind: 'transistor', transconductance: 8e-4, threshold: 0.7 } as const;
const config = { kind: 'continuous', rate: 1000, gateFloor: 1, gateCeiling: 3 } as const;
const free = Float64Array.of(0.5, 0.25);
const clamped = Float64Array.of(0.125, 0.25);
// ΔV_F² − ΔV_C², V².
const EXCESS = 0.25 ** 2 - 0.125 ** 2;
/** To 0.05: the mean of 20,000 squares is off by √(2/20,000) = 0.01. */
const NEAR = 1;

/** Mean square of what one step adds to a gate that nothing drives, V². */
function spreadOf(defects: { gateNoise?: number; dropNoise?: number }, stepTime: number): number {
  const { bank, setup } = oneEdge(model, { gate: 2 }, defects);
  const update = continuous.create({ ...config, gateFloor: -100, gateCeiling: 100 }, setup);
  const count = 20_000;
  let square = 0;
  for (let step = 0; step < count; step++) {
    const before = bank.states[0];
    update(free, free, { nudge: 0.5, stepTime });
    square += (bank.states[0] - before) ** 2;
  }
  return square / count;
}

describe('continuous rule', () => {
  it('moves the gate by t_h·A_0·(ΔV_F² − ΔV_C²): up where the free drop is the larger one', () => {
    const { bank, setup } = oneEdge(model, { gate: 2 });
    const update = continuous.create(config, setup);
    update(free, clamped, { nudge: 0.5, stepTime: 1e-4 });
    expect(bank.states[0]).toBe(2 + 1e-4 * (1000 * EXCESS));
    update(clamped, free, { nudge: 0.5, stepTime: 1e-4 });
    expect(bank.states[0]).toBeCloseTo(2, 15);
  });

  it('stops at the rails', () => {
    const { bank, setup } = oneEdge(model, { gate: 2 });
    const update = continuous.create(config, setup);
    update(free, clamped, { nudge: 0.5, stepTime: 1 });
    expect(bank.states[0]).toBe(3);
    update(clamped, free, { nudge: 0.5, stepTime: 1 });
    expect(bank.states[0]).toBe(1);
  });

  it('adds the bias of the edge and takes the leak away', () => {
    const { bank, setup } = oneEdge(model, { gate: 2 }, { biases: Float64Array.of(-3), leakRate: 0.5 });
    continuous.create(config, setup)(free, free, { nudge: 0.5, stepTime: 1e-2 });
    expect(bank.states[0]).toBeCloseTo(2 + 1e-2 * (-3 - 0.5 * 2), 14);
  });

  it.each([1e-4, 1e-2])('gate noise is a random walk: its variance grows with the time, in steps of %d s', (stepTime) => {
    expect(spreadOf({ gateNoise: 0.01 }, stepTime) / (0.01 ** 2 * stepTime)).toBeCloseTo(1, NEAR);
  });

  it('drop noise enters both drops', () => {
    // (V + n)² − (V + m)² = 2V(n − m) + n² − m² at V = 0.25 V: variance 8V²σ² + 4σ⁴.
    const variance = (1e-4 * config.rate) ** 2 * (8 * 0.25 ** 2 * 0.01 ** 2 + 4 * 0.01 ** 4);
    expect(spreadOf({ dropNoise: 0.01 }, 1e-4) / variance).toBeCloseTo(1, NEAR);
  });

  it('leaves an edge alone that does not learn', () => {
    const { bank, setup } = oneEdge(model, { gate: 2 });
    setup.learns[0] = 0;
    continuous.create(config, setup)(free, clamped, { nudge: 0.5, stepTime: 1e-4 });
    expect(bank.states[0]).toBe(2);
  });
});

describe('rules on linear conductors', () => {
  it('conductance: Δk = t_h·rate·(ΔV_F² − ΔV_C²), between its rails', () => {
    const { bank, setup } = oneEdge({ kind: 'resistor' }, { conductance: 0.5 });
    const update = conductance.create({ kind: 'conductance', rate: 2, floor: 0.25, ceiling: 1 }, setup);
    update(free, clamped, { nudge: 0.5, stepTime: 0.5 });
    expect(bank.states[0]).toBe(0.5 + EXCESS);
    update(free, clamped, { nudge: 0.5, stepTime: 1000 });
    expect(bank.states[0]).toBe(1);
  });

  it('resistance: ΔR = rate·k²·(ΔV_C² − ΔV_F²), between its rails', () => {
    const { bank, setup } = oneEdge({ kind: 'resistor' }, { conductance: 0.5 });
    const update = resistance.create({ kind: 'resistance', rate: 2, lowest: 1, highest: 8 }, setup);
    update(free, clamped, { nudge: 0.5, stepTime: 1 });
    expect(1 / bank.states[0]).toBeCloseTo(2 - 2 * 0.25 * EXCESS, 12);
  });
});
