import type { DamageKind } from '../../../shared/documents/network.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import { createEdgeBank, setDamage } from '../../physics/edgeBank.ts';
import { edgeModels } from '../../physics/edges/index.ts';
import { chordConductance } from '../../physics/elements.ts';

/**
 * Chord conductances K = I/ΔV of an ideal network at measured states and voltages, S, [edge]. A board measures no currents, so that
 * these follow from the law of its edges; NaN where something was not measured.
 */
export function derivedConductances(
  { network, edges, edgeModel }: Experiment,
  states: Float64Array,
  voltages: Float64Array,
  damage: readonly (DamageKind | null)[],
): Float64Array {
  const bank = createEdgeBank(edgeModel, edges);
  bank.states.set(states);
  damage.forEach((kind, edge) => {
    if (kind !== null) setDamage(bank, edge, kind);
  });
  edgeModels[edgeModel.kind].refresh(bank);
  return Float64Array.from(network.from, (from, edge) => chordConductance(bank.elements, edge, voltages[from], voltages[network.to[edge]]));
}
