import type { Network } from '../../physics/network.ts';
import { DenseSystem } from '../denseSystem.ts';

/**
 * One network of linear resistors at some wiper positions, with what its voltages depend on.
 *
 *   Σ_e c_e·(V_n − V_m) = 0 at every free node, c_e = 1/(tap_e·stepOhms·gain_e)
 *   ∂V/∂ln gain_e = c_e·ΔV_e·G⁻¹·a_e, ∂V/∂V_h = −G⁻¹·G_uh
 *
 * with a_e = +1 at the node that the edge begins at and −1 at its end, over free nodes only.
 */
export class LinearSolution {
  readonly #network: Network;
  readonly #unknown: Int32Array;
  readonly #place: Int32Array;
  readonly #system: DenseSystem;
  readonly #inverse: Float64Array;
  readonly conductances: Float64Array;
  /** V, [node]; held nodes are given. */
  readonly voltages: Float64Array;

  /** @param held  nodes that are held */
  constructor(network: Network, held: readonly number[]) {
    this.#network = network;
    this.#place = new Int32Array(network.nodeCount).fill(-1);
    this.#unknown = Int32Array.from(Array.from({ length: network.nodeCount }, (_, node) => node).filter((node) => !held.includes(node)));
    this.#unknown.forEach((node, row) => (this.#place[node] = row));
    this.#system = new DenseSystem(this.#unknown.length);
    this.#inverse = new Float64Array(this.#unknown.length ** 2);
    this.conductances = new Float64Array(network.edgeCount);
    this.voltages = new Float64Array(network.nodeCount);
  }

  /**
   * Solves for `voltages`, whose held nodes are set.
   *
   * @param resistances  Ω, [edge]
   * @returns            false where a node hangs on nothing
   * @cost               nodes³
   */
  solve(resistances: Float64Array): boolean {
    const { from, to, edgeCount } = this.#network;
    const [place, size] = [this.#place, this.#unknown.length];
    const { matrix } = this.#system;
    const right = new Float64Array(size);
    matrix.fill(0);
    for (let edge = 0; edge < edgeCount; edge++) {
      const conductance = 1 / resistances[edge];
      this.conductances[edge] = conductance;
      for (const [node, other] of [
        [from[edge], to[edge]],
        [to[edge], from[edge]],
      ]) {
        const [row, column] = [place[node], place[other]];
        if (row < 0) continue;
        matrix[row * size + row] += conductance;
        if (column < 0) right[row] += conductance * this.voltages[other];
        else matrix[row * size + column] -= conductance;
      }
    }
    if (!this.#system.factor()) return false;
    this.#system.invert(this.#inverse);
    for (let row = 0; row < size; row++) {
      let sum = 0;
      for (let column = 0; column < size; column++) sum += this.#inverse[row * size + column] * right[column];
      this.voltages[this.#unknown[row]] = sum;
    }
    return true;
  }

  drop(edge: number): number {
    return this.voltages[this.#network.from[edge]] - this.voltages[this.#network.to[edge]];
  }

  /** Writes ∂V/∂ln gain of an edge, V, [node]. */
  byGain(edge: number, derivative: Float64Array): void {
    const { from, to } = this.#network;
    const current = this.conductances[edge] * this.drop(edge);
    this.#spread(this.#place[from[edge]], this.#place[to[edge]], current, derivative);
  }

  /** Writes ∂V/∂V of a held node, [node]. */
  byHeld(held: number, derivative: Float64Array): void {
    const { from, to, edgeCount } = this.#network;
    derivative.fill(0);
    const size = this.#unknown.length;
    for (let edge = 0; edge < edgeCount; edge++) {
      const other = from[edge] === held ? to[edge] : to[edge] === held ? from[edge] : -1;
      const column = other < 0 ? -1 : this.#place[other];
      if (column < 0) continue;
      for (let row = 0; row < size; row++) derivative[this.#unknown[row]] += this.conductances[edge] * this.#inverse[row * size + column];
    }
    derivative[held] = 1;
  }

  #spread(plus: number, minus: number, factor: number, derivative: Float64Array): void {
    derivative.fill(0);
    const size = this.#unknown.length;
    for (let row = 0; row < size; row++) {
      const gain = (plus < 0 ? 0 : this.#inverse[row * size + plus]) - (minus < 0 ? 0 : this.#inverse[row * size + minus]);
      derivative[this.#unknown[row]] = factor * gain;
    }
  }
}
