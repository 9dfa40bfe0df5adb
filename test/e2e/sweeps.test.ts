import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SweepInput } from '../../src-main/sweeps/document.ts';
import { expectAccessible, expectNoOverflow } from './support/axe.ts';
import { sizes, type Bench } from './support/bench.ts';
import { onEveryTransport } from './support/transports.ts';

/** 96 cells of a few hundredths of a second, four of which can't be: their period is longer than their run. */
const document = {
  format: 'twinbench.sweep',
  version: 1,
  title: 'Period and length',
  description: 'The limit cycle of two regressions over the period, for runs of three lengths.',
  base: { published: 'imperfection2025/alternatingRegression', changes: { steps: 16_000, 'schedule.period': 40, 'measure.every': 16_000 } },
  axes: [
    {
      name: 'steps',
      title: 'Length',
      unit: 's',
      factor: 1e-4,
      parameters: ['steps'],
      values: { kind: 'list', values: [16_000, 8000, 2000] },
    },
    {
      name: 'period',
      title: 'Period τ',
      unit: 's',
      factor: 1e-4,
      parameters: ['schedule.period'],
      values: { kind: 'logarithmic', from: 8, to: 4000, count: 8, multipleOf: 2 },
    },
  ],
  repeats: 4,
  reductions: [{ kind: 'cycle' }],
} satisfies SweepInput;

/** The folder of the runs during a test. */
let folder = '';
const before = process.env['TWINBENCH_RUNS'];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'twinbench-e2e-sweeps-'));
  process.env['TWINBENCH_RUNS'] = folder;
});
afterEach(() => {
  if (before === undefined) delete process.env['TWINBENCH_RUNS'];
  else process.env['TWINBENCH_RUNS'] = before;
  rmSync(folder, { recursive: true, force: true });
});

/** Opens the workspace and the document, as a person does. */
async function openDocument(bench: Bench): Promise<void> {
  await bench.page.getByRole('button', { name: 'Sweeps' }).click();
  const buffer = Buffer.from(JSON.stringify(document));
  await bench.page.getByLabel('Sweep document to open').setInputFiles({ name: 'period.json', mimeType: 'application/json', buffer });
  await bench.page.getByText('96 cells', { exact: true }).waitFor();
}

/** What the progress says: "Running", "Paused", "Done". */
const progress = (bench: Bench, word: string) => bench.page.locator('.counts strong').getByText(word, { exact: true });

onEveryTransport('sweeps', (opened) => {
  it('a document is offered, started, paused, outlives its window, fails in part with reasons, and gives its table', async () => {
    const bench = opened();
    const { page } = bench;
    await bench.pause();
    await openDocument(bench);
    await page.getByText('Estimated time').waitFor();
    await bench.screenshot('sweep-offer');

    await bench.button('Start').click();
    await progress(bench, 'Running').waitFor();
    await bench.poll('a few cells', async () => Number(await page.getByRole('progressbar').getAttribute('aria-valuenow')) >= 5);
    await bench.button('Pause').click();
    await progress(bench, 'Paused').waitFor();
    await bench.screenshot('sweep-paused');

    // The window goes and another comes: the sweep is where it was.
    await page.reload();
    await bench.ready();
    await page.getByRole('button', { name: 'Sweeps' }).click();
    await progress(bench, 'Paused').waitFor();
    await bench.button('Go on').click();
    await progress(bench, 'Done').waitFor();
    await bench.reads(page.locator('.counts'), /92 done, 4 failed/);
    await bench.reads(
      page.getByRole('region', { name: 'Failed cells' }),
      /Length 200\sms, Period τ 400\sms, repeat 1[^]*less than a period of 4000/,
    );

    const [download] = await Promise.all([page.waitForEvent('download'), bench.button('Table as CSV').click()]);
    const [id] = readdirSync(join(folder, 'sweeps'));
    expect(download.suggestedFilename()).toBe(`${id}.csv`);
    const saved = readFileSync(await download.path(), 'utf8');
    expect(saved).toBe(readFileSync(join(folder, 'sweeps', id, 'table.csv'), 'utf8'));
    expect(saved.trim().split('\r\n')).toHaveLength(97);

    // Curves and map are read with the keys.
    const map = page.getByRole('slider', { name: /^Combined error E over/ });
    await map.first().focus();
    await page.keyboard.press('ArrowRight');
    await bench.reads(page.locator('section .reading').first(), /Period τ .*\sV²/);
  });

  it('cancelled, it keeps what is done and goes on from there', async () => {
    const bench = opened();
    const { page } = bench;
    await bench.pause();
    await openDocument(bench);
    await bench.button('Start').click();
    await bench.poll('a few cells', async () => Number(await page.getByRole('progressbar').getAttribute('aria-valuenow')) >= 3);
    await bench.button('Cancel').click();
    await progress(bench, 'Stopped').waitFor();
    const done = Number(await page.getByRole('progressbar').getAttribute('aria-valuenow'));
    expect(done).toBeLessThan(96);
    await bench.button('Go on').click();
    await progress(bench, 'Done').waitFor();
    await bench.reads(page.locator('.counts'), /92 done, 4 failed/);
  });

  it('a wrong document is refused with the place, and nothing is begun', async () => {
    const bench = opened();
    await bench.page.getByRole('button', { name: 'Sweeps' }).click();
    const wrong = { ...document, axes: [{ ...document.axes[0], parameters: ['stepz'] }] };
    const buffer = Buffer.from(JSON.stringify(wrong));
    await bench.page.getByLabel('Sweep document to open').setInputFiles({ name: 'wrong.json', mimeType: 'application/json', buffer });
    await bench.reads(bench.page.getByRole('alert'), /\$\.axes\[0\]/);
    expect(await bench.button('Start').count()).toBe(0);
  });

  it('has no violation in either theme at any size, and nothing stands out', async () => {
    const bench = opened();
    const { page } = bench;
    await bench.pause();
    await openDocument(bench);
    await bench.button('Start').click();
    await progress(bench, 'Done').waitFor();
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      for (const size of sizes) {
        await page.setViewportSize(size);
        const what = `sweep-${size.width}x${size.height}-${theme}`;
        await expectNoOverflow(bench, what);
        await bench.screenshot(what);
        await expectAccessible(bench, what);
      }
    }
  });
});
