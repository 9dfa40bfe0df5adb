import type { ConfigOf, Spec } from '../../../shared/spec.ts';
import type { Random } from '../../math/random.ts';
import type { EdgeDescription, NodeDescription } from '../network.ts';

/** Nodes and edges without states. */
export interface Layout {
  readonly nodes: readonly NodeDescription[];
  /** An edge with a `conductance` is a fixed resistor (S). */
  readonly edges: readonly (EdgeDescription & { readonly conductance?: number | undefined })[];
  /** Size of the drawing that edges wrap around, in lattice spacings, where the lattice is periodic. */
  readonly period?: { readonly x: number; readonly y: number };
}

/** A way to generate a network. */
export interface Topology<S extends Spec = Spec> {
  readonly spec: S;
  /** @param random  used by random topologies only; the same numbers give the same network */
  generate(config: ConfigOf<S>, random: Random): Layout;
}

/** Keeps the literal types of a topology's spec, from which its configuration type is derived. */
export function defineTopology<const S extends Spec>(topology: Topology<S>): Topology<S> {
  return topology;
}
