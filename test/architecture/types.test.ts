import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Skeleton } from './support/skeleton.ts';

/** The rooms that Node alone runs, which are checked together. */
const nodeRooms = 'src-main/tsconfig.node.json';

/** Room → file → what it may not use, and the compiler's complaint. */
const plants = [
  {
    room: 'src-main',
    path: 'src-main/physics/screen.ts',
    text: 'export const title = document.title;',
    complaint: "Cannot find name 'document'",
  },
  { room: 'src-main', path: 'src-main/machine/pacing.ts', text: 'setTimeout(() => 0, 1);', complaint: "Cannot find name 'setTimeout'" },
  { room: 'src-main', path: 'src-main/math/talk.ts', text: "console.log('x');", complaint: "Cannot find name 'console'" },
  { room: 'src-main', path: 'src-main/learning/files.ts', text: "export * from 'node:fs';", complaint: 'node:fs' },
  {
    room: nodeRooms,
    path: 'src-main/host/screen.ts',
    text: 'export const page = document;',
    complaint: "Cannot find name 'document'",
  },
  {
    room: nodeRooms,
    path: 'src-main/recording/screen.ts',
    text: 'export const page = document;',
    complaint: "Cannot find name 'document'",
  },
  {
    room: nodeRooms,
    path: 'src-main/board/screen.ts',
    text: 'export const page = document;',
    complaint: "Cannot find name 'document'",
  },
  {
    room: nodeRooms,
    path: 'src-main/machines/screen.ts',
    text: 'export const page = document;',
    complaint: "Cannot find name 'document'",
  },
  {
    room: nodeRooms,
    path: 'src-main/sweeps/screen.ts',
    text: 'export const page = document;',
    complaint: "Cannot find name 'document'",
  },
  { room: nodeRooms, path: 'src-main/cli/screen.ts', text: 'window.close();', complaint: "Cannot find name 'window'" },
  {
    room: 'src-renderer',
    path: 'src-renderer/files.ts',
    text: "import { readFileSync } from 'node:fs';\nreadFileSync('x');",
    complaint: 'node:fs',
  },
  { room: 'src-renderer', path: 'src-renderer/home.ts', text: 'export const home = process.env;', complaint: "Cannot find name 'process'" },
  { room: 'shared', path: 'shared/home.ts', text: 'export const home = process.env;', complaint: "Cannot find name 'process'" },
  { room: 'shared', path: 'shared/screen.ts', text: 'export const page = document;', complaint: "Cannot find name 'document'" },
];

describe('the compiler keeps every room to what its programs will have', () => {
  let skeleton: Skeleton;
  const outputs = new Map<string, string>();

  beforeAll(async () => {
    skeleton = await Skeleton.create(Object.fromEntries(plants.map(({ path, text }) => [path, text])));
    for (const room of new Set(plants.map((plant) => plant.room))) outputs.set(room, (await skeleton.compile(room)).output);
  });
  afterAll(() => skeleton.remove());

  test.each(plants)('$path', ({ room, path, complaint }) => {
    const lines = (outputs.get(room) ?? '').split('\n').filter((line) => line.startsWith(path));
    expect(lines.join('\n')).toContain(complaint);
  });
});

describe('the compiler checks both ends of the bridge', () => {
  const handlers = (text: string): string => `
    import type { RequestHandlers, RequestParameters } from '../../shared/bridge/requests.ts';
    export declare const all: RequestHandlers;
    export type Parameters = RequestParameters<'run.set'>;
    ${text}`;
  const bridgePlants: Record<string, { text: string; complaint: string }> = {
    missing: { text: "const { 'damage.undo': _, ...rest } = all; export const made: RequestHandlers = rest;", complaint: 'damage.undo' },
    misspelt: { text: "export const made: RequestHandlers = { ...all, 'damage.undoo': () => ({}) };", complaint: 'damage.undoo' },
    wrongResult: {
      text: "export const made: RequestHandlers = { ...all, 'run.set': () => 7 };",
      complaint: "Type 'number' is not assignable",
    },
    wrongParameters: { text: "export const sent: RequestParameters<'run.set'> = { isRunnin: true };", complaint: 'isRunnin' },
    unknownName: { text: "export const sent: RequestParameters<'run.sett'> = {};", complaint: 'run.sett' },
  };
  let output = '';
  let skeleton: Skeleton;

  beforeAll(async () => {
    const files = Object.fromEntries(Object.entries(bridgePlants).map(([name, { text }]) => [`src-main/host/${name}.ts`, handlers(text)]));
    skeleton = await Skeleton.create({ ...files, 'src-main/host/fine.ts': handlers('export const made: RequestHandlers = { ...all };') }, [
      'shared',
    ]);
    output = (await skeleton.compile('src-main/host')).output;
  });
  afterAll(() => skeleton.remove());

  test.each(Object.keys(bridgePlants))('%s', (name) => {
    const complaints = output.split('\n').filter((line) => line.startsWith(`src-main/host/${name}.ts`));
    expect(complaints.join('\n')).toContain(bridgePlants[name].complaint);
  });

  test('a complete map passes', () => {
    expect(output).not.toContain('fine.ts');
  });
});
