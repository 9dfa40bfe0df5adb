import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { references } from '../../../shared/references.ts';
import type { NumberParameter, ParameterSpec, Spec } from '../../../shared/spec.ts';
import { units } from '../../../shared/units.ts';
import { root } from './skeleton.ts';

/** A registry as its folder and its index.ts show it. */
export interface Registry {
  readonly folder: string;
  /** Plug-in files of the folder, without index.ts and contracts, without their extension. */
  readonly files: readonly string[];
  readonly entries: Readonly<Record<string, { readonly spec: Spec }>>;
  /** Text of every test that mentions an entry's file or kind would do; this is all of them. */
  readonly tests: string;
}

/** Reads a registry folder; the registry is the one object that index.ts exports whose values all carry a `spec`. */
export async function readRegistry(folder: string, contracts: readonly string[]): Promise<Registry> {
  const index = (await import(join(root, folder, 'index.ts'))) as Record<string, unknown>;
  const registries = Object.values(index).filter(isRegistry);
  if (registries.length !== 1) throw new Error(`${folder}/index.ts exports ${registries.length} registries; it should export one`);
  const files = readdirSync(join(root, folder)).filter((file) => file.endsWith('.ts') && file !== 'index.ts' && !contracts.includes(file));
  return { folder, files: files.map((file) => basename(file, '.ts')), entries: registries[0], tests: allTests() };
}

/** Everything that is wrong with a registry, in words; empty when nothing is. */
export function registryProblems({ folder, files, entries, tests }: Registry): string[] {
  const kinds = Object.keys(entries);
  return [
    ...files.filter((file) => !kinds.includes(file)).map((file) => `${folder}/${file}.ts is not in the registry of ${folder}/index.ts`),
    ...kinds.filter((kind) => !files.includes(kind)).map((kind) => `${folder}: the entry "${kind}" has no file ${kind}.ts`),
    ...kinds.filter((kind) => !isMentioned(kind, folder, tests)).map((kind) => `${folder}: no test mentions "${kind}"`),
    ...Object.entries(entries).flatMap(([kind, { spec }]) => specProblems(kind, spec).map((problem) => `${folder}/${kind}.ts: ${problem}`)),
  ];
}

function isRegistry(value: unknown): value is Registry['entries'] {
  if (typeof value !== 'object' || value === null) return false;
  const entries = Object.values(value) as unknown[];
  return entries.length > 0 && entries.every((entry) => typeof entry === 'object' && entry !== null && 'spec' in entry);
}

/** A kind is tested where a test imports its file or names it in quotes. */
function isMentioned(kind: string, folder: string, tests: string): boolean {
  return (
    tests.includes(`${folder}/${kind}.ts`) ||
    new RegExp(`['"\`]${kind}\\b`).test(tests) ||
    new RegExp(`\\bkind: ['"]${kind}['"]`).test(tests)
  );
}

function specProblems(kind: string, spec: Spec): string[] {
  const problems: string[] = [];
  if (spec.kind !== kind) problems.push(`its kind is "${spec.kind}", its key "${kind}"`);
  if (spec.title === '') problems.push('it has no title');
  if (!/[.!?)]$/.test(spec.doc)) problems.push('its doc is not a sentence');
  if (spec.reference !== undefined && !(spec.reference.source in references)) problems.push(`unknown source "${spec.reference.source}"`);
  for (const [name, parameter] of Object.entries(spec.parameters)) {
    if (parameter.title === '' || parameter.doc === '') problems.push(`parameter ${name} lacks its title or doc`);
    problems.push(...parameterProblems(parameter).map((problem) => `parameter ${name}: ${problem}`));
  }
  return problems;
}

function parameterProblems(parameter: ParameterSpec): string[] {
  switch (parameter.type) {
    case 'number':
      return numberProblems(parameter);
    case 'choice':
      return parameter.choices.includes(parameter.default) ? [] : ['its default is none of its choices'];
    case 'indices':
      return parameter.default.every((index) => Number.isInteger(index) && index >= 0) ? [] : ['its default is no list of indices'];
  }
}

function numberProblems(parameter: NumberParameter): string[] {
  const problems: string[] = [];
  if (!(units as readonly string[]).includes(parameter.unit)) problems.push(`"${parameter.unit}" is not a unit of shared/units.ts`);
  const isInside = parameter.default >= parameter.minimum && parameter.default <= parameter.maximum;
  if (!isInside || (parameter.exclusiveMinimum && parameter.default === parameter.minimum))
    problems.push('its default lies outside its range');
  if (parameter.integer && !Number.isInteger(parameter.default)) problems.push('its default is no integer');
  return problems;
}

let testText: string | undefined;

function allTests(): string {
  testText ??= readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts') && !path.startsWith('architecture'))
    .map((path) => readFileSync(join(root, 'test', path), 'utf8'))
    .join('\n');
  return testText;
}
