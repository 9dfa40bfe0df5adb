import { describe, expect, it } from 'vitest';
import type { Clamp, ClampSetup } from '../../../../src-main/learning/clamping/clamping.ts';
import { clampings } from '../../../../src-main/learning/clamping/index.ts';
import type { Pulse } from '../../../../src-main/learning/pulse.ts';

const single: ClampSetup = {
  outputs: { plus: Int32Array.of(1, 2), minus: Int32Array.of(-1, -1) },
  datapoints: 2,
  injections: new Float64Array(4),
};
const pair: ClampSetup = { outputs: { plus: Int32Array.of(1), minus: Int32Array.of(2) }, datapoints: 2, injections: new Float64Array(4) };
const free = Float64Array.of(0, 1, 3, 9);

/** The clamped voltages of nodes 1 and 2, and the step time that is left of 1 s. */
function clampedBy(clamp: Clamp, labels: number[], datapoint: number, nudge = 0.25): [number, number, number] {
  const clamped = new Float64Array(4).fill(Number.NaN);
  const pulse: Pulse = { nudge, stepTime: 1 };
  clamp.apply(free, Float64Array.from(labels), datapoint, clamped, pulse);
  expect([clamped[0], clamped[3]]).toEqual([Number.NaN, Number.NaN]);
  return [clamped[1], clamped[2], pulse.stepTime];
}

// All numbers are multiples of 1/16, so that the expected values are exact.
describe('clamping protocols', () => {
  it('standard: η of the way from the free output to the label of the datapoint', () => {
    const clamp = clampings.standard.create({ kind: 'standard', nudge: 0.25 }, single);
    expect(clampedBy(clamp, [9, 9, 2, 1], 1)).toEqual([1.25, 2.5, 1]);
    expect(clampedBy(clamp, [2, 1, 9, 9], 0, 1)).toEqual([2, 1, 1]);
  });

  it('differential: half of the nudge on each node, in opposite directions', () => {
    const clamp = clampings.differential.create({ kind: 'differential', nudge: 0.25 }, pair);
    // O = 1 − 3 = −2, L = 2: the output moves by 1.
    expect(clampedBy(clamp, [9, 2], 1)).toEqual([1.5, 2.5, 1]);
  });

  it('hinge: outputs beyond their label are left alone, the others as under standard clamping', () => {
    const clamp = clampings.hinge.create({ kind: 'hinge', nudge: 0.25 }, single);
    // Beyond +0.5 by half a volt; short of +5 by two.
    expect(clampedBy(clamp, [0.5, 5], 0)).toEqual([1, 3.5, 1]);
    expect(clampedBy(clamp, [-1, -1], 0)).toEqual([0.5, 2, 1]);
    const negative = clampings.hinge.create({ kind: 'hinge', nudge: 0.25 }, pair);
    expect(clampedBy(negative, [-1, 0], 0)).toEqual([1, 3, 1]);
  });

  it('contrastiveHebbian: the label itself, whatever the nudge', () => {
    const clamp = clampings.contrastiveHebbian.create({ kind: 'contrastiveHebbian' }, single);
    expect(clampedBy(clamp, [2, 1, 0, 0], 0)).toEqual([2, 1, 1]);
  });

  it('overclamping: a constant move in the right direction, and a step in proportion to the error', () => {
    const clamp = clampings.overclamping.create({ kind: 'overclamping', nudge: 0.25, reach: 2, loss: 'square' }, pair);
    // The error is 4 V; datapoint 1 was not seen and counts as 2 V: 4·2/(4 + 2).
    expect(clampedBy(clamp, [2, 0], 0)).toEqual([1.25, 2.75, 4 / 3]);
    expect([...clamp.memory]).toEqual([4, 2]);
    const hinged = clampings.overclamping.create({ kind: 'overclamping', nudge: 0.25, reach: 2, loss: 'hinge' }, pair);
    expect(clampedBy(hinged, [-1, 0], 0)).toEqual([1, 3, 0]);
  });

  it('equilibriumPropagation: a current in proportion to the error, and no voltage', () => {
    const clamp = clampings.equilibriumPropagation.create({ kind: 'equilibriumPropagation', strength: 0.5 }, pair);
    const clamped = new Float64Array(4);
    clamp.apply(free, Float64Array.of(2, 0), 0, clamped, { nudge: 1, stepTime: 1 });
    expect([...clamped]).toEqual([0, 0, 0, 0]);
    expect([...pair.injections]).toEqual([0, 2, -2, 0]);
  });
});
