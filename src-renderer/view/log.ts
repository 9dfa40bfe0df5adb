import type { Problem } from '../../shared/problem.ts';

/** What was said, and when. */
export interface LogEntry {
  id: number;
  /** ms since 1970-01-01 UTC */
  time: number;
  text: string;
  detail: string;
  /** Of a problem; '' for news. */
  code: string;
}

/** Where, why and what to do, each in a line. */
export function problemText({ where, why, remedy }: Problem): string {
  return `${where === undefined ? '' : `Where: ${where}\n`}Why: ${why}\nDo: ${remedy}`;
}

/** The log as lines of text, for a mail to somebody who can help. */
export function logText(log: readonly LogEntry[]): string {
  const lineOf = ({ time, text, detail, code }: LogEntry): string =>
    [`${new Date(time).toISOString()}  ${code === '' ? '' : `${code}  `}${text}`, ...(detail === '' ? [] : detail.split('\n'))].join(
      '\n    ',
    );
  return `${log.map(lineOf).join('\n')}\n`;
}
