import { z } from 'zod';
import { outputMapSchema } from '../outputMap.ts';
import { catalogueSchema, damageReportSchema, sessionSchema } from '../session.ts';

const nothing = z.strictObject({});

/**
 * Every call from the screen to the engine: name → parameters and result. This map is the bridge: the compiler checks both
 * ends against it, and both ends validate every message by it at run time.
 */
export const requests = {
  /** The tasks and published experiments on offer, and the version of the engine. */
  'catalogue.get': { parameters: nothing, result: catalogueSchema },
  /** The loaded experiment with its whole history; what a new or reconnected screen asks first. */
  'session.get': { parameters: nothing, result: sessionSchema },
  /** Loads a task or a published experiment by name, or a document, and starts it. */
  'session.load': {
    parameters: z.strictObject({
      task: z.string().optional(),
      experiment: z.string().optional(),
      document: z.unknown().optional(),
      seed: z.int().min(0).optional(),
    }),
    result: sessionSchema,
  },
  /** From the first step again; the same seed unless another is given. Damage of the user is undone. */
  'run.restart': { parameters: z.strictObject({ seed: z.int().min(0).optional() }), result: sessionSchema },
  'run.set': { parameters: z.strictObject({ isRunning: z.boolean() }), result: nothing },
  /** Exactly so many steps, then pause. */
  'run.step': { parameters: z.strictObject({ steps: z.int().min(1).max(1_000_000) }), result: nothing },
  /** Steps per second of wall time; `null`: as fast as it goes. */
  'run.speed': { parameters: z.strictObject({ stepsPerSecond: z.number().gt(0).nullable() }), result: nothing },
  /** The global switch: learning on, or frozen (voltages still follow the inputs). */
  'run.learning': { parameters: z.strictObject({ isLearning: z.boolean() }), result: nothing },
  /** Parameters that may change during a run. */
  'run.parameters': {
    parameters: z.strictObject({ nudge: z.number().gt(0).lte(1).optional(), stepTime: z.number().gt(0).lte(1).optional() }),
    result: nothing,
  },
  /** Damages edges, or repairs them (`null`). */
  'damage.apply': {
    parameters: z.strictObject({ edges: z.array(z.string()).min(1), damage: z.enum(['cut', 'short', 'stuck']).nullable() }),
    result: damageReportSchema,
  },
  /** Cuts so many intact edges, drawn at random (seeded). */
  'damage.random': { parameters: z.strictObject({ count: z.int().min(1).max(1000) }), result: damageReportSchema },
  /** Cuts the intact edge whose loss raises the error most. */
  'damage.worst': { parameters: nothing, result: damageReportSchema },
  'damage.undo': { parameters: nothing, result: damageReportSchema },
  'damage.redo': { parameters: nothing, result: damageReportSchema },
  /** The output over its variable inputs, now or at most half a second ago; the run goes on. */
  'analysis.outputMap': { parameters: nothing, result: outputMapSchema },
  /** The screen has drawn this frame and is ready for the next. */
  'frame.acknowledge': { parameters: z.strictObject({ sequence: z.int() }), result: nothing },
} as const;

export type RequestName = keyof typeof requests;
export type RequestParameters<N extends RequestName> = z.infer<(typeof requests)[N]['parameters']>;
export type RequestResult<N extends RequestName> = z.infer<(typeof requests)[N]['result']>;
export const requestNames = Object.keys(requests) as RequestName[];

/** One handler per request; a missing or misspelt one does not compile. */
export type RequestHandlers = { [N in RequestName]: (parameters: RequestParameters<N>) => Promise<RequestResult<N>> | RequestResult<N> };
