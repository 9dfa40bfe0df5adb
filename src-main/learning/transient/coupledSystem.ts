import type { StiffSystem } from '../../math/rosenbrock.ts';
import { factorGeneral, planFactor, slotOf, solveFactored, type FactorPlan } from '../../math/sparseFactor.ts';
import { coupledFlow, flowLayout, type CoupledRates } from './coupledFlow.ts';
import type { HeldTask } from './heldTask.ts';

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
  const { network } = task;
  const { from, to, nodeCount, edgeCount } = network;
  const { relaxation, learning, nudge, floor } = rates;
  const { responses, conductances } = flowLayout(task);
  const derivative = coupledFlow(task, rates);
  const { plan, rows, signs, slots } = planUnknowns(task);
  const values = new Float64Array(plan.size);
  const vector = new Float64Array(plan.count + 1);
  const drops = new Float64Array(edgeCount);
  const rises = new Float64Array(edgeCount);
  const freeWeights = new Float64Array(edgeCount);
  const responseWeights = new Float64Array(edgeCount);
  const response = new Float64Array(nodeCount);
  let shift = 1;

  /** Adds a term (value at the first end, −value at the second) of both columns of a drop to the two rows of a current. */
  const addBlock = (edge: number, row: number, column: number, value: number): void => {
    const first = 16 * edge + 4 * row + column;
    const signA = signs[4 * edge + column];
    const signB = signs[4 * edge + column + 1];
    values[slots[first]] += signA * value;
    values[slots[first + 1]] -= signB * value;
    values[slots[first + 4]] -= signA * value;
    values[slots[first + 5]] += signB * value;
  };

  const factor = (newShift: number, state: Float64Array): boolean => {
    shift = newShift;
    for (let node = 0; node < nodeCount; node++) response[node] = state[responses + node];
    task.targets.forEach((node, target) => (response[node] = task.targetVoltages[target] - state[node]));
    values.fill(0);
    for (let unknown = 0; unknown < plan.count; unknown++) values[unknown] = shift;
    for (let edge = 0; edge < edgeCount; edge++) {
      const drop = state[from[edge]] - state[to[edge]];
      const rise = response[from[edge]] - response[to[edge]];
      const conductance = Math.max(state[conductances + edge], floor);
      const isStopped = state[conductances + edge] <= floor && rise * (2 * drop + nudge * rise) > 0;
      const p = isStopped ? 0 : 2 * learning * rise;
      const q = isStopped ? 0 : 2 * learning * (drop + nudge * rise);
      drops[edge] = drop;
      rises[edge] = rise;
      freeWeights[edge] = p;
      responseWeights[edge] = q;
      addBlock(edge, 0, 0, relaxation * (conductance - (drop * p) / shift));
      addBlock(edge, 0, 2, (-relaxation * drop * q) / shift);
      addBlock(edge, 2, 2, relaxation * (conductance - (rise * q) / shift));
      addBlock(edge, 2, 0, (-relaxation * rise * p) / shift);
    }
    return factorGeneral(plan, values);
  };

  const solve = (right: Float64Array): void => {
    vector.fill(0);
    for (let node = 0; node < nodeCount; node++) {
      vector[rows.free[node]] = right[node];
      vector[rows.response[node]] = right[responses + node];
    }
    for (let edge = 0; edge < edgeCount; edge++) {
      const gain = (relaxation * right[conductances + edge]) / shift;
      vector[rows.free[from[edge]]] -= gain * drops[edge];
      vector[rows.free[to[edge]]] += gain * drops[edge];
      vector[rows.response[from[edge]]] -= gain * rises[edge];
      vector[rows.response[to[edge]]] += gain * rises[edge];
    }
    solveFactored(plan, values, plan.upper, vector);
    vector[plan.count] = 0;
    for (let node = 0; node < nodeCount; node++) {
      right[node] = vector[rows.free[node]];
      right[responses + node] = vector[rows.response[node]];
      response[node] = right[responses + node];
    }
    for (const target of task.targets) response[target] = -right[target];
    for (let edge = 0; edge < edgeCount; edge++) {
      const drop = right[from[edge]] - right[to[edge]];
      const rise = response[from[edge]] - response[to[edge]];
      const entry = conductances + edge;
      right[entry] = (right[entry] - freeWeights[edge] * drop - responseWeights[edge] * rise) / shift;
    }
  };

  return { derivative, factor, solve };
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
