import type { Derivative } from '../../math/stepControl.ts';
import { createElements } from '../../physics/elements.ts';
import { floatingNodes } from '../../physics/floating.ts';
import { createSolver } from '../../physics/solvers/index.ts';
import { createSystem } from '../../physics/solvers/system.ts';
import { flowKernel } from './flowKernel.ts';
import { learningEdges, type CoupledRates, type HeldTask } from './heldTask.ts';

/** Where the three parts of the state begin: free voltages [node], nudge responses [node], conductances [edge]. */
export interface FlowLayout {
  readonly responses: number;
  readonly conductances: number;
  readonly size: number;
}

export function flowLayout({ network }: HeldTask): FlowLayout {
  const { nodeCount, edgeCount } = network;
  return { responses: nodeCount, conductances: 2 * nodeCount, size: 2 * nodeCount + edgeCount };
}

/**
 * Learning while voltages relax (Stern 2022, Eq. 3): both networks follow dv/dt = −γ_p·L(G)·v at the nodes that are not held,
 * while dG/dt = (γ_l/η)·(ΔV_F² − ΔV_C²), with the clamped targets held at v_C = v_F + η·(V_T − v_F) at every moment.
 *
 * The clamped network is carried as its response to the nudge, w = (v_C − v_F)/η, so that
 *
 *   dw/dt = −γ_p·L(G)·w,   w = V_T − v_F at targets, 0 at sources,   dG/dt = −γ_l·Δw·(2·Δv_F + η·Δw):
 *
 * the same equations without the difference of two nearly equal squares, and with an error of w controlled as such.
 *
 * An edge at the floor stays there while it would go lower, one at the ceiling while it would go higher; one that does not learn keeps
 * its conductance. A node that is cut off keeps its voltage.
 *
 * @cost   O(edges) an evaluation; allocates nothing
 */
export function coupledFlow(task: HeldTask, rates: CoupledRates): Derivative {
  return flowKernel(task, rates) ?? plainFlow(task, rates);
}

/** The same in TypeScript, which the kernel in WebAssembly is held against. */
export function plainFlow(task: HeldTask, rates: CoupledRates): Derivative {
  const flow = new CoupledFlow(task, rates);
  return (_time, state, slopes) => flow.evaluate(state, slopes);
}

/** A class and not a closure: what the compiler learns of a method serves every run, what it learns of a closure only one. */
class CoupledFlow {
  readonly #task: HeldTask;
  readonly #rates: CoupledRates;
  readonly #learns: Uint8Array;
  /** The two ends of each edge, packed. */
  readonly #ends: Int32Array;
  /** v_F, w and their rates, [node]. */
  readonly #voltages: Float64Array;
  readonly #responses: Float64Array;
  readonly #voltageSlopes: Float64Array;
  readonly #responseSlopes: Float64Array;

  constructor(task: HeldTask, rates: CoupledRates) {
    const { from, to, nodeCount } = task.network;
    this.#task = task;
    this.#rates = rates;
    this.#learns = learningEdges(task);
    this.#ends = Int32Array.from([...from].flatMap((node, edge) => [node, to[edge]]));
    this.#voltages = new Float64Array(nodeCount);
    this.#responses = new Float64Array(nodeCount);
    this.#voltageSlopes = new Float64Array(nodeCount);
    this.#responseSlopes = new Float64Array(nodeCount);
  }

  evaluate(state: Float64Array, slopes: Float64Array): void {
    const { network, sources, targets, targetVoltages } = this.#task;
    const { nodeCount } = network;
    const voltages = this.#voltages;
    const responses = this.#responses;
    const voltageSlopes = this.#voltageSlopes;
    const responseSlopes = this.#responseSlopes;
    for (let node = 0; node < nodeCount; node++) {
      voltages[node] = state[node];
      responses[node] = state[nodeCount + node];
      voltageSlopes[node] = 0;
      responseSlopes[node] = 0;
    }
    for (let target = 0; target < targets.length; target++) {
      responses[targets[target]] = targetVoltages[target] - state[targets[target]];
    }
    this.#follow(state, slopes);
    for (let source = 0; source < sources.length; source++) {
      voltageSlopes[sources[source]] = 0;
      responseSlopes[sources[source]] = 0;
    }
    for (let target = 0; target < targets.length; target++) responseSlopes[targets[target]] = 0;
    for (let node = 0; node < nodeCount; node++) {
      slopes[node] = voltageSlopes[node];
      slopes[nodeCount + node] = responseSlopes[node];
    }
  }

  /** Currents of the edges, and the rates of their conductances. */
  #follow(state: Float64Array, slopes: Float64Array): void {
    const { relaxation, learning, nudge, floor, ceiling = Infinity } = this.#rates;
    const conductances = 2 * this.#voltages.length;
    const ends = this.#ends;
    const learns = this.#learns;
    const voltages = this.#voltages;
    const responses = this.#responses;
    const voltageSlopes = this.#voltageSlopes;
    const responseSlopes = this.#responseSlopes;
    let entry = conductances;
    for (let place = 0; place < ends.length; place += 2) {
      const a = ends[place];
      const b = ends[place + 1];
      const present = state[entry];
      const drop = voltages[a] - voltages[b];
      const rise = responses[a] - responses[b];
      let slope = -learning * rise * (2 * drop + nudge * rise);
      let conductance = present;
      // The rails first: which sign a slope has is anybody's guess, and a wrong guess of the processor costs more than the rest.
      if (learns[entry - conductances] === 0) slope = 0;
      else if (present <= floor) {
        conductance = floor;
        if (slope < 0) slope = 0;
      } else if (present >= ceiling && slope > 0) slope = 0;
      const current = relaxation * conductance * drop;
      const echo = relaxation * conductance * rise;
      voltageSlopes[a] -= current;
      voltageSlopes[b] += current;
      responseSlopes[a] -= echo;
      responseSlopes[b] += echo;
      slopes[entry++] = slope;
    }
  }
}

/** Both networks in equilibrium at given conductances. */
export interface Equilibrium {
  /** v_F and w, V, [node], of the last `settle`. */
  readonly voltages: Float64Array;
  readonly responses: Float64Array;
  /**
   * Solves both networks.
   *
   * @param conductances  G from `first` on, S, [edge]; below the floor counts as the floor
   * @returns  the error C* = Σ (V_T − v_F)² over targets, V²
   */
  settle(conductances: Float64Array, first: number): number;
  /** The free network alone. */
  error(conductances: Float64Array, first: number): number;
}

export function createEquilibrium(task: HeldTask, floor: number): Equilibrium {
  const { network, sources, sourceVoltages, targets, targetVoltages } = task;
  const { nodeCount, edgeCount } = network;
  const learns = learningEdges(task);
  const elements = createElements(edgeCount);
  elements.conductances.set(task.conductances);
  const voltages = new Float64Array(nodeCount);
  const responses = new Float64Array(nodeCount);
  const isHeld = new Uint8Array(nodeCount);
  sources.forEach((node, source) => {
    isHeld[node] = 1;
    voltages[node] = sourceVoltages[source];
  });
  // Only edges that are cut count as no path: the others conduct at every conductance that they may come to.
  const freeSystem = createSystem(network, Uint8Array.from(isHeld), floatingNodes(network, elements, isHeld, -Infinity));
  const free = createSolver(freeSystem, elements);
  targets.forEach((node) => (isHeld[node] = 1));
  const clamped = createSolver(createSystem(network, isHeld, floatingNodes(network, elements, isHeld, -Infinity)), elements);

  const error = (conductances: Float64Array, first: number): number => {
    for (let edge = 0; edge < edgeCount; edge++) {
      const present = conductances[first + edge];
      elements.conductances[edge] = learns[edge] === 1 ? Math.max(present, floor) : present;
    }
    free.solve(voltages);
    return squaredError(task, voltages);
  };

  return {
    voltages,
    responses,
    error,
    settle(conductances, first) {
      const result = error(conductances, first);
      for (let target = 0; target < targets.length; target++) {
        responses[targets[target]] = targetVoltages[target] - voltages[targets[target]];
      }
      clamped.solve(responses);
      return result;
    },
  };
}

/** C = Σ (V_T − v)² over targets, V². */
export function squaredError({ targets, targetVoltages }: HeldTask, voltages: Float64Array): number {
  let sum = 0;
  for (let target = 0; target < targets.length; target++) sum += (targetVoltages[target] - voltages[targets[target]]) ** 2;
  return sum;
}
