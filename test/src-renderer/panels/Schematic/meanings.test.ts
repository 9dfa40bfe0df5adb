import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../../shared/frames.ts';
import type { Session } from '../../../../shared/session.ts';
import { advanceFlow, dotsOf } from '../../../../src-renderer/panels/Schematic/flow.ts';
import { edgeAt, layOut, nodeAt } from '../../../../src-renderer/panels/Schematic/geometry.ts';
import {
  colourMeanings,
  currentOf,
  fractionOf,
  widthMeanings,
  type EdgeData,
  type Meaning,
} from '../../../../src-renderer/panels/Schematic/meanings.ts';
import { seenOf, wholeNetwork, zoomedAt } from '../../../../src-renderer/panels/Schematic/viewport.ts';
import { FakeRun } from '../../fake/fakeRun.ts';
import { divider, xorLattice } from '../../fake/networks.ts';

const session: Session = new FakeRun(divider(), 1).session(1, 1);

/** 5 V – 1 mS – 3 V – 2 mS – 0 V free; the middle at 4 V clamped. */
function data(change: Partial<Frame> = {}): EdgeData {
  const frame: Frame = {
    ...session.frame,
    freeVoltages: [5, 3, 0],
    clampedVoltages: [5, 4, 0],
    conductances: [1e-3, 2e-3],
    states: [64, 32],
    stateRates: [0.5, -0.25],
    damage: [null, null],
    ...change,
  };
  return { session, frame, importance: { step: 1, error: 0.01, errors: [0.1, null] } };
}

describe('what widths and colours mean', () => {
  it('follows Ohm’s law and the learning rule', () => {
    expect(currentOf(data(), 0)).toBeCloseTo(2e-3, 12);
    expect(currentOf(data(), 1)).toBeCloseTo(6e-3, 12);
    expect(widthMeanings.power.value(data(), 1)).toBeCloseTo(18e-3, 12);
    // ΔV_F² − ΔV_C² = 2² − 1² and 3² − 4².
    expect(colourMeanings.signal.value(data(), 0)).toBeCloseTo(3, 12);
    expect(colourMeanings.signal.value(data(), 1)).toBeCloseTo(-7, 12);
    expect(colourMeanings.importance.value(data(), 0)).toBeCloseTo(10, 12);
    expect(colourMeanings.importance.value(data(), 1)).toBeNull();
  });

  it('has no value at a floating node, and none of a cut edge to learn from', () => {
    expect(currentOf(data({ freeVoltages: [5, null, 0] }), 0)).toBeNull();
    expect(colourMeanings.signal.value(data({ damage: ['cut', null] }), 0)).toBeNull();
  });

  it.each(Object.entries({ ...widthMeanings, ...colourMeanings }))('%s: a fitted scale holds what is shown', (_, entry) => {
    const meaning: Meaning = entry;
    const range = meaning.fit(data())!;
    expect(range[1]).toBeGreaterThan(range[0]);
    for (const edge of [0, 1]) {
      const fraction = fractionOf(meaning, meaning.value(data(), edge), range);
      if (fraction !== null) expect(Math.abs(fraction)).toBeLessThanOrEqual(1);
    }
    expect(meaning.format(range[1], session)).toMatch(/\d/);
    expect(meaning.symbol(session)).not.toBe('');
  });

  it('places values on scales: signed, linear, logarithmic, clipped', () => {
    expect(fractionOf({ isSigned: true, isLogarithmic: false }, -1, [-2, 2])).toBe(-0.5);
    expect(fractionOf({ isSigned: false, isLogarithmic: false }, 3, [1, 5])).toBe(0.5);
    expect(fractionOf({ isSigned: false, isLogarithmic: true }, 10, [1, 100])).toBeCloseTo(0.5, 12);
    expect(fractionOf({ isSigned: false, isLogarithmic: false }, 99, [0, 1])).toBe(1);
    expect(fractionOf({ isSigned: false, isLogarithmic: false }, null, [0, 1])).toBeNull();
  });
});

describe('the dots of the current', () => {
  const drawing = layOut(session, 800, 400, 60);

  it('move with the current and turn round with it', () => {
    const phases = new Float64Array(2);
    advanceFlow(phases, [1e-3, -1e-3], 1e-3, 0.1);
    expect(phases[0]).toBeCloseTo(6, 9);
    expect(phases[1]).toBeCloseTo(24 - 6, 9);
    const [first] = dotsOf(drawing, phases, [1e-3, 0], 1e-3);
    expect(first.way).toEqual({ x: 1, y: 0 });
    expect(dotsOf(drawing, phases, [-1e-3, 0], 1e-3)[0].way.x).toBe(-1);
  });

  it('are absent where next to nothing flows', () => {
    expect(dotsOf(drawing, new Float64Array(2), [1e-6, Number.NaN], 1e-3)).toEqual([]);
  });
});

describe('pointing at a canvas', () => {
  it('finds the edge and the node under the pointer, and nothing on the ground', () => {
    const drawing = layOut(new FakeRun(xorLattice(), 1).session(1, 1), 600, 600, 30);
    drawing.edges.forEach(({ middle }, edge) => expect(edgeAt(drawing, middle, 3)).toBe(edge));
    drawing.nodes.forEach((place, node) => expect(nodeAt(drawing, place, 3)).toBe(node));
    expect(edgeAt(drawing, { x: -50, y: -50 }, 8)).toBe(-1);
    expect(nodeAt(drawing, { x: -50, y: -50 }, 8)).toBe(-1);
  });
});

describe('the part in sight', () => {
  it('is everything at first, and a quarter around the place that was enlarged twice', () => {
    expect(seenOf(wholeNetwork, 400, 300)).toEqual({ x: 0, y: 0, width: 400, height: 300 });
    const seen = seenOf(zoomedAt(wholeNetwork, 2, { x: 100, y: 50 }, 400, 300), 400, 300);
    expect(seen).toEqual({ x: 50, y: 25, width: 200, height: 150 });
  });
});
