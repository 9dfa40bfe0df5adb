import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Skeleton } from './support/skeleton.ts';

const rooms = ['math', 'physics', 'learning', 'machine', 'twin', 'analysis', 'experiments'];

/** What the science rooms may not use, and a word of the message that says what to do instead. */
const bans: Record<string, { text: string; advice: string }> = {
  random: { text: 'export const drawn = Math.random();', advice: 'random.ts' },
  destructured: { text: 'const { random } = Math;\nexport const drawn = random();', advice: 'random.ts' },
  date: { text: 'export const now = Date.now();', advice: 'clock as a parameter' },
  newDate: { text: 'export const now = new Date();', advice: 'clock as a parameter' },
  performance: { text: 'export const now = performance.now();', advice: 'clock as a parameter' },
  timeout: { text: 'setTimeout(() => undefined, 1);', advice: 'src-main/host' },
  interval: { text: 'setInterval(() => undefined, 1);', advice: 'src-main/host' },
  immediate: { text: 'setImmediate(() => undefined);', advice: 'src-main/host' },
  process: { text: 'export const home = process.env;', advice: 'handed in' },
  console: { text: "console.log('x');", advice: 'ProblemError' },
  global: { text: 'export const now = globalThis.Date;', advice: 'clock as a parameter' },
  files: { text: "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;", advice: 'src-main/host or src-main/cli' },
  filesPlain: { text: "import { readFileSync } from 'fs';\nexport const read = readFileSync;", advice: 'src-main/host or src-main/cli' },
};

/** House rules that hold everywhere: file → text and the rule that must object. */
const everywhere: Record<string, { text: string; rule: string }> = {
  'src-main/host/exhaustive.ts': {
    text: "export function sign(kind: 'up' | 'down' | 'flat'): number {\n  switch (kind) {\n    case 'up':\n      return 1;\n    case 'down':\n      return -1;\n  }\n  return 0;\n}\n",
    rule: '@typescript-eslint/switch-exhaustiveness-check',
  },
  'src-main/host/floating.ts': {
    text: 'async function later(): Promise<void> {\n  await Promise.resolve();\n}\nlater();\n',
    rule: '@typescript-eslint/no-floating-promises',
  },
  'src-main/host/untyped.ts': {
    text: 'export const add = function (a: number) {\n  return a + 1;\n};\nexport function twice(a: number) {\n  return 2 * a;\n}\n',
    rule: '@typescript-eslint/explicit-function-return-type',
  },
  'src-main/host/typeImport.ts': {
    text: "import { Other } from './other.ts';\nexport const value: Other = 1;\n",
    rule: '@typescript-eslint/consistent-type-imports',
  },
  'src-main/host/other.ts': {
    text: 'export type Other = number;\nexport const anything: any = 1;\n',
    rule: '@typescript-eslint/no-explicit-any',
  },
  'electron/long.ts': { text: 'export const values = [\n' + '  1,\n'.repeat(400) + '];\n', rule: 'max-lines' },
  'shared/longFunction.ts': {
    text: `export function sum(): number {\n  let total = 0;\n${'  total += 1;\n'.repeat(60)}  return total;\n}\n`,
    rule: 'max-lines-per-function',
  },
  'src-renderer/Panel.svelte': {
    text: '<script lang="ts">\n  let { items }: { items: any } = $props();\n</script>\n\n{@html items}\n',
    rule: 'svelte/no-at-html-tags',
  },
  'src-renderer/Typed.svelte': {
    text: '<script lang="ts">\n  let { items }: { items: any } = $props();\n</script>\n\n{items}\n',
    rule: '@typescript-eslint/no-explicit-any',
  },
  'test/physics/seedless.ts': {
    text: "import fc from 'fast-check';\nfc.assert(fc.property(fc.nat(), (value) => value >= 0));\n",
    rule: 'no-restricted-properties',
  },
};

interface Finding {
  filePath: string;
  messages: { ruleId: string; message: string }[];
}

describe('the linter', () => {
  let skeleton: Skeleton;
  let findings: Finding[] = [];
  const of = (path: string): Finding['messages'] => findings.find(({ filePath }) => filePath.endsWith(`/${path}`))?.messages ?? [];

  beforeAll(async () => {
    const files: Record<string, string> = {
      'src-main/host/lawful.ts': 'export const now = (): number => Date.now() + performance.now();\n',
    };
    for (const room of rooms) for (const [name, { text }] of Object.entries(bans)) files[`src-main/${room}/${name}.ts`] = `${text}\n`;
    for (const [path, { text }] of Object.entries(everywhere)) files[path] = text;
    skeleton = await Skeleton.create(files);
    const { output } = await skeleton.run('eslint/bin/eslint.js', [
      'src-main',
      'src-renderer',
      'electron',
      'shared',
      'test',
      '--format',
      'json',
    ]);
    findings = JSON.parse(output) as Finding[];
  });
  afterAll(() => skeleton.remove());

  describe.each(rooms)('in src-main/%s', (room) => {
    test.each(Object.keys(bans))('reports %s and says what to do', (name) => {
      const messages = of(`src-main/${room}/${name}.ts`).filter(({ ruleId }) => ruleId.startsWith('no-restricted-'));
      expect(messages.map(({ message }) => message).join('\n')).toContain(bans[name].advice);
    });
  });

  test.each(Object.entries(everywhere))('%s', (path, { rule }) => {
    expect(of(path).map(({ ruleId }) => ruleId)).toContain(rule);
  });

  test('the host may read the clock', () => {
    expect(of('src-main/host/lawful.ts')).toEqual([]);
  });
});
