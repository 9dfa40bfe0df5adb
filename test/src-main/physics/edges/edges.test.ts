import { describe, expect, it } from 'vitest';
import { createEdgeBank } from '../../../../src-main/physics/edgeBank.ts';
import { digipot } from '../../../../src-main/physics/edges/digipot.ts';
import { resistor } from '../../../../src-main/physics/edges/resistor.ts';
import { transistor } from '../../../../src-main/physics/edges/transistor.ts';

const ends = { from: 'a', to: 'b' };
const digipots = { kind: 'digipot', stepOhms: 781.25, taps: 128 } as const;
const transistors = { kind: 'transistor', transconductance: 8e-4, threshold: 0.7 } as const;

describe('the resistor', () => {
  it('conducts what its document says', () => {
    const bank = createEdgeBank({ kind: 'resistor' }, [{ id: 'e0', ...ends, conductance: 2.5e-4 }]);
    expect([...bank.elements.conductances]).toEqual([2.5e-4]);
    expect(bank.isAdaptive[0]).toBe(1);
    expect(resistor.stateRange({ kind: 'resistor' })).toEqual([0, Infinity]);
  });
});

describe('the digital potentiometer', () => {
  it.each([
    [1, 781.25],
    [64, 50_000],
    [128, 100_000],
  ])('has at position %d a resistance of %d Ω', (tap, ohms) => {
    const bank = createEdgeBank(digipots, [{ id: 'e0', ...ends, tap }]);
    expect(1 / bank.elements.conductances[0]).toBeCloseTo(ohms, 8);
  });

  it('has the positions 1 to 128', () => {
    expect(digipot.stateRange(digipots)).toEqual([1, 128]);
    expect(() => digipot.stateRange({ kind: 'resistor' })).toThrow('not a digipot');
  });
});

describe('the transistor', () => {
  it('has the overdrive g = G − V_th, with constants of its own where given', () => {
    const bank = createEdgeBank(transistors, [
      { id: 'e0', ...ends, gate: 3 },
      { id: 'e1', ...ends, gate: 3, threshold: 1, transconductance: 1e-3 },
    ]);
    expect([...bank.elements.overdrives]).toEqual([expect.closeTo(2.3, 14), 2]);
    expect([...bank.elements.transconductances]).toEqual([8e-4, 1e-3]);
  });

  it('may have a gate below threshold', () => {
    const bank = createEdgeBank(transistors, [{ id: 'e0', ...ends, gate: -1 }]);
    expect(bank.elements.overdrives[0]).toBeCloseTo(-1.7, 14);
    expect(transistor.stateRange(transistors)).toEqual([-Infinity, Infinity]);
  });
});
