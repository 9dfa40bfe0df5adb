import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Download } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectAccessible, expectNoOverflow } from './support/axe.ts';
import { sizes, type Bench } from './support/bench.ts';
import { launchChromium, openInChromium, startHost } from './support/chromium.ts';

// The engine is a thread of this process: it takes its folder from here.
const folder = mkdtempSync(join(tmpdir(), 'twinbench-e2e-'));
const before = process.env['TWINBENCH_RUNS'];

let browser: Browser;
let bench: Bench;

beforeAll(async () => {
  process.env['TWINBENCH_RUNS'] = join(folder, 'runs');
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
  if (before === undefined) delete process.env['TWINBENCH_RUNS'];
  else process.env['TWINBENCH_RUNS'] = before;
});

beforeEach(async () => {
  bench = await openInChromium(browser, await startHost());
});

afterEach(() => bench.close());

/** Does what makes the browser save a file, and answers where it is. */
async function download(action: () => Promise<unknown>): Promise<string> {
  const arrives = bench.page.waitForEvent('download');
  await action();
  const file: Download = await arrives;
  const path = join(folder, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

/** Records so many steps from the keyboard, with a cut and a mark in the middle. */
async function record(steps: number): Promise<void> {
  const { page } = bench;
  await bench.pause();
  await page.keyboard.press('Shift+R');
  await bench.until('a recording', ({ recording }) => recording !== null);
  await bench.train(steps / 2);
  await bench.ask('damage.apply', { edges: ['e10'], damage: 'cut' });
  await page.keyboard.press('m');
  await bench.train(steps / 2);
}

async function openRuns(): Promise<void> {
  await bench.page.keyboard.press('Control+5');
  await bench.page.getByRole('searchbox', { name: 'Search runs' }).waitFor();
}

describe('a recorded run', () => {
  it('is recorded, found, noted, replayed, scrubbed, exported and read by NumPy', async () => {
    const { page } = bench;
    await record(4000);
    const live = await bench.frame();
    expect(live.recording).toMatchObject({ dropped: 0 });
    await bench.button('Stop').click();
    await bench.until('the end of the recording', ({ recording }) => recording === null);

    await openRuns();
    await page.getByRole('searchbox', { name: 'Search runs' }).fill('xor simulated');
    await page.getByRole('option').first().click();
    await page.getByRole('textbox', { name: 'Add a note' }).fill('the fan was on');
    await bench.button('Add note').click();
    await page.getByRole('searchbox', { name: 'Search runs' }).fill('fan');
    await bench.counts(page.getByRole('option'), 1);
    await page.getByRole('searchbox', { name: 'Search runs' }).fill('no such words');
    await page.getByText('No run has all these words.').waitFor();
    await page.getByRole('searchbox', { name: 'Search runs' }).fill('');

    const session = await bench.untilNextSession(() => bench.button('Replay').click());
    expect(session).toMatchObject({ machine: { kind: 'replay' }, markers: [{ label: 'e10: cut' }, { label: 'mark 1' }] });
    const bar = page.getByRole('slider', { name: 'Place in the recording' });
    await bar.fill(String(session.replay!.lastStep));
    const end = await bench.until('the end of the recording', ({ step }) => step === session.replay!.lastStep);
    expect(end.states).toEqual(live.states);
    expect(end.freeVoltages).toEqual(live.freeVoltages);
    expect(end.damage[10]).toBe('cut');
    await bench.says('e10', /cut/);
    await page.locator('body').press('[');
    await bench.until('the measurement before', ({ replayIndex }) => replayIndex === session.replay!.measurements - 2);
    await bar.fill(String(session.replay!.firstStep));
    await bench.until('the beginning', ({ step }) => step === session.replay!.firstStep);
    await page.locator('body').press(' ');
    await bench.until('the end, played', ({ step, isRunning }) => step === session.replay!.lastStep && !isRunning);

    await bench.button('Export this recording').click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByText(/^about /)
      .first()
      .waitFor();
    await dialog.getByRole('radio', { name: /^NPZ/ }).check();
    const path = await download(() => dialog.getByRole('button', { name: 'Export' }).click());
    const script =
      'import json,sys,numpy; a=numpy.load(sys.argv[1]); print(json.dumps({"steps": a["stateStep"].tolist(), "last": a["edgeStates"][-1].tolist()}))';
    const read = JSON.parse(execFileSync('python3', ['-c', script, path], { encoding: 'utf8' })) as { steps: number[]; last: number[] };
    expect(read.steps.at(-1)).toBe(live.step);
    expect(read.last).toEqual(live.states);
  });

  it('goes to the trash and comes back', async () => {
    const data = process.env['XDG_DATA_HOME'];
    process.env['XDG_DATA_HOME'] = join(folder, 'data');
    try {
      await record(200);
      await bench.page.keyboard.press('Shift+R');
      await bench.until('the end of the recording', ({ recording }) => recording === null);
      await openRuns();
      const rows = bench.page.getByRole('option');
      await rows.first().waitFor();
      const count = await rows.count();
      await rows.first().click();
      await bench.button('Move to the trash').click();
      await bench.counts(rows, count - 1);
      await bench.button('Undo').click();
      await bench.counts(rows, count);
    } finally {
      if (data === undefined) delete process.env['XDG_DATA_HOME'];
      else process.env['XDG_DATA_HOME'] = data;
    }
  });
});

describe('what is drawn', () => {
  it('becomes figures: vectors with text, and pictures of three times the size', async () => {
    await bench.train(2000);
    const { page } = bench;
    const save = async (figure: string, format: string): Promise<string> => {
      await page.locator('body').press('i');
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Figure').selectOption(figure);
      await dialog.getByLabel('Format').selectOption(format);
      const path = await download(() => dialog.getByRole('button', { name: 'Save' }).click());
      await dialog.waitFor({ state: 'hidden' });
      return path;
    };
    for (const figure of ['Schematic', 'Error, V²', 'Output over V1 and V2, V']) {
      const svg = readFileSync(await save(figure, 'svg'), 'utf8');
      expect(svg, figure).toMatch(/<text[^>]*>/);
      expect(svg, figure).not.toMatch(/<image|foreignObject|var\(--/);
      const width = Number(/ width="(\d+)"/.exec(svg)![1]);
      const png = readFileSync(await save(figure, 'png'));
      expect(png.subarray(1, 4).toString(), figure).toBe('PNG');
      expect(png.readUInt32BE(16), figure).toBe(3 * width);
    }
  });

  it.each(['light', 'dark'] as const)('is accessible in the %s theme: library, replay, export, figures', async (theme) => {
    const { page } = bench;
    await page.emulateMedia({ colorScheme: theme });
    await record(1000);
    for (const size of sizes) {
      await page.setViewportSize(size);
      await expectNoOverflow(bench, `recording ${size.width} ${theme}`);
      await bench.screenshot(`recording-${size.width}x${size.height}-${theme}`);
    }
    await page.setViewportSize(sizes[0]);
    await expectAccessible(bench, 'a bench that records');
    await page.keyboard.press('Shift+R');
    await bench.until('the end of the recording', ({ recording }) => recording === null);
    await openRuns();
    await page.getByRole('option').first().click();
    for (const size of sizes) {
      await page.setViewportSize(size);
      await expectNoOverflow(bench, `library ${size.width} ${theme}`);
      await bench.screenshot(`library-${size.width}x${size.height}-${theme}`);
    }
    await expectAccessible(bench, 'the library');
    await bench.untilNextSession(() => bench.button('Replay').click());
    for (const size of sizes) {
      await page.setViewportSize(size);
      await expectNoOverflow(bench, `replay ${size.width} ${theme}`);
      await bench.screenshot(`replay-${size.width}x${size.height}-${theme}`);
    }
    await page.setViewportSize(sizes[1]);
    await expectAccessible(bench, 'a replay');
    await bench.button('Export this recording').click();
    await page
      .getByText(/^about /)
      .first()
      .waitFor();
    for (const size of sizes) {
      await page.setViewportSize(size);
      await bench.screenshot(`export-${size.width}x${size.height}-${theme}`);
    }
    await expectAccessible(bench, 'the export dialog');
    await page.keyboard.press('Escape');
    await page.locator('body').press('i');
    await page.getByRole('dialog').getByRole('img').waitFor();
    await expectAccessible(bench, 'the dialog of figures');
  });
});
