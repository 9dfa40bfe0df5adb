/** What somebody typed for the two ends of an axis. */
export interface TypedRange {
  from: string;
  to: string;
}

/** A range, `null` for an automatic axis, or what is wrong with what was typed. */
export type ReadRange = { range: readonly [number, number] | null } | { fault: string };

/** Reads the length of the newest part of a run that is shown: empty is all of it. */
export function readLength(typed: string): { length: number | null } | { fault: string } {
  if (typed.trim() === '') return { length: null };
  const length = Number(typed.trim().replace(',', '.'));
  return length > 0 && Number.isFinite(length) ? { length } : { fault: 'The length of the newest part is a number above 0.' };
}

/**
 * Reads the two ends of an axis: both empty is automatic. A decimal comma is taken for a point.
 *
 * @example readRange({ from: '1e-6', to: '0,1' }, true) // => { range: [1e-6, 0.1] }
 */
export function readRange({ from, to }: TypedRange, isLogarithmic: boolean): ReadRange {
  if (from.trim() === '' && to.trim() === '') return { range: null };
  const [low, high] = [from, to].map((typed) =>
    typed.trim() === '' ? Number.NaN : Number(typed.trim().replace(',', '.').replace('−', '-')),
  );
  if (!Number.isFinite(low) || !Number.isFinite(high))
    return { fault: 'Both ends are numbers, such as 0.02 or 1e-6; both empty is automatic.' };
  if (low >= high) return { fault: 'The first end lies below the second.' };
  if (isLogarithmic && low <= 0) return { fault: 'A logarithmic axis has no zero and nothing below it.' };
  return { range: [low, high] };
}
