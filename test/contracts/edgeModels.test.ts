import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EdgeDocument, EdgeModelConfig, EdgeModelKind } from '../../shared/documents/network.ts';
import { networkDocument } from '../../shared/documents/network.ts';
import { parseDocument } from '../../shared/documents/parse.ts';
import { defaultsOf } from '../../shared/spec.ts';
import { createEdgeBank, setDamage } from '../../src-main/physics/edgeBank.ts';
import { edgeModels } from '../../src-main/physics/edges/index.ts';
import { chordConductance, edgeCurrent, edgeSlope } from '../../src-main/physics/elements.ts';
import { always } from '../properties.ts';
import { lawCurrent } from '../physics/support/edgeLaw.ts';

const volts = fc.integer({ min: -3000, max: 12_000 }).map((value) => value / 1000);
/** States of every kind, within what the device allows. */
const states: { readonly [K in EdgeModelKind]: fc.Arbitrary<number> } = {
  resistor: fc.constantFrom(0, 1e-9, 1e-3, 10),
  digipot: fc.integer({ min: 1, max: 128 }),
  transistor: fc.integer({ min: -1000, max: 13_000 }).map((value) => value / 1000),
};

describe.each(Object.entries(edgeModels))('the edge model %s', (kind, model) => {
  const config = defaultsOf(model.spec) as EdgeModelConfig;
  const documentOf = (state: number): EdgeDocument => ({ id: 'e0', from: 'a', to: 'b', [model.stateKey]: state });
  const check = (property: (document: EdgeDocument, a: number, b: number, c: number) => void): void => {
    always(
      fc.property(states[kind as EdgeModelKind], volts, volts, volts, (state, a, b, c) => {
        property(documentOf(state), a, b, c);
      }),
      500,
    );
  };
  const current = (document: EdgeDocument, a: number, b: number): number =>
    edgeCurrent(createEdgeBank(config, [document]).elements, 0, a, b);

  it('reads its state from the document and writes nothing else into it', () => {
    check((document) => {
      const bank = createEdgeBank(config, [document]);
      expect(bank.states[0]).toBe(document[model.stateKey]);
      expect(bank.isAdaptive[0]).toBe(1);
    });
  });

  it('is accepted by the network document with its defaults', () => {
    const state = model.stateKey === 'conductance' ? 1e-3 : 2;
    const document = {
      format: 'twinbench.network',
      version: 1,
      edgeModel: config,
      nodes: [{ id: 'a' }, { id: 'b' }],
      edges: [documentOf(state)],
    };
    expect(parseDocument(networkDocument, document, 'test').edges[0][model.stateKey]).toBe(state);
  });

  it('obeys the law of MODEL.md', () => {
    check((document, a, b) => {
      const [own, expected] = [current(document, a, b), lawCurrent(config, document, a, b)];
      // The squares are subtracted, so that rounding is that of the larger one: S/2·(16 V)² · 1e-16.
      expect(Math.abs(own - expected)).toBeLessThanOrEqual(1e-13 * Math.abs(expected) + 1e-16);
    });
  });

  it('carries no current at zero drop', () => {
    check((document, a) => expect(Math.abs(current(document, a, a))).toBe(0));
  });

  it('is symmetric: exchanging the ends turns the current around', () => {
    check((document, a, b) => expect(Math.abs(current(document, a, b) + current(document, b, a))).toBe(0));
  });

  it('is monotone: the current never falls with the voltage where it enters, nor rises with the other', () => {
    check((document, a, b, c) => {
      const [low, high] = [Math.min(a, c), Math.max(a, c)];
      // Rounding of the larger current.
      const rounding = 1e-14 * (Math.abs(current(document, high, b)) + Math.abs(current(document, low, b)));
      expect(current(document, high, b)).toBeGreaterThanOrEqual(current(document, low, b) - rounding);
      expect(current(document, b, high)).toBeLessThanOrEqual(current(document, b, low) + rounding);
    });
  });

  it('is passive: current and conductance never oppose the drop', () => {
    check((document, a, b) => {
      const { elements } = createEdgeBank(config, [document]);
      expect(edgeCurrent(elements, 0, a, b) * (a - b)).toBeGreaterThanOrEqual(0);
      expect(chordConductance(elements, 0, a, b)).toBeGreaterThanOrEqual(0);
      expect(edgeSlope(elements, 0, a)).toBeGreaterThanOrEqual(0);
    });
  });

  it('follows its state, and stops doing so under damage', () => {
    const bank = createEdgeBank(config, [documentOf(2)]);
    const at = (state: number): number => {
      bank.states[0] = state;
      model.refresh(bank);
      return edgeCurrent(bank.elements, 0, 1, 0);
    };
    expect(at(3)).not.toBe(at(2));
    setDamage(bank, 0, 'short');
    expect(at(3)).toBe(at(2));
  });

  it('allows a range of states that its default lies in', () => {
    const [lowest, highest] = model.stateRange(config);
    expect(lowest).toBeLessThan(highest);
    expect(['resistor', 'digipot', 'transistor']).toContain(model.spec.kind);
  });
});
