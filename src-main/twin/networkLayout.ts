import type { NetworkParameters, Stray } from './boardNetwork.ts';
import type { ChannelShape } from './channelLaw.ts';
import type { DeviceModel, ParameterKind } from './devices/deviceModel.ts';

/** Before anything was measured: typical numbers and their spread, of boards of ALD1106 transistors (Dillavou 2024 and 2025). */
const priors: Readonly<Record<ParameterKind, { readonly mean: number; readonly spread: number; readonly unit: string }>> = {
  // ln(S/S_0): between equal edges the common gain scales nothing but currents; parts of one type differ by some per cent.
  gain: { mean: 0, spread: 0.4, unit: '' },
  // The data sheet allows 0.4 to 1 V; the laboratory names 0.6 to 0.7 V.
  threshold: { mean: 0.62, spread: 0.15, unit: 'V' },
  // Twice the thermal voltage times a slope factor: 2·26 mV·1.5.
  softness: { mean: 0.08, spread: 0.05, unit: 'V' },
  body: { mean: 0.3, spread: 0.3, unit: '' },
  degradation: { mean: 0.05, spread: 0.1, unit: '1/V' },
  zero: { mean: 0, spread: 3e-3, unit: 'V' },
  // ln of the conductance in S: 5 Ω, within a factor of e³.
  stray: { mean: Math.log(0.2), spread: 3, unit: 'ln S' },
};

/** S_0, A/V²: the gain to which those of the edges are told (Dillavou 2025). */
export const NOMINAL_TRANSCONDUCTANCE = 8e-4;
export const NOMINAL_THRESHOLD = priors.threshold.mean;

/** One fitted number of a network. */
export interface ParameterName {
  readonly kind: ParameterKind;
  /** Edge, node or stray; 0 where it is shared. */
  readonly index: number;
}

/** Where the fitted numbers of a network stand in the vector of the fit. */
export interface NetworkLayout {
  readonly names: readonly ParameterName[];
  /** First place of each kind, −1 where it is not fitted. */
  readonly place: Readonly<Record<ParameterKind, number>>;
  readonly priorMean: Float64Array;
  readonly priorSpread: Float64Array;
  readonly device: DeviceModel;
  readonly edgeCount: number;
  readonly nodeCount: number;
  readonly strays: readonly Stray[];
}

export function networkLayout(device: DeviceModel, edgeCount: number, nodeCount: number, strays: readonly Stray[]): NetworkLayout {
  const sizes: Readonly<Record<ParameterKind, number>> = {
    gain: edgeCount,
    threshold: edgeCount,
    softness: 1,
    body: 1,
    degradation: 1,
    zero: nodeCount,
    stray: strays.length,
  };
  const names: ParameterName[] = [];
  const place = { gain: -1, threshold: -1, softness: -1, body: -1, degradation: -1, zero: -1, stray: -1 };
  for (const kind of [...device.free, 'stray'] as const) {
    place[kind] = names.length;
    for (let index = 0; index < sizes[kind]; index++) names.push({ kind, index });
  }
  const priorMean = Float64Array.from(names, ({ kind }) => priors[kind].mean);
  const priorSpread = Float64Array.from(names, ({ kind }) => priors[kind].spread);
  return { names, place, priorMean, priorSpread, device, edgeCount, nodeCount, strays };
}

export function unitOf(kind: ParameterKind): string {
  return priors[kind].unit;
}

/** The vector to begin with: the prior means, except where the device model says otherwise. */
export function startOf({ names, priorMean, device, strays }: NetworkLayout): Float64Array {
  return priorMean.map((mean, index) => {
    const { kind, index: item } = names[index];
    if (kind === 'stray') return Math.log(strays[item].conductance);
    return kind === 'softness' || kind === 'body' || kind === 'degradation' ? device[kind] : mean;
  });
}

/** The network that a vector describes. */
export function parametersOf(layout: NetworkLayout, vector: Float64Array): NetworkParameters {
  const { place, device, edgeCount, nodeCount, strays } = layout;
  const shared = (kind: 'softness' | 'body' | 'degradation'): number => (place[kind] < 0 ? device[kind] : vector[place[kind]]);
  const each = (kind: ParameterKind, count: number, otherwise: number): Float64Array =>
    Float64Array.from({ length: count }, (_, index) => (place[kind] < 0 ? otherwise : vector[place[kind] + index]));
  return {
    shape: { softness: shared('softness'), body: shared('body'), degradation: shared('degradation') },
    transconductances: each('gain', edgeCount, 0).map((gain) => NOMINAL_TRANSCONDUCTANCE * Math.exp(gain)),
    thresholds: each('threshold', edgeCount, NOMINAL_THRESHOLD),
    zeros: each('zero', nodeCount, 0),
    strays: strays.map((stray, index) => ({ ...stray, conductance: Math.exp(vector[place.stray + index]) })),
  };
}

/** Keeps shared numbers physical and a stray between an open wire and a dead short, in place. */
export function confine({ place, strays }: NetworkLayout, vector: Float64Array): void {
  for (const kind of ['softness', 'body', 'degradation'] as const)
    if (place[kind] >= 0) vector[place[kind]] = confinedShape(kind, vector[place[kind]]);
  for (let index = 0; index < strays.length; index++) {
    const at = place.stray + index;
    vector[at] = Math.min(Math.max(vector[at], Math.log(1e-6)), Math.log(10));
  }
}

const SHAPE_RANGES: Readonly<Record<keyof ChannelShape, readonly [number, number]>> = {
  softness: [1e-3, 0.5],
  body: [-0.5, 2],
  degradation: [0, 1],
};

/** A number of the shape, kept physical. */
export function confinedShape(kind: keyof ChannelShape, value: number): number {
  const [low, high] = SHAPE_RANGES[kind];
  return Math.min(Math.max(value, low), high);
}
