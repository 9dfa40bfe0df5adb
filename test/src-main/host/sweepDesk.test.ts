import { describe, expect, test } from 'vitest';
import { sweepListSchema, sweepNewsSchema, sweepOfferSchema, sweepSchema, type SweepNews } from '../../../shared/sweep.ts';
import type { Problem } from '../../../shared/problem.ts';
import { SweepDesk } from '../../../src-main/host/sweepDesk.ts';
import { createLocalCellRunner, type CellRunner } from '../../../src-main/sweeps/cellRunner.ts';
import { templates } from '../../../src-main/sweeps/templates.ts';
import { MemoryFiles, TestClock } from '../recording/memoryFiles.ts';
import { small } from '../sweeps/support.ts';

/** A desk whose time stands still but for timers, which ring at the next turn of the event loop. */
function openDesk(files = new MemoryFiles(), wrap: (runner: CellRunner) => CellRunner = (runner) => runner) {
  const news: SweepNews[] = [];
  const problems: Problem[] = [];
  const held: string[] = [];
  const place = {
    files,
    clock: new TestClock(),
    folder: '/runs',
    keepAwake: async (why: string) => {
      held.push(why);
      return { isHeld: true, how: 'test', release: () => void held.pop() };
    },
  };
  let now = 0;
  const clock = {
    now: () => (now += 25),
    yield: async () => {},
    after: (_: number, callback: () => void) => {
      const handle = setImmediate(callback);
      return () => clearImmediate(handle);
    },
  };
  const createRunner = () => wrap(createLocalCellRunner(place));
  const desk = new SweepDesk(
    { place, clock, workers: { most: 2, usual: 1 }, createRunner },
    { tell: (message) => news.push(sweepNewsSchema.parse(message)), failed: (problem) => problems.push(problem) },
  );
  return { desk, news, problems, held, files };
}

async function until(test: () => boolean): Promise<void> {
  while (!test()) await new Promise((resolve) => setImmediate(resolve));
}

/** Runners whose cells wait until they are let go. */
function gated() {
  const gate: { open: () => void } = { open: () => {} };
  const isOpen = new Promise<void>((resolve) => (gate.open = resolve));
  let stop = () => {};
  const isStopped = new Promise<never>((_, reject) => (stop = () => reject(new Error('stopped'))));
  isStopped.catch(() => {});
  const wrap = (runner: CellRunner): CellRunner => ({
    ...runner,
    run: async (folder, index, report) => {
      if (index > 0) await Promise.race([isOpen, isStopped]);
      return runner.run(folder, index, report);
    },
    stop: async () => stop(),
  });
  return { gate, wrap };
}

describe('the sweeps of an engine', () => {
  test('a document is planned with its count, time and disk; what is wrong with it is told, and nothing is begun', async () => {
    const { desk, files } = openDesk();
    const offer = sweepOfferSchema.parse(await desk.plan({ document: small }));
    expect(offer).toMatchObject({
      done: 0,
      plan: { cellCount: 12, pointCount: 4, repeats: 3, axes: [{ name: 'nudge', values: [0.25, 1] }, { name: 'every' }] },
    });
    expect(offer.estimate.seconds).toBeGreaterThan(0);
    expect(offer.estimate.bytes).toBeGreaterThan(0);
    expect((await desk.plan({ document: small, repeats: 5 })).plan.cellCount).toBe(20);
    await expect(desk.plan({ document: { ...small, repeats: 0 } })).rejects.toMatchObject({
      problem: { where: 'the document, at $.repeats' },
    });
    await expect(desk.plan({ template: 'none' })).rejects.toMatchObject({ problem: { why: expect.stringContaining('twoTaskPeriod') } });
    await expect(desk.plan({ document: { ...small, base: { file: '../secret.json' } } })).rejects.toMatchObject({
      problem: { code: 'E-SWEEP-FOLDER' },
    });
    expect(files.contents.size).toBe(0);
  });

  test('one of whose cells some can’t be run is planned all the same', async () => {
    const { plan } = await openDesk().desk.plan({
      document: {
        ...small,
        base: { published: 'imperfection2025/alternatingRegression', changes: { 'schedule.period': 20, steps: 400, 'measure.every': 400 } },
        axes: [
          { name: 'period', parameters: ['schedule.period'], values: { kind: 'list', values: [4, 200] } },
          { name: 'steps', parameters: ['steps'], values: { kind: 'list', values: [400, 100] } },
        ],
        reductions: [{ kind: 'cycle' }],
      },
    });
    expect(plan.cellCount).toBe(12);
  });

  test.each(Object.keys(templates))('the template %s can be planned', async (template) => {
    const { plan } = await openDesk().desk.plan({ template, repeats: 1 });
    expect(plan.cellCount).toBe(plan.pointCount);
  });

  test('runs to its end while screens are told every cell once; then it is in the list with its table', async () => {
    const { desk, news, held, files } = openDesk();
    const { plan } = await desk.plan({ document: small });
    sweepSchema.parse(await desk.start(plan.id, 2));
    expect(held).toEqual(['Sweep Small']);
    await until(() => news.at(-1)?.progress.state === 'finished' && held.length === 0);
    expect(news.flatMap(({ cells }) => cells.map(([cell]) => cell)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, cell) => cell),
    );
    expect(files.contents.has(`/runs/sweeps/${plan.id}/table.csv`)).toBe(true);
    const whole = sweepSchema.parse(await desk.get(plan.id));
    expect(whole).toMatchObject({ cells: 'd'.repeat(12), progress: { state: 'finished', done: 12 } });
    // What was told piece by piece is what is found in the end.
    const told = new Map(news.flatMap(({ points }) => points.map((point) => [point.point, point])));
    expect([...told.values()].sort((a, b) => a.point - b.point)).toEqual(whole.points);
    const list = sweepListSchema.parse(await desk.list());
    expect(list.sweeps).toEqual([{ id: plan.id, title: 'Small', state: 'finished', done: 12, failed: 0, cellCount: 12 }]);
    const { name, bytes } = await desk.export(plan.id, 'csv');
    expect(name).toBe(`${plan.id}.csv`);
    expect(bytes).toEqual(files.bytes(`/runs/sweeps/${plan.id}/table.csv`));
  });

  test('cancelled, it keeps what is done; an engine that comes after it goes on from there', async () => {
    const { gate, wrap } = gated();
    const { desk, news, files } = openDesk(new MemoryFiles(), wrap);
    const { plan } = await desk.plan({ document: small });
    await desk.start(plan.id, 1);
    await until(() => news.some(({ progress }) => progress.done === 1));
    await expect(desk.start(plan.id, 1)).rejects.toMatchObject({ problem: { what: 'Another sweep runs' } });
    await desk.change(plan.id, 'pause');
    expect((await desk.get(plan.id)).progress.state).toBe('paused');
    await desk.change(plan.id, 'resume');
    await desk.change(plan.id, 'cancel');
    gate.open();
    await until(() => news.at(-1)?.progress.state === 'stopped');
    // At once, while it still writes its tables: it waits for them.
    await desk.start(plan.id, 1);
    await desk.change(plan.id, 'cancel');
    await until(() => news.at(-1)?.progress.state === 'stopped');
    expect((await desk.get(plan.id)).progress).toMatchObject({ done: 1, failed: 0 });

    const next = openDesk(files);
    expect((await next.desk.list()).sweeps).toMatchObject([{ state: 'stopped', done: 1 }]);
    await next.desk.start(plan.id, 1);
    await until(() => next.news.at(-1)?.progress.state === 'finished');
    expect(next.news.flatMap(({ cells }) => cells)).toHaveLength(11);
    const other = openDesk();
    await other.desk.plan({ document: small });
    await other.desk.start(plan.id, 1);
    await until(() => other.files.contents.has(`/runs/sweeps/${plan.id}/table.csv`));
    expect((await next.desk.get(plan.id)).points).toEqual((await other.desk.get(plan.id)).points);
  });

  test('a name that leads out of the folder is refused', async () => {
    const { desk } = openDesk();
    for (const id of ['../runs', '/etc', 'a/b', ''])
      await expect(desk.get(id)).rejects.toMatchObject({ problem: { code: 'E-SWEEP-FOLDER' } });
  });
});
