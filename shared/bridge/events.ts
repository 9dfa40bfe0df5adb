import { z } from 'zod';
import { comparisonStatusSchema } from '../compare.ts';
import { calibrationNewsSchema } from '../calibration.ts';
import { damageCurveSchema } from '../damage.ts';
import { frameSchema } from '../frames.ts';
import { jobSchema } from '../jobs.ts';
import { sweepNewsSchema } from '../sweep.ts';
import { problemSchema } from '../problem.ts';
import { projectStatusSchema } from '../project.ts';
import { sessionSchema } from '../session.ts';
import { twinStatusSchema } from '../twin.ts';

/** Every message from the engine to the screen that no request asked for: name → payload. */
export const events = {
  /** The newest state. The next one comes only after this one was acknowledged. */
  frame: frameSchema,
  /** Another experiment was loaded or the run was restarted, perhaps by another window. */
  session: sessionSchema,
  /** Something that the user should read; the program goes on. */
  notice: z.strictObject({ problem: problemSchema }),
  /** How far the loss of every edge is measured that this screen asked for, 0..1; `null` when it ended. */
  ranking: z.strictObject({ done: z.number().min(0).max(1).nullable() }),
  /** How far a damage curve is that this screen asked for, with every draw that is complete. */
  damageCurve: damageCurveSchema,
  /** How far a job is that a request began, and how it ended. */
  job: jobSchema,
  /** The project on the bench has changed, was saved, or is another one. */
  project: projectStatusSchema,
  /** How far the comparison is. */
  comparison: comparisonStatusSchema,
  /** The folder of the runs has changed: a list of it is out of date. */
  runs: z.strictObject({}),
  /** What has changed in the sweep that runs, a few times a second. */
  sweep: sweepNewsSchema,
  /** How far a calibration is, and how its work ended. */
  calibration: calibrationNewsSchema,
  /** What the calibrated twin thinks of the board on the bench. */
  twin: twinStatusSchema,
  /** State of the engine itself, reported by the host around it. */
  engine: z.strictObject({ state: z.enum(['ready', 'restarted', 'failed']), problem: problemSchema.nullable() }),
} as const;

export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>;
export const eventNames = Object.keys(events) as EventName[];
