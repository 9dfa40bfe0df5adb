import type { Experiment } from '../learning/experiment/experiment.ts';
import { median, quantile } from '../math/statistics.ts';
import { driveTermNames, driveTerms, type DriveTerm, type LearningParameters } from './boardParameters.ts';
import { ceilingOfRest, diodeOfRest } from './gateMotion.ts';
import type { LearningData } from './intervals.ts';
import { LearningTwin } from './learningTwin.ts';
import { regress, scaleOf } from './linearRegression.ts';
import { sharedPrior, type SharedPrior } from './sharedPrior.ts';
import { driveOf, pathEquations, railOf, rateNoiseOf, type PathEquation } from './pathEquations.ts';
import { LEAST_READING, missOf, readingOf, whitened, type GateChange } from './gateReadings.ts';

export interface LearningFit {
  readonly factors: LearningParameters['factors'];
  /** Standard deviations of the factors, [term][edge]. */
  readonly deviations: LearningParameters['factors'];
  /** Of the factors of each edge, upper triangle by rows, in the order of `driveTermNames`, [edge][pair]. */
  readonly covariances: readonly (readonly number[])[];
  /** Standard deviation of one reading of a gate, V. */
  readonly reading: number;
  /** What a measurement takes from each gate, V. */
  readonly losses: Float64Array;
  readonly ceilings: Float64Array;
  /** By session, V, [edge]. */
  readonly diodes: ReadonlyMap<string, Float64Array>;
  /** Standard deviation of what is missed of a rate beyond the noise of its readings, V/s. */
  readonly missed: number;
  /** Where the experiment says that gates stop dead, V. */
  readonly stops: Stops | null;
  /** Rails that no gate seems to have met: they were put out of the way. */
  readonly unmet: { readonly ceilings: boolean; readonly diodes: boolean };
}

/** Prior spread of a term that is not fitted. */
const LEFT_OUT = 1e-9;
/** Prior spread of what a measurement takes from a gate, V. */
const LOSS = 1e-3;
/**
 * Stretches by which is told what the fit misses of a rate: so long that the readings at their ends leave no more than this, V/s, no gate
 * going farther from one to the next, V, and rails that add no more, V/s.
 */
const SURE = 0.2;
const SURE_DISTANCE = 0.2;
const SURE_RAIL = 0.1;
/** Fewer paths tell nothing; then what the measured boards show stands, V/s. */
const FEWEST_SURE = 30;
const UNKNOWN = 1;
const LEAST_MISSED = 0.01;
/** A gate that reads nearer to a stop than this many deviations of a reading may stand on it. */
const STANDING = 3;
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
/** Rails that were not met stand so far beyond all gates, V: eleven widths of a diode, where none is felt. */
const UNFELT = 0.6;

/** Where the rails of all edges are. */
interface Rails {
  readonly ceilings: Float64Array;
  /** By session, [edge]. */
  readonly diodes: ReadonlyMap<string, Float64Array>;
}

type SessionEquation = PathEquation & { readonly session: string };

/** Floor and ceiling, V. */
type Stops = readonly [number, number];

/** What the equations of all edges say. */
interface PathFit {
  readonly fits: readonly ReturnType<typeof regress>[];
  readonly rails: Rails;
  readonly reading: number;
}

/**
 * Fits what moves the gates, edge by edge: a linear regression on the measured paths (`pathEquations`), and where the rails are
 * from the gates that rest on them, in turns. Where no gate ever rested the farthest of them turned round by themselves: a rail that was
 * put there would hold back what the board does not. What the edges have in common they share (`sharedPrior`): an edge that hardly moved has
 * the learning rate of the others.
 *
 * @param terms  those that are fitted; the others stay at their prior means
 * @cost that of the path equations
 */
export function fitLearning(data: readonly LearningData[], edgeCount: number, terms: readonly DriveTerm[] = driveTermNames): LearningFit {
  const byEdge = equationsOf(data, edgeCount);
  const stops = data.length === 0 ? null : stopsOf(data[0].experiment);
  const { fits, rails, reading } = fitPaths(byEdge, railsOf(data, edgeCount), terms, stops);
  const all = byEdge.flat();
  const vectors = fits.map(({ coefficients }) => coefficients);
  const beyond = (rail: ArrayLike<number>, limit: number, sign: number): boolean =>
    Array.from(rail).every((at) => sign * (at - limit) >= 0);
  return {
    factors: factorsOf(vectors),
    deviations: factorsOf(fits.map(({ covariance }) => driveTermNames.map((_, term) => Math.sqrt(covariance.get(term, term))))),
    covariances: fits.map(({ covariance }) =>
      driveTermNames.flatMap((_, row) => driveTermNames.slice(row).map((__, column) => covariance.get(row, row + column))),
    ),
    reading,
    losses: Float64Array.from(vectors, (vector) => vector[driveTermNames.length]),
    missed: missedRate(
      byEdge.map((own) => unstopped(own, stops, reading)),
      vectors,
      rails,
      reading,
    ),
    stops,
    unmet: {
      ceilings: beyond(rails.ceilings, unfelt(all, Math.max), 1),
      diodes: [...rails.diodes.values()].every((low) => beyond(low, unfelt(all, Math.min), -1)),
    },
    ...rails,
  };
}

/** [edge][equation], run by run, in the order of time. */
function equationsOf(data: readonly LearningData[], edgeCount: number): SessionEquation[][] {
  const byEdge = Array.from({ length: edgeCount }, (): SessionEquation[] => []);
  for (const run of data) for (const equation of pathEquations(run)) byEdge[equation.edge].push({ ...equation, session: run.session });
  return byEdge;
}

function fitPaths(
  byEdge: readonly (readonly SessionEquation[])[],
  start: Rails,
  terms: readonly DriveTerm[],
  stops: Stops | null,
): PathFit {
  const all = byEdge.flat();
  const typical = [
    ...driveTermNames.map((term) => ({ mean: driveTerms[term].mean, spread: terms.includes(term) ? driveTerms[term].spread : LEFT_OUT })),
    { mean: 0, spread: LOSS },
  ];
  let found: PathFit = { fits: [], rails: start, reading: LEAST_READING };
  for (let pass = 0; pass < PASSES; pass++) {
    const { ceilings, diodes } = found.rails;
    const changes = byEdge.map((own, edge) =>
      unstopped(own, stops, found.reading).map((equation) => changeOf(equation, diodes.get(equation.session)![edge], ceilings[edge])),
    );
    const regressed = (priors: readonly SharedPrior[]): PathFit['fits'] =>
      changes.map((own) => {
        const { rows, ordinates } = whitened(own, found.reading);
        const prior = { mean: priors.map(({ mean }) => mean), spread: priors.map(({ spread }) => spread) };
        const noise = ordinates.map(() => 1);
        return regress(rows, ordinates, prior, noise);
      });
    const alone = regressed(typical);
    const priors = typical.map((usual, number) => {
      if (usual.spread === LEFT_OUT) return usual;
      const told = alone.map(({ coefficients, covariance }) => ({ mean: coefficients[number], variance: covariance.get(number, number) }));
      return sharedPrior(told, usual);
    });
    const fits = regressed(priors);
    const vectors = fits.map(({ coefficients }) => coefficients);
    const misses = changes.map((own, edge) => own.map((change) => missOf(change, vectors[edge])));
    const rests = (session: string): SessionEquation[] => all.filter((equation) => equation.session === session);
    const rails = {
      ceilings: ceilingsOf(all, vectors, ceilings),
      diodes: new Map([...diodes].map(([session, low]) => [session, diodesOf(rests(session), vectors, low)])),
    };
    found = { fits, rails, reading: readingOf(misses) };
  }
  return found;
}

/** Without the paths of a gate that stands on a stop: what drives it there does not move it. */
function unstopped(own: readonly SessionEquation[], stops: Stops | null, reading: number): SessionEquation[] {
  const stands = ({ gates }: SessionEquation): boolean =>
    stops?.some((stop) => [gates[0], gates[2]].some((gate) => Math.abs(gate - stop) < STANDING * reading)) ?? false;
  return own.flatMap((equation, index) =>
    stands(equation) ? [] : [{ ...equation, isNext: equation.isNext && index > 0 && !stands(own[index - 1]) }],
  );
}

/** Where gates stop dead, as the rule of the experiment has it, V. */
function stopsOf({ document: { rule } }: Experiment): Stops | null {
  return rule.kind === 'continuous' ? [rule.gateFloor, rule.gateCeiling] : null;
}

function changeOf(equation: PathEquation, diode: number, ceiling: number): GateChange {
  const { row, duration, isNext } = equation;
  return {
    row: [...row.map((value) => value * duration), -1],
    change: driveOf(equation, diode, ceiling) * duration,
    spread: rateNoiseOf(equation, diode, ceiling, RAILS_TRUST) * duration,
    duration,
    isNext,
  };
}

/**
 * By stretches of a path that are sure of their rate: of gates that neither go far nor rest on a rail, and so long that the readings at their
 * two ends count little; what these add to the scatter is taken from it.
 */
function missedRate(
  byEdge: readonly (readonly SessionEquation[])[],
  vectors: readonly (readonly number[])[],
  { ceilings, diodes }: Rails,
  reading: number,
): number {
  const misses: number[] = [];
  let noise = 0;
  byEdge.forEach((own, edge) => {
    let [miss, time] = [0, 0];
    for (const equation of own) {
      const { gates, row, duration, farthest, session, isNext } = equation;
      const [diode, ceiling] = [diodes.get(session)![edge], ceilings[edge]];
      if (!isNext) [miss, time] = [0, 0];
      if (farthest > SURE_DISTANCE || Math.abs(railOf(gates, diode, ceiling)) > SURE_RAIL) {
        [miss, time] = [0, 0];
        continue;
      }
      const rate = row.reduce((sum, value, term) => sum + value * vectors[edge][term], 0);
      miss += (driveOf(equation, diode, ceiling) - rate) * duration + vectors[edge][driveTermNames.length];
      time += duration;
      if (time < (Math.SQRT2 * reading) / SURE) continue;
      misses.push(miss / time);
      noise += 2 * (reading / time) ** 2;
      [miss, time] = [0, 0];
    }
  });
  if (misses.length < FEWEST_SURE) return UNKNOWN;
  return Math.sqrt(Math.max(scaleOf(misses) ** 2 - noise / misses.length, LEAST_MISSED ** 2));
}

/** Every measured change with what the fitted board makes of it, V. */
export function missesOf(
  data: readonly LearningData[],
  { factors, ceilings, diodes }: LearningFit,
  edgeCount: number,
): { readonly measured: number; readonly predicted: number }[] {
  return data.flatMap(({ experiment, board, session, order, intervals }) => {
    const twin = new LearningTwin(experiment, { ...board, learning: { factors, ceilings, diodes: diodes.get(session)! } }, order);
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
function railsOf(data: readonly LearningData[], edgeCount: number): Rails {
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
  if (seen.every((rests) => rests.length === 0)) return before.map(() => unfelt(found, Math.max));
  return before.map((ceiling, edge) => (seen[edge].length < FEWEST_RESTS ? ceiling : median(seen[edge])));
}

function diodesOf(found: readonly PathEquation[], vectors: readonly (readonly number[])[], before: Float64Array): Float64Array {
  const seen = restsOf(found, vectors, (gate, edge, rate) => (gate < before[edge] + NEAR_DIODE ? diodeOfRest(gate, rate) : null));
  const all = seen.flat();
  if (all.length === 0) return before.map(() => unfelt(found, Math.min));
  const common = median(all);
  // One edge's few readings are drawn to what all edges of the session show.
  return before.map((_, edge) => (seen[edge].length < FEWEST_RESTS ? common : 0.5 * median(seen[edge]) + 0.5 * common));
}

/** Where a rail is that no gate met, V: beyond all of them, by more than what is felt. */
function unfelt(found: readonly PathEquation[], pick: typeof Math.min): number {
  return extremeOf(found, pick) + (pick === Math.max ? UNFELT : -UNFELT);
}

/** The lowest or highest gate of all, V. */
function extremeOf(found: readonly PathEquation[], pick: (a: number, b: number) => number): number {
  return found.reduce((extreme, { gates }) => gates.reduce((most, gate) => pick(most, gate), extreme), found[0]?.gates[0] ?? 0);
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
