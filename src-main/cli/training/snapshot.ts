import type { Experiment } from '../../learning/experiment/experiment.ts';
import type { MachineState } from '../../machine/machine.ts';
import { edgeModels } from '../../physics/edges/index.ts';
import { jsonNumber } from '../quantity.ts';

/** One edge between two steps. */
export interface EdgeSnapshot {
  /** The state that learns, under its key in a network document; missing on a fixed resistor. */
  gate?: number;
  tap?: number;
  /** Chord conductance I/ΔV in the free network, S; `null` where it is undetermined. */
  conductance: number | null;
  damage?: 'cut' | 'short' | 'stuck';
}

/** The whole state of a run between two steps, ready for JSON. */
export interface Snapshot {
  step: number;
  /** Learning time, s. */
  time: number;
  /** Training datapoint of the last step, `null` before the first (the voltages are then those under datapoint 0). */
  datapoint: number | null;
  edges: Record<string, EdgeSnapshot>;
  /** V, by node, under that datapoint with the states of now; `null` where a node floats. */
  free: Record<string, number | null>;
  clamped: Record<string, number | null>;
}

/** A copy of a machine's state by ids. */
export function snapshotOf(experiment: Experiment, state: MachineState): Snapshot {
  const { network, edges, edgeModel } = experiment;
  const key = edgeModels[edgeModel.kind].stateKey;
  const byNode = (voltages: Float64Array): Record<string, number | null> =>
    Object.fromEntries(network.nodeIds.map((id, node) => [id, jsonNumber(voltages[node])]));
  const edgeOf = (edge: number): EdgeSnapshot => {
    const damage = state.damage[edge];
    return {
      ...(key === 'conductance' || edges[edge].conductance !== undefined ? {} : { [key]: state.states[edge] }),
      conductance: jsonNumber(state.conductances[edge]),
      ...(damage === null ? {} : { damage }),
    };
  };
  return {
    step: state.step,
    time: state.time,
    datapoint: state.datapoint < 0 ? null : state.datapoint,
    edges: Object.fromEntries(network.edgeIds.map((id, edge) => [id, edgeOf(edge)])),
    free: byNode(state.freeVoltages),
    clamped: byNode(state.clampedVoltages),
  };
}
