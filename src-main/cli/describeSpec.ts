import { references } from '../../shared/references.ts';
import type { Spec } from '../../shared/spec.ts';
import { describeParameter } from '../host/manual.ts';
import type { RegistryEntry } from '../host/registries.ts';
import { textTable, wrapText } from './textTable.ts';

/** One line per entry and one per parameter: "rate  V⁻¹s⁻¹  above 0, up to 1e+12  default 1377.4". */
export function describeRegistry({ title, use, entries }: RegistryEntry, width: number): string {
  const blocks = Object.entries(entries).map(([kind, { spec }]) =>
    [wrapText(`${kind}: ${spec.doc}`, width, '  '), parameterTable(spec, '      ')].filter((part) => part !== '').join('\n'),
  );
  return [`${title} (${use})`, ...blocks].join('\n');
}

/** Everything about one entry: doc, source, and each parameter with its unit, range, default and doc. */
export function describeEntry({ title, use }: RegistryEntry, spec: Spec, width: number): string {
  const lines = [`${spec.kind}: ${spec.title} (${title.toLowerCase()}; ${use})`, wrapText(spec.doc, width, '  ')];
  if (spec.equation !== undefined) lines.push(`  ${spec.equation}`);
  if (spec.reference !== undefined) {
    const { citation, doi } = references[spec.reference.source];
    lines.push(wrapText(`Source: ${citation}, ${spec.reference.place}. doi:${doi}`, width, '  '));
  }
  if (Object.keys(spec.parameters).length > 0) lines.push('  Parameters:', parameterTable(spec, '    '));
  for (const [name, parameter] of Object.entries(spec.parameters)) {
    lines.push(wrapText(`${name}: ${parameter.title}. ${parameter.doc}`, width, '    '));
  }
  return lines.join('\n');
}

function parameterTable(spec: Spec, indent: string): string {
  const rows = Object.entries(spec.parameters).map(([name, parameter]) => [
    name,
    describeParameter(parameter).range,
    `default ${describeParameter(parameter).default}`,
  ]);
  if (rows.length === 0) return '';
  const [, ...lines] = textTable([{ title: '' }, { title: '' }, { title: '' }], rows, indent).split('\n');
  return lines.join('\n');
}
