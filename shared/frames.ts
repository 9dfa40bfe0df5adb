import { z } from 'zod';
import { damageScheduleSchema } from './damage.ts';
import { boardLinkSchema } from './machines.ts';
import { recordingStatusSchema } from './runs.ts';
import { stopConditionSchema, stoppedSchema } from './stop.ts';

/** A value that may be undetermined (a floating node, the conductance of a cut edge seen as resistance): `null` on the wire. */
const value = z.number().nullable();

/** One point of the error history. `error` is the mean over datapoints of the sum over outputs of (O − L)², V². */
export const historyPointSchema = z.strictObject({
  step: z.int(),
  time: z.number().describe('Learning time, s'),
  error: value,
  /** Fraction of correctly classified datapoints, where the task has classes. */
  accuracy: value,
  /** Error of the datapoint shown with the voltages as they are, V²; absent where they settle at once. */
  momentaryError: value.optional(),
  /** Mean over datapoints of (O − L)², V², [output]; empty where there is one output. */
  outputErrors: z.array(value),
  /** Signed contribution of each mode of error, V, [mode]; empty where the session names none. */
  modes: z.array(value),
  /** Mean squared error of the datapoints of each task trained in turn, V², [task]; empty where there is one task. */
  taskErrors: z.array(value),
});
export type HistoryPoint = z.infer<typeof historyPointSchema>;

/** One period of two tasks trained in turn (Dillavou 2025, Eq. 4 and Appendix A), at its end τ. */
export const periodPointSchema = z.strictObject({
  step: z.int(),
  time: z.number().describe('Learning time, s'),
  /** Ē: mean of the combined error at τ/2 and at τ, V². */
  error: value,
  /** D = |G(τ/2) − G(τ)| over all edges, in the unit of the states. */
  span: z.number(),
});
export type PeriodPoint = z.infer<typeof periodPointSchema>;

/** A place on the path of two learning edges. */
export const pathPointSchema = z.strictObject({
  step: z.int(),
  time: z.number().describe('Learning time, s'),
  states: z.tuple([z.number(), z.number()]),
});
export type PathPoint = z.infer<typeof pathPointSchema>;

/**
 * A moment worth a line on every plot. Of the way to a board: `gap`, something was lost there; from `lost` to `return` nothing was heard.
 */
export const markerSchema = z.strictObject({
  step: z.int(),
  time: z.number(),
  kind: z.enum(['cut', 'short', 'stuck', 'repair', 'parameter', 'note', 'stop', 'gap', 'lost', 'return']),
  label: z.string(),
});
export type Marker = z.infer<typeof markerSchema>;

export const edgeDamageSchema = z.enum(['cut', 'short', 'stuck']).nullable();
export type EdgeDamage = z.infer<typeof edgeDamageSchema>;

/**
 * What the screen shows of a running machine: the newest state only. Frames may be dropped, so a frame repeats nothing
 * but the history points and markers since the last acknowledged one.
 */
export const frameSchema = z.strictObject({
  sequence: z.int(),
  isRunning: z.boolean(),
  isLearning: z.boolean(),
  /** Set where the run reached the number of steps that the experiment plans; it may go on. */
  isComplete: z.boolean(),
  step: z.int(),
  time: z.number().describe('Learning time, s'),
  error: value,
  accuracy: value,
  stepsPerSecond: z.number().describe('Measured over the last second of wall time'),
  speed: z.number().nullable().describe('Requested steps per second of wall time; null: as fast as it goes'),
  nudge: z.number().describe('In force now; it may be changed during a run'),
  stepTime: z.number().describe('In force now, s'),
  stop: z.array(stopConditionSchema).describe('Conditions on which the run stops, in force now'),
  /** Where one of them has stopped the run; `null` once it goes on. */
  stopped: stoppedSchema.nullable(),
  /** Datapoint of the training set whose state is shown, or −1 before the first step. */
  datapoint: z.int(),
  freeVoltages: z.array(value).describe('[node], V'),
  clampedVoltages: z.array(value).describe('[node], V'),
  states: z.array(z.number()).describe('Gate voltage (V), wiper position or conductance (S), [edge]'),
  stateRates: z
    .array(z.number())
    .describe('Change of the state per second (transistor) or per step (digipot, resistor), [edge], averaged over `rateWindow`'),
  conductances: z.array(z.number()).describe('Chord conductance K = I/ΔV in the free network, S, [edge]; 0 where cut'),
  damage: z.array(edgeDamageSchema).describe('[edge]'),
  /** Free outputs of every datapoint of the training set and their labels now, [datapoint][output], V. */
  outputs: z.array(z.array(value)),
  labels: z.array(z.array(value)),
  history: z.array(historyPointSchema).describe('Points since the last acknowledged frame'),
  markers: z.array(markerSchema).describe('Markers since the last acknowledged frame'),
  periods: z.array(periodPointSchema).describe('Periods of tasks in turn since the last acknowledged frame'),
  path: z.array(pathPointSchema).describe('Path of the two learning edges since the last acknowledged frame; empty unless there are two'),
  /** Damage operations that undo and redo would act on; empty text where there is none. */
  undo: z.string(),
  redo: z.string(),
  /** Nodes with no path to a held node. */
  isolatedNodes: z.int(),
  /** What is left of the schedule of cuts, or `null`. */
  damageSchedule: damageScheduleSchema.nullable(),
  /** What is being recorded, or `null`. */
  recording: recordingStatusSchema.nullable(),
  /** The way to the board that runs it; absent where none does. */
  link: boardLinkSchema.optional(),
  /** Number of the recorded measurement that is shown, from 0; −1 where this is no replay. */
  replayIndex: z.int(),
});
export type Frame = z.infer<typeof frameSchema>;

/** The part of a frame that curves of outputs and edge states are drawn from. */
export const sampleSchema = frameSchema.pick({
  step: true,
  time: true,
  datapoint: true,
  states: true,
  conductances: true,
  outputs: true,
  labels: true,
});
export type Sample = z.infer<typeof sampleSchema>;
