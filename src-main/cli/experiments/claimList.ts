import type { Claim } from '../../experiments/experiment.ts';
import { experiments } from '../../experiments/index.ts';
import { barText } from '../../experiments/verdict.ts';
import { sourceText } from '../../../shared/references.ts';
import { quantity } from '../quantity.ts';
import { wrapText } from '../textTable.ts';

/** An experiment and what it claims, for people: `twinbench experiment show NAME`. */
export function claimList(name: string, columns: number): string {
  const { spec, claims, seeds } = experiments[name];
  const width = Math.min(Math.max(columns, 60), 110);
  const heading = `${name}: ${spec.title} (${sourceText(spec.reference)}; ${seeds === 1 ? 'nothing is random' : `${seeds} seeds`})`;
  return [heading, wrapText(spec.doc, width), ...claims.map((claim) => claimBlock(claim, width))].join('\n');
}

function claimBlock(claim: Claim, width: number): string {
  const indent = ' '.repeat(15);
  const published = typeof claim.published === 'number' ? quantity(claim.published, claim.unit, 3) : claim.published;
  const bar = claim.bar === undefined ? 'none, only reported' : barText(claim.bar, claim.unit).replaceAll('\u00a0', ' ');
  const lines: [string, string | undefined][] = [
    ['published', `${published} (${sourceText(claim.source)})`],
    ['bar', bar],
    ['why', claim.reason],
    ['note', claim.note],
  ];
  const shown = lines.flatMap(([label, text]) =>
    text === undefined ? [] : [`    ${label.padEnd(11)}${wrapText(text, width, indent).trimStart()}`],
  );
  return [`\n  ${claim.id}`, wrapText(claim.quantity, width, '    '), ...shown].join('\n');
}
