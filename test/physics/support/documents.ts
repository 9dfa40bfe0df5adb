import type { EdgeDocument, EdgeModelConfig, NetworkDocument } from '../../../shared/documents/network.ts';
import { solveNetwork, type NetworkSolution } from '../../../src-main/physics/solveNetwork.ts';

/** S (A/V²) and V_th (V) of the transistor board. */
export const S = 8e-4;
export const THRESHOLD = 0.7;
export const transistorModel: EdgeModelConfig = { kind: 'transistor', transconductance: S, threshold: THRESHOLD };

/** An edge by its two ends and the rest; its id is e0, e1 … in order. */
export type ShortEdge = readonly [from: string, to: string, rest: Partial<Omit<EdgeDocument, 'id' | 'from' | 'to'>>];

/** A network document; the nodes are those that edges and held voltages name, in that order. */
export function networkOf(edgeModel: EdgeModelConfig, edges: readonly ShortEdge[], hold: Record<string, number>): NetworkDocument {
  const ids = new Set([...edges.flatMap(([from, to]) => [from, to]), ...Object.keys(hold)]);
  return {
    format: 'twinbench.network',
    version: 1,
    edgeModel,
    nodes: [...ids].map((id) => ({ id })),
    edges: edges.map(([from, to, rest], index) => ({ id: `e${index}`, from, to, ...rest })),
    hold,
  };
}

/** A network of resistors, Ω. */
export function resistors(
  edges: readonly (readonly [from: string, to: string, ohms: number])[],
  hold: Record<string, number>,
): NetworkDocument {
  return networkOf(
    { kind: 'resistor' },
    edges.map(([from, to, ohms]) => [from, to, { conductance: 1 / ohms }]),
    hold,
  );
}

/** A network of transistors; a number is an overdrive g = G − V_th, V. */
export function transistors(
  edges: readonly (readonly [from: string, to: string, overdrive: number | ShortEdge[2]])[],
  hold: Record<string, number>,
): NetworkDocument {
  return networkOf(
    transistorModel,
    edges.map(([from, to, rest]) => [from, to, typeof rest === 'number' ? { gate: rest + THRESHOLD } : rest]),
    hold,
  );
}

/** A solution that is read by the ids of its document. */
export interface Solved extends NetworkSolution {
  readonly document: NetworkDocument;
  /** V; NaN where undetermined. */
  voltage(node: string): number;
  /** A, positive from `from` to `to`. */
  current(edge: string): number;
  /** Net current out of a node into the network, A. */
  currentFrom(node: string): number;
}

export function solve(document: NetworkDocument): Solved {
  const solution = solveNetwork(document);
  const { network, voltages, currents } = solution;
  return {
    ...solution,
    document,
    voltage: (id) => voltages[network.nodeIds.indexOf(id)],
    current: (id) => currents[network.edgeIds.indexOf(id)],
    currentFrom: (id) =>
      document.edges.reduce((sum, { from, to }, edge) => sum + (from === id ? currents[edge] : to === id ? -currents[edge] : 0), 0),
  };
}

/** Equal to a relative tolerance; prints both values where not. */
export function relativeError(actual: number, expected: number): number {
  return expected === 0 ? Math.abs(actual) : Math.abs(actual / expected - 1);
}
