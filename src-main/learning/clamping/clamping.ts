import type { ConfigOf, Spec } from '../../../shared/spec.ts';
import type { Pulse } from '../pulse.ts';

/** The nodes of the outputs: `plus` alone for a single-ended output (`minus` is −1), both for a differential one, [output]. */
export interface OutputNodes {
  readonly plus: Int32Array;
  readonly minus: Int32Array;
}

/** What a protocol is made for. */
export interface ClampSetup {
  readonly outputs: OutputNodes;
  /** Size of the training set. */
  readonly datapoints: number;
  /** Currents fed into the nodes of the clamped network, A, [node]; written by protocols that do not hold the outputs. */
  readonly injections: Float64Array;
}

export interface Clamp {
  /**
   * Sets the boundary condition of the clamped network from the solved free one. Runs in the inner loop; allocates nothing.
   *
   * @param freeVoltages     V, [node], solved
   * @param labels           V, [datapoint × output]
   * @param datapoint        the one that is shown
   * @param clampedVoltages  V, [node]; its output nodes are written
   * @param pulse            η, and the step time, which a protocol may shorten
   */
  apply(freeVoltages: Float64Array, labels: Float64Array, datapoint: number, clampedVoltages: Float64Array, pulse: Pulse): void;
  /** What the protocol remembers from step to step; part of every checkpoint. */
  readonly memory: Float64Array;
}

/** A clamping protocol: the boundary condition that pulls the outputs towards the label. */
export interface Clamping<S extends Spec = Spec> {
  readonly spec: S;
  /** What an output may be: one node, the difference of two, or either. */
  readonly outputs: 'single' | 'differential' | 'either';
  /** Whether the outputs of the clamped network are held at a voltage; otherwise they are free and fed with a current. */
  readonly holdsOutputs: boolean;
  create(config: ConfigOf<S>, setup: ClampSetup): Clamp;
}

export function defineClamping<const S extends Spec>(clamping: Clamping<S>): Clamping<S> {
  return clamping;
}

/** The parameter that most protocols have. */
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

/** O, V: the voltage of a node, or the difference of two. */
export function outputVoltage({ plus, minus }: OutputNodes, output: number, voltages: Float64Array): number {
  return minus[output] < 0 ? voltages[plus[output]] : voltages[plus[output]] - voltages[minus[output]];
}

/** Holds a clamped output at its free voltage plus `move`, V; of a differential output each node takes half (Dillavou 2024, Eq. 7). */
export function holdMoved(
  { plus, minus }: OutputNodes,
  output: number,
  freeVoltages: Float64Array,
  clampedVoltages: Float64Array,
  move: number,
): void {
  const high = plus[output];
  const low = minus[output];
  if (low < 0) {
    clampedVoltages[high] = freeVoltages[high] + move;
    return;
  }
  clampedVoltages[high] = freeVoltages[high] + 0.5 * move;
  clampedVoltages[low] = freeVoltages[low] - 0.5 * move;
}

/** What protocols without memory keep. */
export const noMemory = new Float64Array(0);
