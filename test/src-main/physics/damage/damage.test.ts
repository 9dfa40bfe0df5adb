import { describe, expect, it } from 'vitest';
import { cut } from '../../../../src-main/physics/damage/cut.ts';
import { damages } from '../../../../src-main/physics/damage/index.ts';
import { short, SHORT_CONDUCTANCE } from '../../../../src-main/physics/damage/short.ts';
import { stuck } from '../../../../src-main/physics/damage/stuck.ts';
import { damageKinds } from '../../../../shared/documents/network.ts';
import { createEdgeBank } from '../../../../src-main/physics/edgeBank.ts';
import { edgeCurrent } from '../../../../src-main/physics/elements.ts';
import type { EdgeBank } from '../../../../src-main/physics/edges/edgeModel.ts';

const ends = { from: 'a', to: 'b' };
const banks = (): EdgeBank[] => [
  createEdgeBank({ kind: 'resistor' }, [{ id: 'e0', ...ends, conductance: 1e-3 }]),
  createEdgeBank({ kind: 'digipot', stepOhms: 100, taps: 128 }, [{ id: 'e0', ...ends, tap: 10 }]),
  createEdgeBank({ kind: 'transistor', transconductance: 8e-4, threshold: 0.7 }, [{ id: 'e0', ...ends, gate: 3 }]),
];

describe('damage', () => {
  it('knows the kinds of the document', () => {
    expect(Object.keys(damages)).toEqual([...damageKinds]);
  });

  it('cut: no current at any voltage', () => {
    for (const bank of banks()) {
      cut.apply(bank, 0);
      expect(Math.abs(edgeCurrent(bank.elements, 0, 12, 0)) + Math.abs(edgeCurrent(bank.elements, 0, -5, 3))).toBe(0);
      expect(bank.followsState[0]).toBe(0);
    }
  });

  it('short: 0.1 Ω and nothing else', () => {
    expect(SHORT_CONDUCTANCE).toBe(10);
    for (const bank of banks()) {
      short.apply(bank, 0);
      expect(edgeCurrent(bank.elements, 0, 1.5, 1)).toBe(5);
      expect(bank.followsState[0]).toBe(0);
    }
  });

  it('stuck: everything as it was', () => {
    for (const bank of banks()) {
      const before = structuredClone(bank);
      stuck.apply(bank, 0);
      expect(bank).toEqual(before);
    }
  });
});
