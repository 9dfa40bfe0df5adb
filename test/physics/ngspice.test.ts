import type fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NetworkDocument } from '../../shared/documents/network.ts';
import { drawnCases } from '../properties.ts';
import { solve, type Solved } from './support/documents.ts';
import { largestCurrent } from './support/laws.ts';
import { hasNgspice, runNgspice, type SpiceSolution } from './support/ngspice.ts';
import { linearNetworks, transistorNetworks } from './support/randomNetworks.ts';

const isInstalled = hasNgspice();
if (!isInstalled) console.warn('\n*** ngspice is NOT installed: the comparison with it was NOT made (apt-get install ngspice) ***\n');

/** Networks worth comparing: something flows, and at least three nodes are free. */
function drawn(networks: fc.Arbitrary<NetworkDocument>, count: number): NetworkDocument[] {
  const worthwhile = networks.filter((document) => {
    const { voltages, currents } = solve(document);
    const free = document.nodes.filter(({ id }, node) => !(id in (document.hold ?? {})) && !Number.isNaN(voltages[node]));
    return free.length >= 3 && currents.some((current) => Math.abs(current) > 1e-7);
  });
  return drawnCases(worthwhile, count);
}

/** The issue asks for 1e-6 relative; voltages below 1 mV and currents below 1e-6 of the largest are judged against these. */
const RELATIVE = 1e-6;
/** What the shunts of a dozen nodes at 12 V, without which ngspice can't solve a network with a floating node, carry themselves, A. */
const SHUNTS = 1.5e-14;

function expectAgreement(ours: Solved, theirs: SpiceSolution): void {
  for (const { id } of ours.document.nodes) {
    const [voltage, expected] = [ours.voltage(id), theirs.voltages.get(id)!];
    if (!Number.isNaN(voltage)) expect(Math.abs(voltage - expected)).toBeLessThanOrEqual(RELATIVE * Math.max(Math.abs(expected), 1e-3));
  }
  const largest = largestCurrent(ours);
  for (const [id, expected] of theirs.fed) {
    expect(Math.abs(ours.currentFrom(id) - expected)).toBeLessThanOrEqual(
      RELATIVE * Math.max(Math.abs(expected), RELATIVE * largest) + SHUNTS,
    );
  }
}

/** Channels of a solution that are closed at exactly one end: pinched off. */
function pinchedOff({ document, network, voltages }: Solved): number {
  return document.edges.filter((edge, index) => {
    if (edge.gate === undefined || edge.damage === 'cut' || edge.damage === 'short') return false;
    const overdrive = edge.gate - (edge.threshold ?? 0.7);
    return overdrive <= voltages[network.from[index]] !== overdrive <= voltages[network.to[index]];
  }).length;
}

describe.skipIf(!isInstalled)('ngspice finds the same voltages and currents', () => {
  const linear = drawn(linearNetworks({ nodes: 12, edges: 30 }), 40);
  const transistors = drawn(transistorNetworks({ nodes: 12, edges: 30, nearThreshold: false }), 60);
  let answers: SpiceSolution[] = [];

  beforeAll(() => {
    answers = runNgspice([...linear, ...transistors]);
  });

  // Its own search ends nowhere in one transistor network of some sixty, where a channel is just closing, and in a linear one of a thousand.
  const isAnswered = (answer: SpiceSolution): boolean => answer.voltages.size > 0;
  const kinds = [
    ...linear.map((document, index) => ['linear', index, document, index] as const),
    ...transistors.map((document, index) => ['transistor', index, document, linear.length + index] as const),
  ];
  it.for(kinds)('in %s network %d', ([, , document, index], { skip }) => {
    skip(!isAnswered(answers[index]), 'ngspice finds no operating point');
    expectAgreement(solve(document), answers[index]);
  });

  it('in all but a few', () => {
    expect(answers.filter(isAnswered).length).toBeGreaterThanOrEqual(0.95 * answers.length);
  });

  it('with pinched-off channels, shorts, cuts and fixed resistors among them', () => {
    expect(transistors.filter((document) => pinchedOff(solve(document)) > 0).length).toBeGreaterThan(20);
    for (const damage of ['cut', 'short'] as const) {
      expect(transistors.filter(({ edges }) => edges.some((edge) => edge.damage === damage)).length).toBeGreaterThan(10);
    }
    expect(transistors.filter(({ edges }) => edges.some(({ conductance }) => conductance !== undefined)).length).toBeGreaterThan(10);
  });

  it('and a voltage that is 2e-6 off would have been seen', () => {
    const solution = solve(linear[0]);
    const free = linear[0].nodes.findIndex(({ id }, node) => !(id in (linear[0].hold ?? {})) && Math.abs(solution.voltages[node]) > 1e-3);
    solution.voltages[free] *= 1 + 2e-6;
    expect(() => expectAgreement(solution, answers[0])).toThrow();
  });
});
