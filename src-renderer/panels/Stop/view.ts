import { formatCount, formatPlain } from '../../../shared/units.ts';
import type { StopCondition, StopKind } from '../../../shared/stop.ts';

type Parameter = StopKind['parameters'][number];
/** The numbers of one condition, by name. */
export type StopValues = Readonly<Record<string, number>>;

/** The numbers of a kind: those in force where it is on, else those that were typed last, else the usual ones. */
export function valuesOf(kind: StopKind, conditions: readonly StopCondition[], typed: StopValues | undefined): StopValues {
  const present = conditions.find((condition) => condition['kind'] === kind.kind);
  return Object.fromEntries(kind.parameters.map(({ name, default: usual }) => [name, Number(present?.[name] ?? typed?.[name] ?? usual)]));
}

/** The conditions with this one on, or without it (`null`); in the order in which the kinds are told. */
export function changed(
  kinds: readonly StopKind[],
  conditions: readonly StopCondition[],
  kind: string,
  values: StopValues | null,
): StopCondition[] {
  const others = conditions.filter((condition) => condition['kind'] !== kind);
  const all = values === null ? others : [...others, { kind, ...values }];
  const place = (condition: StopCondition): number => kinds.findIndex((known) => known.kind === condition['kind']);
  return all.toSorted((one, other) => place(one) - place(other));
}

/** What was typed, or `null` where it is no number or out of range. A comma may stand for the point. */
export function readNumber(text: string, { minimum, maximum, isWhole, isAbove }: Parameter): number | null {
  const value = Number(text.trim().replace(',', '.'));
  if (text.trim() === '' || !Number.isFinite(value) || (isWhole && !Number.isInteger(value))) return null;
  return value < minimum || (isAbove && value === minimum) || value > maximum ? null : value;
}

/** A number as it stands in its field: powers of ten as they are typed. */
export function fieldText(value: number): string {
  return value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e7) ? value.toExponential() : String(value);
}

/** What a screen reader says of a field: "Plateau: in, s". */
export function fieldName({ title, parameters }: StopKind, parameter: Parameter): string {
  const name = parameters.length === 1 ? title : `${title}: ${parameter.title.toLowerCase()}`;
  return parameter.unit === '' || parameter.unit === 'step' ? name : `${name}, ${parameter.unit}`;
}

/** The range of a field in words. */
export function rangeText({ minimum, maximum, isWhole, isAbove, unit }: Parameter): string {
  const ends = `${isAbove ? 'above ' : ''}${formatPlain(minimum)} to ${formatPlain(maximum)}`;
  return `${ends}${unit === '' || unit === 'step' ? '' : ` ${unit}`}${isWhole ? ', whole' : ''}`;
}

/** A learning time in steps, for whoever counts those. */
export function stepsText(seconds: number, stepTime: number): string {
  const steps = Math.round(seconds / stepTime);
  return `${formatCount(steps)} ${steps === 1 ? 'step' : 'steps'}`;
}
