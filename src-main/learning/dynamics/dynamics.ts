import type { EdgeModelKind } from '../../../shared/documents/network.ts';
import type { ConfigOf, Spec } from '../../../shared/spec.ts';
import type { Network } from '../../physics/network.ts';
import type { Clamp, OutputNodes } from '../clamping/clamping.ts';
import type { Pulse } from '../pulse.ts';
import type { Update } from '../rules/rule.ts';
import type { Twin } from '../twin.ts';

/** What a motion is made for. */
export interface MotionSetup {
  readonly network: Network;
  readonly twin: Twin;
  readonly outputs: OutputNodes;
  /** Nodes held in the free network: inputs, then supplies, [source]. */
  readonly sources: readonly number[];
  /** V, [datapoint][node]: where a training datapoint was left when it was last shown. Held nodes have their voltages. */
  readonly free: readonly Float64Array[];
  readonly clamped: readonly Float64Array[];
  /** Labels in force, V, [datapoint × output]. */
  readonly labels: Float64Array;
  readonly clamp: Clamp;
  readonly update: Update;
  /** The configuration of the rule, for a motion that integrates it by itself. */
  readonly rule: Readonly<Record<string, unknown>>;
  readonly nudge: number;
  /** Both networks in equilibrium under a training datapoint, at the present states; the rows hold its inputs and first guesses. */
  readonly settle: (datapoint: number, free: Float64Array, clamped: Float64Array, pulse: Pulse) => void;
}

/** How voltages and edge states go through time, one training step after the other. */
export interface Motion {
  /** One training step under a datapoint: voltages and states move on. Allocates nothing, where its maker does not say so. */
  step(datapoint: number, pulse: Pulse): void;
  /**
   * The voltages as they are now, V, [node]. Where they settle at once: those of the datapoint, which the rows are guesses for.
   */
  look(datapoint: number, free: Float64Array, clamped: Float64Array, pulse: Pulse): void;
  /** Learning is switched off for long enough that voltages settle. */
  rest(datapoint: number, pulse: Pulse): void;
  /** States or damage were changed from outside. */
  changed(): void;
  /** What is needed to go on bit for bit, beside the states of the edges. */
  save(): number[];
  /** @throws Error where it was saved by another motion */
  load(saved: readonly number[]): void;
}

/** A kind of motion: how fast voltages follow the edges. */
export interface Dynamics<S extends Spec = Spec> {
  readonly spec: S;
  /** Whether voltages are in equilibrium whenever an edge compares them. */
  readonly isSettled: boolean;
  /** What it can be combined with; documents that ask for more are refused. */
  readonly suits: {
    readonly edges: readonly EdgeModelKind[] | 'any';
    readonly rules: readonly string[] | 'any';
    readonly clampings: readonly string[] | 'any';
    /** Whether it knows imperfections, and more than one datapoint. */
    readonly imperfections: boolean;
    readonly manyDatapoints: boolean;
  };
  create(config: ConfigOf<S>, setup: MotionSetup): Motion;
}

export function defineDynamics<const S extends Spec>(dynamics: Dynamics<S>): Dynamics<S> {
  return dynamics;
}
