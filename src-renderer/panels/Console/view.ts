import type { ConsoleLine } from '../../../shared/console.ts';
import { quoted } from '../../figures/csv.ts';
import type { Outcome } from '../../stores/console.svelte.ts';

/** Which lines are shown. */
export const lineFilters = {
  all: 'everything',
  commands: 'commands and answers',
  typed: 'what was typed',
  frames: 'frames',
  events: 'events and noise',
} as const;
export type LineFilter = keyof typeof lineFilters;

const passes: Readonly<Record<LineFilter, (line: ConsoleLine) => boolean>> = {
  all: () => true,
  commands: ({ kind }) => kind === 'sent' || kind === 'answer',
  typed: ({ by }) => by === 'person',
  frames: ({ kind }) => kind === 'frame',
  events: ({ kind }) => kind === 'event' || kind === 'noise',
};

/** The lines that the filter lets through and that have these words in them. */
export function filterLines(lines: readonly ConsoleLine[], filter: LineFilter, words: string): readonly ConsoleLine[] {
  const wanted = words.trim().toLowerCase();
  if (filter === 'all' && wanted === '') return lines;
  return lines.filter((line) => passes[filter](line) && `${line.text} ${line.bytes}`.toLowerCase().includes(wanted));
}

/** A sign and a spoken word for each kind of line. */
export const signs: Readonly<Record<ConsoleLine['kind'], readonly [sign: string, word: string]>> = {
  sent: ['>', 'sent'],
  answer: ['<', 'answer'],
  frame: ['#', 'frame'],
  noise: ['!', 'noise'],
  event: ['·', 'event'],
};

/** Time of the day, to the millisecond, where this computer stands: "14:03:07.250". */
export function timeOfDay(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const milliseconds = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${milliseconds}`;
}

export const clockText = (clock: number | null): string => (clock === null ? '' : clock.toFixed(6));

/** A line as text: when, by the clock of the board, which way, what. */
export function lineText(line: ConsoleLine): string {
  const bytes = line.bytes === '' ? '' : `  [${line.bytes}]`;
  return `${new Date(line.at).toISOString()}  ${clockText(line.clock).padStart(12)}  ${signs[line.kind][0]} ${line.text}${bytes}`;
}

export const textOf = (lines: readonly ConsoleLine[]): string => lines.map((line) => `${lineText(line)}\n`).join('');

/** As CSV (RFC 4180): the times as numbers, s, for whoever plots them. */
export function csvOf(lines: readonly ConsoleLine[], opened: number): string {
  const header = ['number', 'received', 'seconds', 'board clock (s)', 'kind', 'by', 'text', 'bytes'];
  const rows = lines.map(({ number, at, clock, kind, by, text, bytes }) => [
    String(number),
    new Date(at).toISOString(),
    ((at - opened) / 1000).toFixed(6),
    clockText(clock),
    kind,
    by,
    text,
    bytes,
  ]);
  return [header, ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

/** What came of a typed line, in a sentence. */
export function outcomeText(outcome: Outcome): string {
  if ('problem' in outcome) {
    const { what, why, remedy } = outcome.problem;
    return `${what}: ${why}. ${remedy}`;
  }
  const { answers, errors, isMarked } = outcome.answer;
  const parts = [
    ...(answers.length > 0 ? [answers.join('; ')] : []),
    ...errors.map(({ code, text }) => `refused by the board: ${text} (${code})`),
    ...(isMarked ? ['done; the run is marked with it'] : []),
  ];
  return parts.length === 0 ? 'done' : parts.join('. ');
}

/** One arrival: when, s since the log began, and how late against the clock of the board, ms. */
export interface Arrival {
  readonly at: number;
  readonly delay: number;
}

/**
 * How late each frame arrived: its arrival by the clock of this computer less the clock of the board, which says when it was made, less the
 * least of that, so that the quickest has no delay. A board that goes slower than this computer, or one that stalls, is seen to fall behind.
 */
export function arrivalsOf(lines: readonly ConsoleLine[], opened: number): Arrival[] {
  const stamped = lines.flatMap(({ at, clock }) => (clock === null ? [] : [{ at: (at - opened) / 1000, late: at - 1000 * clock }]));
  const least = stamped.reduce((sofar, { late }) => Math.min(sofar, late), Infinity);
  return stamped.map(({ at, late }) => ({ at, delay: late - least }));
}
