import { z } from 'zod';
import { problemSchema } from '../problem.ts';
import { eventNames, type EventName } from './events.ts';
import { requestNames, type RequestName } from './requests.ts';

/** The envelopes that cross a transport. Their contents are validated by the maps of requests and events. */
export const requestMessageSchema = z.strictObject({
  type: z.literal('request'),
  id: z.int(),
  name: z.enum(requestNames as [RequestName, ...RequestName[]]),
  parameters: z.unknown(),
});

export const responseMessageSchema = z.union([
  z.strictObject({ type: z.literal('response'), id: z.int(), result: z.unknown() }),
  z.strictObject({ type: z.literal('response'), id: z.int(), problem: problemSchema }),
]);

export const eventMessageSchema = z.strictObject({
  type: z.literal('event'),
  name: z.enum(eventNames as [EventName, ...EventName[]]),
  payload: z.unknown(),
});

export type RequestMessage = z.infer<typeof requestMessageSchema>;
export type ResponseMessage = z.infer<typeof responseMessageSchema>;
export type EventMessage = z.infer<typeof eventMessageSchema>;

/** What an engine sends, and what a screen sends. */
export type FromEngine = ResponseMessage | EventMessage;
export type ToEngine = RequestMessage;

/**
 * A way for messages to cross: a MessagePort in Electron, a WebSocket in the browser, a plain function pair in tests.
 * Messages are plain data that survives both structured cloning and JSON.
 */
export interface Transport<Sent, Received> {
  send(message: Sent): void;
  onMessage(listener: (message: Received) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}
