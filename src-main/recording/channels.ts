import { McapRecordBuilder, type Channel, type Schema } from '@mcap/core';
import { z } from 'zod';
import { damageKinds } from '../../shared/documents/network.ts';
import { markerSchema } from '../../shared/frames.ts';
import type { RecordedEvent, RecordedKind } from '../machine/recorded.ts';
import { decodeMeasurement, decodeState, encodeMeasurement, encodeState } from './binary.ts';

/** The profile in the header of the file: says that the channels below are meant. */
export const PROFILE = 'twinbench';
/** Encoding of the messages that are arrays of 64-bit floats, little-endian. */
const FLOATS = 'twinbench.float64';

const when = {
  sequence: z.int().min(0).describe('Counts the events of the recording from 0, over all channels'),
  hostTime: z.number().describe('Host time, s since 1970-01-01 UTC'),
  step: z.number().describe('Training step'),
  time: z.number().describe('Machine time (learning time), s'),
};

/** The small records, in JSON. Keys that a later version adds are passed over. */
const recordSchemas = {
  damage: z.object({
    ...when,
    edges: z.array(z.int().min(0)).describe('Indices into the edges of the network'),
    damage: z.enum(damageKinds).nullable().describe('null: repaired'),
  }),
  parameter: z.object({
    ...when,
    name: z.enum(['nudge', 'stepTime', 'learning']),
    value: z.number().describe('From this step on; stepTime in s; learning is 1 (on) or 0 (frozen)'),
  }),
  marker: z.object({ ...when, marker: markerSchema.shape.kind, label: z.string() }),
  note: z.object({ ...when, text: z.string() }),
  log: z.object({ ...when, level: z.enum(['info', 'warning', 'error']), text: z.string() }),
  setting: z.object({
    ...when,
    edges: z.array(z.int().min(0)).describe('Indices into the edges of the network'),
    states: z
      .array(z.number())
      .describe('States that these edges were put to by hand: gate voltages (V), wiper positions or conductances (S)'),
  }),
  end: z.object({ ...when, reason: z.enum(['complete', 'interrupted', 'failed']) }),
};

type SmallKind = keyof typeof recordSchemas;

/** Numbers of the channels; fixed, so that a recording is readable even where the lines that announce them are damaged. */
export const channelIds: Readonly<Record<RecordedKind, number>> = {
  measurement: 1,
  state: 2,
  damage: 3,
  parameter: 4,
  marker: 5,
  note: 6,
  log: 7,
  end: 8,
  setting: 9,
};

const kinds = Object.fromEntries(Object.entries(channelIds).map(([kind, id]) => [id, kind])) as Readonly<Record<number, RecordedKind>>;

const layouts: Readonly<Record<'measurement' | 'state', string>> = {
  measurement:
    'sequence hostTime[s] step time[s] set(0 training,1 test,2 present) error[V^2] accuracy(NaN none) n outputs[V]*n labels[V]*n',
  state:
    'sequence hostTime[s] step time[s] set(0 training,1 test) isLearning datapoint n e free[V]*n clamped[V]*n states*e conductances[S]*e ' +
    'damage(0 none,1 cut,2 short,3 stuck)*e',
};

const isArrays = (kind: RecordedKind): kind is 'measurement' | 'state' => kind === 'measurement' || kind === 'state';

/** What the file says of each channel: its schema has the number of the channel. */
export const schemas: readonly Schema[] = eachKind((kind, id) => ({
  id,
  name: `twinbench.${kind}`,
  encoding: isArrays(kind) ? FLOATS : 'jsonschema',
  data: new TextEncoder().encode(isArrays(kind) ? layouts[kind] : JSON.stringify(z.toJSONSchema(recordSchemas[kind], { io: 'input' }))),
}));

export const channels: readonly Channel[] = eachKind((kind, id) => ({
  id,
  schemaId: id,
  topic: `/${kind}`,
  messageEncoding: isArrays(kind) ? FLOATS : 'json',
  metadata: new Map(),
}));

/** The records that announce schemas and channels, as they stand at the head of a file. */
export const announcement: Uint8Array = announce();

/** The body of an event's message. */
export function encodeEvent(event: RecordedEvent): Uint8Array {
  if (event.kind === 'measurement') return encodeMeasurement(event);
  if (event.kind === 'state') return encodeState(event);
  const { kind: _, ...record } = event;
  return new TextEncoder().encode(JSON.stringify(record));
}

/** @returns `null` where the message is none of ours, or does not keep to its schema */
export function decodeEvent(channel: number, bytes: Uint8Array): RecordedEvent | null {
  const kind = kinds[channel];
  if (kind === undefined) return null;
  if (kind === 'measurement') return decodeMeasurement(bytes);
  if (kind === 'state') return decodeState(bytes);
  return decodeRecord(kind, bytes);
}

function decodeRecord(kind: SmallKind, bytes: Uint8Array): RecordedEvent | null {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
  const parsed = recordSchemas[kind].safeParse(value);
  return parsed.success ? ({ kind, ...parsed.data } as RecordedEvent) : null;
}

function announce(): Uint8Array {
  const builder = new McapRecordBuilder();
  for (const schema of schemas) builder.writeSchema(schema);
  for (const channel of channels) builder.writeChannel(channel);
  return builder.buffer.slice();
}

function eachKind<T>(make: (kind: RecordedKind, id: number) => T): T[] {
  return Object.entries(channelIds).map(([kind, id]) => make(kind as RecordedKind, id));
}
