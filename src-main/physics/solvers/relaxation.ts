import type { EdgeElements } from '../elements.ts';
import type { KirchhoffSystem } from './system.ts';

/** Moves below this end the search at one node, V. */
const RESOLUTION = 1e-13;
/** A root at the closing of a channel is approached by halves, so that 1 V takes 45 turns. */
const MAXIMUM_TURNS = 200;

/**
 * One node after the other is set to the voltage at which its own currents balance, its neighbours standing still (nonlinear
 * Gauss-Seidel). What a node gets rid of reaches its neighbours, and no more than that, so that a sweep never raises Σ|F|.
 *
 * It helps Newton's method over the one thing that is hard for it: a node whose own channels are all closed does not answer its
 * voltage until it has fallen far enough for the first to open, and a straight line can't tell how far that is.
 */
export class Relaxation {
  readonly #nodes: Int32Array;
  /** Edges of unknown u: places starts[u] .. starts[u + 1]. */
  readonly #starts: Int32Array;
  readonly #edges: Int32Array;
  readonly #neighbours: Int32Array;
  readonly #elements: EdgeElements;
  readonly #injections: Float64Array | null;
  /** Net current out of the node and its slope at the last `#evaluate`, A and S. */
  #current = 0;
  #slope = 0;

  constructor(system: KirchhoffSystem, elements: EdgeElements, injections: Float64Array | null, isBorderHeld = false) {
    const { plan, nodes, edges, nodeA, nodeB, rowA, rowB } = system;
    const count = isBorderHeld ? plan.count - plan.border : plan.count;
    const incident: [edge: number, neighbour: number][][] = Array.from({ length: count }, () => []);
    edges.forEach((edge, index) => {
      if (rowA[index] < count) incident[rowA[index]].push([edge, nodeB[index]]);
      if (rowB[index] < count) incident[rowB[index]].push([edge, nodeA[index]]);
    });
    this.#nodes = nodes.subarray(0, count);
    this.#starts = new Int32Array(count + 1);
    incident.forEach((list, unknown) => (this.#starts[unknown + 1] = this.#starts[unknown] + list.length));
    this.#edges = Int32Array.from(incident.flat(), ([edge]) => edge);
    this.#neighbours = Int32Array.from(incident.flat(), ([, neighbour]) => neighbour);
    this.#elements = elements;
    this.#injections = injections;
  }

  /**
   * One sweep over all unknown nodes, there and back.
   *
   * @param lowest, highest  the box that no voltage leaves, V
   * @cost   about 2 · 10 evaluations of every edge; allocates nothing
   */
  sweep(voltages: Float64Array, lowest: number, highest: number): void {
    const count = this.#nodes.length;
    for (let unknown = 0; unknown < count; unknown++) this.#balance(unknown, voltages, lowest, highest);
    for (let unknown = count - 1; unknown >= 0; unknown--) this.#balance(unknown, voltages, lowest, highest);
  }

  /**
   * The current out of a node rises with its voltage, ever less steeply. So Newton's method comes from below without passing
   * the root, and one step from above lands below it.
   */
  #balance(unknown: number, voltages: Float64Array, lowest: number, highest: number): void {
    const node = this.#nodes[unknown];
    const before = voltages[node];
    let voltage = before;
    this.#evaluate(unknown, voltage, voltages);
    for (let turn = 0; turn < MAXIMUM_TURNS && this.#current !== 0; turn++) {
      let next = voltage - this.#current / this.#slope;
      if (this.#slope === 0) next = this.#current > 0 ? voltage - 2 ** turn * 1e-3 : Number.NaN;
      // No voltage above balances a node that is fed from outside and whose channels are closed: it stays.
      if (Number.isNaN(next)) return;
      next = Math.min(Math.max(next, lowest), highest);
      const move = Math.abs(next - voltage);
      voltage = next;
      if (move <= RESOLUTION) break;
      this.#evaluate(unknown, voltage, voltages);
    }
    voltages[node] = voltage;
  }

  #evaluate(unknown: number, voltage: number, voltages: Float64Array): void {
    const { transconductances, overdrives, conductances } = this.#elements;
    const injections = this.#injections;
    let current = injections === null ? 0 : -injections[this.#nodes[unknown]];
    let slope = 0;
    for (let place = this.#starts[unknown]; place < this.#starts[unknown + 1]; place++) {
      const edge = this.#edges[place];
      const neighbour = voltages[this.#neighbours[place]];
      const open = Math.max(overdrives[edge] - voltage, 0);
      const openNeighbour = Math.max(overdrives[edge] - neighbour, 0);
      current +=
        0.5 * transconductances[edge] * (openNeighbour - open) * (openNeighbour + open) + conductances[edge] * (voltage - neighbour);
      slope += transconductances[edge] * open + conductances[edge];
    }
    this.#current = current;
    this.#slope = slope;
  }
}
