import type { Io } from '../io.ts';
import { count, quantity } from '../quantity.ts';
import { createStatusLine } from '../statusLine.ts';

const BAR_WIDTH = 24;
/** The rate is that of about so long, so that a slow start is soon forgotten. */
const WINDOW_MS = 1000;

/** How far a run is, on standard error. */
export interface Progress {
  /** @param error  of the last measurement, V² */
  show(step: number, error: number): void;
  /** Takes the bar away. */
  finish(): void;
}

/** A bar that is drawn over in a terminal; elsewhere (a log, a pipe) a plain line every few seconds. */
export function createProgress(io: Io, steps: number): Progress {
  const status = createStatusLine(io);
  const start = io.now();
  /** A moment and a step, from which the rate is reckoned, and the next such. */
  let [reference, next] = [
    { time: start, step: 0 },
    { time: start, step: 0 },
  ];

  const lineOf = (now: number, step: number, error: number): string => {
    if (now - next.time > WINDOW_MS) [reference, next] = [next, { time: now, step }];
    const rate = now > reference.time ? (1000 * (step - reference.step)) / (now - reference.time) : 0;
    const left = rate > 0 ? `${duration((steps - step) / rate)} left` : '';
    const parts = [
      `${count(step)} of ${count(steps)} steps`,
      rate > 0 ? `${count(rate)} steps/s` : '',
      left,
      `error ${quantity(error, 'V²', 3)}`,
    ];
    return parts.filter((part) => part !== '').join(' · ');
  };

  return {
    show(step, error) {
      status.show((now) => {
        const percent = Math.floor((100 * step) / steps);
        const line = `${percent} % · ${lineOf(now, step, error)}`;
        const full = Math.floor((BAR_WIDTH * step) / steps);
        return io.isTerminal ? `${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)} ${line}` : line;
      });
    },
    finish: () => status.finish(),
  };
}

/** Seconds for people: "0.4 s", "12 s", "3 min 20 s", "2 h 5 min". */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return `${count(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}
