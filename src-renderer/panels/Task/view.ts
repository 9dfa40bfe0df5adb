import type { Frame } from '../../../shared/frames.ts';
import type { Session } from '../../../shared/session.ts';

/** A task with at most this many lines of outputs is shown whole; a longer one is summed up by class. */
const longest = 12;

/** How the datapoints of a task are best shown. */
export type TableForm = 'flat' | 'grouped' | 'long';

/** Flat: a row per datapoint. Grouped: a row per output under each datapoint's inputs. Long: counts by class where there are classes, then a compact list. */
export function tableFormOf(session: Pick<Session, 'inputs' | 'inputNames' | 'outputNames' | 'classNames'>): TableForm {
  const lines = session.inputs.length * session.outputNames.length;
  if (session.classNames.length > 0 || lines > 4 * longest) return 'long';
  return session.outputNames.length === 1 && session.inputNames.length <= 3 ? 'flat' : 'grouped';
}

/** One unit for a whole table: millivolts where everything is below a volt. */
export interface TableUnit {
  unit: 'mV' | 'V';
  format(value: number | null, decimals?: number): string;
}

/** The unit in which the inputs and labels of a task are read best. */
export function tableUnitOf(inputs: readonly (readonly number[])[], labels: readonly (readonly (number | null)[])[]): TableUnit {
  const magnitudes = [...inputs.flat(), ...labels.flat().map((value) => value ?? 0)].map(Math.abs);
  const isSmall = Math.max(...magnitudes, 0) < 1;
  const factor = isSmall ? 1000 : 1;
  return {
    unit: isSmall ? 'mV' : 'V',
    format: (value, decimals = isSmall ? 1 : 3) => (value === null ? '–' : unsignedZero(value * factor, decimals)),
  };
}

/** Fixed decimals with a real minus sign; no "−0.0". */
function unsignedZero(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

/** A voltage that was set, with no more decimals than it needs: "450", "2.5". */
export function formatGiven(value: number, unit: TableUnit['unit']): string {
  return String(Number((unit === 'mV' ? value * 1000 : value).toPrecision(4))).replace('-', '−');
}

/** How the network does on one class. */
export interface ClassCount {
  name: string;
  correct: number;
  total: number;
}

/**
 * Predicted class of every datapoint: the class whose label vector is nearest to the outputs (Dillavou 2022, Sec. III C), or −1
 * where an output floats.
 */
export function predictClasses(outputs: Frame['outputs'], labels: Frame['labels'], classes: readonly number[]): number[] {
  const labelOf = new Map<number, readonly (number | null)[]>();
  classes.forEach((own, datapoint) => {
    const label = labels[datapoint];
    if (label !== undefined && !labelOf.has(own)) labelOf.set(own, label);
  });
  return outputs.map((output) => {
    let nearest = -1;
    let shortest = Number.POSITIVE_INFINITY;
    for (const [candidate, label] of labelOf) {
      const distance = squaredDistance(output, label);
      if (distance < shortest) [nearest, shortest] = [candidate, distance];
    }
    return nearest;
  });
}

function squaredDistance(first: readonly (number | null)[], second: readonly (number | null)[]): number {
  return first.reduce<number>((sum, value, index) => {
    const other = second[index] ?? null;
    return value === null || other === null ? Number.POSITIVE_INFINITY : sum + (value - other) ** 2;
  }, 0);
}

/** Right answers by class. */
export function countClasses(predictions: readonly number[], classes: readonly number[], names: readonly string[]): ClassCount[] {
  return names.map((name, own) => {
    const members = classes.flatMap((value, datapoint) => (value === own ? [datapoint] : []));
    return { name, total: members.length, correct: members.filter((datapoint) => predictions[datapoint] === own).length };
  });
}
