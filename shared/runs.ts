import { z } from 'zod';

/** One recorded run in the list. Times are s since 1970-01-01 UTC. */
export const runEntrySchema = z.strictObject({
  id: z.string().describe('Name of its file without .mcap; begins with the date'),
  path: z.string(),
  name: z.string().describe('What a person called it, or ""'),
  task: z.string().describe('Title of the experiment'),
  machine: z.string(),
  createdAt: z.number(),
  endedAt: z.number(),
  bytes: z.int(),
  measurements: z.int(),
  lastStep: z.int(),
  lastError: z.number().nullable().describe('V²; null where nothing was measured'),
  lastAccuracy: z.number().nullable(),
  end: z.enum(['complete', 'interrupted', 'failed']).nullable().describe('null: cut off before it was closed'),
  tags: z.array(z.string()),
  notes: z.array(z.string()),
});
export type RunEntry = Readonly<z.infer<typeof runEntrySchema>>;

export const runListSchema = z.strictObject({
  folder: z.string(),
  /** The newest first. */
  runs: z.array(runEntrySchema),
  /** Files of the folder that are no recording, or none that can be opened. */
  unreadable: z.array(z.strictObject({ path: z.string(), why: z.string() })),
});
export type RunList = z.infer<typeof runListSchema>;

/** The runs that have all words of a text somewhere: in name, ID (which begins with the date), task, machine, tags or notes. */
export function searchRuns<Run extends RunEntry>(runs: readonly Run[], text: string): Run[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [...runs];
  return runs.filter((run) => {
    const hay = hayOf(run);
    return words.every((word) => hay.includes(word));
  });
}

function hayOf({ id, name, task, machine, createdAt, tags, notes }: RunEntry): string {
  const date = new Date(createdAt * 1000).toISOString().slice(0, 16).replace('T', ' ');
  return [id, name, task, machine, date, ...tags, ...notes].join('\n').toLowerCase();
}

/** What is being recorded at this moment. */
export const recordingStatusSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  /** Since it began, s of wall time. */
  seconds: z.number(),
  bytes: z.int(),
  /** Measurements, states and all the rest. */
  events: z.int(),
  /** Events that could not be kept. A slow disk makes the run wait, so that there are none. */
  dropped: z.int(),
  /** By what the computer is kept awake; or why it is not. */
  awake: z.strictObject({ isHeld: z.boolean(), how: z.string() }),
});
export type RecordingStatus = z.infer<typeof recordingStatusSchema>;

/** A recording on the bench: what does not change while it plays. */
export const replaySchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** Host time of its start, s since 1970-01-01 UTC. */
  recordedAt: z.number(),
  origin: z.string().describe('Where an imported run came from, or ""'),
  /** What was recorded. */
  recordedKind: z.enum(['simulated', 'board', 'replay']),
  firstStep: z.int(),
  lastStep: z.int(),
  /** Learning time at these steps, s. */
  firstTime: z.number(),
  lastTime: z.number(),
  measurements: z.int(),
  /** What is missing from it, in words, or "". */
  loss: z.string(),
});
export type Replay = z.infer<typeof replaySchema>;

/** A format that runs are exported in. */
export const exportFormatSchema = z.strictObject({
  kind: z.string(),
  title: z.string(),
  doc: z.string(),
  /** Whether it can be written with decimal commas. */
  hasDecimal: z.boolean(),
});
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/** A part of a run, both ends included; without ends the whole of it. Times are learning times, s. */
export const runSpanSchema = z.strictObject({
  fromStep: z.number().optional(),
  toStep: z.number().optional(),
  fromTime: z.number().optional(),
  toTime: z.number().optional(),
});
export type RunSpan = z.infer<typeof runSpanSchema>;
