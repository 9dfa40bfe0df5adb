import agreement from '../../docs/agreement.json' with { type: 'json' };
import { sourceText } from '../../shared/references.ts';
import type { ClaimEntry, ExperimentEntry, PaperEntry } from '../../shared/session.ts';
import { formatQuantity, type Unit } from '../../shared/units.ts';
import type { Claim, PublishedExperiment } from '../experiments/experiment.ts';
import { papers } from '../experiments/index.ts';
import { barText } from '../experiments/verdict.ts';

/** Titles of the papers, by folder of the catalogue; one without a title shows its name. */
const titles: Readonly<Record<string, string>> = {
  digipots2022: 'Digital potentiometers (2022)',
  transistors2024: 'Transistors (2024)',
  slides: 'Lectures and slides',
  quasistatic: 'Beyond the quasistatic limit (2022)',
  imperfection2025: 'Imperfection (2025)',
};

/** The published experiments by paper, for the screen. @cost builds every document once: tenths of a second */
export function paperEntries(): PaperEntry[] {
  return Object.entries(papers).map(([paper, entries]) => ({
    name: paper,
    title: titles[paper] ?? paper,
    experiments: Object.entries(entries).map(([kind, experiment]) => experimentEntry(`${paper}/${kind}`, experiment)),
  }));
}

function experimentEntry(name: string, experiment: PublishedExperiment): ExperimentEntry {
  const { spec, claims } = experiment;
  return {
    name,
    title: spec.title,
    doc: spec.doc,
    source: sourceText(spec.reference),
    opens: experiment.document() !== null,
    claims: claims.map((claim) => claimEntry(claim, measuredOf(name, claim.id))),
  };
}

/** What the catalogue measured of a claim; `null` where it was changed since. */
function measuredOf(name: string, id: string): Measured | null {
  const result = agreement.find(({ experiment }) => experiment === name);
  const claim = result?.claims.find((other) => other.id === id);
  return result === undefined || claim === undefined ? null : { ...claim, seeds: result.seeds };
}

function claimEntry({ quantity, unit, published, bar, source, note }: Claim, measured: Measured | null): ClaimEntry {
  return {
    quantity,
    published: typeof published === 'number' ? formatQuantity(published, unit) : published,
    bar: bar === undefined ? '' : barText(bar, unit),
    measured: measured === null ? '' : measuredText(measured, unit),
    verdict: bar === undefined || measured === null || measured.holds === null ? 'reported' : measured.holds ? 'holds' : 'fails',
    source: sourceText(source),
    note: note ?? '',
  };
}

type Measured = (typeof agreement)[number]['claims'][number] & { readonly seeds: number };

/** The statistic of the bar, with quartiles where it is the median: "0.936 [0.923, 0.955] of 16 seeds". */
function measuredText({ value, statistic, quartiles, absent, seeds }: Measured, unit: Unit): string {
  const show = (number: number | null): string => formatQuantity(number, unit, 3);
  const spread = statistic === 'median' && seeds > 1 ? ` [${quartiles.map(show).join(', ')}]` : '';
  const of = seeds > 1 ? ` of ${seeds} seeds` : '';
  return `${statistic === 'median' ? '' : `${statistic} `}${show(value)}${spread}${of}${absent > 0 ? `, ${absent} without` : ''}`;
}
