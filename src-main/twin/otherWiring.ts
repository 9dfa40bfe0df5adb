import type { Experiment } from '../learning/experiment/experiment.ts';
import { median } from '../math/statistics.ts';
import type { NudgeParameters } from './boardParameters.ts';
import type { WiringCalibration } from './calibrationDocument.ts';
import { wiringOf } from './measured.ts';

type Source = WiringCalibration['freeSources'][number];

/**
 * A calibrated wiring under an experiment that imposes and clamps at other nodes: edges, zeros and what moves the gates stay as they
 * were found; a source that was never calibrated is a typical one of that board, and an output that was never nudged is nudged as it is
 * meant to be.
 */
export function underOtherNodes(wiring: WiringCalibration, experiment: Experiment): WiringCalibration {
  const { sources, targets } = wiringOf(experiment);
  const nudges = idealNudges(experiment);
  return {
    ...wiring,
    sources: [...sources],
    targets: [...targets],
    freeSources: sourcesAt(wiring.freeSources, sources),
    clampedSources: sourcesAt(wiring.clampedSources, sources),
    sessions: wiring.sessions.map((session) => ({
      ...session,
      nudges: nudges.map((ideal) => session.nudges.find(({ node }) => node === ideal.node) ?? ideal),
    })),
  };
}

function sourcesAt(known: readonly Source[], nodes: Int32Array): Source[] {
  const resistance = median(known.map((source) => source.resistance));
  const deviation = median(known.map(({ deviations }) => deviations.resistance));
  const typical = { gain: 1, zero: 0, resistance, deviations: { resistance: deviation, zero: 0, gain: 0 } };
  return Array.from(nodes, (node) => known.find((source) => source.node === node) ?? { node, ...typical });
}

/** V^C − V^F = η·(L − O) at an output; of a difference of two nodes each moves by half of it. */
export function idealNudges({ outputs, document }: Experiment): NudgeParameters[] {
  // Overclamping aims at the far label whatever the output is.
  const isFar = document.clamping.kind === 'overclamping';
  return Array.from(outputs.plus).flatMap((plus, output) => {
    const minus = outputs.minus[output];
    const nudge = (node: number, share: number): NudgeParameters => ({
      node,
      byLabel: share,
      byOutput: isFar ? 0 : -share,
      byNudge: 0,
      zero: 0,
    });
    return minus < 0 ? [nudge(plus, 1)] : [nudge(plus, 0.5), nudge(minus, -0.5)];
  });
}
