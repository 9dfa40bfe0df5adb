import type { Fault } from '../../shared/twin.ts';
import { SHORT_CONDUCTANCE } from '../physics/damage/short.ts';
import type { Network } from '../physics/network.ts';
import { BoardNetwork, type NetworkParameters } from './boardNetwork.ts';

/** What may be wrong with one edge. */
export const faultKinds = ['cut', 'short', 'stuck', 'drift'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** One network as it was read under one datapoint. */
export interface FaultSample {
  /** As commanded or read, V, [edge]. */
  readonly gates: Float64Array;
  /** As read, V, [node]; held nodes are taken as they are. */
  readonly voltages: Float64Array;
}

export interface FaultData {
  readonly network: Network;
  readonly parameters: NetworkParameters;
  readonly isHeld: Uint8Array;
  readonly samples: readonly FaultSample[];
  /** Standard deviation of a reading about the healthy twin: converter, noise and what calibration left, V. */
  readonly noise: number;
}

export interface Hypothesis {
  /** `null`: nothing is wrong. */
  readonly fault: { readonly edge: number; readonly kind: FaultKind; readonly value: number } | null;
  /** ln of the likelihood, less what its fitted number costs (Schwarz). */
  readonly evidence: number;
  /** Among all hypotheses, before which one in two boards is healthy. */
  readonly probability: number;
}

export interface Diagnosis {
  /** The likeliest first. */
  readonly hypotheses: readonly Hypothesis[];
  /** Whether the likeliest stands alone: it does, or its edge does and what is wrong with it does not, or neither does. */
  readonly certainty: 'fault' | 'edge' | 'none';
  /** Root mean square of what the healthy twin misses, V. */
  readonly missed: number;
}

/** Edges that the first-order screen passes on to exact solutions. */
const SCREENED = 8;
/** Gates at which an edge may be stuck, and how far its threshold may have drifted: where the search begins, V. */
const STUCK_STARTS = [0.6, 1.5, 3, 4.8];
const DRIFT_STARTS = [-0.4, 0.4];
const REFINEMENTS = 6;
/**
 * A threshold that is off by less, V, is what calibration leaves (its own uncertainties reach 30 mV where channels are nearly closed)
 * and no fault: counted as one, it had 13 of 200 healthy boards called drifting, by 17 to 53 mV.
 */
const SMALLEST_DRIFT = 0.06;

/**
 * Which edge is to blame? Likelihoods of the readings under every fault of every single edge, and under none. The edges are first
 * screened: to first order a changed edge feeds a current between its two ends, so that what is missed lies along one direction
 * per edge (the rank-one update of the Jacobian's inverse); the best are then solved exactly, stuck gates and drifts with their
 * best value. Where even the likeliest of them misses more than the noise allows, all likelihoods are flattened by as much (Wedderburn
 * 1974): what no hypothesis explains is no evidence for the one that explains it least badly.
 *
 * @cost edges × nodes for the screen, then about 20 solutions per sample and screened edge
 */
export function diagnose(data: FaultData): Diagnosis {
  const { network, samples } = data;
  const healthy = costOf(data, data.parameters, null);
  const readings = healthy.count;
  const tried: TriedFault[] = [{ fault: null, cost: healthy.cost, charge: 0 }];
  const priorOfFault = Math.log(1 / (faultKinds.length * network.edgeCount));
  const penalty = 0.5 * Math.log(Math.max(readings, 1));
  for (const edge of screen(data)) {
    for (const kind of faultKinds) {
      const { value, cost } = bestOf(data, edge, kind);
      if (kind === 'drift' && Math.abs(value) < SMALLEST_DRIFT) continue;
      const isFitted = kind === 'stuck' || kind === 'drift';
      tried.push({ fault: { edge, kind, value }, cost, charge: priorOfFault - (isFitted ? penalty : 0) });
    }
  }
  return {
    ...weighed(tried, readings),
    missed: samples.length === 0 ? 0 : data.noise * Math.sqrt(healthy.cost / Math.max(readings, 1)),
  };
}

/** A fault that was held against the readings: its cost Σ(miss/σ)², and what its prior and its fitted number cost. */
export interface TriedFault {
  readonly fault: Hypothesis['fault'];
  readonly cost: number;
  readonly charge: number;
}

/** The hypotheses in the order of their probabilities; likelihoods flattened by what none of them explains. */
export function weighed(tried: readonly TriedFault[], readings: number): Pick<Diagnosis, 'hypotheses' | 'certainty'> {
  const least = Math.min(...tried.map(({ cost }) => cost));
  const flat = Number.isFinite(least) ? Math.max(1, least / Math.max(readings, 1)) : 1;
  const found = tried.map(({ fault, cost, charge }) => ({ fault, evidence: (-0.5 * cost) / flat + charge }));
  found.sort((a, b) => b.evidence - a.evidence);
  const total = found.reduce((sum, { evidence }) => sum + Math.exp(evidence - found[0].evidence), 0);
  const hypotheses = found.map(({ fault, evidence }) => ({ fault, evidence, probability: Math.exp(evidence - found[0].evidence) / total }));
  return { hypotheses, certainty: certaintyOf(hypotheses) };
}

/** A hypothesis as it is told: its edge by name, and a value where it has one. */
export function toldFault({ fault, probability }: Hypothesis, edgeIds: readonly string[]): Fault {
  if (fault === null) return { edge: null, kind: 'healthy', value: null, probability };
  const { kind, edge, value } = fault;
  return { edge: edgeIds[edge], kind, value: kind === 'stuck' || kind === 'drift' ? value : null, probability };
}

/** What is believed with less may be something else. */
const CERTAIN = 0.95;

function certaintyOf(hypotheses: readonly Hypothesis[]): Diagnosis['certainty'] {
  const [best] = hypotheses;
  if (best.probability >= CERTAIN) return 'fault';
  const ofEdge = hypotheses.filter(({ fault }) => fault?.edge === best.fault?.edge).reduce((sum, { probability }) => sum + probability, 0);
  return ofEdge >= CERTAIN ? 'edge' : 'none';
}

/** Σ(miss/σ)² of the healthy twin: what the monitor watches. */
export function missesOf(data: FaultData): number {
  return costOf(data, data.parameters, null).cost;
}

/** Σ(miss/σ)² under these parameters; infinite where there is no solution. */
function costOf(
  { network, isHeld, samples, noise }: FaultData,
  parameters: NetworkParameters,
  stuck: { readonly edge: number; readonly gate: number } | null,
): { cost: number; count: number } {
  const board = new BoardNetwork(network, parameters, isHeld);
  let [cost, count] = [0, 0];
  for (const { gates, voltages } of samples) {
    const solved = voltages.map((voltage, node) => voltage - parameters.zeros[node]);
    const applied = stuck === null ? gates : gates.map((gate, edge) => (edge === stuck.edge ? stuck.gate : gate));
    if (!board.solve(applied, solved, [], 1e-7)) return { cost: Infinity, count };
    for (const node of board.unknowns) {
      const miss = voltages[node] - parameters.zeros[node] - solved[node];
      if (Number.isNaN(miss)) continue;
      cost += (miss / noise) ** 2;
      count++;
    }
  }
  return { cost, count };
}

/** The edges whose direction explains most of what is missed. */
function screen({ network, parameters, isHeld, samples }: FaultData): number[] {
  const board = new BoardNetwork(network, parameters, isHeld);
  const size = board.unknowns.length;
  const inverse = new Float64Array(size * size);
  const gains = new Float64Array(network.edgeCount);
  for (const { gates, voltages } of samples) {
    const solved = voltages.map((voltage, node) => voltage - parameters.zeros[node]);
    if (!board.solve(gates, solved, [], 1e-7) || !board.invert(gates, solved, inverse)) continue;
    for (let edge = 0; edge < network.edgeCount; edge++) {
      const from = board.indexOf[network.from[edge]];
      const to = board.indexOf[network.to[edge]];
      let [along, square] = [0, 0];
      for (let unknown = 0; unknown < size; unknown++) {
        const node = board.unknowns[unknown];
        const answer = (from < 0 ? 0 : inverse[unknown * size + from]) - (to < 0 ? 0 : inverse[unknown * size + to]);
        along += answer * (voltages[node] - parameters.zeros[node] - solved[node]);
        square += answer * answer;
      }
      if (square > 0) gains[edge] += (along * along) / square;
    }
  }
  return Array.from(gains.keys())
    .sort((a, b) => gains[b] - gains[a])
    .slice(0, SCREENED);
}

/** The network with one edge at fault. */
export function withFault(
  network: Network,
  parameters: NetworkParameters,
  edge: number,
  kind: FaultKind,
  value: number,
): NetworkParameters {
  const without = (): Float64Array => parameters.transconductances.map((gain, index) => (index === edge ? 0 : gain));
  switch (kind) {
    case 'cut':
      return { ...parameters, transconductances: without() };
    case 'short': {
      const stray = { from: network.from[edge], to: network.to[edge], conductance: SHORT_CONDUCTANCE };
      return { ...parameters, transconductances: without(), strays: [...parameters.strays, stray] };
    }
    case 'drift':
      return { ...parameters, thresholds: parameters.thresholds.map((threshold, index) => threshold + (index === edge ? value : 0)) };
    case 'stuck':
      return parameters;
  }
}

function bestOf(data: FaultData, edge: number, kind: FaultKind): { value: number; cost: number } {
  const at = (value: number): number =>
    costOf(data, withFault(data.network, data.parameters, edge, kind, value), kind === 'stuck' ? { edge, gate: value } : null).cost;
  switch (kind) {
    case 'cut':
    case 'short':
      return { value: 0, cost: at(0) };
    case 'stuck':
      return minimise(at, STUCK_STARTS, 0.4);
    case 'drift':
      return minimise(at, DRIFT_STARTS, 0.2);
  }
}

/** The least of a smooth function of one variable: parabolas through three points about the best start. */
function minimise(cost: (value: number) => number, starts: readonly number[], step: number): { value: number; cost: number } {
  let best = starts.map((value) => ({ value, cost: cost(value) })).reduce((a, b) => (b.cost < a.cost ? b : a));
  let width = step;
  for (let refinement = 0; refinement < REFINEMENTS; refinement++) {
    const [low, high] = [cost(best.value - width), cost(best.value + width)];
    const curvature = low - 2 * best.cost + high;
    const shift = curvature > 0 ? (0.5 * width * (low - high)) / curvature : low < high ? -width : width;
    const value = best.value + Math.max(-2 * width, Math.min(2 * width, shift));
    const candidates = [
      { value: best.value - width, cost: low },
      { value: best.value + width, cost: high },
      { value, cost: cost(value) },
    ];
    best = candidates.reduce((a, b) => (b.cost < a.cost ? b : a), best);
    width *= 0.5;
  }
  return best;
}
