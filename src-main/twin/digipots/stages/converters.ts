import type { StageParameter, StagePlot } from '../../stages/stage.ts';
import { thinned } from '../../stages/stage.ts';
import { digipotData, type DigipotData } from '../data.ts';
import type { ChannelCalibration, DigipotWiring } from '../document.ts';
import { mergedWirings, missingOf } from '../draft.ts';
import { HIGHEST_CODE, roundedOffsets } from '../rounding.ts';
import { defineDigipotStage, type DigipotDraft } from './stage.ts';

/** What is read where voltages are imposed. */
export const converters = defineDigipotStage({
  spec: {
    kind: 'converters',
    title: 'Zeros of the channels, noise of a reading',
    doc:
      'What is read at the nodes of the sources against what is imposed there: the zero of each channel between two codes, from how often a ' +
      'reading falls on either, and the noise that all readings share.',
    equation: '⟨round(V/q + σn)⟩, q = 19.5 mV',
    parameters: {},
  },
  needs: 'Readings at every clock edge.',
  after: [],
  missing: missingOf,

  run({ runs }, draft) {
    const data = digipotData(runs);
    const { step, repeats, network } = data;
    const samples = sourceSamples(data);
    const flat = samples.flatMap((wiring) => wiring.map(({ offsets }) => offsets));
    const found =
      step === 0
        ? { offsets: flat.map(() => 0), deviations: flat.map(() => 0), noise: 0, noiseDeviation: 0 }
        : roundedOffsets(flat, repeats);
    const gain = gainOf(samples.flat(), step === 0 ? 1 : step);
    const wirings = wiringsOf(data, samples, found, draft);
    const parameters: StageParameter[] = [
      { quantity: 'noise of a reading', of: 'all nodes', unit: 'V', value: step * found.noise, deviation: step * found.noiseDeviation },
      { quantity: 'gain', of: 'all nodes', unit: '', value: gain.value, deviation: gain.deviation },
      ...wirings.flatMap(({ channels }) =>
        channels
          .filter(({ role }) => role === 'source')
          .map(({ node, zero, deviation }) => ({ quantity: 'zero', of: network.nodeIds[node], unit: 'V', value: zero, deviation })),
      ),
    ];
    const points = samples
      .flat()
      .flatMap(({ node, imposed, offsets }) =>
        offsets.map((offset, index) => ({ x: imposed[index], y: step * offset, series: network.nodeIds[node] })),
      );
    const plot: StagePlot = { x: { title: 'imposed', unit: 'V' }, y: { title: 'read − imposed', unit: 'V' }, points: thinned(points) };
    return {
      draft: {
        ...draft,
        converters: {
          step,
          repeats,
          noise: step * found.noise,
          gain: gain.value,
          deviations: { noise: step * found.noiseDeviation, gain: gain.deviation },
        },
        wirings: mergedWirings(draft.wirings, wirings),
      },
      figure: { title: 'noise of a reading', value: step * found.noise, unit: 'V' },
      parameters,
      plot,
      notes: notesOf(gain.deviation !== null, step),
    };
  },
});

function notesOf(isGainTold: boolean, step: number): string[] {
  const gain =
    'The gain of the converters: every source stood at one voltage, or at an end of its converter. A program that moves the sources would tell.';
  return [...(isGainTold ? [] : [gain]), ...(step === 0 ? ['The converters are continuous: these are recordings of a simulation.'] : [])];
}

/** The wirings with what was found of their sources; labels as they were known. */
function wiringsOf(
  { wirings, step }: DigipotData,
  samples: readonly SourceSamples[][],
  found: Pick<ReturnType<typeof roundedOffsets>, 'offsets' | 'deviations'>,
  draft: DigipotDraft,
): DigipotWiring[] {
  let next = 0;
  return wirings.map(({ key, sources, targets, runs }, wiring) => {
    const earlier = draft.wirings.find((entry) => entry.key === key)?.channels ?? [];
    const own = samples[wiring].map(({ node }): ChannelCalibration => {
      const place = next++;
      return { node, role: 'source', zero: step * found.offsets[place], deviation: step * found.deviations[place] };
    });
    /** A channel is off by about a step before anything was read of it. */
    const channelOf = (known: readonly ChannelCalibration[], node: number, role: ChannelCalibration['role']): ChannelCalibration =>
      known.find((channel) => channel.node === node && channel.role === role) ?? { node, role, zero: 0, deviation: step };
    const channels = [
      ...sources.map((node) => channelOf(own, node, 'source')),
      ...targets.map((node) => channelOf(earlier, node, 'label')),
    ];
    return { key, sources: [...sources], targets: [...targets], runs: [...runs], channels };
  });
}

interface SourceSamples {
  readonly node: number;
  /** V. */
  readonly imposed: number[];
  /** Read less imposed, in steps (V where converters are continuous). */
  readonly offsets: number[];
}

/** Readings of each source of each wiring, in both networks. */
function sourceSamples({ wirings, decisions, step }: DigipotData): SourceSamples[][] {
  const unit = step === 0 ? 1 : step;
  const samples = wirings.map(({ sources }) => sources.map((node): SourceSamples => ({ node, imposed: [], offsets: [] })));
  for (const { wiring, imposed, free, clamped } of decisions) {
    samples[wiring].forEach(({ node, imposed: levels, offsets }, source) => {
      for (const readings of [free, clamped]) {
        // At an end of the converter a reading does not tell how far beyond the voltage is.
        if (!Number.isFinite(readings[node]) || isAtEnd(imposed[source], step)) continue;
        levels.push(imposed[source]);
        offsets.push((readings[node] - imposed[source]) / unit);
      }
    });
  }
  return samples.map((wiring) => wiring.filter(({ offsets }) => offsets.length > 0));
}

function isAtEnd(voltage: number, step: number): boolean {
  if (step === 0) return false;
  const code = voltage / step;
  return code < MARGIN || code > HIGHEST_CODE - MARGIN;
}

/** Steps between a channel and the end of the converter, so that zero and noise do not reach it. */
const MARGIN = 2.5;

/** 1 + the slope of what is read above what is imposed, each channel about its own means. @param unit  of the offsets, V */
function gainOf(samples: readonly SourceSamples[], unit: number): { readonly value: number; readonly deviation: number | null } {
  let [square, cross, residual, count] = [0, 0, 0, 0];
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  for (const { imposed, offsets } of samples) {
    const [middle, level] = [mean(imposed), mean(offsets)];
    imposed.forEach((voltage, index) => {
      square += (voltage - middle) ** 2;
      cross += (voltage - middle) * (offsets[index] - level);
      residual += (offsets[index] - level) ** 2;
      count++;
    });
  }
  if (!(square > 1e-6 * count)) return { value: 1, deviation: null };
  const slope = cross / square;
  const deviation = Math.sqrt(Math.max(residual - slope * cross, 0) / Math.max(count - samples.length - 1, 1) / square);
  return { value: 1 + unit * slope, deviation: unit * deviation };
}
