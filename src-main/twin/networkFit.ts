import { Matrix } from 'ml-matrix';
import type { Network } from '../physics/network.ts';
import { clusterScore } from './clusterScore.ts';
import { BoardNetwork, type NetworkParameters, type Stray } from './boardNetwork.ts';
import type { DeviceModel } from './devices/deviceModel.ts';
import { invertPositive, levenbergMarquardt, type LeastSquaresProblem, type NormalEquations } from './levenbergMarquardt.ts';
import { confine, networkLayout, parametersOf, startOf, type NetworkLayout } from './networkLayout.ts';

/** One network at one moment under one datapoint. */
export interface NetworkSample {
  /** V, [edge]. */
  readonly gates: Float64Array;
  /** As read, V, [node]. */
  readonly voltages: Float64Array;
  /** The moment: samples of one moment share the errors of its gates, so that they count together. */
  readonly moment: number;
}

export interface NetworkData {
  readonly network: Network;
  /** Held at the voltage that was read, [node]. */
  readonly isHeld: Uint8Array;
  readonly samples: readonly NetworkSample[];
}

export interface NetworkFit {
  readonly layout: NetworkLayout;
  readonly vector: Float64Array;
  readonly parameters: NetworkParameters;
  readonly cost: number;
  /** Of the vector, [parameter × parameter]: sandwich over moments, prior included. */
  readonly covariance: Matrix;
  /** Information of the data alone, in units of the prior: JᵀJ scaled by the prior spreads. */
  readonly information: Matrix;
}

/** Noise of a node voltage as read, V: a quarter of an 8-bit step of 1.8 mV, which averages leave of it. */
const NOISE = 0.5e-3;
/** Residuals beyond this many sigmas count linearly: moments at which the gates moved while they were read. */
const ROBUST = 3;

/**
 * Fits one network of a board to measured voltages: held nodes imposed as read, the rest compared, all of them under Kirchhoff's
 * law, with sensitivities from the inverse of the Jacobian. The loss is pseudo-Huber, and typical numbers of such boards stand as
 * a weak prior against combinations that the data don't tell.
 *
 * @cost iterations × samples × (Newton + parameters²·nodes)
 */
export function fitNetwork(data: NetworkData, device: DeviceModel, strays: readonly Stray[], iterations = 40): NetworkFit {
  const { edgeCount, nodeCount } = data.network;
  const layout = networkLayout(device, edgeCount, nodeCount, strays);
  const problem = new NetworkProblem(data, layout);
  const fit = levenbergMarquardt(problem, startOf(layout), iterations);
  const inverse = invertPositive(fit.matrix);
  const spread = problem.spreadOver(fit.parameters, inverse);
  const information = fit.matrix.clone();
  for (let row = 0; row < layout.names.length; row++) {
    information.set(row, row, information.get(row, row) - layout.priorSpread[row] ** -2);
    for (let column = 0; column < layout.names.length; column++) {
      information.set(row, column, information.get(row, column) * layout.priorSpread[row] * layout.priorSpread[column]);
    }
  }
  return {
    layout,
    vector: fit.parameters,
    parameters: parametersOf(layout, fit.parameters),
    cost: fit.cost,
    covariance: inverse.mmul(spread).mmul(inverse),
    information,
  };
}

/** What a fitted network misses of every node that is not held, V. @cost one solution per sample */
export function residualsOf(
  { network, isHeld, samples }: NetworkData,
  parameters: NetworkParameters,
): { readonly node: number; readonly measured: number; readonly missed: number }[] {
  const board = new BoardNetwork(network, parameters, isHeld);
  return samples.flatMap(({ gates, voltages: read }) => {
    const voltages = read.map((voltage, node) => voltage - parameters.zeros[node]);
    if (!board.solve(gates, voltages, [], 1e-8)) return [];
    return Array.from(board.unknowns, (node) => ({
      node,
      measured: read[node],
      missed: voltages[node] + parameters.zeros[node] - read[node],
    })).filter(({ missed }) => !Number.isNaN(missed));
  });
}

/** Weighted readings of one moment, in units of their noise. */
interface Readings {
  readonly rows: Float64Array[];
  readonly residuals: number[];
}

class NetworkProblem implements LeastSquaresProblem {
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

  /** Σ over moments of g·gᵀ with g the score of a moment (`clusterScore`), plus the prior: the middle of the sandwich. */
  spreadOver(vector: Float64Array, inverse: Matrix): Matrix {
    const { count } = this;
    const { samples, network, isHeld } = this.#data;
    const board = new BoardNetwork(network, parametersOf(this.#layout, vector), isHeld);
    const total = Matrix.diag(Array.from(this.#layout.priorSpread, (spread) => spread ** -2));
    const read: Readings = { rows: [], residuals: [] };
    const flush = (): void => {
      if (read.rows.length === 0) return;
      const score = clusterScore(read.rows, read.residuals, inverse);
      for (let row = 0; row < count; row++) {
        for (let column = 0; column < count; column++) total.set(row, column, total.get(row, column) + score[row] * score[column]);
      }
      read.rows.length = 0;
      read.residuals.length = 0;
    };
    const equations = { cost: 0, matrix: new Float64Array(count * count), vector: new Float64Array(count) };
    samples.forEach((sample, index) => {
      if (index > 0 && sample.moment !== samples[index - 1].moment) flush();
      this.#addSample(board, sample, equations, false, read);
    });
    flush();
    return total;
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

  #addSample(
    board: BoardNetwork,
    sample: NetworkSample,
    equations: NormalEquations,
    isCostOnly: boolean,
    read: Readings | null = null,
  ): boolean {
    const voltages = this.#voltages;
    const { zeros } = board.parameters;
    for (let node = 0; node < voltages.length; node++) voltages[node] = sample.voltages[node] - zeros[node];
    if (!board.solve(sample.gates, voltages, [], 1e-8)) return false;
    if (!isCostOnly) {
      if (!board.invert(sample.gates, voltages, this.#inverse)) return false;
      this.#fillRows(board, voltages);
    }
    const { count } = this;
    const rows = this.#rows;
    for (let unknown = 0; unknown < this.#unknownCount; unknown++) {
      const node = board.unknowns[unknown];
      const measured = sample.voltages[node];
      if (Number.isNaN(measured)) continue;
      const error = (measured - zeros[node] - voltages[node]) / NOISE;
      const root = Math.sqrt(1 + (error / ROBUST) ** 2);
      equations.cost += 2 * ROBUST * ROBUST * (root - 1);
      if (isCostOnly) continue;
      const weight = 1 / root / NOISE;
      if (read !== null) {
        const scale = Math.sqrt(1 / root);
        read.rows.push(rows.slice(unknown * count, (unknown + 1) * count).map((slope) => (slope * scale) / NOISE));
        read.residuals.push(error * scale);
        continue;
      }
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

  /** ∂(read voltage)/∂parameter at every unknown node. */
  #fillRows(board: BoardNetwork, voltages: Float64Array): void {
    const { place, edgeCount } = this.#layout;
    const rows = this.#rows;
    rows.fill(0);
    const { network, points, indexOf } = board;
    for (let edge = 0; edge < edgeCount; edge++) {
      const point = points[edge];
      const from = indexOf[network.from[edge]];
      const to = indexOf[network.to[edge]];
      if (place.gain >= 0) this.#addBranch(place.gain + edge, from, to, point.current);
      if (place.threshold >= 0) this.#addBranch(place.threshold + edge, from, to, -point.byGate);
      if (place.softness >= 0) this.#addBranch(place.softness, from, to, point.bySoftness);
      if (place.body >= 0) this.#addBranch(place.body, from, to, point.byBody);
      if (place.degradation >= 0) this.#addBranch(place.degradation, from, to, point.byDegradation);
      if (place.zero >= 0) {
        // A held node is truly at what was read minus its zero.
        if (from < 0) this.#addBranch(place.zero + network.from[edge], from, to, -point.byA);
        if (to < 0) this.#addBranch(place.zero + network.to[edge], from, to, -point.byB);
      }
    }
    board.parameters.strays.forEach(({ from, to, conductance }, index) => {
      const drop = voltages[from] - voltages[to];
      this.#addBranch(place.stray + index, indexOf[from], indexOf[to], conductance * drop);
      if (place.zero < 0) return;
      if (indexOf[from] < 0) this.#addBranch(place.zero + from, indexOf[from], indexOf[to], -conductance);
      if (indexOf[to] < 0) this.#addBranch(place.zero + to, indexOf[from], indexOf[to], conductance);
    });
    if (place.zero >= 0) board.unknowns.forEach((node, unknown) => (rows[unknown * this.count + place.zero + node] += 1));
  }

  /** The current of a branch rises with a parameter by `slope`: all voltages answer. */
  #addBranch(parameter: number, from: number, to: number, slope: number): void {
    const { count } = this;
    const rows = this.#rows;
    const inverse = this.#inverse;
    const size = this.#unknownCount;
    for (let unknown = 0; unknown < size; unknown++) {
      const answer = (from < 0 ? 0 : inverse[unknown * size + from]) - (to < 0 ? 0 : inverse[unknown * size + to]);
      rows[unknown * count + parameter] -= answer * slope;
    }
  }
}
