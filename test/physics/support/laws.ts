import { expect } from 'vitest';
import { lawCurrent, lawSlope } from './edgeLaw.ts';
import type { Solved } from './documents.ts';

/** Largest edge current, A. */
export const largestCurrent = (solution: Solved): number => Math.max(0, ...solution.currents.map(Math.abs));

/** Nodes that are neither held nor undetermined. */
export function freeNodes({ document, voltages }: Solved): number[] {
  return document.nodes.flatMap(({ id }, node) => (Object.hasOwn(document.hold ?? {}, id) || Number.isNaN(voltages[node]) ? [] : [node]));
}

/**
 * Kirchhoff's current law at every node that is not held: below 1e-12 of the largest current.
 *
 * @param floor  A: what the rounding of the voltages themselves amounts to, where the largest current is smaller than 1e12 times that
 */
export function expectKirchhoff(solution: Solved, floor = 0): void {
  const { document } = solution;
  const largest = largestCurrent(solution);
  // Where nothing flows at all, what remains is the rounding of the voltages: 12 V to 1.8e-15 V at a channel of 0.05 S.
  if (largest < 1e-16) return;
  document.nodes.forEach(({ id }) => {
    if (Object.hasOwn(document.hold ?? {}, id)) return;
    expect(Math.abs(solution.currentFrom(id))).toBeLessThanOrEqual(Math.max(1e-12 * largest, floor));
  });
  if (floor === 0) expect(solution.residual).toBeLessThan(1e-12);
}

/**
 * The reported voltages obey the law itself, with no help from the solver's own currents: at every free node the currents that
 * the law gives sum to what rounding of the voltages explains.
 */
export function expectLaw(solution: Solved): void {
  const { document, network, voltages } = solution;
  const highest = Math.max(1, ...Object.values(document.hold ?? {}).map(Math.abs));
  const sums = new Float64Array(network.nodeCount);
  const slopes = new Float64Array(network.nodeCount);
  const hidden = new Float64Array(network.nodeCount);
  document.edges.forEach((edge, index) => {
    const [from, to] = [network.from[index], network.to[index]];
    if (Number.isNaN(voltages[from]) || Number.isNaN(voltages[to])) return;
    const current = lawCurrent(document.edgeModel, edge, voltages[from], voltages[to]);
    const slope = Math.max(lawSlope(document.edgeModel, edge, voltages[from]), lawSlope(document.edgeModel, edge, voltages[to]));
    for (const node of [from, to]) {
      slopes[node] += slope;
      hidden[node] += Math.abs(current);
    }
    sums[from] += current;
    sums[to] -= current;
  });
  for (const node of freeNodes(solution)) {
    // A channel within 1 µV of closing at an undetermined neighbour may hide S/2·(1 µV)², at the S of 4e-3 A/V² that is drawn at most.
    const bound = 1e-14 * (slopes[node] * highest + hidden[node]) + 20 * 2e-15;
    expect(Math.abs(sums[node])).toBeLessThanOrEqual(bound);
  }
}

/** The power that the held nodes feed in is the power that the edges turn into heat, and every edge is passive. */
export function expectEnergyBalance(solution: Solved): void {
  const { document, drops, currents, power } = solution;
  const fed = Object.entries(document.hold ?? {}).reduce((sum, [id, voltage]) => sum + voltage * solution.currentFrom(id), 0);
  const scale = Object.entries(document.hold ?? {}).reduce((sum, [id, voltage]) => sum + Math.abs(voltage * solution.currentFrom(id)), 0);
  // Tellegen: the balance is as good as Kirchhoff's law, 1e-12 of the largest term.
  expect(Math.abs(fed - power)).toBeLessThanOrEqual(1e-12 * Math.max(scale, 12 * largestCurrent(solution)));
  // Passive: no edge drives a current against its drop, but for the rounding of the largest current and the last digits of two voltages.
  const rounding = 1e-15 * largestCurrent(solution);
  const last = 4 * Number.EPSILON * Math.max(0, ...Object.values(document.hold ?? {}).map(Math.abs));
  currents.forEach((current, edge) => {
    if (Math.abs(current) > rounding && Math.abs(drops[edge]) > last) expect(current * drops[edge]).toBeGreaterThanOrEqual(0);
  });
}

/** No node leaves the range of its own conducting neighbours, and so none leaves the range of the held voltages. */
export function expectMaximumPrinciple(solution: Solved): void {
  const { document, network, voltages } = solution;
  const held = Object.values(document.hold ?? {});
  const rounding = 1e-14 * Math.max(...held.map(Math.abs));
  for (const node of freeNodes(solution)) {
    expect(voltages[node]).toBeGreaterThanOrEqual(Math.min(...held) - rounding);
    expect(voltages[node]).toBeLessThanOrEqual(Math.max(...held) + rounding);
    const inflows = document.edges.flatMap((_, edge) => {
      if (network.from[edge] === node) return [-solution.currents[edge]];
      return network.to[edge] === node ? [solution.currents[edge]] : [];
    });
    const largest = Math.max(...inflows.map(Math.abs));
    // Whatever flows in flows out: there is a higher and a lower neighbour wherever there is a current.
    if (largest > 1e-9 * largestCurrent(solution)) {
      expect(Math.max(...inflows)).toBeGreaterThan(0);
      expect(Math.min(...inflows)).toBeLessThan(0);
    }
  }
}
