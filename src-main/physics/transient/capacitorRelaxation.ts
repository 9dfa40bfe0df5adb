import { diagonalise } from '../../math/symmetricEigen.ts';
import type { EdgeElements } from '../elements.ts';
import type { Network } from '../network.ts';

/**
 * A network of linear conductors with a capacitor in parallel with every edge, between changes of its conductances:
 *
 *   c·L0·dv/dt + L(G)·v = 0   at the nodes that are not held,
 *
 * L0 being the Laplacian of the graph with all weights 1 (Stern 2022, Experimental results). While conductances and held voltages
 * stand still, the free voltages approach their equilibrium along the modes of the pencil L(G)·x = λ·c·L0·x, each as e^(−λt): an
 * exact solution, whatever the time. When a held voltage jumps, the capacitors carry the jump on at once: c·L0·v keeps its
 * value at every free node (no charge can arrive there in no time).
 *
 * Dense, for networks of tens of nodes.
 */
export interface CapacitorRelaxation {
  /**
   * Imposes voltages on held nodes in place; free voltages jump with them by the capacitive divider.
   *
   * @param voltages  V, [node]
   * @param held      V, [held], in the order of `heldNodes`
   */
  impose(voltages: Float64Array, held: Float64Array): void;
  /** Takes the present conductances; to be called after they have changed. @cost one generalised eigenproblem, about 30·n³ */
  refresh(): void;
  /** Lets the free voltages relax for a time, s, in place. @cost n² */
  relax(voltages: Float64Array, time: number): void;
  /** Decay rates λ of the modes, 1/s, [free]. */
  readonly decayRates: Float64Array;
}

/**
 * @param heldNodes    nodes whose voltages are imposed
 * @param capacitance  c of every edge, F
 * @throws Error where a free node has no path to a held one
 */
export function createCapacitorRelaxation(
  network: Network,
  elements: EdgeElements,
  heldNodes: readonly number[],
  capacitance: number,
): CapacitorRelaxation {
  const system = new DensePencil(network, elements, heldNodes);
  const { freeNodes, factor } = system;
  const count = freeNodes.length;
  const jumps = new Float64Array(heldNodes.length);
  const vector = new Float64Array(count);
  const amplitudes = new Float64Array(count);
  const decayRates = new Float64Array(count);

  return {
    decayRates,
    impose(voltages, held) {
      let hasJump = false;
      for (let index = 0; index < heldNodes.length; index++) {
        jumps[index] = held[index] - voltages[heldNodes[index]];
        voltages[heldNodes[index]] = held[index];
        if (jumps[index] !== 0) hasJump = true;
      }
      if (!hasJump) return;
      system.neighbourSum(jumps, vector);
      solveLower(factor, count, vector);
      solveUpper(factor, count, vector);
      for (let index = 0; index < count; index++) voltages[freeNodes[index]] += vector[index];
    },

    refresh() {
      system.diagonaliseConductances();
      for (let mode = 0; mode < count; mode++) decayRates[mode] = system.reduced[mode * count + mode] / capacitance;
    },

    relax(voltages, time) {
      // With C·Cᵀ = L0: in u = Cᵀ·v the pencil is the symmetric matrix C⁻¹·L(G)·C⁻ᵀ, whose modes are orthogonal.
      system.residual(voltages, vector);
      solveLower(factor, count, vector);
      const { modes, reduced } = system;
      for (let mode = 0; mode < count; mode++) {
        let projection = 0;
        for (let index = 0; index < count; index++) projection += modes[index * count + mode] * vector[index];
        // A part of the network that is cut off from every held node has a mode that never decays.
        const isStill = !(decayRates[mode] * time > 0);
        amplitudes[mode] =
          projection * (isStill ? time / capacitance : -Math.expm1(-decayRates[mode] * time) / reduced[mode * count + mode]);
      }
      for (let index = 0; index < count; index++) {
        let sum = 0;
        for (let mode = 0; mode < count; mode++) sum += modes[index * count + mode] * amplitudes[mode];
        vector[index] = sum;
      }
      solveUpper(factor, count, vector);
      for (let index = 0; index < count; index++) voltages[freeNodes[index]] += vector[index];
    },
  };
}

/** The two Laplacians of a network on its free nodes, L0 factored once as C·Cᵀ and L(G) turned diagonal on demand. */
class DensePencil {
  readonly freeNodes: readonly number[];
  /** C, lower triangle, row-major, [free × free]. */
  readonly factor: Float64Array;
  /** C⁻¹·L(G)·C⁻ᵀ; after `diagonaliseConductances` its diagonal holds c·λ, S. */
  readonly reduced: Float64Array;
  /** Orthogonal eigenvectors of it, as columns. */
  readonly modes: Float64Array;
  readonly #network: Network;
  readonly #elements: EdgeElements;
  /** Row of each node among the free ones, or −1; place of each node among the held ones, or −1; [node]. */
  readonly #rowOf: Int32Array;
  readonly #placeOf: Int32Array;

  constructor(network: Network, elements: EdgeElements, heldNodes: readonly number[]) {
    this.#network = network;
    this.#elements = elements;
    this.#placeOf = new Int32Array(network.nodeCount).fill(-1);
    heldNodes.forEach((node, place) => (this.#placeOf[node] = place));
    this.freeNodes = Array.from({ length: network.nodeCount }, (_, node) => node).filter((node) => this.#placeOf[node] < 0);
    this.#rowOf = new Int32Array(network.nodeCount).fill(-1);
    this.freeNodes.forEach((node, row) => (this.#rowOf[node] = row));
    const size = this.freeNodes.length ** 2;
    this.factor = new Float64Array(size);
    this.reduced = new Float64Array(size);
    this.modes = new Float64Array(size);
    this.#assemble(this.factor, null);
    factorCholesky(this.factor, this.freeNodes.length);
  }

  /** What each free node sees of the held nodes through the capacitors: Σ over its held neighbours. */
  neighbourSum(held: Float64Array, result: Float64Array): void {
    const { from, to, edgeCount } = this.#network;
    result.fill(0);
    for (let edge = 0; edge < edgeCount; edge++) {
      const a = this.#rowOf[from[edge]];
      const b = this.#rowOf[to[edge]];
      if (a >= 0 && b < 0) result[a] += held[this.#placeOf[to[edge]]];
      if (b >= 0 && a < 0) result[b] += held[this.#placeOf[from[edge]]];
    }
  }

  /** −L(G)·v at the free nodes: the current that arrives there through the resistors, A. */
  residual(voltages: Float64Array, result: Float64Array): void {
    const { from, to, edgeCount } = this.#network;
    const { conductances } = this.#elements;
    result.fill(0);
    for (let edge = 0; edge < edgeCount; edge++) {
      const current = conductances[edge] * (voltages[from[edge]] - voltages[to[edge]]);
      const a = this.#rowOf[from[edge]];
      const b = this.#rowOf[to[edge]];
      if (a >= 0) result[a] -= current;
      if (b >= 0) result[b] += current;
    }
  }

  diagonaliseConductances(): void {
    const { reduced, factor, modes } = this;
    const count = this.freeNodes.length;
    this.#assemble(reduced, this.#elements.conductances);
    for (let column = 0; column < count; column++) solveLower(factor, count, reduced.subarray(column * count, (column + 1) * count));
    transpose(reduced, count);
    for (let column = 0; column < count; column++) solveLower(factor, count, reduced.subarray(column * count, (column + 1) * count));
    diagonalise(reduced, count, modes);
  }

  /** The grounded Laplacian, with weights 1 where none are given. */
  #assemble(matrix: Float64Array, weights: Float64Array | null): void {
    const { from, to, edgeCount } = this.#network;
    const count = this.freeNodes.length;
    matrix.fill(0);
    for (let edge = 0; edge < edgeCount; edge++) {
      const weight = weights === null ? 1 : weights[edge];
      const a = this.#rowOf[from[edge]];
      const b = this.#rowOf[to[edge]];
      if (a >= 0) matrix[a * count + a] += weight;
      if (b >= 0) matrix[b * count + b] += weight;
      if (a < 0 || b < 0) continue;
      matrix[a * count + b] -= weight;
      matrix[b * count + a] -= weight;
    }
  }
}

/** A = C·Cᵀ in place, row-major; the strict upper triangle is left as it was. */
function factorCholesky(matrix: Float64Array, count: number): void {
  for (let row = 0; row < count; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * count + column];
      for (let index = 0; index < column; index++) sum -= matrix[row * count + index] * matrix[column * count + index];
      if (row === column && !(sum > 0)) throw new Error('a node has no path to a held one');
      matrix[row * count + column] = row === column ? Math.sqrt(sum) : sum / matrix[column * count + column];
    }
  }
}

/** C·x = b in place. */
function solveLower(factor: Float64Array, count: number, vector: Float64Array): void {
  for (let row = 0; row < count; row++) {
    let sum = vector[row];
    for (let index = 0; index < row; index++) sum -= factor[row * count + index] * vector[index];
    vector[row] = sum / factor[row * count + row];
  }
}

/** Cᵀ·x = b in place. */
function solveUpper(factor: Float64Array, count: number, vector: Float64Array): void {
  for (let row = count - 1; row >= 0; row--) {
    let sum = vector[row];
    for (let index = row + 1; index < count; index++) sum -= factor[index * count + row] * vector[index];
    vector[row] = sum / factor[row * count + row];
  }
}

function transpose(matrix: Float64Array, count: number): void {
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < row; column++) {
      const kept = matrix[row * count + column];
      matrix[row * count + column] = matrix[column * count + row];
      matrix[column * count + row] = kept;
    }
  }
}
