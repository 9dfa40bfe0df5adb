import { references } from '../../shared/references.ts';
import type { NumberParameter, ParameterSpec, Spec } from '../../shared/spec.ts';
import type { RegistryEntry } from './registries.ts';
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
  const rows = Object.entries(spec.parameters).map(([name, parameter]) => [name, ...describeParameter(parameter)]);
  if (rows.length === 0) return '';
  const [, ...lines] = textTable([{ title: '' }, { title: '' }, { title: '' }], rows, indent).split('\n');
  return lines.join('\n');
}

/** Range with unit, and default. */
function describeParameter(parameter: ParameterSpec): [string, string] {
  switch (parameter.type) {
    case 'number':
      return [rangeOf(parameter), `default ${parameter.default}`];
    case 'choice':
      return [parameter.choices.join(' | '), `default ${parameter.default}`];
    case 'indices':
      return ['list of whole numbers from 0', `default [${parameter.default.join(', ')}]`];
  }
}

function rangeOf({ minimum, maximum, exclusiveMinimum, integer, unit }: NumberParameter): string {
  const range = exclusiveMinimum === true ? `above ${minimum}, up to ${maximum}` : `${minimum} to ${maximum}`;
  return `${range}${unit === '' ? '' : ` ${unit}`}${integer === true ? ', whole' : ''}`;
}
