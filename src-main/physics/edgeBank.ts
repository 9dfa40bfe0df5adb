import type { DamageKind, EdgeDocument, EdgeModelConfig } from '../../shared/documents/network.ts';
import { damages } from './damage/index.ts';
import type { EdgeBank } from './edges/edgeModel.ts';
import { edgeModels } from './edges/index.ts';
import { createElements } from './elements.ts';

/** The edges of a network document as a bank: states, constants and elements. Damage is applied separately. */
export function createEdgeBank(model: EdgeModelConfig, edges: readonly EdgeDocument[]): EdgeBank {
  const count = edges.length;
  const bank: EdgeBank = {
    model,
    states: new Float64Array(count),
    isAdaptive: new Uint8Array(count),
    scales: new Float64Array(count),
    offsets: new Float64Array(count),
    fixedConductances: new Float64Array(count),
    followsState: new Uint8Array(count),
    elements: createElements(count),
  };
  edges.forEach((document, edge) => {
    if (document.conductance !== undefined && model.kind !== 'resistor') {
      bank.fixedConductances[edge] = document.conductance;
    } else {
      bank.isAdaptive[edge] = 1;
      edgeModels[model.kind].readEdge(bank, edge, document);
    }
  });
  setEveryDamage(bank, new Array<null>(count).fill(null));
  return bank;
}

/** Damages an edge, or repairs it (`null`): its element is rewritten, its state stays. O(edges). */
export function setDamage(bank: EdgeBank, edge: number, kind: DamageKind | null): void {
  rewrite(bank, edge, kind);
  edgeModels[bank.model.kind].refresh(bank);
}

/** The same for all edges at once, [edge]. O(edges). */
export function setEveryDamage(bank: EdgeBank, kinds: readonly (DamageKind | null)[]): void {
  kinds.forEach((kind, edge) => rewrite(bank, edge, kind));
  edgeModels[bank.model.kind].refresh(bank);
}

function rewrite(bank: EdgeBank, edge: number, kind: DamageKind | null): void {
  const isAdaptive = bank.isAdaptive[edge] === 1;
  bank.followsState[edge] = isAdaptive ? 1 : 0;
  bank.elements.transconductances[edge] = 0;
  bank.elements.conductances[edge] = isAdaptive ? 0 : bank.fixedConductances[edge];
  if (kind !== null) damages[kind].apply(bank, edge);
}
