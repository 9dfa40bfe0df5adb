import type { StiffSystem } from '../../math/rosenbrock.ts';
import { planFactor, slotOf, type FactorPlan } from '../../math/factorPlan.ts';
import { factorGeneral, solveFactored } from '../../math/sparseFactor.ts';
import { coupledFlow } from './coupledFlow.ts';
import { learningEdges, type CoupledRates, type HeldTask } from './heldTask.ts';

/**
 * `coupledFlow` with its Jacobian J, for slow learning: voltages that relax a thousand times faster than conductances learn.
 *
 * A conductance feels the four voltages of its own edge and no other conductance, so that it is eliminated from (s·I − J)·x = b by hand:
 *
 *   s·g + p·δv + q·δw = b_G,   p = 2·γ_l·Δw,   q = 2·γ_l·(Δv + η·Δw),
 *
 * with δv, δw the changes of the two drops. What remains couples the voltages along edges only and goes to the sparse
 * factorisation. The response of a target is tied to its free voltage: its change is minus that one's.
 *
 * @cost   a factorisation of twice the nodes; allocates nothing after it is made
 */
export function coupledSystem(task: HeldTask, rates: CoupledRates): StiffSystem {
  const jacobian = new CoupledJacobian(task, rates);
  return {
    derivative: coupledFlow(task, rates),
    factor: (shift, state) => jacobian.factor(shift, state),
    solve: (vector) => jacobian.solve(vector),
  };
}

class CoupledJacobian {
  readonly #task: HeldTask;
  readonly #rates: CoupledRates;
  readonly #learns: Uint8Array;
  readonly #unknowns: Unknowns;
  readonly #values: Float64Array;
  readonly #vector: Float64Array;
  /** Δv, Δw, p and q of each edge, [edge]. */
  readonly #drops: Float64Array;
  readonly #rises: Float64Array;
  readonly #freeWeights: Float64Array;
  readonly #responseWeights: Float64Array;
  /** w of every node, targets included, [node]. */
  readonly #response: Float64Array;
  #shift = 1;

  constructor(task: HeldTask, rates: CoupledRates) {
    const { nodeCount, edgeCount } = task.network;
    this.#task = task;
    this.#rates = rates;
    this.#learns = learningEdges(task);
    this.#unknowns = planUnknowns(task);
    this.#values = new Float64Array(this.#unknowns.plan.size);
    this.#vector = new Float64Array(this.#unknowns.plan.count + 1);
    this.#drops = new Float64Array(edgeCount);
    this.#rises = new Float64Array(edgeCount);
    this.#freeWeights = new Float64Array(edgeCount);
    this.#responseWeights = new Float64Array(edgeCount);
    this.#response = new Float64Array(nodeCount);
  }

  factor(shift: number, state: Float64Array): boolean {
    const { network, targets, targetVoltages } = this.#task;
    const { relaxation } = this.#rates;
    const { plan } = this.#unknowns;
    const values = this.#values;
    this.#shift = shift;
    this.#response.set(state.subarray(network.nodeCount, 2 * network.nodeCount));
    for (let target = 0; target < targets.length; target++) {
      this.#response[targets[target]] = targetVoltages[target] - state[targets[target]];
    }
    values.fill(0);
    for (let unknown = 0; unknown < plan.count; unknown++) values[unknown] = shift;
    for (let edge = 0; edge < network.edgeCount; edge++) {
      const conductance = this.#linearise(edge, state);
      const [drop, rise, p, q] = [this.#drops[edge], this.#rises[edge], this.#freeWeights[edge], this.#responseWeights[edge]];
      this.#addBlock(edge, 0, 0, relaxation * (conductance - (drop * p) / shift));
      this.#addBlock(edge, 0, 2, (-relaxation * drop * q) / shift);
      this.#addBlock(edge, 2, 2, relaxation * (conductance - (rise * q) / shift));
      this.#addBlock(edge, 2, 0, (-relaxation * rise * p) / shift);
    }
    return factorGeneral(plan, values);
  }

  solve(right: Float64Array): void {
    const { network, targets } = this.#task;
    const { from, to, nodeCount, edgeCount } = network;
    const response = this.#response;
    const conductances = 2 * nodeCount;
    this.#eliminate(right);
    for (let node = 0; node < nodeCount; node++) response[node] = right[nodeCount + node];
    for (let target = 0; target < targets.length; target++) response[targets[target]] = -right[targets[target]];
    for (let edge = 0; edge < edgeCount; edge++) {
      const drop = right[from[edge]] - right[to[edge]];
      const rise = response[from[edge]] - response[to[edge]];
      const entry = conductances + edge;
      right[entry] = (right[entry] - this.#freeWeights[edge] * drop - this.#responseWeights[edge] * rise) / this.#shift;
    }
  }

  /** Solves for the changes of the voltages, and leaves those of the conductances to be found from them. */
  #eliminate(right: Float64Array): void {
    const { from, to, nodeCount, edgeCount } = this.#task.network;
    const { plan, rows } = this.#unknowns;
    const vector = this.#vector;
    vector.fill(0);
    for (let node = 0; node < nodeCount; node++) {
      vector[rows.free[node]] = right[node];
      vector[rows.response[node]] = right[nodeCount + node];
    }
    for (let edge = 0; edge < edgeCount; edge++) {
      const gain = (this.#rates.relaxation * right[2 * nodeCount + edge]) / this.#shift;
      vector[rows.free[from[edge]]] -= gain * this.#drops[edge];
      vector[rows.free[to[edge]]] += gain * this.#drops[edge];
      vector[rows.response[from[edge]]] -= gain * this.#rises[edge];
      vector[rows.response[to[edge]]] += gain * this.#rises[edge];
    }
    solveFactored(plan, this.#values, plan.upper, vector);
    // The spare row has gathered what belongs to held nodes; their voltages do not change.
    vector[plan.count] = 0;
    for (let node = 0; node < nodeCount; node++) {
      right[node] = vector[rows.free[node]];
      right[nodeCount + node] = vector[rows.response[node]];
    }
  }

  /** Notes Δv, Δw, p and q of an edge at a state, and returns its conductance. */
  #linearise(edge: number, state: Float64Array): number {
    const { from, to, nodeCount } = this.#task.network;
    const { learning, nudge, floor, ceiling = Infinity } = this.#rates;
    const drop = state[from[edge]] - state[to[edge]];
    const rise = this.#response[from[edge]] - this.#response[to[edge]];
    const present = state[2 * nodeCount + edge];
    const isLearning = this.#learns[edge] === 1;
    const fall = rise * (2 * drop + nudge * rise);
    const isStopped = !isLearning || (present <= floor && fall > 0) || (present >= ceiling && fall < 0);
    this.#drops[edge] = drop;
    this.#rises[edge] = rise;
    this.#freeWeights[edge] = isStopped ? 0 : 2 * learning * rise;
    this.#responseWeights[edge] = isStopped ? 0 : 2 * learning * (drop + nudge * rise);
    return isLearning ? Math.max(present, floor) : present;
  }

  /** Adds value·δ(drop) to the row of the first end and takes it from that of the second. `row`, `column`: 0 for v, 2 for w. */
  #addBlock(edge: number, row: number, column: number, value: number): void {
    const { signs, slots } = this.#unknowns;
    const values = this.#values;
    const first = 16 * edge + 4 * row + column;
    const signA = signs[4 * edge + column];
    const signB = signs[4 * edge + column + 1];
    values[slots[first]] += signA * value;
    values[slots[first + 1]] -= signB * value;
    values[slots[first + 4]] -= signA * value;
    values[slots[first + 5]] += signB * value;
  }
}

/** Where everything goes in the sparse matrix. */
interface Unknowns {
  readonly plan: FactorPlan;
  /** Row of each node's equation, in elimination order; the spare row `plan.count` where there is none, [node]. */
  readonly rows: { readonly free: Int32Array; readonly response: Int32Array };
  /** Of each edge: sign with which its four voltages (v_a, v_b, w_a, w_b) enter as unknowns, 0 where held, [edge × 4]. */
  readonly signs: Float64Array;
  /** Of each edge: slot of the entry of every two of the four, [edge × 4 × 4]. */
  readonly slots: Int32Array;
}

function planUnknowns({ network, sources, targets }: HeldTask): Unknowns {
  const { from, to, nodeCount, edgeCount } = network;
  const isSource = new Set(sources);
  const isTarget = new Set(targets);
  let count = 0;
  const free = Array.from({ length: nodeCount }, (_, node) => (isSource.has(node) ? -1 : count++));
  const response = Array.from({ length: nodeCount }, (_, node) => (isSource.has(node) || isTarget.has(node) ? -1 : count++));
  const neighbours = Array.from({ length: count }, () => new Set<number>());
  const edgeRows: number[][] = [];
  const edgeColumns: number[][] = [];
  const signs = new Float64Array(4 * edgeCount);
  for (let edge = 0; edge < edgeCount; edge++) {
    const [a, b] = [from[edge], to[edge]];
    const rows = [free[a], free[b], response[a], response[b]];
    const columns = [free[a], free[b], isTarget.has(a) ? free[a] : response[a], isTarget.has(b) ? free[b] : response[b]];
    edgeRows.push(rows);
    edgeColumns.push(columns);
    columns.forEach((column, place) => (signs[4 * edge + place] = column < 0 ? 0 : place >= 2 && rows[place] < 0 ? -1 : 1));
    for (const one of columns) for (const other of columns) if (one >= 0 && other >= 0 && one !== other) neighbours[one].add(other);
  }
  const plan = planFactor(neighbours);
  const slots = new Int32Array(16 * edgeCount);
  edgeRows.forEach((rows, edge) => {
    rows.forEach((row, i) => {
      edgeColumns[edge].forEach((column, j) => {
        slots[16 * edge + 4 * i + j] = row < 0 || column < 0 ? plan.waste : slotOf(plan, row, column);
      });
    });
  });
  const rowOf = (unknowns: number[]): Int32Array =>
    Int32Array.from(unknowns, (unknown) => (unknown < 0 ? plan.count : plan.position[unknown]));
  return { plan, rows: { free: rowOf(free), response: rowOf(response) }, signs, slots };
}
