import type { RunSpan } from '../../../shared/runs.ts';

/** A part of a run as it was typed, or why it is none. */
export type ReadSpan = { readonly span: RunSpan; readonly why: '' } | { readonly span: null; readonly why: string };

/**
 * Reads the ends of a part: numbers with a point or a comma, or nothing for an open end.
 *
 * @example readSpan('time', '0,5', '') // => { span: { fromTime: 0.5 }, why: '' }
 */
export function readSpan(unit: 'step' | 'time', from: string, to: string): ReadSpan {
  const [first, last] = [from, to].map(numberOf);
  if (first === null) return { span: null, why: `“${from}” is not a number of ${wordOf(unit)}.` };
  if (last === null) return { span: null, why: `“${to}” is not a number of ${wordOf(unit)}.` };
  if (first !== undefined && last !== undefined && first > last) return { span: null, why: 'The part ends before it begins.' };
  const span = unit === 'step' ? { fromStep: first, toStep: last } : { fromTime: first, toTime: last };
  return { span: Object.fromEntries(Object.entries(span).filter(([, value]) => value !== undefined)), why: '' };
}

/** `undefined`: nothing was given; `null`: no number. */
function numberOf(text: string): number | null | undefined {
  const plain = text.trim().replace(',', '.').replace('−', '-');
  if (plain === '') return undefined;
  const value = Number(plain);
  return Number.isFinite(value) && value >= 0 ? value : null;
}

function wordOf(unit: 'step' | 'time'): string {
  return unit === 'step' ? 'steps' : 'seconds';
}
