import { Matrix } from 'ml-matrix';
import { BoardNetwork } from './boardNetwork.ts';
import type { LeastSquaresProblem, NormalEquations } from './levenbergMarquardt.ts';
import type { NetworkData, NetworkSample } from './networkData.ts';
import { confine, parametersOf, type NetworkLayout } from './networkLayout.ts';
import { addBranch, addGateResponses, fillResponses } from './networkResponse.ts';
import type { ReadingCluster } from './readingErrors.ts';

/** Noise of a node voltage as read, V: a quarter of an 8-bit step of 1.8 mV, which averages leave of it. */
const NOISE = 0.5e-3;
/** Residuals beyond this many sigmas count linearly: moments at which the gates moved while they were read. */
export const ROBUST = 3;

/** Readings of one moment, weighed, in units of their noise. */
interface Readings {
  /** [reading], each [parameter]. */
  readonly rows: number[][];
  readonly residuals: number[];
  /** How a reading answers the errors of the converters: its own, and those of the nodes that are held as read; [reading], each [error]. */
  readonly byConverters: number[][];
  /** How it answers the errors of the gates, [reading], each [edge]. */
  readonly byGates: number[][];
}

/** The least-squares problem of `fitNetwork`. */
export class NetworkProblem implements LeastSquaresProblem {
  readonly count: number;
  readonly #data: NetworkData;
  readonly #layout: NetworkLayout;
  /** Rows of the Jacobian for one sample, [unknown × parameter]. */
  readonly #rows: Float64Array;
  readonly #inverse: Float64Array;
  readonly #voltages: Float64Array;
  readonly #unknownCount: number;

  constructor(data: NetworkData, layout: NetworkLayout) {
    this.count = layout.names.length;
    this.#data = data;
    this.#layout = layout;
    this.#unknownCount = data.isHeld.reduce((sum, held) => sum + (held === 0 ? 1 : 0), 0);
    this.#rows = new Float64Array(this.#unknownCount * this.count);
    this.#inverse = new Float64Array(this.#unknownCount ** 2);
    this.#voltages = new Float64Array(data.network.nodeCount);
  }

  confine(vector: Float64Array): void {
    confine(this.#layout, vector);
  }

  evaluate(vector: Float64Array, equations: NormalEquations, isCostOnly: boolean): boolean {
    const { samples, network, isHeld } = this.#data;
    const board = new BoardNetwork(network, parametersOf(this.#layout, vector), isHeld);
    for (const sample of samples) if (!this.#addSample(board, sample, equations, isCostOnly)) return false;
    this.#addPrior(vector, equations);
    return true;
  }

  /**
   * The readings of every moment, with two causes why they miss: the converters of the nodes, those that are held among them, and those of
   * the gates, whose errors all states of a moment share.
   *
   * @throws Error where a state has no solution at these parameters
   * @cost one solution per sample, and readings × (parameters + nodes + edges)
   */
  clustersAt(vector: Float64Array): ReadingCluster[] {
    const { samples, network, isHeld } = this.#data;
    const board = new BoardNetwork(network, parametersOf(this.#layout, vector), isHeld);
    const moments: NetworkSample[][] = [];
    samples.forEach((sample, index) => {
      if (index === 0 || sample.moment !== samples[index - 1].moment) moments.push([]);
      moments.at(-1)!.push(sample);
    });
    return moments.flatMap((states) => {
      const read = states.map((sample) => this.#readingsOf(board, sample));
      const residuals = read.flatMap((state) => state.residuals);
      if (residuals.length === 0) return [];
      const jacobian = new Matrix(read.flatMap(({ rows }) => rows));
      const byGates = new Matrix(read.flatMap((state) => state.byGates));
      return [{ jacobian, residuals, causes: [besideEachOther(read.map(({ byConverters }) => byConverters)), byGates] }];
    });
  }

  #readingsOf(board: BoardNetwork, sample: NetworkSample): Readings {
    const read: Readings = { rows: [], residuals: [], byConverters: [], byGates: [] };
    if (!this.#respond(board, sample, false)) throw new Error('a state has no solution at the parameters that were fitted to it');
    const { network, points, indexOf } = board;
    const held = Array.from(indexOf.keys()).filter((node) => indexOf[node] < 0);
    const byHeld = new Float64Array(this.#unknownCount * held.length);
    const byGates = new Float64Array(this.#unknownCount * network.edgeCount);
    addGateResponses(board, this.#inverse, byGates, network.edgeCount);
    const addHeld = (node: number, a: number, b: number, slope: number): void =>
      addBranch(this.#inverse, this.#unknownCount, byHeld, held.length, held.indexOf(node), a, b, slope);
    const { from, to } = network;
    for (let edge = 0; edge < network.edgeCount; edge++) {
      const ends = [indexOf[from[edge]], indexOf[to[edge]]] as const;
      if (ends[0] < 0) addHeld(from[edge], ...ends, points[edge].byA);
      if (ends[1] < 0) addHeld(to[edge], ...ends, points[edge].byB);
    }
    for (const { from: a, to: b, conductance } of board.parameters.strays) {
      if (indexOf[a] < 0) addHeld(a, indexOf[a], indexOf[b], conductance);
      if (indexOf[b] < 0) addHeld(b, indexOf[a], indexOf[b], -conductance);
    }
    for (let unknown = 0; unknown < this.#unknownCount; unknown++) {
      const error = this.#errorAt(board, sample, unknown);
      if (Number.isNaN(error)) continue;
      const root = Math.sqrt(weightOf(error));
      const weighed = (values: Float64Array, width: number): number[] =>
        Array.from(values.subarray(unknown * width, (unknown + 1) * width), (value) => (value * root) / NOISE);
      read.rows.push(weighed(this.#rows, this.count));
      read.residuals.push(error * root);
      const own = Array.from({ length: this.#unknownCount }, (_, other) => (other === unknown ? root / NOISE : 0));
      read.byConverters.push([...own, ...weighed(byHeld, held.length)]);
      read.byGates.push(weighed(byGates, network.edgeCount));
    }
    return read;
  }

  #addPrior(vector: Float64Array, equations: NormalEquations): void {
    const { priorMean, priorSpread } = this.#layout;
    for (let index = 0; index < this.count; index++) {
      const weight = priorSpread[index] ** -2;
      const off = priorMean[index] - vector[index];
      equations.cost += weight * off * off;
      equations.matrix[index * this.count + index] += weight;
      equations.vector[index] += weight * off;
    }
  }

  #addSample(board: BoardNetwork, sample: NetworkSample, equations: NormalEquations, isCostOnly: boolean): boolean {
    if (!this.#respond(board, sample, isCostOnly)) return false;
    const { count } = this;
    const rows = this.#rows;
    for (let unknown = 0; unknown < this.#unknownCount; unknown++) {
      const error = this.#errorAt(board, sample, unknown);
      if (Number.isNaN(error)) continue;
      equations.cost += 2 * ROBUST * ROBUST * (1 / weightOf(error) - 1);
      if (isCostOnly) continue;
      const weight = weightOf(error) / NOISE;
      for (let row = 0; row < count; row++) {
        const left = rows[unknown * count + row];
        if (left === 0) continue;
        equations.vector[row] += weight * left * error;
        const scaled = (weight / NOISE) * left;
        for (let column = row; column < count; column++) {
          equations.matrix[row * count + column] += scaled * rows[unknown * count + column];
        }
      }
    }
    return true;
  }

  /** Voltages of one sample, and unless only the cost is asked for how they answer the parameters; false where there are none. */
  #respond(board: BoardNetwork, { gates, voltages: read }: NetworkSample, isCostOnly: boolean): boolean {
    const voltages = this.#voltages;
    const { zeros } = board.parameters;
    for (let node = 0; node < voltages.length; node++) voltages[node] = read[node] - zeros[node];
    if (!board.solve(gates, voltages, [], 1e-8)) return false;
    if (isCostOnly) return true;
    if (!board.invert(gates, voltages, this.#inverse)) return false;
    fillResponses(board, voltages, this.#inverse, this.#layout.place, this.#rows, this.count);
    return true;
  }

  /** Measured less predicted, in units of the noise; NaN where nothing was read. */
  #errorAt({ unknowns, parameters }: BoardNetwork, { voltages }: NetworkSample, unknown: number): number {
    const node = unknowns[unknown];
    return (voltages[node] - parameters.zeros[node] - this.#voltages[node]) / NOISE;
  }
}

/** Weight of a reading under the pseudo-Huber loss. */
export function weightOf(error: number): number {
  return 1 / Math.sqrt(1 + (error / ROBUST) ** 2);
}

/** Blocks that share no column, [rows of all × columns of all]. */
function besideEachOther(blocks: readonly (readonly number[][])[]): Matrix {
  const filled = blocks.filter((rows) => rows.length > 0);
  const width = filled[0][0].length;
  return new Matrix(
    filled.flatMap((rows, block) =>
      rows.map((row) => [
        ...new Array<number>(block * width).fill(0),
        ...row,
        ...new Array<number>((filled.length - block - 1) * width).fill(0),
      ]),
    ),
  );
}
