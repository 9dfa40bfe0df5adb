import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Skeleton, stubPrograms } from '../architecture/support/skeleton.ts';

const program = (word: string): string => `console.log(JSON.stringify({ word: '${word}', parameters: process.argv.slice(2) }));\n`;
const answer = (word: string, ...parameters: string[]): string => `${JSON.stringify({ word, parameters })}\n`;

describe('the twinbench command in a checkout', () => {
  let checkout: Skeleton;
  const twinbench = (...parameters: string[]) => checkout.node('bin/twinbench.js', parameters);

  beforeEach(async () => {
    checkout = await Skeleton.create({ ...stubPrograms, 'src-main/cli/main.ts': program('first') }, [
      'bin',
      'scripts',
      'vite.config.ts',
      'vite.node.config.ts',
    ]);
  });
  afterEach(() => checkout.remove());

  test('builds what is not built yet and prints nothing of its own', async () => {
    expect(await twinbench('solve', '--json')).toEqual({
      code: 0,
      answer: answer('first', 'solve', '--json'),
      output: answer('first', 'solve', '--json'),
    });
  });

  test('builds again after a change, also to an older file, and after a deletion', async () => {
    await checkout.plant('src-main/cli/word.ts', "export const word = 'second';\n");
    await twinbench();
    await checkout.plant('src-main/cli/main.ts', program('second'));
    expect((await twinbench()).answer).toBe(answer('second'));
    await checkout.plant('src-main/cli/main.ts', program('third'));
    await utimes(join(checkout.folder, 'src-main/cli/main.ts'), 1, 1);
    expect((await twinbench()).answer).toBe(answer('third'));
  });

  test('may be started twice at once', async () => {
    const runs = await Promise.all([twinbench('a'), twinbench('b')]);
    expect(runs.map((run) => run.output)).toEqual([answer('first', 'a'), answer('first', 'b')]);
  });

  test('answers sources that do not build on standard error, with exit code 2', async () => {
    await checkout.plant('src-main/cli/main.ts', 'import { nobody } from "./nowhere.ts";\nconsole.log(nobody);\n');
    const run = await twinbench('solve', '--json');
    expect(run).toMatchObject({ code: 2, answer: '' });
    expect(run.output).toContain('nowhere.ts');
    expect(run.output).toContain('npm run check:types');
  });
});

test('without a build and without the packages that make one, it says what to do', async () => {
  const bare = await Skeleton.create({}, ['bin']);
  const run = await bare.node('bin/twinbench.js', ['solve']);
  await bare.remove();
  expect(run).toMatchObject({ code: 2, answer: '' });
  expect(run.output).toContain('npm ci');
});
