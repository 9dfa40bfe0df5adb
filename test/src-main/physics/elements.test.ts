import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  areLinear,
  chordConductance,
  createElements,
  edgeCurrent,
  edgeSlope,
  type EdgeElements,
} from '../../../src-main/physics/elements.ts';
import { always } from '../../properties.ts';

function element(transconductance: number, overdrive: number, conductance: number): EdgeElements {
  const elements = createElements(1);
  elements.transconductances[0] = transconductance;
  elements.overdrives[0] = overdrive;
  elements.conductances[0] = conductance;
  return elements;
}

const volts = fc.integer({ min: -3000, max: 12_000 }).map((value) => value / 1000);
const anyElement = fc
  .record({
    transconductance: fc.constantFrom(0, 1e-4, 8e-4, 4e-3),
    overdrive: fc.integer({ min: -2000, max: 12_000 }).map((value) => value / 1000),
    conductance: fc.constantFrom(0, 1e-6, 1e-3, 10),
  })
  .map(({ transconductance, overdrive, conductance }) => element(transconductance, overdrive, conductance));

describe('the universal element', () => {
  it('is the papers’ K·ΔV inside the Ohmic regime', () => {
    const elements = element(8e-4, 3, 0);
    expect(edgeCurrent(elements, 0, 0.45, 0.1)).toBeCloseTo(8e-4 * (3 - 0.275) * 0.35, 18);
    expect(chordConductance(elements, 0, 0.45, 0.1)).toBeCloseTo(8e-4 * (3 - 0.275), 16);
  });

  it('adds the linear conductor', () => {
    expect(edgeCurrent(element(8e-4, -1, 2e-3), 0, 5, 2)).toBe(6e-3);
    expect(edgeSlope(element(8e-4, 3, 2e-3), 0, 1)).toBeCloseTo(3.6e-3, 18);
  });

  it('keeps full precision at a drop of a nanovolt', () => {
    const drop = 2 ** -30;
    expect(edgeCurrent(element(8e-4, 3, 0), 0, 1 + drop, 1) / (8e-4 * (3 - 1 - drop / 2) * drop) - 1).toBeLessThan(1e-14);
  });

  it('has its slope as the limit of the chord', () => {
    always(
      fc.property(anyElement, volts, (elements, voltage) => {
        expect(chordConductance(elements, 0, voltage, voltage)).toBe(edgeSlope(elements, 0, voltage));
      }),
    );
  });

  it('has a slope that is the derivative of its current', () => {
    always(
      fc.property(anyElement, volts, volts, (elements, a, b) => {
        const step = 2 ** -16;
        const numerical = (edgeCurrent(elements, 0, a + step, b) - edgeCurrent(elements, 0, a - step, b)) / (2 * step);
        // Exact for a parabola, but for its kink (half a step of curvature) and for rounding.
        expect(Math.abs(numerical - edgeSlope(elements, 0, a))).toBeLessThanOrEqual(4e-3 * step + 1e-9 * (1 + edgeSlope(elements, 0, a)));
      }),
    );
  });

  it('is linear where no channel is', () => {
    expect(areLinear(element(0, 5, 1))).toBe(true);
    expect(areLinear(element(8e-4, -5, 1))).toBe(false);
  });
});
