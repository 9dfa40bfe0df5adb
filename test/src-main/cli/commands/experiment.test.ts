import { describe, expect, test } from 'vitest';
import { experiments, papers } from '../../../../src-main/experiments/index.ts';
import { twinbench } from '../terminal.ts';

const divider = 'digipots2022/divider';

describe('twinbench experiment list', () => {
  test('lists the whole catalogue', async () => {
    const { code, out } = await twinbench(['experiment', 'list'], { columns: 200 });
    expect(code).toBe(0);
    for (const name of Object.keys(experiments)) expect(out).toContain(name);
    const listed = JSON.parse((await twinbench(['experiment', 'list', '--json'])).out);
    expect(listed.map(({ name }: { name: string }) => name)).toEqual(Object.keys(experiments));
  });
});

describe('twinbench experiment show', () => {
  test('says what is claimed, where it was published and what it is held against', async () => {
    const { out } = await twinbench(['experiment', 'show', 'digipots2022/allostery']);
    expect(out).toContain('Dillavou 2022, Fig. 3a');
    expect(out).toContain('over 4');
    expect(out).toContain('median ≥ 4');
    expect(out).toContain('none, only reported');
  });

  test('gives the document, which `train` takes', async () => {
    const { out } = await twinbench(['experiment', 'show', divider, '--json']);
    const files = { 'mine.json': out };
    const run = await twinbench(['train', 'mine.json', '--json', '--steps', '5'], { files });
    expect(JSON.parse(run.out)).toMatchObject({ steps: 5 });
  });

  test('an analysis has no document to give', async () => {
    const { code, error } = await twinbench(['experiment', 'show', 'digipots2022/comparator', '--json']);
    expect(code).toBe(2);
    expect(error).toContain('has no document');
  });
});

describe('twinbench experiment run', () => {
  test('--json answers each claim, and nothing else on standard output', async () => {
    const { code, out } = await twinbench(['experiment', 'run', divider, '--seeds', '3', '--json']);
    const result = JSON.parse(out);
    expect(code).toBe(0);
    expect(result).toMatchObject({ experiment: divider, seeds: 3 });
    expect(result.claims.map(({ id }: { id: string }) => id)).toEqual(experiments[divider].claims.map(({ id }) => id));
    expect(result.claims[1]).toMatchObject({
      source: 'Dillavou 2022, Fig. 2b',
      published: 'a floor set by noise of 0.01 V',
      median: expect.any(Number) as number,
      quartiles: [expect.any(Number) as number, expect.any(Number) as number],
      bar: 'median ≤ 40 mV',
      holds: true,
    });
  });

  test('more than one experiment gives an array', async () => {
    const { out } = await twinbench(['experiment', 'run', 'digipots2022', '--seeds', '1', '--quick', '--json']);
    const names = (JSON.parse(out) as { experiment: string }[]).map(({ experiment }) => experiment);
    const quick = Object.keys(papers['digipots2022']).filter((kind) => papers['digipots2022'][kind].quickSeeds > 0);
    expect(names).toEqual(quick.map((kind) => `digipots2022/${kind}`));
  });

  test('the same seeds give the same bytes', async () => {
    const run = () => twinbench(['experiment', 'run', divider, '--seeds', '2', '--json']);
    expect((await run()).out).toBe((await run()).out);
  });

  test('a table for people, a summary on standard error', async () => {
    const { out, error } = await twinbench(['experiment', 'run', 'divider', '--seeds', '2'], { isTerminal: true });
    expect(out).toMatch(/stepsToTarget .*median ≤ 60 step +holds/);
    expect(error).toMatch(/2 seeds in .* 3 of 3 claims hold/);
  });

  test('Ctrl-C keeps the seeds that are done', async () => {
    const { code, out, error } = await twinbench(['experiment', 'run', divider, '--seeds', '9', '--json'], { interruptAt: 4 });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ experiment: divider, seeds: 4 });
    expect(error).toContain('Interrupted: 4 of 9 seeds');
  });
});

describe('mistakes', () => {
  test.each([
    [['experiment', 'run'], 'no name was given'],
    [['experiment', 'run', 'digipots2022/divder'], 'digipots2022/divider'],
    [['experiment', 'run', 'constructor'], 'There is no experiment'],
    [['experiment', 'run', 'alostery'], 'Did you mean "allostery"? See'],
    [['experiment', 'run', 'nowhere'], 'do:    See `twinbench experiment list`.'],
    [['experiment', 'list', divider], 'means nothing here'],
    [['experiment', 'run', 'cutStatistics', '--quick'], 'There is nothing to run'],
    [['experiment', 'show', 'digipots2022', '--json'], 'Only one document'],
    [['experiment', 'run', divider, '--seeds', '0'], 'not between'],
    [['experiment', 'dance'], 'choices'],
  ])('%j', async (parameters, complaint) => {
    const { code, out, error } = await twinbench(parameters);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain(complaint);
  });
});

describe('experiment run --machine', { timeout: 600_000 }, () => {
  test('a figure is made on an emulated board: cuts in the course of a run, through firmware and serial line', async () => {
    const { code, out, error } = await twinbench([
      'experiment',
      'run',
      'digipots2022/damage',
      '--machine',
      'emulated',
      '--seeds',
      '1',
      '--json',
    ]);
    expect(error).toContain('claims hold');
    const result = JSON.parse(out);
    expect(result).toMatchObject({ experiment: 'digipots2022/damage', machine: 'emulated, mild', seeds: 1 });
    expect(result.claims.map(({ id }: { id: string }) => id)).toEqual(['recovered', 'worstRecovered', 'spike']);
    // Five cuts that are survived, by the bars of the simulation.
    expect(result.claims.every(({ holds }: { holds: boolean | null }) => holds !== false)).toBe(true);
    expect(code).toBe(0);
  });

  test.each([
    [['quasistatic/flatness', '--machine', 'emulated'], /From measurements alone follow .*digipots2022\/iris/s],
    [['digipots2022/iris', '--machine', 'toaster'], /no machine is called "toaster"/],
    // The divider of two edges is no board.
    [['digipots2022/divider', '--machine', 'emulated'], /its network is that of no board/],
  ])('%j is refused with a reason', async (words, reason) => {
    const { code, out, error } = await twinbench(['experiment', 'run', ...words]);
    expect([code, out]).toEqual([2, '']);
    expect(error).toMatch(reason);
  });
});
