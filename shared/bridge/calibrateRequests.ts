import { z } from 'zod';
import { calibrationListSchema, calibrationSchema, stageNames } from '../calibration.ts';
import { forecastSchema, twinStatusSchema } from '../twin.ts';

const nothing = z.strictObject({});
const one = z.strictObject({ id: z.string() });

/** What the screen asks about calibrations, and about the twin of the bench. */
export const calibrateRequests = {
  /** The calibrations of this computer, and the recordings that one can be made from. */
  'calibrate.list': { parameters: nothing, result: calibrationListSchema },
  'calibrate.get': { parameters: one, result: calibrationSchema },
  /** Begins a calibration from recordings: those it is fitted to, and those it is judged by. */
  'calibrate.begin': {
    parameters: z.strictObject({ fitted: z.array(z.string()).min(1).max(100), held: z.array(z.string()).max(100) }),
    result: calibrationSchema,
  },
  /** Drives the board on the bench through a program of inputs and labels, records it, and begins a calibration from that. News tell of it. */
  'calibrate.record': { parameters: nothing, result: nothing },
  /** Does stages one after the other; those that are done are done anew. News tell of it. */
  'calibrate.run': { parameters: one.extend({ stages: z.array(z.enum(stageNames)).min(1) }), result: nothing },
  /** Leaves a stage out, or takes it in again. */
  'calibrate.skip': { parameters: one.extend({ stage: z.enum(stageNames), isSkipped: z.boolean() }), result: calibrationSchema },
  /** Ends what is being done; what was done before stays. */
  'calibrate.cancel': { parameters: nothing, result: nothing },
  /** Writes the calibration for `twinbench diagnose` and the others. */
  'calibrate.save': { parameters: one, result: z.strictObject({ path: z.string() }) },
  /** The twin of the bench uses this calibration from now on; `null`: none. */
  'calibrate.apply': { parameters: z.strictObject({ id: z.string().nullable() }), result: nothing },
  'calibrate.discard': { parameters: one, result: nothing },
  'twin.status': { parameters: nothing, result: twinStatusSchema },
  /** The alarm was seen to: the twin learns anew what healthy looks like. */
  'twin.reset': { parameters: nothing, result: nothing },
  /**
   * Keeps the state of the board on the bench as the one in which its calibrated twin begins, and answers how that is chosen as a
   * machine; "": no calibration of this board that knows how it learns is applied.
   */
  'twin.keepState': { parameters: nothing, result: z.strictObject({ machine: z.string() }) },
  /** Forks the twin from the present state of the machine on the bench; with an edge, as if that were cut now. */
  'twin.forecast': {
    parameters: z.strictObject({ seconds: z.number().gt(0).max(1000), cut: z.string().nullable() }),
    result: forecastSchema,
  },
} as const;
