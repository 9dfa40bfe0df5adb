import { z } from 'zod';

/** The longest line that may be typed to the board on the bench, characters: with what the driver puts behind it, it has to fit into a line of the board. */
export const LONGEST_TYPED_LINE = 140;

/** One thing that went over the line, or happened to it. */
export const consoleLineSchema = z.strictObject({
  /** Counts from 0 for each connection; none is left out. */
  number: z.int(),
  at: z.number().describe('When it was handed to the port, or its last byte arrived there: ms since 1970 by the clock of this computer'),
  kind: z.enum(['sent', 'answer', 'frame', 'noise', 'event']),
  /** Who said it, or was answered. */
  by: z.enum(['program', 'person']),
  text: z.string(),
  bytes: z.string().describe('Content of a frame, hexadecimal; "" for all else'),
  clock: z.number().nullable().describe('By the clock of the board, s since its start; null where the line carries none'),
});
export type ConsoleLine = z.infer<typeof consoleLineSchema>;

/** A part of the log of a line. */
export const consoleReadingSchema = z.strictObject({
  opened: z.number().describe('When this log began, ms since 1970; another one is another connection'),
  place: z.string(),
  /** Number of the oldest line that is kept, and of the one that comes next. */
  first: z.int(),
  next: z.int(),
  lines: z.array(consoleLineSchema),
});
export type ConsoleReading = z.infer<typeof consoleReadingSchema>;

/** What a board answered to a line that a person typed. */
export const consoleAnswerSchema = z.strictObject({
  answers: z.array(z.string()),
  errors: z.array(z.strictObject({ code: z.int(), text: z.string() })),
  /** Whether it changed the board by hand, which the run is marked with. */
  isMarked: z.boolean(),
});
export type ConsoleAnswer = z.infer<typeof consoleAnswerSchema>;
