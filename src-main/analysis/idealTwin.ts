import type { DamageKind } from '../../shared/documents/network.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import { createEdgeBank, setDamage } from '../physics/edgeBank.ts';
import { edgeModels } from '../physics/edges/index.ts';
import { floatingNodes } from '../physics/floating.ts';
import { createSolver } from '../physics/solvers/index.ts';
import { createSystem } from '../physics/solvers/system.ts';

/** What was measured of a free network. */
export interface MeasuredState {
  /** V, [node]; NaN where not measured. */
  readonly freeVoltages: Float64Array;
  /** Gate voltage (V), wiper position or conductance (S), [edge]. */
  readonly states: Float64Array;
  readonly damage: readonly (DamageKind | null)[];
}

/** A network of ideal, equal edges that is given the states of another one. */
export interface IdealTwin {
  /**
   * Voltages of the ideal network with the measured states of the edges, inputs and supplies imposed as measured, V, [node]; NaN
   * where no path leads to them. The array is overwritten by the next call.
   */
  solve(measured: MeasuredState): Float64Array;
  /** Root mean square of the difference at the nodes that are not imposed, V; NaN where there is nothing to compare. */
  error(measured: MeasuredState): number;
}

/**
 * The network of an experiment without imperfections, every edge alike. Between equal edges S only scales the currents, so that
 * for transistors the one constant that matters is the threshold: K = S·(G − V_th − V̄).
 *
 * @param threshold  V_th of every transistor, V; `null`: as the experiment has it
 * @cost   one solution per call
 */
export function createIdealTwin({ network, edges, edgeModel, inputNodes, supplyNodes }: Experiment, threshold: number | null): IdealTwin {
  const model = edgeModels[edgeModel.kind];
  const bank = createEdgeBank(edgeModel, edges);
  if (threshold !== null && edgeModel.kind === 'transistor') bank.offsets.fill(threshold);
  const isHeld = new Uint8Array(network.nodeCount);
  for (const node of [...inputNodes, ...supplyNodes]) isHeld[node] = 1;
  const voltages = new Float64Array(network.nodeCount);

  const solve = ({ freeVoltages, states, damage }: MeasuredState): Float64Array => {
    bank.states.set(states);
    damage.forEach((kind, edge) => setDamage(bank, edge, kind));
    model.refresh(bank);
    const held = Array.from(freeVoltages).filter((_, node) => isHeld[node] === 1);
    const isFloating = floatingNodes(network, bank.elements, isHeld, Math.min(...held));
    voltages.set(freeVoltages.map((voltage) => (Number.isNaN(voltage) ? 0 : voltage)));
    createSolver(createSystem(network, isHeld, isFloating), bank.elements).solve(voltages);
    for (let node = 0; node < network.nodeCount; node++) if (isFloating[node] === 1) voltages[node] = Number.NaN;
    return voltages;
  };

  return {
    solve,
    error(measured) {
      const ideal = solve(measured);
      const squares = Array.from(ideal, (voltage, node) => (voltage - measured.freeVoltages[node]) ** 2);
      const compared = squares.filter((square, node) => isHeld[node] === 0 && !Number.isNaN(square));
      return Math.sqrt(compared.reduce((sum, square) => sum + square, 0) / compared.length);
    },
  };
}
