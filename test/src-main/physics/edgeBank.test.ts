import { describe, expect, it } from 'vitest';
import { createEdgeBank, setDamage } from '../../../src-main/physics/edgeBank.ts';
import { edgeModels } from '../../../src-main/physics/edges/index.ts';

const transistor = { kind: 'transistor', transconductance: 8e-4, threshold: 0.7 } as const;
const ends = { from: 'a', to: 'b' };

describe('an edge bank', () => {
  it('keeps states, constants and elements of mixed edges apart', () => {
    const bank = createEdgeBank(transistor, [
      { id: 'e0', ...ends, gate: 2.7 },
      { id: 'e1', ...ends, gate: 2.7, transconductance: 2e-3, threshold: 0.5 },
      { id: 'e2', ...ends, conductance: 1e-3 },
    ]);
    expect([...bank.isAdaptive]).toEqual([1, 1, 0]);
    expect([...bank.states]).toEqual([2.7, 2.7, 0]);
    expect([...bank.elements.transconductances]).toEqual([8e-4, 2e-3, 0]);
    expect([...bank.elements.overdrives].map((value) => Number(value.toFixed(12)))).toEqual([2, 2.2, 0]);
    expect([...bank.elements.conductances]).toEqual([0, 0, 1e-3]);
  });

  it('writes the elements again after the states have changed', () => {
    const bank = createEdgeBank({ kind: 'digipot', stepOhms: 100, taps: 128 }, [{ id: 'e0', ...ends, tap: 4 }]);
    bank.states[0] = 8;
    edgeModels.digipot.refresh(bank);
    expect(bank.elements.conductances[0]).toBe(1 / 800);
  });

  it('damages edges and repairs them with the state that they had', () => {
    const bank = createEdgeBank(transistor, [
      { id: 'e0', ...ends, gate: 2.7 },
      { id: 'e1', ...ends, conductance: 1e-3 },
    ]);
    const before = structuredClone(bank.elements);
    for (const kind of ['cut', 'short', 'stuck', 'short', 'cut'] as const) {
      setDamage(bank, 0, kind);
      setDamage(bank, 1, kind);
      expect([bank.states[0], bank.fixedConductances[1]]).toEqual([2.7, 1e-3]);
    }
    expect([...bank.elements.conductances, ...bank.elements.transconductances]).toEqual([0, 0, 0, 0]);
    setDamage(bank, 0, null);
    setDamage(bank, 1, null);
    expect(bank.elements).toEqual(before);
  });

  it('moves the state of a cut edge without moving its element', () => {
    const bank = createEdgeBank(transistor, [{ id: 'e0', ...ends, gate: 2.7 }]);
    setDamage(bank, 0, 'cut');
    bank.states[0] = 5;
    edgeModels.transistor.refresh(bank);
    expect(bank.elements.transconductances[0]).toBe(0);
    setDamage(bank, 0, null);
    expect(bank.elements.overdrives[0]).toBeCloseTo(4.3, 12);
  });
});
