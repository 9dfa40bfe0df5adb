import { describe, expect, test } from 'vitest';
import { ProblemError } from '../../../shared/problem.ts';
import { createLocalCellRunner, type CellRunner } from '../../../src-main/sweeps/cellRunner.ts';
import { SweepFolder } from '../../../src-main/sweeps/folder.ts';
import type { SweepPlan } from '../../../src-main/sweeps/plan.ts';
import type { CellResult } from '../../../src-main/sweeps/result.ts';
import { SweepRun, type RunProgress } from '../../../src-main/sweeps/run.ts';
import { csvOf, parquetOf, tableOf } from '../../../src-main/sweeps/table.ts';
import { MemoryFiles, TestClock } from '../recording/memoryFiles.ts';
import { fakeRunner, planOf, runAll, small } from './support.ts';

class Disk extends MemoryFiles {
  /** Everything that is kept, by path. */
  get texts(): Record<string, string> {
    return Object.fromEntries(
      [...this.contents].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]),
    );
  }
}

const local = (files: MemoryFiles): CellRunner => createLocalCellRunner({ files, clock: new TestClock() });

/** Runs what is missing; `watch` is told of every result. */
async function run(
  plan: SweepPlan,
  files: MemoryFiles,
  runner: CellRunner,
  watch?: (run: SweepRun, result: CellResult) => void,
): Promise<SweepRun> {
  const folder = await SweepFolder.create('/sweep', plan, files);
  const sweep: SweepRun = new SweepRun(folder, await folder.results(), runner, () => 0, {
    moved: () => undefined,
    finished: (result) => watch?.(sweep, result),
  });
  await sweep.start();
  return sweep;
}

describe('a sweep that was stopped in the middle', () => {
  test.each([1, 5, 11])('after %i cells and resumed leaves the same bytes as an undisturbed one', async (after) => {
    const plan = await planOf(small);
    const undisturbed = new Disk();
    await run(plan, undisturbed, local(undisturbed));

    const files = new Disk();
    let count = 0;
    const stopped = await run(plan, files, local(files), (sweep) => {
      if (++count === after) void sweep.cancel();
    });
    expect(stopped.progress()).toMatchObject({ state: 'cancelled', done: after });
    const resumed: number[] = [];
    const second = await run(plan, files, local(files), (_, { cell }) => resumed.push(cell));
    expect(second.progress()).toMatchObject({ state: 'finished', done: 12, failed: 0, total: 12 });
    // What was done is not done again.
    expect(resumed).toHaveLength(12 - after);
    expect(files.texts).toEqual(undisturbed.texts);
  });

  test('a result that a power cut left half written is made again', async () => {
    const plan = await planOf(small);
    const files = new Disk();
    await run(plan, files, local(files));
    const whole = files.texts;
    files.put('/sweep/cells/cell-000003.json', new Uint8Array(0));
    files.put('/sweep/cells/cell-000004.json', files.bytes('/sweep/cells/cell-000004.json').slice(0, 40));
    const again: number[] = [];
    await run(plan, files, local(files), (_, { cell }) => again.push(cell));
    expect(again.sort((a, b) => a - b)).toEqual([3, 4]);
    expect(files.texts).toEqual(whole);
  });

  test('a folder with another sweep in it is refused', async () => {
    const files = new Disk();
    await SweepFolder.create('/sweep', await planOf(small), files);
    await expect(SweepFolder.create('/sweep', await planOf({ ...small, seed: 9 }), files)).rejects.toMatchObject({
      problem: { code: 'E-SWEEP-FOLDER', where: '/sweep' },
    });
  });
});

describe('the failure of a cell', () => {
  /** Every value goes with the base alone; some combinations do not: a cycle needs a whole period in the steps. */
  const combined = {
    ...small,
    base: { published: 'imperfection2025/alternatingRegression', changes: { 'schedule.period': 20, steps: 400, 'measure.every': 400 } },
    axes: [
      { name: 'period', parameters: ['schedule.period'], values: { kind: 'list', values: [4, 200] } },
      { name: 'steps', parameters: ['steps'], values: { kind: 'list', values: [400, 100] } },
    ],
    repeats: 1,
    reductions: [{ kind: 'cycle' }],
  };

  test('ends nothing, and is kept with its reason', async () => {
    const files = new Disk();
    const plan = await planOf(combined);
    const sweep = await run(plan, files, local(files));
    expect(sweep.progress()).toMatchObject({ state: 'finished', done: 3, failed: 1 });
    const results = await (await SweepFolder.open('/sweep', files)).results();
    expect(results.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'failed']);
    const table = csvOf(tableOf(plan, results)).split('\r\n');
    expect(table[0]).toBe('cell,period,steps,repeat,seed,status,cycleError [V²],cycleSpan [V],cycleDrift,reason');
    expect(table[4]).toBe('3,200,100,0,1,failed,,,,The experiment has no limit cycle: its 100 steps are less than a period of 200');
  });

  test('a worker that dies fails its cell alone, which a resumed sweep tries again', async () => {
    const files = new Disk();
    const plan = await planOf(small);
    const real = local(files);
    const dying = fakeRunner(2, async (folder, index, report) => {
      if (index === 4) throw new Error('Worker terminated due to reaching memory limit');
      return real.run(folder, index, report);
    });
    expect((await run(plan, files, dying)).progress()).toMatchObject({ state: 'finished', done: 11, failed: 1 });
    const failed = (await (await SweepFolder.open('/sweep', files)).results())[4];
    expect(failed).toMatchObject({ status: 'failed', problem: { code: 'E-SWEEP-CELL', why: expect.stringContaining('memory limit') } });

    expect((await run(plan, files, real)).progress()).toMatchObject({ done: 12, failed: 0 });
    const undisturbed = new Disk();
    await run(plan, undisturbed, local(undisturbed));
    expect(files.texts).toEqual(undisturbed.texts);
  });

  test('a disk that takes no results ends the sweep with its reason', async () => {
    const files = new Disk();
    const plan = await planOf(small);
    const folder = await SweepFolder.create('/sweep', plan, files);
    files.writeText = async () => {
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    };
    const sweep = new SweepRun(folder, [], local(files), () => 0, { moved: () => undefined, finished: () => undefined });
    await expect(sweep.start()).rejects.toThrow('no space left');
    expect(sweep.progress().done).toBe(0);
  });
});

describe('while it runs', () => {
  test('paused, it begins no further cell; resumed, it goes on; the order sees the whole grid first', async () => {
    const plan = await planOf(small);
    const folder = await SweepFolder.create('/sweep', plan, new Disk());
    const begun: number[] = [];
    const waiting: (() => void)[] = [];
    const runner = fakeRunner(2, async (_, cell) => {
      begun.push(cell);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return { format: 'twinbench.sweepCell', version: 1, sweep: plan.id, cell, seed: 1, status: 'done', values: {} };
    });
    let now = 0;
    const states: RunProgress[] = [];
    const sweep = new SweepRun(folder, [], runner, () => now, { moved: (progress) => states.push(progress), finished: () => undefined });
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const end = sweep.start();
    await turn();
    expect(begun).toEqual([0, 3]);
    now = 1000;
    sweep.pause();
    waiting.splice(0).forEach((finish) => finish());
    await turn();
    expect(begun).toEqual([0, 3]);
    expect(sweep.progress()).toMatchObject({ state: 'paused', done: 2, elapsed: 1000, running: [] });
    // Ten cells of a second each on two workers.
    expect(sweep.progress().remaining).toBe(5000);
    now = 9000;
    sweep.resume();
    await turn();
    expect(sweep.progress()).toMatchObject({ state: 'running', elapsed: 1000 });
    while (waiting.length > 0) {
      waiting.splice(0).forEach((finish) => finish());
      await turn();
    }
    await end;
    expect(begun).toEqual([0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]);
    expect(states.at(-1)).toMatchObject({ state: 'finished', done: 12, remaining: 0 });
  });
});

describe('the table', () => {
  test('CSV and Parquet hold the same numbers, bit for bit, and the same bytes for the same results', async () => {
    const files = new Disk();
    const plan = await planOf(small);
    await run(plan, files, local(files));
    const results = await (await SweepFolder.open('/sweep', files)).results();
    const columns = tableOf(plan, [...results].reverse());
    expect(columns).toEqual(tableOf(plan, results));
    const { parquetReadObjects } = await import('hyparquet');
    const bytes = await parquetOf(plan, columns);
    expect(await parquetOf(plan, columns)).toEqual(bytes);
    const rows = await parquetReadObjects({ file: bytes.slice().buffer });
    const [header, ...lines] = csvOf(columns).trim().split('\r\n');
    const names = header.split(',');
    expect(lines).toHaveLength(12);
    lines.forEach((line, row) => {
      line.split(',').forEach((cell, column) => {
        const value = rows[row][names[column]];
        expect(cell === '' ? null : typeof value === 'number' ? Number(cell) : cell).toEqual(value);
      });
    });
    expect(rows.map((row) => row['finalError [V²]'])).toEqual(
      results.map((result) => result.status === 'done' && result.values.finalError),
    );
  });

  test('a refusal of the base is a problem, not a crash', async () => {
    await expect(planOf({ ...small, base: { file: 'none.json' } })).rejects.toBeInstanceOf(ProblemError);
  });
});

describe('a stop condition of the experiment', () => {
  const valuesOf = (result: string): object => (JSON.parse(result) as { values: object }).values;
  const quick = { format: 'twinbench.sweep', version: 1, title: 'Stopped', repeats: 1 };

  test('ends a cell where it holds', async () => {
    const stop = [{ kind: 'steps', after: 31 }];
    const base = { task: 'divider', changes: { steps: 100, 'measure.every': 10, stop } };
    const reductions = [{ kind: 'finalError' }];
    const [stopped] = await runAll(await planOf({ ...quick, base, reductions }), [0]);
    const [short] = await runAll(await planOf({ ...quick, base: { ...base, changes: { ...base.changes, steps: 40 } }, reductions }), [0]);
    expect(valuesOf(stopped)).toEqual(valuesOf(short));
  });

  test('does not where a reduction looks at steps of its own', async () => {
    const base = { published: 'imperfection2025/alternatingRegression', changes: { steps: 200, 'schedule.period': 100 } };
    const reductions = [{ kind: 'cycle' }];
    const [whole] = await runAll(await planOf({ ...quick, base, reductions }), [0]);
    const changes = { ...base.changes, 'measure.every': 10, stop: [{ kind: 'steps', after: 20 }] };
    const [stopped] = await runAll(await planOf({ ...quick, base: { ...base, changes }, reductions }), [0]);
    expect(valuesOf(stopped)).toEqual(valuesOf(whole));
    expect(Object.keys(valuesOf(whole))).toContain('cycleSpan');
  });
});
