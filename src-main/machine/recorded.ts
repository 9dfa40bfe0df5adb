import type { DamageKind } from '../../shared/documents/network.ts';
import type { Marker } from '../../shared/frames.ts';
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import type { Capability, MachineIdentity, MachineState, Measurement } from './machine.ts';

/** What a measurement was taken over. */
export type MeasuredSet = 'training' | 'test' | 'present';

/** What is known of a run before its first step. Written twice at the head of a recording, so that one damaged byte never costs both. */
export interface RecordingHeader {
  /** Date, time (UTC) and title, as in the name of the file: "2026-11-21-045352-xor". Unique within a folder. */
  readonly id: string;
  /** What the person called it; "" where nothing was said. A later name stands beside the recording, not in it. */
  readonly name: string;
  /** Host time at the start, s since 1970-01-01 UTC. */
  readonly createdAt: number;
  /** "twinbench 0.1.0". */
  readonly program: string;
  /** Where an imported run came from, "" where it was recorded live. */
  readonly origin: string;
  readonly machine: MachineIdentity;
  /** What the machine itself could do. What a replay of it can do is less. */
  readonly capabilities: readonly Capability[];
  /** The whole experiment, seed included: compiling it gives the network whose nodes and edges index every array below. */
  readonly document: ExperimentDocument;
}

interface Recorded {
  /** Counts the events of one recording from 0 without a gap, so that a gap tells how many were lost. */
  readonly sequence: number;
  /** Host time at which it was recorded, s since 1970-01-01 UTC. */
  readonly hostTime: number;
  /** Training step of the machine. */
  readonly step: number;
  /** Machine time, that is learning time, s. */
  readonly time: number;
}

/** One measurement; `outputs` and `labels` are [datapoint × output] of the set, as in `Measurement`. */
export interface RecordedMeasurement extends Recorded, Readonly<Omit<Measurement, 'step' | 'time'>> {
  readonly kind: 'measurement';
  readonly set: MeasuredSet;
}

/** Gates (or taps, or conductances), damage and the voltages of both networks under one datapoint. NaN: floating, or not measured. */
export interface RecordedState extends Recorded, Readonly<Omit<MachineState, 'step' | 'time' | 'damage'>> {
  readonly kind: 'state';
  /** The set that `datapoint` counts in. */
  readonly set: 'training' | 'test';
  readonly damage: readonly (DamageKind | null)[];
}

export interface RecordedDamage extends Recorded {
  readonly kind: 'damage';
  /** By index. */
  readonly edges: readonly number[];
  /** `null`: repaired. */
  readonly damage: DamageKind | null;
}

/** Edges were put to these states by hand; they went on from there. */
export interface RecordedSetting extends Recorded {
  readonly kind: 'setting';
  /** By index. */
  readonly edges: readonly number[];
  /** V, wiper positions or S, one for each of `edges`. */
  readonly states: readonly number[];
}

/** A parameter from this step on; learning is 1 (on) or 0 (frozen). */
export interface RecordedParameter extends Recorded {
  readonly kind: 'parameter';
  readonly name: 'nudge' | 'stepTime' | 'learning';
  /** s for stepTime, else without unit. */
  readonly value: number;
}

/** A moment worth a line on every plot. */
export interface RecordedMarker extends Recorded {
  readonly kind: 'marker';
  readonly marker: Marker['kind'];
  readonly label: string;
}

/** What a person wrote while the run was recorded. */
export interface RecordedNote extends Recorded {
  readonly kind: 'note';
  readonly text: string;
}

export interface RecordedLog extends Recorded {
  readonly kind: 'log';
  readonly level: 'info' | 'warning' | 'error';
  readonly text: string;
}

/** The last event of a recording that was closed. One that lacks it was cut off: a crash, a full disk, a damaged file. */
export interface RecordedEnd extends Recorded {
  readonly kind: 'end';
  readonly reason: 'complete' | 'interrupted' | 'failed';
}

/** Everything that a recording holds, in the order in which it happened. A closed set: readers switch over `kind`. */
export type RecordedEvent =
  | RecordedMeasurement
  | RecordedState
  | RecordedDamage
  | RecordedSetting
  | RecordedParameter
  | RecordedMarker
  | RecordedNote
  | RecordedLog
  | RecordedEnd;

export type RecordedKind = RecordedEvent['kind'];

/** Part of a recording: events whose step lies in [from, to]. */
export interface StepSpan {
  readonly from?: number;
  readonly to?: number;
}

/** What one pass over a recording finds: how much there is of everything, and what is missing. */
export interface RecordingSurvey {
  readonly counts: Readonly<Record<RecordedKind, number>>;
  /** First and last step of any measurement or state; −1 where there is none. */
  readonly firstStep: number;
  readonly lastStep: number;
  /** Machine time of the last of them, s. */
  readonly lastTime: number;
  /** Host time of the last event, s since 1970; that of the start where there is none. */
  readonly endedAt: number;
  /** Error and accuracy of the last measurement; NaN and `null` where there is none. */
  readonly lastError: number;
  readonly lastAccuracy: number | null;
  /** `null`: the recording was cut off before it was closed. */
  readonly end: RecordedEnd['reason'] | null;
  readonly loss: RecordingLoss;
}

/** What is missing from a recording. All zero: nothing is. */
export interface RecordingLoss {
  /** Bytes that can't be read, whatever they were. */
  readonly bytes: number;
  /** Events that are known to be missing, by their sequence numbers. */
  readonly events: number;
  /** True where the file ends in the middle of something, or without its end: what came after can't be counted. */
  readonly isCutOff: boolean;
}

/**
 * A recording that is open for reading: what `openRecording` (src-main/recording) answers, and what replay, exporters and
 * comparison are given.
 *
 * @example
 * const survey = await recording.survey(); // sizes, for arrays that are filled in a second pass
 * for await (const event of recording.events({ from: 1000, to: 2000 })) if (event.kind === 'measurement') …
 */
export interface Recording {
  readonly header: RecordingHeader;
  /** Bytes of the file. */
  readonly size: number;
  /**
   * The events in the order in which they happened; unreadable stretches are passed over. Arrays belong to the caller.
   * Memory is that of one chunk (about a second of the run), whatever the size of the file.
   */
  events(span?: StepSpan): AsyncIterable<RecordedEvent>;
  /** One pass over everything, which checks every checksum. @cost O(size of the file); kept for the next call */
  survey(): Promise<RecordingSurvey>;
  close(): Promise<void>;
}
