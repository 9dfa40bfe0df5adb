import type { Manual, ManualEntry } from '../../shared/manual.ts';
import { references } from '../../shared/references.ts';
import type { NumberParameter, ParameterSpec, Spec } from '../../shared/spec.ts';
import { registries } from './registries.ts';

/** The manual of everything that a document can name, from the specs themselves: nothing in it is written twice. */
export function buildManual(): Manual {
  return {
    lists: registries.map(({ name, title, use, entries }) => ({
      name,
      title,
      use,
      entries: Object.values(entries).map(({ spec }) => manualEntry(name, spec)),
    })),
  };
}

function manualEntry(list: string, { kind, title, doc, equation, reference, parameters }: Spec): ManualEntry {
  const source = reference === undefined ? undefined : references[reference.source];
  return {
    id: `${list}/${kind}`,
    title,
    doc,
    equation: equation ?? '',
    source: source === undefined ? '' : `${source.citation}, ${reference!.place}`,
    doi: source?.doi ?? '',
    parameters: Object.entries(parameters).map(([name, parameter]) => {
      return { name, title: parameter.title, doc: parameter.doc, ...describeParameter(parameter) };
    }),
  };
}

/** Range with unit, and default, in words. */
export function describeParameter(parameter: ParameterSpec): { range: string; default: string } {
  switch (parameter.type) {
    case 'number':
      return { range: rangeOf(parameter), default: String(parameter.default) };
    case 'choice':
      return { range: parameter.choices.join(' | '), default: parameter.default };
    case 'indices':
      return { range: 'list of whole numbers from 0', default: `[${parameter.default.join(', ')}]` };
  }
}

function rangeOf({ minimum, maximum, exclusiveMinimum, integer, unit }: NumberParameter): string {
  const [least, most] = [limitText(minimum), limitText(maximum)];
  const range = exclusiveMinimum === true ? `above ${least}, up to ${most}` : `${least} to ${most}`;
  return `${range}${unit === '' ? '' : ` ${unit}`}${integer === true ? ', whole' : ''}`;
}

/** As documents take it: "0.5", "1e12". */
function limitText(value: number): string {
  return Math.abs(value) < LONG ? String(value) : value.toExponential().replace('e+', 'e');
}

/** Zeros beyond this many can't be counted at a glance. */
const LONG = 1e6;
