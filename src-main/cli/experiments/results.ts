import type { Statistic } from '../../experiments/experiment.ts';
import { experiments } from '../../experiments/index.ts';
import { barText, judge } from '../../experiments/verdict.ts';
import type { Unit } from '../../../shared/units.ts';
import { sourceText } from '../../../shared/references.ts';
import { quantity } from '../quantity.ts';
import { textTable } from '../textTable.ts';
import type { Outcome } from './campaign.ts';

/** What `experiment run --json` writes of one claim. */
export interface ClaimResult {
  readonly id: string;
  readonly quantity: string;
  readonly unit: string;
  readonly source: string;
  readonly published: number | string;
  readonly median: number | null;
  readonly quartiles: readonly [number | null, number | null];
  /** In words; `null` where the claim is only reported. */
  readonly bar: string | null;
  readonly statistic: Statistic;
  /** The statistic that the bar judges: the median, a fraction of the seeds, an extreme. */
  readonly value: number | null;
  /** Seeds that gave no figure. */
  readonly absent: number;
  /** `null` where the claim is only reported. */
  readonly holds: boolean | null;
  /** Where an honest simulation differs from the paper; `null` where there is nothing to say. */
  readonly note: string | null;
}

/** What it writes of one experiment. */
export interface ExperimentResult {
  readonly experiment: string;
  readonly title: string;
  /** What ran it, where that was no simulation: "emulated, mild". */
  readonly machine?: string;
  /** How many seeds were run, from 1 on. */
  readonly seeds: number;
  readonly claims: readonly ClaimResult[];
}

/** The verdicts on the claims of one experiment. @param machine  "" for the simulation; others leave out what they can't tell */
export function resultOf({ experiment, figures }: Outcome, machine = ''): ExperimentResult {
  const { claims: all } = experiments[experiment];
  const told = machine === '' ? all : all.filter(({ id }) => figures.some((ofSeed) => Object.hasOwn(ofSeed, id)));
  const claims = told.map((claim): ClaimResult => {
    const { median, quartiles, value, absent, holds } = judge(
      claim,
      figures.map((ofSeed) => ofSeed[claim.id]),
    );
    return {
      id: claim.id,
      quantity: claim.quantity,
      unit: claim.unit,
      source: sourceText(claim.source),
      published: claim.published,
      median,
      quartiles,
      bar: claim.bar === undefined ? null : plainSpaces(barText(claim.bar, claim.unit)),
      statistic: claim.bar?.statistic ?? claim.statistic ?? 'median',
      value,
      absent,
      holds,
      note: claim.note ?? null,
    };
  });
  return { experiment, title: experiments[experiment].spec.title, ...(machine && { machine }), seeds: figures.length, claims };
}

/** The table of claims for people, with a line on each claim that fails or is only reported. */
export function resultTable(result: ExperimentResult): string {
  const experiment = experiments[result.experiment];
  const rows = result.claims.map((row) => {
    const { published } = row;
    const unit = row.unit as Unit;
    const show = (value: number | null): string => quantity(value, unit, 3);
    const spread = result.seeds > 1 ? ` [${show(row.quartiles[0])}, ${show(row.quartiles[1])}]` : '';
    const middle = `${show(row.median)}${spread}`;
    const shown =
      row.statistic === 'median'
        ? middle
        : row.statistic === 'fraction'
          ? show(row.value)
          : `${middle}; ${row.statistic} ${show(row.value)}`;
    const ours = `${shown}${row.absent > 0 ? ` (${row.absent} without)` : ''}`;
    const told = typeof published === 'number' ? show(published) : published;
    return [row.id, row.source, told, ours, row.bar ?? '–', row.holds === null ? 'reported' : row.holds ? 'holds' : 'FAILS'];
  });
  const columns = ['claim', 'source', 'published', 'here', 'bar', 'verdict'].map((title) => ({ title }));
  const notes = result.claims.flatMap(({ id, note }) => (note === null ? [] : [`  ${id}: ${note}`]));
  const seeds = `${result.seeds} ${result.seeds === 1 ? 'seed' : 'seeds'}`;
  const machine = result.machine === undefined ? '' : `, on the machine ${result.machine}`;
  return [`${result.experiment}: ${experiment.spec.title} (${seeds}${machine})`, textTable(columns, rows, '  '), ...notes].join('\n');
}

function plainSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
