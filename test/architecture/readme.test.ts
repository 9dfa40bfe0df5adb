import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './support/skeleton.ts';
import { mentionedCommands, mentionedFiles, mentionedPaths, mentionedScripts } from './support/mentions.ts';

/** Folders with a README of their own; `docs` is for readers and has none. */
const rooms = ['shared', 'src-main', 'src-renderer', 'electron', 'firmware', 'test'];
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'PROTOCOL.md',
  ...['docs', ...rooms].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.md'))
      .map((path) => `${room}/${path}`),
  ),
];
const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');
const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };

/** A page may name paths from the root of the checkout, from its own folder, or (in a room) from the engine's folder. */
const exists = (page: string, path: string): boolean =>
  [root, join(root, dirname(page)), join(root, 'src-main')].some((folder) => existsSync(join(folder, path)));

/** Names of the files of a room, or of all rooms for the pages of the checkout itself. */
const filesBelow = (folder: string): string[] =>
  (folder === '.' ? rooms : [folder])
    .flatMap((room) => readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }))
    .map((path) => basename(path));

describe.each(pages)('%s', (page) => {
  const text = textOf(page);

  test('every path that it mentions exists', () => {
    expect(mentionedPaths(text).filter((path) => !exists(page, path))).toEqual([]);
  });

  test('every file that it names without a folder is in its room', () => {
    const names = new Set([...filesBelow(dirname(page)), ...readdirSync(root)]);
    expect(mentionedFiles(text).filter((name) => !names.has(name))).toEqual([]);
  });

  test('every npm script that it mentions exists', () => {
    expect(mentionedScripts(text).filter((name) => !(name in scripts))).toEqual([]);
  });

  test('every command of twinbench that it mentions exists', async () => {
    const { commands } = (await import(join(root, 'src-main/cli/commands/index.ts'))) as { commands: Record<string, unknown> };
    expect(mentionedCommands(text).filter((name) => !(name in commands))).toEqual([]);
  });
});

describe('the pages', () => {
  test('every room has its README', () => {
    const inner = readdirSync(join(root, 'src-main'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect([...rooms, ...inner.map(({ name }) => `src-main/${name}`)].filter((room) => !existsSync(join(root, room, 'README.md')))).toEqual(
      [],
    );
  });

  test('the README gives the two commands', () => {
    expect(textOf('README.md')).toContain('npm ci && npm start');
    expect(textOf('README.md')).toContain('npm ci && npm test');
  });
});

describe('a planted fault is reported', () => {
  test('a path that is not there', () => {
    expect(mentionedPaths('See `src-main/nowhere.ts` and [the page](docs/none.md#part).')).toEqual(['src-main/nowhere.ts', 'docs/none.md']);
    expect(exists('README.md', 'src-main/nowhere.ts')).toBe(false);
  });

  test('a file that is not there', () => {
    expect(mentionedFiles('The clock is in `clock.ts`, not in `V/s.ts` or clock.md.')).toEqual(['clock.ts']);
    expect(filesBelow('src-main/host')).not.toContain('nowhere.ts');
  });

  test('a script and a command that are not there', () => {
    expect(mentionedScripts('Run `npm run explode`, then `npm test` and `npm ci`.')).toEqual(['explode', 'test']);
    expect(mentionedCommands('```\nnpx twinbench explode file.json\nnpx twinbench --help\n```')).toEqual(['explode']);
  });

  test('placeholders, addresses and quantities are no paths', () => {
    expect(
      mentionedPaths('`physics/edges/<kind>.ts`, `V/s`, `test/**`, [site](https://example.org/a), `{"a/b": 1}`, `free/clamped`'),
    ).toEqual([]);
  });
});
