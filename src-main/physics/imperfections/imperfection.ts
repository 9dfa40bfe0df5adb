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
  };
}
