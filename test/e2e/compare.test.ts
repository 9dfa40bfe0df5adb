import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { regressionDocument } from '../src-main/learning/regressionDocument.ts';
import { expectAccessible, expectNoOverflow } from './support/axe.ts';
import { sizes, type Bench } from './support/bench.ts';
import { onEveryTransport } from './support/transports.ts';

const regression = regressionDocument();

/** The folder of the runs during a test. */
let folder = '';
const before = process.env['TWINBENCH_RUNS'];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'twinbench-e2e-compare-'));
  process.env['TWINBENCH_RUNS'] = folder;
});
afterEach(() => {
  if (before === undefined) delete process.env['TWINBENCH_RUNS'];
  else process.env['TWINBENCH_RUNS'] = before;
  rmSync(folder, { recursive: true, force: true });
});

const strip = (bench: Bench) => bench.page.locator('main .strip');

async function open(bench: Bench): Promise<void> {
  await bench.untilNextSession(() => bench.ask('session.load', { document: regression }));
  await bench.pause();
}

/** Chooses what the simulation is held against, and compares. */
async function compareWith(bench: Bench, option: string): Promise<void> {
  await bench.page.getByLabel('vs').selectOption({ label: option });
  await bench.page.locator('main').getByRole('button', { name: 'Compare', exact: true }).click();
  await bench.poll('the end of the comparison', async () => {
    const { status } = await bench.ask('compare.status', {});
    return status?.state === 'done';
  });
}

/** Records so many steps of the experiment on the bench, from its beginning, under a name. */
async function record(bench: Bench, name: string, steps: number, cut: string | null): Promise<void> {
  await bench.restart();
  await bench.pause();
  await bench.ask('record.start', { name });
  if (cut !== null) await bench.ask('damage.apply', { edges: [cut], damage: 'cut' });
  await bench.train(steps);
  await bench.ask('record.stop', {});
}

onEveryTransport('compare', (opened) => {
  it('the simulation is within the tolerance of an ideal board, and a mild one is outside, with the reason', async () => {
    const bench = opened();
    const { page } = bench;
    await open(bench);
    await page.keyboard.press('Control+2');
    await page.getByRole('heading', { name: 'Compare', exact: true }).waitFor();
    await bench.screenshot('compare-empty');

    await compareWith(bench, 'Emulated board, ideal');
    await bench.reads(strip(bench), /WITHIN TOLERANCE/);
    await bench.reads(strip(bench), /99 of 99 within · 0 outside · 0 not aligned/);
    await bench.screenshot('compare-ideal');

    await compareWith(bench, 'Emulated board, mild');
    await bench.reads(strip(bench), /OUTSIDE TOLERANCE/);
    await bench.reads(strip(bench), /outside: .*of 16 free nodes.*of 32 gates/);

    // The updates of the board are predicted from its own gates: the bias of its edges is what is missed.
    await page.getByRole('button', { name: 'Updates' }).click();
    await page.getByRole('slider', { name: /^Measured against predicted change/ }).waitFor();

    // A row of the table draws its signal; another tolerance makes another verdict.
    await page.getByRole('button', { name: 'gate e14', exact: true }).click();
    await page.getByRole('heading', { name: 'gate e14' }).waitFor();
    await page.getByRole('button', { name: /^tol/ }).click();
    for (const quantity of ['outputs', 'error', 'free nodes', 'clamped nodes', 'edge states']) {
      const field = page.getByLabel(`absolute of ${quantity}, mV`);
      await field.fill('1000');
      await field.press('Tab');
    }
    await page.getByRole('button', { name: 'Done' }).click();
    await bench.reads(strip(bench), /WITHIN TOLERANCE/);

    // One signal may have a tolerance of its own: the one that is drawn.
    await page.getByRole('button', { name: /^tol/ }).click();
    const own = page.getByLabel('absolute of gate e14 alone, mV');
    await own.fill('0');
    await own.press('Tab');
    await page.getByRole('button', { name: 'Done' }).click();
    await bench.reads(strip(bench), /98 of 99 within · 1 outside/);
  });

  it('B is laid on A by correlation, by hand, by key and by pointer; the bar keeps to one row', async () => {
    const bench = opened();
    const { page } = bench;
    await open(bench);
    await page.keyboard.press('Control+2');
    await compareWith(bench, 'Emulated board, ideal');
    await strip(bench).waitFor();
    await page.setViewportSize(sizes[1]);
    const align = page.getByRole('button', { name: /^align/ });
    await align.click();
    await page.getByLabel('By correlation').check();
    // Two that differ by the noise of readings alone are as like as signals get.
    await bench.reads(page.getByRole('dialog'), /Shift of B: .*, r (1\.0000|0\.99)/);
    await page.getByRole('button', { name: 'Done' }).click();
    expect((await page.getByRole('group', { name: 'Comparison' }).boundingBox())!.height).toBeLessThan(50);

    await align.click();
    await page.getByLabel('By hand').check();
    await page.getByLabel('Shift of B, ms').fill('20.2');
    await page.getByLabel('Shift of B, ms').press('Tab');
    await page.getByRole('button', { name: 'Done' }).click();
    await bench.reads(align, /by hand \+20\.2\sms/);
    const plot = page.getByRole('slider', { name: /^output O/ });
    await plot.focus();
    await page.keyboard.press('<');
    await bench.reads(align, /by hand \+10\.1\sms/);
    const box = (await plot.boundingBox())!;
    await page.mouse.move(box.x + 200, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + 240, box.y + 40, { steps: 4 });
    await page.mouse.up();
    await bench.reads(align, /by hand \+1\d\d\sms/);
  });

  it('two runs are chosen under Runs and compared; a cut on one side is told; the report stands alone', async () => {
    const bench = opened();
    const { page } = bench;
    await open(bench);
    await record(bench, 'whole', 2020, null);
    await record(bench, 'with a cut', 2020, 'e20');
    await page.keyboard.press('Control+5');
    await page.getByRole('option', { name: /^whole/ }).click();
    await page.getByRole('option', { name: /^with a cut/ }).click({ modifiers: ['Control'] });
    await page.getByRole('button', { name: 'Compare with whole' }).click();
    await bench.reads(strip(bench), /OUTSIDE TOLERANCE/);
    await bench.reads(page.getByRole('row', { name: /gate e20/ }), /cut in B only/);

    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^Report/ }).click()]);
    const path = join(folder, 'report.html');
    await download.saveAs(path);
    const html = readFileSync(path, 'utf8');
    expect(html).toContain('cut in B only');
    expect(html).not.toMatch(/(src|href)=|https?:|<script/);

    // A machine runs the program of a recording: the simulation does what the simulation did, to the bit.
    await page.getByLabel('Baseline').selectOption({ label: 'Simulation' });
    await page.locator('main').getByRole('button', { name: 'Compare', exact: true }).click();
    await bench.reads(strip(bench), /WITHIN TOLERANCE/);
  });

  it('is accessible and overflows nowhere, in both themes and at every size', async () => {
    const bench = opened();
    const { page } = bench;
    await open(bench);
    await page.keyboard.press('Control+2');
    await compareWith(bench, 'Emulated board, mild');
    await strip(bench).waitFor();
    for (const theme of ['light', 'dark']) {
      for (const size of sizes) {
        await page.setViewportSize(size);
        await expectNoOverflow(bench, `compare at ${size.width} px, ${theme}`);
        await expectAccessible(bench, `compare at ${size.width} px, ${theme}`);
        if (size.width > 1000) await bench.screenshot(`compare-${theme}-${size.width}x${size.height}`);
      }
      for (const dialog of [/^align/, /^tol/]) {
        await page.getByRole('button', { name: dialog }).click();
        await expectAccessible(bench, `${dialog.source}, ${theme}`);
        await page.getByRole('button', { name: 'Done' }).click();
      }
      for (const mode of ['Split', 'Overlay', 'Difference']) {
        await page.getByRole('button', { name: mode }).click();
        await expectAccessible(bench, `${mode}, ${theme}`);
      }
      await page.setViewportSize(sizes[0]);
      if (theme === 'light') await page.getByRole('button', { name: 'Use the dark theme' }).click();
    }
  });
});
