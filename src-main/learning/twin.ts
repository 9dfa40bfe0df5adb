import type { DamageKind } from '../../shared/documents/network.ts';
import type { EdgeBank } from '../physics/edges/edgeModel.ts';

/**
 * The free and the clamped network: two copies of one graph that share every edge state (and, unless they are mismatched, every
 * constant of the edges). The free one holds inputs and supplies, the clamped one the outputs too.
 */
export interface Twin {
  readonly bank: EdgeBank;
  /** The edges of the clamped network: `bank` itself, or a copy with constants of its own that shares the states. */
  readonly clampedBank: EdgeBank;
  /** [edge] */
  readonly damage: (DamageKind | null)[];
  /** 1 where the edge learns: adaptive and undamaged, [edge]. */
  readonly learns: Uint8Array;
  /** 1 where no path leads to a held node of the free network, [node]. */
  readonly isFloating: Uint8Array;
  /** The same of the clamped network, [node]. */
  readonly isFloatingClamped: Uint8Array;
  /** Currents fed into the nodes of the clamped network, A, [node]; all zero unless the clamping protocol feeds currents. */
  readonly injections: Float64Array;
  /** Solves one network in place. Voltages, V, [node]: held ones are read, the others are the first guess. */
  solveFree(voltages: Float64Array): void;
  solveClamped(voltages: Float64Array): void;
  /** Writes the elements after the states have changed. O(edges). */
  refresh(): void;
  /** Damages edges or repairs them (`null`). Analyses both networks anew. */
  setDamage(edges: readonly number[], kind: DamageKind | null): void;
}
