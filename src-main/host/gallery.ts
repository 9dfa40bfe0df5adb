import { sourceText } from '../../shared/references.ts';
import type { ClaimEntry, ExperimentEntry, PaperEntry } from '../../shared/session.ts';
import { formatQuantity } from '../../shared/units.ts';
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
    claims: claims.map(claimEntry),
  };
}

function claimEntry({ quantity, unit, published, bar, source, note }: Claim): ClaimEntry {
  return {
    quantity,
    published: typeof published === 'number' ? formatQuantity(published, unit) : published,
    bar: bar === undefined ? '' : barText(bar, unit),
    source: sourceText(source),
    note: note ?? '',
  };
}
