/**
 * What the solvers know of an edge. Every edge model and every damage is written as one universal element, a square-law
 * channel in parallel with a linear conductor:
 *
 *   I(a→b) = S/2·[max(g − V_b, 0)² − max(g − V_a, 0)²] + k·(V_a − V_b)
 *
 * with S the channel's transconductance (A/V²), g = G − V_th its overdrive (V), k the conductor (S). Inside the Ohmic regime
 * (both ends below g) the channel is the papers' I = S·(G − V_th − V̄)·ΔV (Dillavou 2024, Eq. 1 and A2); outside it is pinched
 * off, passive and bounded. I rises with V_a and falls with V_b, so that networks of such edges have one solution.
 */
export interface EdgeElements {
  /** S, A/V², [edge]. */
  readonly transconductances: Float64Array;
  /** g = G − V_th, V, [edge]. */
  readonly overdrives: Float64Array;
  /** k, S, [edge]. */
  readonly conductances: Float64Array;
}

export function createElements(edgeCount: number): EdgeElements {
  return {
    transconductances: new Float64Array(edgeCount),
    overdrives: new Float64Array(edgeCount),
    conductances: new Float64Array(edgeCount),
  };
}

/** True where every edge is a linear conductor. */
export function areLinear(elements: EdgeElements): boolean {
  return elements.transconductances.every((value) => value === 0);
}

/** Current from end a to end b, A. */
export function edgeCurrent(elements: EdgeElements, edge: number, voltageA: number, voltageB: number): number {
  const overdrive = elements.overdrives[edge];
  const openA = Math.max(overdrive - voltageA, 0);
  const openB = Math.max(overdrive - voltageB, 0);
  // The product form keeps full precision where both ends are nearly equal.
  const channel = 0.5 * elements.transconductances[edge] * (openB - openA) * (openB + openA);
  return channel + elements.conductances[edge] * (voltageA - voltageB);
}

/** ∂I/∂V_a, S: how the current answers the voltage at end a. The answer to end b is −∂I/∂V_b with the ends exchanged. */
export function edgeSlope(elements: EdgeElements, edge: number, voltageA: number): number {
  return elements.transconductances[edge] * Math.max(elements.overdrives[edge] - voltageA, 0) + elements.conductances[edge];
}

/** Chord conductance K = I/ΔV, S; its limit where the drop vanishes. K = S·(G − V_th − V̄) inside the Ohmic regime. */
export function chordConductance(elements: EdgeElements, edge: number, voltageA: number, voltageB: number): number {
  const drop = voltageA - voltageB;
  if (drop === 0) return edgeSlope(elements, edge, voltageA);
  const openA = Math.max(elements.overdrives[edge] - voltageA, 0);
  const openB = Math.max(elements.overdrives[edge] - voltageB, 0);
  const channel = 0.5 * elements.transconductances[edge] * (openB - openA) * (openB + openA);
  // Apart, so that a linear conductor keeps its conductance to the last bit.
  return channel / drop + elements.conductances[edge];
}
