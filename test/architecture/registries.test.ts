import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Spec } from '../../shared/spec.ts';
import registries from './registries.json' with { type: 'json' };
import { readRegistry, registryProblems, type Registry } from './support/registry.ts';
import { root } from './support/skeleton.ts';

describe('every registry', () => {
  test.each(registries)('$folder: files, keys and kinds agree; every entry is tested and described', async ({ folder, contracts }) => {
    expect(registryProblems(await readRegistry(folder, contracts))).toEqual([]);
  });

  test.each(registries)('$folder: the contracts that are excepted exist', ({ folder, contracts }) => {
    expect(contracts.filter((file) => !existsSync(join(root, folder, file)))).toEqual([]);
  });

  test('the list of registries is complete', () => {
    const folders = readdirSync(join(root, 'src-main'), { recursive: true, encoding: 'utf8' })
      // The catalogue is the sum of its papers, each of them a registry.
      .filter((path) => path.endsWith('/index.ts') && path !== 'experiments/index.ts')
      .map((path) => `src-main/${path.replace(/\/index\.ts$/, '')}`);
    const listed = registries.map(({ folder }) => folder);
    expect(folders.filter((folder) => !listed.includes(folder))).toEqual([]);
  });
});

describe('a planted fault is reported', () => {
  const spec: Spec = {
    kind: 'good',
    title: 'Good',
    doc: 'An entry with nothing wrong.',
    reference: { source: 'dillavou2024', place: 'Fig. 3' },
    parameters: { level: { type: 'number', title: 'Level', doc: 'A level.', unit: 'V', default: 1, minimum: 0, maximum: 2 } },
  };
  const good: Registry = { folder: 'src-main/physics/edges', files: ['good'], entries: { good: { spec } }, tests: "solve('good')" };
  const level = spec.parameters.level;
  const withSpec = (change: object): Registry => ({ ...good, entries: { good: { spec: { ...spec, ...change } } } });
  const withLevel = (change: object): Registry => withSpec({ parameters: { level: { ...level, ...change } } });

  test('and where there is none, nothing is', () => {
    expect(registryProblems(good)).toEqual([]);
  });

  test.each<[string, Registry, string]>([
    ['a file that is not registered', { ...good, files: ['good', 'forgotten'] }, 'forgotten.ts is not in the registry'],
    ['an entry without a file of its name', { ...good, files: [] }, 'has no file good.ts'],
    ['an entry without a test', { ...good, tests: "solve('other')" }, 'no test mentions "good"'],
    ['a kind that is not its key', withSpec({ kind: 'bad' }), 'its kind is "bad"'],
    ['an entry without a title', withSpec({ title: '' }), 'it has no title'],
    ['a doc that is no sentence', withSpec({ doc: 'todo' }), 'its doc is not a sentence'],
    ['a source that nobody knows', withSpec({ reference: { source: 'nobody1900', place: '' } }), 'unknown source "nobody1900"'],
    ['a unit outside the list', withLevel({ unit: 'mV' }), '"mV" is not a unit'],
    ['a default outside its range', withLevel({ default: 3 }), 'outside its range'],
    ['a default on an excluded end', withLevel({ default: 0, exclusiveMinimum: true }), 'outside its range'],
    ['a fractional default of an integer', withLevel({ default: 0.5, integer: true }), 'is no integer'],
    ['a parameter without words', withLevel({ doc: '' }), 'lacks its title or doc'],
    ['a default that is no choice', withLevel({ type: 'choice', choices: ['a'], default: 'b' }), 'none of its choices'],
  ])('%s', (_, registry, complaint) => {
    expect(registryProblems(registry).join('\n')).toContain(complaint);
  });
});
