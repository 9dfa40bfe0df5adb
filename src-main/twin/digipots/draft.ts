import { ProblemError } from '../../../shared/problem.ts';
import type { MeasuredRun } from '../measured.ts';
import type { DigipotData } from './data.ts';
import { whyNoDigipotData } from './data.ts';
import type { ChannelCalibration, ComparatorCalibration, DigipotWiring, WiperCalibration } from './document.ts';
import type { DigipotFit } from './fit.ts';
import { layoutOf, type Layout } from './layout.ts';
import type { DigipotDraft } from './stages/stage.ts';

/** Why these recordings can't be calibrated from; `null`: they can. */
export function missingOf(runs: readonly MeasuredRun[]): string | null {
  for (const run of runs) {
    const missing = whyNoDigipotData(run);
    if (missing !== null) return `${run.name}: ${missing.why}. ${missing.remedy}`;
  }
  return null;
}

/** @throws ProblemError E-RUN-INVALID where the stage was never done */
export function requirePart<T>(part: T | null, stage: string): T {
  if (part !== null) return part;
  throw new ProblemError({
    code: 'E-RUN-INVALID',
    what: `The ${stage} are not calibrated`,
    where: 'calibration of digital potentiometers',
    why: `the stage "${stage}" was skipped, and no earlier calibration has it`,
    remedy: `Give an earlier calibration that has it, or do the stage "${stage}" too.`,
  });
}

/** What a draft says, as a parameter vector; what it does not, is usual. */
export function vectorOf(
  { wipers, comparators, wirings }: Pick<DigipotDraft, 'wipers' | 'comparators' | 'wirings'>,
  data: Pick<DigipotData, 'network' | 'wirings' | 'step'>,
): { readonly layout: Layout; readonly parameters: Float64Array } {
  const layout = layoutOf(data);
  const parameters = layout.usual.slice();
  wipers?.free.forEach((value, edge) => {
    parameters[layout.gain + edge] = Math.log(value);
    parameters[layout.ratio + edge] = Math.log(wipers.clamped[edge] / value);
  });
  if (comparators !== null) {
    parameters.set(comparators.offsets, layout.offset);
    parameters.set(comparators.signOffsets, layout.signOffset);
    parameters.set(comparators.noise.map(Math.log), layout.logNoise);
    parameters[layout.lift] = comparators.lift;
  }
  data.wirings.forEach(({ key }, wiring) => {
    const known = wirings.find((entry) => entry.key === key);
    const first = layout.zeros[wiring];
    if (known !== undefined && first >= 0)
      parameters.set(
        known.channels.map(({ zero }) => zero),
        first,
      );
  });
  return { layout, parameters };
}

/** The parts of a calibration that a fit found. */
export function partsOf(
  { layout, parameters, covariance, decisions }: DigipotFit,
  data: DigipotData,
): { wipers: WiperCalibration; comparators: ComparatorCalibration; wirings: DigipotWiring[] } {
  const { edges, gain, ratio, offset, signOffset, logNoise, lift, zeros } = layout;
  const values = (first: number): number[] => [...parameters.subarray(first, first + edges)];
  const deviation = (place: number): number => Math.sqrt(Math.max(covariance.get(place, place), 0));
  const deviations = (first: number): number[] => Array.from({ length: edges }, (_, edge) => deviation(first + edge));
  const gains = values(gain);
  const noise = values(logNoise).map(Math.exp);
  return {
    wipers: {
      free: gains.map(Math.exp),
      clamped: values(ratio).map((value, edge) => Math.exp(gains[edge] + value)),
      deviations: { free: relativeDeviations(covariance, gain, edges), ratio: relativeDeviations(covariance, ratio, edges) },
    },
    comparators: {
      offsets: values(offset),
      signOffsets: values(signOffset),
      noise,
      lift: parameters[lift],
      deviations: {
        offsets: deviations(offset),
        signOffsets: deviations(signOffset),
        noise: deviations(logNoise).map((value, edge) => value * noise[edge]),
        lift: deviation(lift),
      },
      decisions: [...decisions],
    },
    wirings: data.wirings.map(({ key, sources, targets, runs }, wiring) => {
      const nodes = [...sources, ...targets];
      const channels = nodes.map((node, index): ChannelCalibration => {
        const role = index < sources.length ? 'source' : 'label';
        const place = zeros[wiring] + index;
        return zeros[wiring] < 0
          ? { node, role, zero: 0, deviation: 0 }
          : { node, role, zero: parameters[place], deviation: deviation(place) };
      });
      return { key, sources: [...sources], targets: [...targets], runs: [...runs], channels };
    }),
  };
}

/** Standard deviations about the mean of all edges: voltages do not tell what all share. */
function relativeDeviations(covariance: DigipotFit['covariance'], first: number, count: number): number[] {
  const rows = Array.from({ length: count }, (_, edge) => {
    let sum = 0;
    for (let other = 0; other < count; other++) sum += covariance.get(first + edge, first + other);
    return sum / count;
  });
  const all = rows.reduce((sum, value) => sum + value, 0) / count;
  return rows.map((row, edge) => Math.sqrt(Math.max(covariance.get(first + edge, first + edge) - 2 * row + all, 0)));
}

/** The wirings of an earlier draft with those of now in their place. */
export function mergedWirings(earlier: readonly DigipotWiring[], now: readonly DigipotWiring[]): DigipotWiring[] {
  return [...now, ...earlier.filter(({ key }) => !now.some((wiring) => wiring.key === key))];
}
