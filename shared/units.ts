/** The closed list of units that a parameter or a signal may carry. SI throughout; display prefixes come from `formatQuantity`. */
export const units = [
  '',
  '%',
  'V',
  'V²',
  'A',
  'S',
  'Ω',
  'F',
  'W',
  'J',
  's',
  'V/s',
  'V⁻¹s⁻¹',
  'A/V²',
  'S/(V²s)',
  'Ω³/V²',
  'V/√s',
  'step',
  'step/s',
  'edge',
  'node',
] as const;

export type Unit = (typeof units)[number];

const prefixes = ['p', 'n', 'µ', 'm', '', 'k', 'M', 'G'] as const;

/** Units that take no SI prefix on screen: a squared or a counted unit with a prefix misleads ("mV²" is not 1e-3 V²). */
const unprefixed: ReadonlySet<Unit> = new Set<Unit>([
  '',
  '%',
  'V²',
  'V⁻¹s⁻¹',
  'A/V²',
  'S/(V²s)',
  'Ω³/V²',
  'V/√s',
  'step',
  'step/s',
  'edge',
  'node',
]);

/**
 * A quantity for people: SI prefix, `digits` significant digits, unit behind a no-break space.
 *
 * @param value   in the SI base unit; `null` and NaN print as "–", infinities as "∞"
 * @param unit    SI unit
 * @param digits  significant digits, 1..15
 * @example formatQuantity(0.00177, 'S') // => '1.77 mS'
 * @example formatQuantity(2.1e-5, 'V²') // => '2.10×10⁻⁵ V²'
 */
export function formatQuantity(value: number | null, unit: Unit, digits = 3): string {
  const suffix = unit === '' ? '' : `\u00a0${unit}`;
  if (value === null || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return `${value < 0 ? '−' : ''}∞${suffix}`;
  if (value === 0) return `0${suffix}`;
  if (unprefixed.has(unit)) return `${formatPlain(value, digits)}${suffix}`;
  const rounded = Number(value.toPrecision(digits));
  const exponent = Math.floor(Math.log10(Math.abs(rounded)) / 3);
  const index = Math.min(Math.max(exponent, -4), 3);
  const scaled = rounded / 10 ** (3 * index);
  return `${minus(trimmed(scaled, digits))}\u00a0${prefixes[index + 4]}${unit}`;
}

/** A quantity that somebody has chosen, with the digits that they gave it. @example formatExactly(1e-5, 'V²') // => '1×10⁻⁵ V²' */
export function formatExactly(value: number, unit: Unit): string {
  const [mantissa] = value.toExponential().split('e') as [string];
  return formatQuantity(value, unit, Math.min(mantissa.replace(/\D/g, '').length, 15));
}

/** A count with thin no-break spaces between thousands: "65\u202f800". */
export function formatCount(value: number): string {
  return minus(String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u202f'));
}

/**
 * One SI prefix for all numbers of an axis.
 *
 * @param largest  magnitude on the axis, in the SI base unit
 * @returns what to divide by, and the unit with its prefix
 * @example prefixFor(0.045, 'V') // => { factor: 0.001, unit: 'mV' }
 */
export function prefixFor(largest: number, unit: Unit): { readonly factor: number; readonly unit: string } {
  if (unprefixed.has(unit) || !(Math.abs(largest) > 0) || !Number.isFinite(largest)) return { factor: 1, unit };
  const index = Math.min(Math.max(Math.floor(Math.log10(Math.abs(largest)) / 3), -4), 3);
  return { factor: 10 ** (3 * index), unit: `${prefixes[index + 4]}${unit}` };
}

/** A number with `digits` significant digits; powers of ten outside 1e-3..1e6 are written as such. */
export function formatPlain(value: number, digits = 3): string {
  const magnitude = Math.abs(value);
  if (Number.isInteger(value) && magnitude < 1e6) return minus(String(value));
  if (magnitude >= 1e-3 && magnitude < 1e6) return minus(trimmed(value, digits));
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e') as [string, string];
  return `${minus(mantissa)}×10${superscript(Number(exponent))}`;
}

function trimmed(value: number, digits: number): string {
  const text = value.toPrecision(digits);
  return text.includes('e') ? String(Number(text)) : text;
}

function minus(text: string): string {
  return text.replace('-', '−');
}

function superscript(exponent: number): string {
  return String(exponent).replace(/[-0-9]/g, (digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]));
}
