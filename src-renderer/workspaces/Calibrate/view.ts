import type { Calibration, CalibrationList, CalibrationParameter, CalibrationStage, Scatter } from '../../../shared/calibration.ts';
import { formatPlain, formatQuantity } from '../../../shared/units.ts';

type Summary = Pick<CalibrationList['calibrations'][number], 'isSaved' | 'isApplied' | 'isStale' | 'ageDays' | 'staleAfterDays'>;

/** Scales that numbers are shown in, so that value and deviation share one: factor and what is written behind. */
function scaleOf(unit: string, size: number): { factor: number; suffix: string } {
  if (unit === 'A/V²') return { factor: 1e3, suffix: 'mA/V²' };
  if (unit === 'V' && size > 0 && size < 0.1) return { factor: 1e3, suffix: 'mV' };
  return { factor: 1, suffix: unit };
}

/**
 * A number with its standard deviation, both to the digit that the deviation reaches.
 *
 * @example valueText({ value: 0.62134, deviation: 0.0042, unit: 'V', name: '' }) // => '0.6213 ± 0.0042 V'
 */
export function valueText({ value, deviation, unit }: CalibrationParameter): string {
  const { factor, suffix } = scaleOf(unit, Math.abs(value));
  const behind = suffix === '' ? '' : `\u00a0${suffix}`;
  const scaled = value * factor;
  if (deviation === null || deviation === 0) return `${formatPlain(scaled, 3)}${behind}`;
  const spread = deviation * factor;
  const digits = Math.min(Math.max(1 - Math.floor(Math.log10(spread)), 0), 6);
  return `${minus(scaled.toFixed(digits))} ± ${spread.toFixed(digits)}${behind}`;
}

function minus(text: string): string {
  return text.replace('-', '−');
}

/** "0.42 mV". */
export function voltsText(value: number | null): string {
  return value === null ? 'no solution' : formatQuantity(value, 'V', 2);
}

export function stageWord({ state, missing }: CalibrationStage): string {
  if (state === 'open' && missing !== null) return 'can’t be told';
  return { open: 'open', running: 'at work', done: 'done', skipped: 'skipped', failed: 'failed' }[state];
}

/** Why a stage can't be done now; "": it can. */
export function blockedBy(stage: CalibrationStage, stages: readonly CalibrationStage[]): string {
  if (stage.missing !== null) return stage.missing;
  const needed = stages.find(({ name, state }) => stage.after.includes(name) && state !== 'done');
  return needed === undefined ? '' : `needs “${needed.title}” first`;
}

/** Stages that can be done one after the other now: open or failed ones whose needs are met or among them. */
export function stagesToDo({ stages }: Pick<Calibration, 'stages'>): CalibrationStage['name'][] {
  const will = new Set(stages.flatMap(({ name, state }) => (state === 'done' ? [name as string] : [])));
  const chosen: CalibrationStage['name'][] = [];
  for (const { name, state, missing, after } of stages) {
    if (state === 'done' || state === 'skipped' || missing !== null || !after.every((other) => will.has(other))) continue;
    will.add(name);
    chosen.push(name);
  }
  return chosen;
}

/** What stands beside the title: saved, applied, how old. */
export function standingText({ isSaved, isApplied, isStale, ageDays, staleAfterDays }: Summary): string {
  const age = ageDays < 1 ? 'made today' : `${Math.floor(ageDays)} ${Math.floor(ageDays) === 1 ? 'day' : 'days'} old`;
  const stale = isStale
    ? `stale: older than ${staleAfterDays} days`
    : `fresh for ${Math.max(Math.ceil(staleAfterDays - ageDays), 0)} more days`;
  return [isApplied ? 'applied to the bench' : isSaved ? 'saved' : 'not saved', age, stale].join(' · ');
}

/** Every parameter beyond so many is behind "all". */
export const SHOWN_PARAMETERS = 12;

/** The worst known first: what a person looks for in a long table. */
export function byUncertainty(parameters: readonly CalibrationParameter[]): CalibrationParameter[] {
  const relative = ({ deviation, value }: CalibrationParameter): number =>
    deviation === null ? -1 : deviation / Math.max(Math.abs(value), 1e-12);
  return [...parameters].sort((a, b) => relative(b) - relative(a));
}

/** "120 points, root mean square 0.41 mV": one series in words. */
export function seriesText({ name, y }: Scatter['series'][number], unit: string): string {
  const square = y.reduce((sum, value) => sum + value * value, 0) / Math.max(y.length, 1);
  const size = Math.sqrt(square);
  const text = unit === 'V' ? formatQuantity(size, 'V', 2) : `${formatPlain(size, 2)} ${unit}`;
  return `${name}: ${y.length} points, root mean square ${text}`;
}

/** Series of one kind share a colour: "free, n3" is one of "free". */
export function groupOf(name: string): string {
  return name.split(',')[0];
}

/** Tolerances that the noise proposes for comparisons: three standard deviations of the noisiest, V. */
export function proposedTolerances({ stages }: Pick<Calibration, 'stages'>): { readonly nodes: number; readonly gates: number } | null {
  const noise = stages.find(({ name }) => name === 'noise');
  if (noise?.state !== 'done') return null;
  const most = (isGate: boolean): number =>
    Math.max(0, ...noise.parameters.filter(({ name }) => name.includes('gate') === isGate).map(({ value }) => value));
  return { nodes: 3 * most(false), gates: 3 * most(true) };
}
