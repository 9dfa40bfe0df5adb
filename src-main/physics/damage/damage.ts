import type { DamageKind } from '../../../shared/documents/network.ts';
import type { Spec } from '../../../shared/spec.ts';
import type { EdgeBank } from '../edges/edgeModel.ts';

/**
 * A kind of damage to one edge. Damaged edges do not learn, whatever the kind; the state that they had is kept and comes
 * back when they are repaired.
 */
export interface Damage<K extends DamageKind = DamageKind> {
  readonly spec: Spec & { readonly kind: K };
  /** Rewrites the element of the edge, which has just been reset to follow its state. */
  apply(bank: EdgeBank, edge: number): void;
}
