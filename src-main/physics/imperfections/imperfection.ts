import type { ConfigOf, Spec } from '../../../shared/spec.ts';
import type { Random } from '../../math/random.ts';

/** What is wrong with the edges of one board: the numbers that the learning rules add to the ideal ones. */
export interface Defects {
  /** Bias B of the update, V/s, [edge]. */
  readonly biases: Float64Array;
  /** Noise of each comparator at each decision, standard deviation, V. */
  comparatorNoise: number;
  /** Offsets of the two comparators of each edge, V, [edge]. */
  readonly dropOffsets: Float64Array;
  readonly signOffsets: Float64Array;
  /** Voltage added on the side of "raise the resistance", V. */
  lift: number;
  /** Relative deviation of S (or of δR) and shift of V_th (V) of each edge, in both networks alike, [edge]. */
  readonly gains: Float64Array;
  readonly thresholds: Float64Array;
  /** The same of the clamped network's edge relative to the free network's, [edge]. */
  readonly twinGains: Float64Array;
  readonly twinThresholds: Float64Array;
  /** Noise of each voltage drop as an edge reads it at each step, standard deviation, V. */
  dropNoise: number;
  /** Random walk of the gate voltages while they learn, V/√s. */
  gateNoise: number;
  /** Rate at which gate voltages leak to ground while they learn, 1/s. */
  leakRate: number;
  /** Steps of the converters that impose and that measure voltages, V; 0: continuous. */
  imposedStep: number;
  measuredStep: number;
}

/** A kind of imperfection: draws its numbers for one board. */
export interface Imperfection<S extends Spec = Spec> {
  readonly spec: S;
  /** The kinds of rule that feel it. */
  readonly affects: readonly string[];
  /** Adds to the defects; `random` is a stream of its own, so that other draws never shift these. */
  apply(config: ConfigOf<S>, defects: Defects, random: Random): void;
}

export function defineImperfection<const S extends Spec>(imperfection: Imperfection<S>): Imperfection<S> {
  return imperfection;
}

/** A board without defects. */
export function noDefects(edgeCount: number): Defects {
  return {
    biases: new Float64Array(edgeCount),
    comparatorNoise: 0,
    dropOffsets: new Float64Array(edgeCount),
    signOffsets: new Float64Array(edgeCount),
    lift: 0,
    gains: new Float64Array(edgeCount),
    thresholds: new Float64Array(edgeCount),
    twinGains: new Float64Array(edgeCount),
    twinThresholds: new Float64Array(edgeCount),
    dropNoise: 0,
    gateNoise: 0,
    leakRate: 0,
    imposedStep: 0,
    measuredStep: 0,
  };
}

/** The nearest voltage that a converter with this step can impose or tell; the voltage itself where the step is 0. */
export function quantised(voltage: number, step: number): number {
  return step === 0 ? voltage : step * Math.round(voltage / step);
}
