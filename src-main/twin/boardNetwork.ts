import type { Network } from '../physics/network.ts';
import { channel, createChannelPoint, type ChannelPoint, type ChannelShape } from './channelLaw.ts';
import { DenseSystem } from './denseSystem.ts';

/** A linear connection that is not in the schematic: a jumper, a bridge of solder, a wire. */
export interface Stray {
  readonly from: number;
  readonly to: number;
  /** S. */
  readonly conductance: number;
}

/** A source that imposes a voltage on a node through a resistance. */
export interface Drive {
  readonly node: number;
  /** S. */
  readonly conductance: number;
}

/** How well a calibrated network is known, and how well it is read. */
export interface NetworkSpread {
  /**
   * L of the covariance L·Lᵀ, lower triangle by rows, of ln S of every edge, the thresholds, softness, body, degradation, the zeros of the nodes
   * and ln of the conductance of the strays, [row][column]; rows of what was not fitted are zero.
   */
  readonly factor: readonly (readonly number[])[];
  /** Standard deviation of one reading of a node, and of a gate at the time of calibration, V: told apart by `readingErrors`. */
  readonly reading: number;
  readonly gate: number;
}

/** One of the two networks of a board, as it was calibrated. */
export interface NetworkParameters {
  readonly shape: ChannelShape;
  /** S, A/V², [edge]. */
  readonly transconductances: Float64Array;
  /** V_th, V, [edge]. */
  readonly thresholds: Float64Array;
  /** What the board reads above the true voltage, V, [node]. */
  readonly zeros: Float64Array;
  readonly strays: readonly Stray[];
  /** How well all this is known; absent: exactly, for all that is told. */
  readonly spread?: NetworkSpread;
}

/** Keeps a node that nothing conducts to where it is, S: it stands in the Jacobian alone and moves no solution. */
const LEAK = 1e-12;
const TOLERANCE = 1e-9;
/** Currents are met that are off by less, A: channels carry microamperes. */
const NOTHING = 1e-16;
const MAXIMUM_ITERATIONS = 150;
/** The longest step of a node in one iteration, V: beyond it the channels' laws look different. */
const LONGEST_STEP = 0.1;
/** Where a solution is searched anew with rounded corners, V, and by how much they are sharper each time. */
const SOFTEST = 0.3;
const SHARPENING = 0.3;
/** Newton's steps that have not met by then go round in circles between open and closed channels: half of each leads out. */
const CIRCLING = 25;

/**
 * Kirchhoff's law for a network of calibrated channels: which nodes are held is fixed, voltages and gates change. Voltages here
 * are true ones; what a board reads differs by the zeros. Newton's method on a dense Jacobian.
 */
export class BoardNetwork {
  readonly network: Network;
  readonly parameters: NetworkParameters;
  /** The nodes that are not held, [unknown], and back, −1 where held, [node]. */
  readonly unknowns: Int32Array;
  readonly indexOf: Int32Array;
  /** Channels at the last solution, [edge]. */
  readonly points: readonly ChannelPoint[];
  readonly #system: DenseSystem;
  readonly #residual: Float64Array;
  readonly #drives: readonly Drive[];
  /** Of the channels at present: that of the parameters, or a softer one on the way to it. */
  #shape: ChannelShape;

  /** @param drives  sources with a resistance; their nodes are not held */
  constructor(network: Network, parameters: NetworkParameters, isHeld: Uint8Array, drives: readonly Drive[] = []) {
    this.network = network;
    this.parameters = parameters;
    this.unknowns = Int32Array.from(Array.from(isHeld.keys()).filter((node) => isHeld[node] === 0));
    this.indexOf = new Int32Array(network.nodeCount).fill(-1);
    this.unknowns.forEach((node, index) => (this.indexOf[node] = index));
    this.points = Array.from({ length: network.edgeCount }, createChannelPoint);
    this.#system = new DenseSystem(this.unknowns.length);
    this.#residual = new Float64Array(this.unknowns.length);
    this.#drives = drives;
    this.#shape = parameters.shape;
  }

  /**
   * Finds the voltages of the nodes that are not held. Where Newton's steps do not come to rest, because channels with a sharp corner
   * open and close in turns, the corner is rounded off and sharpened again, each solution being the guess of the next.
   *
   * @param voltages  V, [node]: held ones as they are, the others as a guess; overwritten
   * @param imposed   V, [drive]
   * @returns false where it did not converge
   * @cost a few iterations, each one channel per edge and unknowns³/3
   */
  solve(gates: ArrayLike<number>, voltages: Float64Array, imposed: ArrayLike<number> = [], tolerance = TOLERANCE): boolean {
    if (this.#newton(gates, voltages, imposed, tolerance)) return true;
    const { shape } = this.parameters;
    const middle = this.#middle(voltages, imposed);
    for (const node of this.unknowns) voltages[node] = middle;
    for (let softness = SOFTEST; softness > shape.softness; softness *= SHARPENING) {
      this.#shape = { ...shape, softness };
      this.#newton(gates, voltages, imposed, tolerance);
    }
    this.#shape = shape;
    return this.#newton(gates, voltages, imposed, tolerance);
  }

  /** Newton's method from this guess. */
  #newton(gates: ArrayLike<number>, voltages: Float64Array, imposed: ArrayLike<number>, tolerance: number): boolean {
    const { unknowns } = this;
    for (let iteration = 0; iteration < MAXIMUM_ITERATIONS; iteration++) {
      this.assemble(gates, voltages, imposed);
      // Of a node that is all but cut off, the next step is the rounding of its currents over next to nothing.
      if (this.#residual.every((current) => Math.abs(current) < NOTHING)) return true;
      if (!this.#system.factor()) return false;
      this.#system.solve(this.#residual);
      let longest = 0;
      for (let index = 0; index < unknowns.length; index++) {
        const step = this.#residual[index];
        longest = Math.max(longest, Math.abs(step));
        const taken = iteration < CIRCLING ? step : 0.5 * step;
        voltages[unknowns[index]] -= Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, taken));
      }
      if (longest < tolerance) return true;
      if (!(longest < Infinity)) return false;
    }
    return false;
  }

  /**
   * Channels, residual and Jacobian at these voltages. After it, `invert` gives how the voltages answer currents.
   *
   * @cost one channel per edge
   */
  assemble(gates: ArrayLike<number>, voltages: Float64Array, imposed: ArrayLike<number> = []): void {
    const { network, parameters, points, indexOf } = this;
    const { matrix, size } = this.#system;
    const residual = this.#residual;
    matrix.fill(0);
    residual.fill(0);
    for (let index = 0; index < size; index++) matrix[index * size + index] = LEAK;
    for (let edge = 0; edge < network.edgeCount; edge++) {
      const a = network.from[edge];
      const b = network.to[edge];
      const point = points[edge];
      channel(this.#shape, parameters.transconductances[edge], parameters.thresholds[edge], gates[edge], voltages[a], voltages[b], point);
      this.#stamp(indexOf[a], indexOf[b], point.current, point.byA, point.byB);
    }
    for (const { from, to, conductance } of parameters.strays) {
      this.#stamp(indexOf[from], indexOf[to], conductance * (voltages[from] - voltages[to]), conductance, -conductance);
    }
    this.#drives.forEach(({ node, conductance }, drive) => {
      this.#stamp(indexOf[node], -1, conductance * (voltages[node] - imposed[drive]), conductance, 0);
    });
  }

  /** A voltage amid those that are imposed, V. */
  #middle(voltages: Float64Array, imposed: ArrayLike<number>): number {
    const given = [...Array.from(imposed), ...Array.from(voltages).filter((_, node) => this.indexOf[node] < 0)];
    return given.reduce((sum, value) => sum + value, 0) / given.length;
  }

  /** A branch from unknown a to unknown b (−1: held). */
  #stamp(a: number, b: number, current: number, byA: number, byB: number): void {
    const { matrix, size } = this.#system;
    const residual = this.#residual;
    if (a >= 0) {
      residual[a] += current;
      matrix[a * size + a] += byA;
      if (b >= 0) matrix[a * size + b] += byB;
    }
    if (b >= 0) {
      residual[b] -= current;
      matrix[b * size + b] -= byB;
      if (a >= 0) matrix[b * size + a] -= byA;
    }
  }

  /** ∂V/∂(current fed in), Ω, [unknown × unknown], row-major, at the voltages of the last `assemble`. */
  invert(gates: ArrayLike<number>, voltages: Float64Array, inverse: Float64Array, imposed: ArrayLike<number> = []): boolean {
    this.assemble(gates, voltages, imposed);
    if (!this.#system.factor()) return false;
    this.#system.invert(inverse);
    return true;
  }

  /** Current that leaves a node through channels and strays, A, at the channels of the last `assemble`. */
  currentOut(node: number, voltages: Float64Array): number {
    const { network, points, parameters } = this;
    let sum = 0;
    for (let edge = 0; edge < network.edgeCount; edge++) {
      if (network.from[edge] === node) sum += points[edge].current;
      else if (network.to[edge] === node) sum -= points[edge].current;
    }
    for (const { from, to, conductance } of parameters.strays) {
      if (from === node || to === node) sum += conductance * (voltages[node] - voltages[from === node ? to : from]);
    }
    return sum;
  }
}
