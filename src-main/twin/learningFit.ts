import { median, quantile } from '../math/statistics.ts';
import { driveTermNames, driveTerms, type DriveTerm, type LearningParameters } from './boardParameters.ts';
import { ceilingOfRest, diodeOfRest } from './gateMotion.ts';
import type { LearningData } from './intervals.ts';
import { LearningTwin } from './learningTwin.ts';
import { regress } from './linearRegression.ts';
import { driveOf, noiseOf, pathEquations, type PathEquation } from './pathEquations.ts';

export interface LearningFit {
  readonly factors: LearningParameters['factors'];
  /** Standard deviations of the factors, [term][edge]. */
  readonly deviations: LearningParameters['factors'];
  /** What a measurement takes from each gate, V. */
  readonly losses: Float64Array;
  readonly ceilings: Float64Array;
  /** By session, V, [edge]. */
  readonly diodes: ReadonlyMap<string, Float64Array>;
}

/** Prior spread of a term that is not fitted. */
const LEFT_OUT = 1e-9;
/** Prior spread of what a measurement takes from a gate, V. */
const LOSS = 1e-3;
/** Rounds of factors and rails; neither changes after these. */
const PASSES = 3;
/** Relative uncertainty of what the rails add. */
const RAILS_TRUST = 0.5;
/** A gate rests where it moves less than this, V, while it learns longer than this, s. */
const RESTING = 0.03;
const LONG = 0.02;
/** Gates nearer than this to where their rail was thought to be may rest on it, V. */
const NEAR_CEILING = 0.1;
const NEAR_DIODE = 0.25;
/** Fewer rests of an edge are drawn to what all edges of the session show. */
const FEWEST_RESTS = 3;

/**
 * Fits what moves the gates, edge by edge: a linear regression on the measured paths (`pathEquations`), and where the rails are
 * from the gates that rest on them, in turns.
 *
 * @param terms  those that are fitted; the others stay at their prior means
 * @cost that of the path equations
 */
export function fitLearning(data: readonly LearningData[], edgeCount: number, terms: readonly DriveTerm[] = driveTermNames): LearningFit {
  const found = data.flatMap((run) => pathEquations(run).map((equation) => ({ ...equation, session: run.session })));
  const spread = [...driveTermNames.map((term) => (terms.includes(term) ? driveTerms[term].spread : LEFT_OUT)), LOSS];
  const mean = [...driveTermNames.map((term) => driveTerms[term].mean), 0];
  let rails = railsOf(data, edgeCount);
  let fits: ReturnType<typeof regress>[] = [];
  for (let pass = 0; pass < PASSES; pass++) {
    const { ceilings, diodes } = rails;
    fits = Array.from({ length: edgeCount }, (_, edge) => {
      const own = found.filter((equation) => equation.edge === edge);
      return regress(
        own.map(({ row, duration }) => [...row, -1 / duration]),
        own.map((equation) => driveOf(equation, diodes.get(equation.session)![edge], ceilings[edge])),
        { mean, spread },
        own.map((equation) => noiseOf(equation, diodes.get(equation.session)![edge], ceilings[edge], RAILS_TRUST)),
      );
    });
    const vectors = fits.map(({ coefficients }) => coefficients);
    rails = {
      ceilings: ceilingsOf(found, vectors, ceilings),
      diodes: new Map(
        [...diodes].map(([session, low]) => [
          session,
          diodesOf(
            found.filter((rest) => rest.session === session),
            vectors,
            low,
          ),
        ]),
      ),
    };
  }
  const vectors = fits.map(({ coefficients }) => coefficients);
  return {
    factors: factorsOf(vectors),
    deviations: factorsOf(fits.map(({ covariance }) => driveTermNames.map((_, term) => Math.sqrt(covariance.get(term, term))))),
    losses: Float64Array.from(vectors, (vector) => vector[driveTermNames.length]),
    ...rails,
  };
}

/** Every measured change with what the fitted board makes of it, V. */
export function missesOf(
  data: readonly LearningData[],
  { factors, ceilings, diodes }: LearningFit,
  edgeCount: number,
): { readonly measured: number; readonly predicted: number }[] {
  return data.flatMap(({ experiment, board, session, intervals }) => {
    const twin = new LearningTwin(experiment, { ...board, learning: { factors, ceilings, diodes: diodes.get(session)! } });
    const gates = new Float64Array(edgeCount);
    return intervals.flatMap(({ interval, end }) => {
      twin.advance(interval, gates);
      return Array.from(end, (gate, edge) => ({
        measured: gate - interval.gates[edge],
        predicted: gates[edge] - interval.gates[edge],
      }));
    });
  });
}

export function factorsOf(vectors: readonly (readonly number[])[]): LearningParameters['factors'] {
  const entries = driveTermNames.map((term, index) => [term, Float64Array.from(vectors, (vector) => vector[index])]);
  return Object.fromEntries(entries) as Record<DriveTerm, Float64Array>;
}

/** To begin with: the highest gate of each edge, and the lowest gates of a session, of whatever edge. */
function railsOf(data: readonly LearningData[], edgeCount: number): { ceilings: Float64Array; diodes: Map<string, Float64Array> } {
  const highest = new Float64Array(edgeCount);
  const lowest = new Map<string, number[]>();
  for (const { session, intervals } of data) {
    const low = lowest.get(session) ?? [];
    lowest.set(session, low);
    for (const { end } of intervals) {
      end.forEach((gate, edge) => (highest[edge] = Math.max(highest[edge], gate)));
      low.push(end.reduce((least, gate) => Math.min(least, gate), Infinity));
    }
  }
  const rests = highest.map((_, edge) => restsNear(data, edge, highest[edge]));
  // An edge that never came near its own end: there is one supply.
  const supply = median([...highest].sort((a, b) => b - a).slice(0, Math.ceil(edgeCount / 2)));
  return {
    ceilings: highest.map((gate, edge) => (rests[edge] >= FEWEST_RESTS ? gate : Math.max(gate, supply))),
    diodes: new Map([...lowest].map(([session, gates]) => [session, new Float64Array(edgeCount).fill(quantile(gates, 0.1))])),
  };
}

/** Intervals in which a gate stood still next to the highest that it ever had. */
function restsNear(data: readonly LearningData[], edge: number, highest: number): number {
  let count = 0;
  for (const { intervals } of data) {
    for (const { interval, end } of intervals) {
      const isStill = interval.duration > LONG && Math.abs(end[edge] - interval.gates[edge]) < RESTING;
      if (isStill && end[edge] > highest - RESTING) count++;
    }
  }
  return count;
}

function ceilingsOf(found: readonly PathEquation[], vectors: readonly (readonly number[])[], before: Float64Array): Float64Array {
  const seen = restsOf(found, vectors, (gate, edge, rate) => (gate > before[edge] - NEAR_CEILING ? ceilingOfRest(gate, rate) : null));
  return before.map((ceiling, edge) => (seen[edge].length < FEWEST_RESTS ? ceiling : median(seen[edge])));
}

function diodesOf(found: readonly PathEquation[], vectors: readonly (readonly number[])[], before: Float64Array): Float64Array {
  const seen = restsOf(found, vectors, (gate, edge, rate) => (gate < before[edge] + NEAR_DIODE ? diodeOfRest(gate, rate) : null));
  const all = seen.flat();
  const common = all.length === 0 ? before[0] : median(all);
  // One edge's few readings are drawn to what all edges of the session show.
  return before.map((_, edge) => (seen[edge].length < FEWEST_RESTS ? common : 0.5 * median(seen[edge]) + 0.5 * common));
}

/** Where the rails are, by gates at rest, [edge][rest]. */
function restsOf(
  found: readonly PathEquation[],
  vectors: readonly (readonly number[])[],
  railOf: (gate: number, edge: number, rate: number) => number | null,
): number[][] {
  const seen = vectors.map((): number[] => []);
  for (const { edge, gates, row, duration } of found) {
    if (duration < LONG || Math.abs(gates[2] - gates[0]) > RESTING) continue;
    const rate = row.reduce((sum, value, term) => sum + value * vectors[edge][term], 0);
    const rail = railOf(gates[2], edge, rate);
    if (rail !== null) seen[edge].push(rail);
  }
  return seen;
}
