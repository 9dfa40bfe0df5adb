import type { ConfigOf, Spec } from '../../../shared/spec.ts';

/** The nodes of the outputs: `plus` alone for a single-ended output (`minus` is −1), both for a differential one, [output]. */
export interface OutputNodes {
  readonly plus: Int32Array;
  readonly minus: Int32Array;
}

/**
 * Writes the clamped output voltages from the free ones. Runs in the inner loop; allocates nothing.
 *
 * @param freeVoltages     V, [node], solved
 * @param labels           V, [datapoint × output]
 * @param first            index of the datapoint's first label
 * @param clampedVoltages  V, [node]; its output nodes are written
 * @param nudge            η
 */
export type Clamp = (freeVoltages: Float64Array, labels: Float64Array, first: number, clampedVoltages: Float64Array, nudge: number) => void;

/** A clamping protocol: the boundary condition that pulls the outputs towards the label. */
export interface Clamping<S extends Spec = Spec> {
  readonly spec: S;
  /** Whether the outputs must be pairs of nodes. */
  readonly isDifferential: boolean;
  create(config: ConfigOf<S>, outputs: OutputNodes): Clamp;
}

export function defineClamping<const S extends Spec>(clamping: Clamping<S>): Clamping<S> {
  return clamping;
}

/** The parameter that every protocol has. */
export const nudgeParameter = {
  type: 'number',
  title: 'Nudge',
  doc: 'η: how far the clamped output is moved from the free output to the label.',
  unit: '',
  default: 0.5,
  minimum: 0,
  exclusiveMinimum: true,
  maximum: 1,
} as const;
