import type { Unit } from '../../shared/units.ts';
import { formatCount, formatQuantity } from '../../shared/units.ts';

/** A quantity for the terminal: plain spaces, which can be searched for, instead of the no-break spaces of the screen. */
export function quantity(value: number | null, unit: Unit, digits = 5): string {
  return plainSpaced(formatQuantity(value, unit, digits));
}

/** With plain spaces instead of no-break ones. */
export function plainSpaced(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

/** A whole number with its thousands apart: "100 000". */
export function count(value: number): string {
  return formatCount(value).replaceAll('\u202f', ' ');
}

/** Numbers are written to JSON as they are; what is undetermined (NaN) is `null`. */
export function jsonNumber(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
