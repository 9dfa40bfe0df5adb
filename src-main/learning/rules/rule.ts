import type { EdgeModelKind } from '../../../shared/documents/network.ts';
import type { ConfigOf, Spec } from '../../../shared/spec.ts';
import type { Random } from '../../math/random.ts';
import type { EdgeBank } from '../../physics/edges/edgeModel.ts';
import type { Defects } from '../../physics/imperfections/imperfection.ts';
import type { Network } from '../../physics/network.ts';
import type { Pulse } from '../pulse.ts';

/** What a rule is made for. */
export interface RuleSetup {
  readonly network: Network;
  readonly bank: EdgeBank;
  /** 1 where the edge learns now: adaptive and undamaged, [edge]. Changes when edges are damaged or repaired. */
  readonly learns: Uint8Array;
  readonly defects: Defects;
  readonly random: Random;
}

/**
 * Changes every state by one step, from the two voltage states at the start of the step. Runs in the inner loop: O(edges),
 * allocates nothing.
 *
 * @param freeVoltages, clampedVoltages  V, [node]
 * @param pulse                          its step time, s
 */
export type Update = (freeVoltages: Float64Array, clampedVoltages: Float64Array, pulse: Pulse) => void;

/** A learning rule: what an edge makes of its own two voltage drops. */
export interface Rule<S extends Spec = Spec> {
  readonly spec: S;
  /** The edges that can follow it. */
  readonly edges: EdgeModelKind;
  /** Rails of the state: it is clipped to them after every step. */
  limits(config: ConfigOf<S>, bank: EdgeBank): [number, number];
  create(config: ConfigOf<S>, setup: RuleSetup): Update;
}

export function defineRule<const S extends Spec>(rule: Rule<S>): Rule<S> {
  return rule;
}
