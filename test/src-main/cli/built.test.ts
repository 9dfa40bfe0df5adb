import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { root, twinbench } from './builtProgram.ts';

describe('node bin/twinbench.js', () => {
  // The first run builds what is stale.
  beforeAll(() => twinbench(['--version']));

  test('solve --json from standard input', async () => {
    const input = readFileSync(join(root, 'examples/network.json'), 'utf8');
    const run = await twinbench(['solve', '-', '--json'], { input });
    expect(run).toMatchObject({ code: 0, error: '' });
    expect(JSON.parse(run.out).voltages).toEqual({ n0: 0.45, n1: 0.45 });
  });

  test('train --json twice gives the same bytes', async () => {
    const parameters = ['train', 'divider', '--seed', '7', '--steps', '400', '--json'];
    const [first, second] = await Promise.all([twinbench(parameters), twinbench(parameters)]);
    expect(first.out).toBe(second.out);
    expect(JSON.parse(first.out)).toMatchObject({ steps: 400, seed: 7 });
  });

  test('a large result arrives whole at the other end of a pipe', async () => {
    const run = await twinbench(['train', 'iris', '--json', '--at', Array.from({ length: 600 }, (_, step) => step).join(',')]);
    expect(Object.keys(JSON.parse(run.out).at)).toHaveLength(600);
  });

  test('problems: exit code 2, one block, no stack trace', async () => {
    const run = await twinbench(['solve', 'does/not/exist.json']);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.error).toMatch(/^Error E-FILE-READ: .+\n {2}where: .+\n {2}why: .+\n {2}do: .+\n$/);
    expect((await twinbench(['solve', 'examples'])).error).toContain('it is a folder, not a file');
    expect(await twinbench(['frobnicate'])).toMatchObject({ code: 2, out: '' });
  });

  test('a goal that is not reached: exit code 1', async () => {
    expect((await twinbench(['train', 'xor', '--steps', '10'])).code).toBe(1);
  });

  test('Ctrl-C stops a long run with what there is', async () => {
    // The first plain line of progress comes after five seconds; by then the run has long begun.
    const run = await twinbench(['train', 'xor', '--steps', '1000000000', '--json'], { interruptOn: /steps\/s/ });
    expect(run).toMatchObject({ code: 1, signal: null });
    const { interrupted, steps } = JSON.parse(run.out);
    expect(interrupted).toBe(true);
    expect(steps).toBeGreaterThan(0);
    expect(run.error).toContain('Interrupted after');
  });
});
