import type { Io } from './io.ts';

const DRAW_EVERY_MS = 100;
const LINE_EVERY_MS = 5000;

/** One line on standard error about how far something is: drawn over in a terminal, elsewhere (a log, a pipe) a plain one now and then. */
export interface StatusLine {
  /** @param textAt  makes the line for a moment, ms; asked for only when it is shown */
  show(textAt: (now: number) => string): void;
  /** Takes the line away. */
  finish(): void;
}

export function createStatusLine(io: Io): StatusLine {
  let last = io.now();
  let isDrawn = false;
  return {
    show(textAt) {
      const now = io.now();
      if (now - last < (io.isTerminal ? DRAW_EVERY_MS : LINE_EVERY_MS)) return;
      last = now;
      const text = textAt(now);
      if (!io.isTerminal) return io.error(`${text}\n`);
      // One character short of the edge, or some terminals begin a new line.
      const fitting = Array.from(text).slice(0, Math.max(io.columns - 1, 10));
      io.error(`\r\u001b[K${fitting.join('')}`);
      isDrawn = true;
    },
    finish() {
      if (isDrawn) io.error('\r\u001b[K');
      isDrawn = false;
    },
  };
}
