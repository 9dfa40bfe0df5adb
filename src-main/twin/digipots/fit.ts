import type { Matrix } from 'ml-matrix';
import { invertPositive, levenbergMarquardt, type NormalEquations } from '../levenbergMarquardt.ts';
import { BoardModel, type NetworkState, type PairState } from './boardModel.ts';
import { decisionChance, LAPSE, type DecisionChance } from './comparatorDecision.ts';
import type { Decision, DigipotData } from './data.ts';
import { layoutOf, type Layout } from './layout.ts';
import { readingOf } from './reading.ts';

/** What a fit looks at. */
export interface FitRequest {
  /** Noise of one reading, V. */
  readonly noise: number;
  /** Voltages that the targets were held at but for the zeros of their channels, V, [decision][target]; NaN: not known. `null`: Eq. 1. */
  readonly held: readonly Float64Array[] | null;
  /** Readings of the clamped network are used too, from which the codes are known. */
  readonly usesClamped: boolean;
  /** The wipers' steps are used too, which tell the comparators. */
  readonly usesSteps: boolean;
  readonly start?: Float64Array;
}

export interface DigipotFit {
  readonly layout: Layout;
  readonly parameters: Float64Array;
  readonly covariance: Matrix;
  /** What the data alone tell, per squared unit of the usual spreads, [parameter × parameter]: 1 is as much as was known before. */
  readonly information: Matrix;
  /** Decisions looked at, [edge]. */
  readonly decisions: number[];
}

const MOST_ITERATIONS = 30;

/**
 * The likeliest board, given everything at once: readings of all nodes about Kirchhoff's law, and every step of every wiper as a binary
 * outcome of its comparators (`decisionChance`), with what is usual as a weak prior. The matrix is that of Fisher, the expected
 * curvature, of which the inverse has the uncertainties.
 *
 * @throws NoStart
 * @cost   iterations × decisions × (4 solutions and their derivatives + 46 rows of some 40 parameters, squared)
 */
export function fitDigipots(data: DigipotData, request: FitRequest): DigipotFit {
  const layout = layoutOf(data);
  const models = data.wirings.map((_, wiring) => new BoardModel(data, layout, wiring));
  const decisions = new Array<number>(layout.edges).fill(0);
  const problem = {
    count: layout.count,
    evaluate(parameters: Float64Array, equations: NormalEquations): boolean {
      addPrior(layout, parameters, equations);
      decisions.fill(0);
      data.decisions.forEach((decision, index) => {
        addDecision(data, models[decision.wiring], layout, parameters, decision, index, request, equations, decisions);
      });
      return true;
    },
  };
  const { parameters, matrix } = levenbergMarquardt(problem, request.start ?? layout.usual, MOST_ITERATIONS);
  const information = matrix.clone();
  for (let row = 0; row < layout.count; row++) {
    information.set(row, row, information.get(row, row) - 1 / layout.spread[row] ** 2);
    for (let column = 0; column < layout.count; column++)
      information.set(row, column, information.get(row, column) * layout.spread[row] * layout.spread[column]);
  }
  return { layout, parameters, covariance: invertPositive(matrix), information, decisions };
}

function addPrior({ count, usual, spread }: Layout, parameters: Float64Array, equations: NormalEquations): void {
  const { matrix, vector } = equations;
  for (let index = 0; index < count; index++) {
    const off = (parameters[index] - usual[index]) / spread[index];
    equations.cost += 0.5 * off * off;
    vector[index] -= off / spread[index];
    matrix[index * count + index] += 1 / spread[index] ** 2;
  }
}

/** One clock edge: what was read after it, and which way the wipers went. */
function addDecision(
  data: DigipotData,
  model: BoardModel,
  layout: Layout,
  parameters: Float64Array,
  decision: Decision,
  index: number,
  request: FitRequest,
  equations: NormalEquations,
  decisions: number[],
): void {
  const held = request.held?.[index] ?? null;
  const isHeldKnown = held === null || held.every(Number.isFinite);
  const later = pairAt(model, parameters, decision.after, decision, held, request.usesClamped && isHeldKnown);
  if (later === null) return;
  addReadings(data, layout, later.free, decision.free, request.noise, equations);
  if (later.clamped !== null) addReadings(data, layout, later.clamped, decision.clamped, request.noise, equations);
  if (!request.usesSteps || !isHeldKnown) return;
  const pair = pairAt(model, parameters, decision.before, decision, held, true);
  if (pair === null || pair.clamped === null) return;
  addSteps(data, layout, parameters, { free: pair.free, clamped: pair.clamped }, decision, equations, decisions);
}

function pairAt(
  model: BoardModel,
  parameters: Float64Array,
  taps: Float64Array,
  decision: Decision,
  held: Float64Array | null,
  isClampedWanted: boolean,
): { free: NetworkState; clamped: NetworkState | null } | null {
  const free = model.free(parameters, taps, decision);
  if (free === null) return null;
  return { free, clamped: isClampedWanted ? model.clamped(parameters, taps, decision, free, held) : null };
}

function addReadings(
  { step, repeats }: DigipotData,
  { count }: Layout,
  { voltages, places, derivatives }: NetworkState,
  readings: Float64Array,
  noise: number,
  equations: NormalEquations,
): void {
  const values = new Float64Array(places.length);
  for (let node = 0; node < voltages.length; node++) {
    if (!Number.isFinite(readings[node])) continue;
    const { expected, deviation, slope } = readingOf(voltages[node], step, noise, repeats);
    const missed = (readings[node] - expected) / deviation;
    // A converter that is at its end, or a reading that nobody can explain, pulls no harder than one three deviations off.
    const weight = Math.abs(missed) < 3 ? 1 : 3 / Math.abs(missed);
    equations.cost += Math.abs(missed) < 3 ? 0.5 * missed * missed : 3 * Math.abs(missed) - 4.5;
    for (let index = 0; index < places.length; index++) values[index] = (slope * derivatives[index][node]) / deviation;
    addRow(equations, count, places, values, weight, weight * missed);
  }
}

function addSteps(
  { network }: DigipotData,
  layout: Layout,
  parameters: Float64Array,
  { free, clamped }: PairState,
  { moves }: Decision,
  equations: NormalEquations,
  decisions: number[],
): void {
  const { from, to } = network;
  const { edges, offset, signOffset, logNoise, lift, count } = layout;
  const chance: DecisionChance = { up: 0, byDifference: 0, bySense: 0, byLift: 0, byLogNoise: 0 };
  const places = [...clamped.places, 0, 0, 0, lift];
  const values = new Float64Array(places.length);
  const common = clamped.places.map((place) => free.places.indexOf(place));
  const own = clamped.places.length;
  for (let edge = 0; edge < edges; edge++) {
    if (moves[edge] === 0) continue;
    decisions[edge]++;
    const [plus, minus] = [from[edge], to[edge]];
    const freeDrop = free.voltages[plus] - free.voltages[minus];
    const clampedDrop = clamped.voltages[plus] - clamped.voltages[minus];
    const comparators = {
      offset: parameters[offset + edge],
      signOffset: parameters[signOffset + edge],
      noise: Math.exp(parameters[logNoise + edge]),
      lift: parameters[lift],
    };
    decisionChance(freeDrop, clampedDrop, comparators, LAPSE, chance);
    const { up, byDifference, bySense, byLift, byLogNoise } = chance;
    equations.cost -= Math.log(moves[edge] > 0 ? up : 1 - up);
    const weight = 1 / (up * (1 - up));
    if (!(byLift > 0) && byDifference === 0) continue;
    for (let index = 0; index < own; index++) {
      const derivative = clamped.derivatives[index];
      const byClamped = derivative[plus] - derivative[minus];
      const place = common[index];
      const byFree = place < 0 ? 0 : free.derivatives[place][plus] - free.derivatives[place][minus];
      values[index] = byDifference * (byClamped - byFree) + bySense * byClamped;
    }
    [places[own], places[own + 1], places[own + 2]] = [offset + edge, signOffset + edge, logNoise + edge];
    values.set([byDifference, bySense, byLogNoise, byLift], own);
    addRow(equations, count, places, values, weight, ((moves[edge] > 0 ? 1 : 0) - up) * weight);
  }
}

/** Adds weight·values·valuesᵀ to the upper triangle, and pull·values to the vector. */
function addRow(
  { matrix, vector }: NormalEquations,
  count: number,
  places: readonly number[],
  values: Float64Array,
  weight: number,
  pull: number,
): void {
  for (let first = 0; first < places.length; first++) {
    const value = values[first];
    if (value === 0) continue;
    const row = places[first];
    vector[row] += pull * value;
    for (let second = 0; second < places.length; second++) {
      const column = places[second];
      if (column >= row) matrix[row * count + column] += weight * value * values[second];
    }
  }
}
