import { channel, createChannelPoint, type ChannelShape } from './channelLaw.ts';
import { levenbergMarquardt, type NormalEquations } from './levenbergMarquardt.ts';

/** The 2 + 1-edge board of Dillavou 2025 under two tasks in turn: V1 and label of each, and its supplies, V. */
export interface BowtieTasks {
  readonly inputs: readonly [number, number];
  readonly labels: readonly [number, number];
  readonly low: number;
  readonly high: number;
}

/** What is fitted of it, in this order. */
export const bowtieParameters = [
  { title: 'A, 1/(V s)', spread: 400 },
  { title: 'B of the first edge, V/s', spread: 2 },
  { title: 'B of the second edge, V/s', spread: 2 },
  { title: 'threshold of the first edge, V', spread: 0.1 },
  { title: 'threshold of the second edge, V', spread: 0.1 },
  { title: 'fixed edge, mS', spread: 0.2 },
  { title: 'p, zero of the input of the first edge, 1/s', spread: 12 },
  { title: 'p, zero of the input of the second edge, 1/s', spread: 12 },
  { title: 'clamped minus free zero, mV', spread: 3 },
] as const;

export type BowtieVector = readonly number[];

/** One cycle in steady state. */
export interface BowtieCycle {
  /** Gates where the first task begins and where it hands over, V. */
  readonly start: readonly [number, number];
  readonly middle: readonly [number, number];
  /** |G(τ/2) − G(τ)|², V². */
  readonly squaredSpan: number;
  /** Ē, V². */
  readonly error: number;
}

type Gates = [number, number];

/** Of the 4x4 board's transistors, which are of the same type. */
const SHAPE: ChannelShape = { softness: 0.1, body: 0.4, degradation: 0.08 };
const TRANSCONDUCTANCE = 8e-4;
const TYPICAL_THRESHOLD = 0.62;
/** Where the diode and the supply end, V. */
const FLOOR = 1;
const CEILING = 5.28;
/** The longest step of the integration, s, and fewest steps of half a period. */
const STEP = 4e-3;
const FEWEST = 8;
/** σ of a point of a measured cycle, V. */
const READING = 0.01;
/** 2·A_0: what the laboratory measured of this board (Appendix C), 1/(V s). */
const MEASURED_RATE = 2755;

/** The nonlinear twin of the board: a star at the output, learning edges to V− and V+, a fixed one from V1. */
export class BowtieBoard {
  readonly #tasks: BowtieTasks;
  readonly #vector: BowtieVector;
  readonly #point = createChannelPoint();

  constructor(tasks: BowtieTasks, vector: BowtieVector) {
    this.#tasks = tasks;
    this.#vector = vector;
  }

  /** The free output, V, by Newton's method on its one node. */
  output([first, second]: Readonly<Gates>, input: number): number {
    const { low, high } = this.#tasks;
    const [, , , thresholdFirst, thresholdSecond, fixed] = this.#vector;
    const point = this.#point;
    let output = 0.5 * (low + high);
    for (let iteration = 0; iteration < 60; iteration++) {
      channel(SHAPE, TRANSCONDUCTANCE, thresholdFirst, first, output, low, point);
      let [current, slope] = [point.current, point.byA];
      channel(SHAPE, TRANSCONDUCTANCE, thresholdSecond, second, output, high, point);
      current += point.current + fixed * 1e-3 * (output - input);
      slope += point.byA + fixed * 1e-3;
      const step = Math.max(-0.1, Math.min(0.1, current / slope));
      output -= step;
      if (Math.abs(step) < 1e-11) break;
    }
    return output;
  }

  /** The steady cycle of a period, by Newton's method on the map of one period. @param guess  gates at its beginning, V */
  cycle(period: number, guess: Readonly<Gates>): BowtieCycle {
    let start: Gates = [...guess];
    const probe = 1e-4;
    for (let iteration = 0; iteration < 60; iteration++) {
      const end = this.#turn(start, period);
      const [r0, r1] = [end[0] - start[0], end[1] - start[1]];
      if (Math.hypot(r0, r1) < 1e-9) break;
      const [a, b] = [this.#turn([start[0] + probe, start[1]], period), this.#turn([start[0], start[1] + probe], period)];
      const [j00, j10] = [(a[0] - end[0]) / probe - 1, (a[1] - end[1]) / probe];
      const [j01, j11] = [(b[0] - end[0]) / probe, (b[1] - end[1]) / probe - 1];
      const determinant = j00 * j11 - j01 * j10;
      let step: Gates = [-(j11 * r0 - j01 * r1) / determinant, -(j00 * r1 - j10 * r0) / determinant];
      // A map that is flat at a rail has no Newton step: follow it.
      if (!Number.isFinite(step[0] + step[1])) step = [r0, r1];
      const length = Math.hypot(...step);
      const scale = length > 0.3 ? 0.3 / length : 1;
      start = bounded([start[0] + scale * step[0], start[1] + scale * step[1]]);
    }
    const middle = this.#half(start, 0, period, stepsOf(period));
    const end = this.#half(middle, 1, period, stepsOf(period));
    return {
      start,
      middle,
      squaredSpan: (end[0] - middle[0]) ** 2 + (end[1] - middle[1]) ** 2,
      error: 0.5 * (this.#errorAt(middle) + this.#errorAt(end)),
    };
  }

  /** Gates at equal times along a cycle, from its beginning to its end, 2·half + 1 points, V. */
  path(period: number, start: Readonly<Gates>, half: number): Gates[] {
    const each = Math.ceil(stepsOf(period) / half);
    const points: Gates[] = [];
    let gates: Gates = [...start];
    for (const task of [0, 1] as const) {
      for (let point = 0; point < half; point++) {
        points.push(gates);
        gates = this.#half(gates, task, period / half, each);
      }
    }
    return [...points, gates];
  }

  #turn(gates: Readonly<Gates>, period: number): Gates {
    return this.#half(this.#half(gates, 0, period, stepsOf(period)), 1, period, stepsOf(period));
  }

  #errorAt(gates: Readonly<Gates>): number {
    const { inputs, labels } = this.#tasks;
    return 0.5 * ((this.output(gates, inputs[0]) - labels[0]) ** 2 + (this.output(gates, inputs[1]) - labels[1]) ** 2);
  }

  /** Half a period of one task, by Runge and Kutta. */
  #half(gates: Readonly<Gates>, task: 0 | 1, period: number, steps: number): Gates {
    const step = period / 2 / steps;
    const input = this.#tasks.inputs[task];
    const label = this.#tasks.labels[task];
    let state: Gates = [...gates];
    for (let count = 0; count < steps; count++) {
      const k1 = this.#rate(state, input, label);
      const k2 = this.#rate(moved(state, k1, step / 2), input, label);
      const k3 = this.#rate(moved(state, k2, step / 2), input, label);
      const k4 = this.#rate(moved(state, k3, step), input, label);
      state = bounded([
        state[0] + (step / 6) * (k1[0] + 2 * k2[0] + 2 * k3[0] + k4[0]),
        state[1] + (step / 6) * (k1[1] + 2 * k2[1] + 2 * k3[1] + k4[1]),
      ]);
    }
    return state;
  }

  #rate(gates: Readonly<Gates>, input: number, label: number): Gates {
    const { low, high } = this.#tasks;
    const [rate, biasFirst, biasSecond, , , , inputFirst, inputSecond, zero] = this.#vector;
    const free = this.output(gates, input);
    const clamped = label + zero * 1e-3;
    return [
      rate * ((free - low) ** 2 - (clamped - low) ** 2) + biasFirst + inputFirst * (free - low),
      rate * ((high - free) ** 2 - (high - clamped) ** 2) + biasSecond + inputSecond * (high - free),
    ];
  }
}

/**
 * A cycle from the beginning of its other task. The published files begin with the second: fitted the other way round, the cycle of
 * 80 ms is missed three times as far, with biases of the wrong sign.
 */
export function fromOtherTask<T>(points: readonly T[]): T[] {
  const half = (points.length - 1) / 2;
  return [...points.slice(half, -1), ...points.slice(0, half + 1)];
}

/**
 * Fits the board to one measured cycle.
 *
 * @param points  gates at equal times along the cycle, an odd number, V
 * @param biases  measured along the solutions (Appendix E), V/s: where the fit begins
 */
export function fitBowtie(
  tasks: BowtieTasks,
  period: number,
  points: readonly Readonly<Gates>[],
  biases: readonly [number, number],
): number[] {
  const mean = [MEASURED_RATE, ...biases, TYPICAL_THRESHOLD, TYPICAL_THRESHOLD, 1, 0, 0, 0];
  const count = mean.length;
  const half = (points.length - 1) / 2;
  const missesAt = (vector: BowtieVector): number[] => {
    const board = new BowtieBoard(tasks, vector);
    const path = board.path(period, board.cycle(period, points[0]).start, half);
    return points.flatMap(([first, second], index) => [(first - path[index][0]) / READING, (second - path[index][1]) / READING]);
  };
  const evaluate = (parameters: Float64Array, equations: NormalEquations, isCostOnly: boolean): boolean => {
    const vector = [...parameters];
    const misses = missesAt(vector);
    if (!misses.every(Number.isFinite)) return false;
    equations.cost = misses.reduce((sum, miss) => sum + miss * miss, 0);
    const rows = isCostOnly ? [] : vector.map((_, index) => slopesOf(missesAt, vector, index, misses));
    vector.forEach((value, index) => {
      const { spread } = bowtieParameters[index];
      equations.cost += ((mean[index] - value) / spread) ** 2;
      if (isCostOnly) return;
      equations.vector[index] += (mean[index] - value) / spread ** 2 - dot(rows[index], misses);
      equations.matrix[index * count + index] += spread ** -2;
      for (let other = index; other < count; other++) equations.matrix[index * count + other] += dot(rows[index], rows[other]);
    });
    return true;
  };
  return [...levenbergMarquardt({ count, evaluate }, Float64Array.from(mean), 60).parameters];
}

function slopesOf(missesAt: (vector: BowtieVector) => number[], vector: BowtieVector, index: number, misses: readonly number[]): number[] {
  const step = bowtieParameters[index].spread * 1e-3;
  const there = missesAt(vector.map((value, at) => value + (at === index ? step : 0)));
  return there.map((miss, at) => (miss - misses[at]) / step);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index], 0);
}

function moved(gates: Readonly<Gates>, rate: Readonly<Gates>, time: number): Gates {
  return [gates[0] + rate[0] * time, gates[1] + rate[1] * time];
}

function bounded([first, second]: Readonly<Gates>): Gates {
  return [Math.min(CEILING, Math.max(FLOOR, first)), Math.min(CEILING, Math.max(FLOOR, second))];
}

function stepsOf(period: number): number {
  return Math.max(FEWEST, Math.ceil(period / 2 / STEP));
}
