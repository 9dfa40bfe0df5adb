import type { Experiment } from '../../../src-main/learning/experiment/experiment.ts';
import { randomStream } from '../../../src-main/math/random.ts';
import { driveTermNames, type BoardParameters, type DriveTerm } from '../../../src-main/twin/boardParameters.ts';
import type { NetworkParameters } from '../../../src-main/twin/boardNetwork.ts';
import { wiringOf } from '../../../src-main/twin/measured.ts';

/** How far the edges of a hidden board are from each other, by term of what drives them. */
const spreads: Readonly<Record<DriveTerm, readonly [mean: number, spread: number]>> = {
  squares: [1900, 150],
  mismatch: [0, 20],
  free: [0, 4],
  clamped: [0, 4],
  freeCommon: [0, 20],
  clampedCommon: [0, 20],
  gate: [-1, 0.3],
  time: [0, 1.5],
};

/** A whole board with hidden, seeded imperfections: networks, sources behind resistances, nudges, and what moves the gates. */
export function hiddenBoard(experiment: Experiment, seed: number): BoardParameters {
  const random = randomStream(seed, 'hidden board');
  const { edgeCount, nodeCount } = experiment.network;
  const shape = { softness: 0.09, body: 0.4, degradation: 0.08 };
  const network = (): NetworkParameters => ({
    shape,
    transconductances: Float64Array.from({ length: edgeCount }, () => 8e-4 * Math.exp(0.05 * random.normal())),
    thresholds: Float64Array.from({ length: edgeCount }, () => 0.6 + 0.05 * random.normal()),
    zeros: Float64Array.from({ length: nodeCount }, () => 1e-3 * random.normal()),
    strays: [],
  });
  const sources = (): BoardParameters['freeSources'] =>
    Array.from(wiringOf(experiment).sources, (node) => ({
      node,
      gain: 1 + 0.003 * random.normal(),
      zero: 1e-3 * random.normal(),
      resistance: 10 + 2 * random.uniform(),
    }));
  const factors = Object.fromEntries(
    driveTermNames.map((term) => [
      term,
      Float64Array.from({ length: edgeCount }, () => spreads[term][0] + spreads[term][1] * random.normal()),
    ]),
  ) as Record<DriveTerm, Float64Array>;
  return {
    free: network(),
    clamped: network(),
    freeSources: sources(),
    clampedSources: sources(),
    nudges: [{ node: experiment.outputs.plus[0], byLabel: 1, byOutput: -1, byNudge: 0, zero: 0.5e-3 * random.normal() }],
    learning: { factors, diodes: new Float64Array(edgeCount).fill(0.7), ceilings: new Float64Array(edgeCount).fill(5.6) },
  };
}
