import type { Calibration, CalibrationList, CalibrationParameter, CalibrationStage, Scatter } from '../../../shared/calibration.ts';
import { formatPlain, formatQuantity } from '../../../shared/units.ts';

type Summary = Pick<CalibrationList['calibrations'][number], 'isSaved' | 'isApplied' | 'isStale' | 'ageDays' | 'staleAfterDays'>;

/** Scales that numbers are shown in, so that value and deviation share one: factor and what is written behind. */
function scaleOf(unit: string, size: number): { factor: number; suffix: string } {
  if (unit === 'A/V²') return { factor: 1e3, suffix: 'mA/V²' };
  if (unit === 'V' && size > 0 && size < 0.1) return { factor: 1e3, suffix: 'mV' };
  return { factor: 1, suffix: unit };
}

/** The parameters of a stage by edge or node. */
export interface ParameterTable {
  readonly columns: readonly {
    readonly title: string;
    readonly unit: string;
    /** Median of the deviations, as the cells write it; "" where none is known. */
    readonly typical: string;
  }[];
  readonly rows: readonly { readonly of: string; readonly cells: readonly (ParameterCell | null)[] }[];
}

/** A number, its standard deviation where it is known, and whether it is known much worse than most of its column. */
export interface ParameterCell {
  readonly value: string;
  readonly deviation: string;
  readonly isLoose: boolean;
}

/** Known so many times worse than most. */
const LOOSE = 2;

/**
 * A row per edge or node, a column per quantity; all numbers of a column to the digit that their usual deviation reaches.
 *
 * @cost parameters²/columns
 */
export function tableOf(parameters: readonly CalibrationParameter[]): ParameterTable {
  const quantities = [...new Set(parameters.map(({ quantity }) => quantity))];
  const columns = quantities.map((title) => {
    const own = parameters.filter(({ quantity }) => quantity === title);
    const { factor, suffix } = scaleOf(own[0].unit, Math.max(...own.map(({ value }) => Math.abs(value))));
    const deviations = own.flatMap(({ deviation }) => (deviation === null || deviation === 0 ? [] : [deviation]));
    const usual = deviations.length === 0 ? null : middle(deviations) * factor;
    const digits = usual === null ? null : Math.min(Math.max(1 - Math.floor(Math.log10(usual)), 0), 6);
    const text = (value: number): string => minus(digits === null ? formatPlain(value, 3) : value.toFixed(digits));
    const cells = new Map(
      own.map(({ of, value, deviation }) => {
        const spread = deviation === null || deviation === 0 ? null : deviation * factor;
        const isLoose = spread !== null && usual !== null && spread > LOOSE * usual;
        return [of, { value: text(value * factor), deviation: spread === null ? '' : spreadText(spread, digits), isLoose }] as const;
      }),
    );
    return { title, unit: suffix, typical: usual === null ? '' : text(usual), cells };
  });
  const rows = [...new Set(parameters.map(({ of }) => of))].map((of) => ({ of, cells: columns.map(({ cells }) => cells.get(of) ?? null) }));
  return { columns: columns.map(({ title, unit, typical }) => ({ title, unit, typical })), rows };
}

/** A deviation to that many digits; what is below the last of them is said to be. */
function spreadText(spread: number, digits: number | null): string {
  if (digits === null) return formatPlain(spread, 3);
  const least = 10 ** -digits;
  return spread < 0.5 * least ? `< ${least.toFixed(digits)}` : spread.toFixed(digits);
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** The same points in mV where they are less than a tenth of a volt. */
export function inReadableUnits({ x, y, series }: Scatter): Scatter {
  const scaled = (axis: Scatter['x'], values: readonly number[]): { factor: number; axis: Scatter['x'] } => {
    const { factor, suffix } = scaleOf(
      axis.unit,
      values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    );
    return { factor, axis: { ...axis, unit: suffix } };
  };
  const across = scaled(
    x,
    series.flatMap((entry) => entry.x),
  );
  const up = scaled(
    y,
    series.flatMap((entry) => entry.y),
  );
  return {
    x: across.axis,
    y: up.axis,
    series: series.map((entry) => ({
      name: entry.name,
      x: entry.x.map((value) => value * across.factor),
      y: entry.y.map((value) => value * up.factor),
    })),
  };
}

/** The series of a judgement before or after calibration, called by their network alone. */
export function seriesOf({ x, y, series }: Scatter, when: 'before' | 'after'): Scatter {
  const chosen = series.filter(({ name }) => name.endsWith(`, ${when}`));
  return { x, y, series: chosen.map((entry) => ({ ...entry, name: groupOf(entry.name) })) };
}

/** With a minus sign, which what is rounded to nothing has not. */
function minus(text: string): string {
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
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

/** What is to be known where the board on the bench is not the one that was calibrated; "": it is, or nobody can tell. */
export function otherBoardOf({ serial }: Pick<Calibration, 'serial'>, onBench: string): string {
  if (serial === '' || onBench === '' || serial === onBench) return '';
  return `On the bench is board ${onBench}, and this is of board ${serial}: no two boards are alike.`;
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

/** "120 points, root mean square 0.41 mV": one series in words. */
export function seriesText({ name, y }: Scatter['series'][number], unit: string): string {
  const square = y.reduce((sum, value) => sum + value * value, 0) / Math.max(y.length, 1);
  const size = Math.sqrt(square);
  const text = `${formatPlain(size, 2)} ${unit}`.trimEnd();
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
    Math.max(0, ...noise.parameters.filter(({ quantity }) => quantity.startsWith('gate') === isGate).map(({ value }) => value));
  return { nodes: 3 * most(false), gates: 3 * most(true) };
}
