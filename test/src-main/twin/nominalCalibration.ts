import { parseDocument } from '../../../shared/documents/parse.ts';
import { nominalNetwork } from '../../../src-main/host/calibrationJudgement.ts';
import { compileExperiment } from '../../../src-main/learning/experiment/compile.ts';
import { experimentDocument } from '../../../src-main/learning/experiment/document.ts';
import type { Experiment } from '../../../src-main/learning/experiment/experiment.ts';
import { tasks } from '../../../src-main/learning/tasks/index.ts';
import { driveTermNames, type DriveTerm } from '../../../src-main/twin/boardParameters.ts';
import { outputOf } from '../../../src-main/twin/drivenPair.ts';
import { calibrationDocument, type CalibrationDocument } from '../../../src-main/twin/calibrationDocument.ts';
import { wiringOf } from '../../../src-main/twin/measured.ts';

/** XOR, as every board of this network is given it. */
export function xor(): Experiment {
  return compileExperiment(parseDocument(experimentDocument, tasks['xor'].build(), 'xor'));
}

/** How well a carefully trimmed board is known by what its makers say: gains to 0.6 %, thresholds to 4 mV (`condition.ts`, mild). */
const KNOWN = { gain: 0.006, threshold: 0.004, zero: 2e-4, reading: 6e-4, gate: 4e-3 };

/**
 * The calibration of a board that is as its schematic says: nothing was fitted. A trimmed board is within half a millivolt of that, so that
 * its twin can watch it.
 *
 * @param rate  A, 1/(V s)
 */
export function nominalCalibration(
  experiment: Experiment,
  { serial = '2024', date = '2026-11-21T00:00:00.000Z', rate = 1700 }: { serial?: string; date?: string; rate?: number } = {},
): CalibrationDocument {
  const { edgeCount, nodeCount } = experiment.network;
  const { key, sources, targets } = wiringOf(experiment);
  const nominal = nominalNetwork(experiment);
  const each = (value: number, count = edgeCount): number[] => new Array<number>(count).fill(value);
  const network = {
    shape: nominal.shape,
    transconductances: [...nominal.transconductances],
    thresholds: [...nominal.thresholds],
    zeros: [...nominal.zeros],
    strays: [],
    deviations: { gains: each(KNOWN.gain), thresholds: each(KNOWN.threshold), zeros: each(KNOWN.zero, nodeCount), shape: each(0, 3) },
  };
  const stiff = Array.from(sources, (node) => ({
    ...{ node, gain: 1, zero: 0, resistance: 0.5 },
    deviations: { resistance: 0.1, zero: KNOWN.zero, gain: 1e-3 },
  }));
  const isDifferential = experiment.outputs.minus.some((minus) => minus >= 0);
  const nudges = Array.from(targets, (node) => {
    const part = experiment.outputs.plus[outputOf(experiment.outputs, node)] === node ? 1 : -1;
    const share = isDifferential ? 0.5 * part : part;
    return { node, byLabel: share, byOutput: -share, byNudge: 0, zero: 0 };
  });
  const factors = (of: (term: DriveTerm) => number): Record<DriveTerm, number[]> =>
    Object.fromEntries(driveTermNames.map((term) => [term, each(of(term))])) as Record<DriveTerm, number[]>;
  const learning = {
    factors: factors((term) => (term === 'squares' ? rate : 0)),
    deviations: factors((term) => (term === 'squares' ? 0.05 * rate : 0.05)),
    diodes: each(0.7),
    ceilings: each(5.7),
  };
  const document = {
    format: 'twinbench.calibration',
    version: 1,
    board: { serial, edges: edgeCount, nodes: nodeCount },
    date,
    staleAfterDays: 30,
    device: 'ideal',
    steps: ['converters', 'edges', 'rate', 'bias', 'noise'].map((name) => ({ name, status: 'done' })),
    wirings: [
      {
        ...{ key, sources: [...sources], targets: [...targets], runs: ['none'], free: network, clamped: network },
        ...{ freeSources: stiff, clampedSources: stiff, indistinguishable: [], converters: null },
        sessions: [{ clamping: experiment.document.clamping.kind, nudges, learning }],
        noise: { free: each(KNOWN.reading, nodeCount), clamped: each(KNOWN.reading, nodeCount), gates: each(KNOWN.gate) },
      },
    ],
  };
  return parseDocument(calibrationDocument, document, 'nominal calibration');
}
