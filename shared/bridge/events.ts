import { z } from 'zod';
import { frameSchema } from '../frames.ts';
import { problemSchema } from '../problem.ts';
import { sessionSchema } from '../session.ts';

/** Every message from the engine to the screen that no request asked for: name → payload. */
export const events = {
  /** The newest state. The next one comes only after this one was acknowledged. */
  frame: frameSchema,
  /** Another experiment was loaded or the run was restarted, perhaps by another window. */
  session: sessionSchema,
  /** Something that the user should read; the program goes on. */
  notice: z.strictObject({ problem: problemSchema }),
  /** State of the engine itself, reported by the host around it. */
  engine: z.strictObject({ state: z.enum(['ready', 'restarted', 'failed']), problem: problemSchema.nullable() }),
} as const;

export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>;
export const eventNames = Object.keys(events) as EventName[];
export type EngineEvent = { [N in EventName]: { name: N; payload: EventPayload<N> } }[EventName];
