import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { finishedWork } from '../src-main/host/finishedWork.ts';
import { nominalCalibration, xor } from '../src-main/twin/nominalCalibration.ts';
import { expectAccessible, expectNoOverflow } from './support/axe.ts';
import { sizes, type Bench } from './support/bench.ts';
import { onEveryTransport } from './support/transports.ts';

/** The whole journey records and fits five programs: minutes, which `npm test` does not have (TWINBENCH_FULL=1 does). */
const isFull = process.env['TWINBENCH_FULL'] === '1';

/** The folder of the runs and calibrations during a test. */
let folder = '';
const before = process.env['TWINBENCH_RUNS'];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'twinbench-e2e-calibrate-'));
  if (!isFull) {
    // A trimmed board is so near to its schematic that the calibration that says so is good enough to watch it with.
    const calibrations = join(folder, 'calibrations');
    const work = finishedWork(nominalCalibration(xor(), { date: new Date().toISOString() }));
    mkdirSync(calibrations);
    writeFileSync(join(calibrations, `${work.id}.work.json`), JSON.stringify(work));
  }
  process.env['TWINBENCH_RUNS'] = folder;
});

afterEach(() => {
  if (before === undefined) delete process.env['TWINBENCH_RUNS'];
  else process.env['TWINBENCH_RUNS'] = before;
  rmSync(folder, { recursive: true, force: true });
});

/** Waits as long as it takes: the limit of the test itself ends it. */
async function waitFor(bench: Bench, isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await bench.page.waitForTimeout(200);
}

/** The page at both sizes in both themes, and held against axe. */
async function portraits(bench: Bench, name: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await bench.page.emulateMedia({ colorScheme });
    // Colours on their way from one theme to the other are nobody's to see.
    await bench.page.evaluate(() =>
      document.getAnimations().forEach((animation) => animation instanceof CSSTransition && animation.finish()),
    );
    for (const size of sizes.slice(0, 2).reverse()) {
      await bench.page.setViewportSize(size);
      await expectNoOverflow(bench, `${name} at ${size.width}`);
      if (isFull || (colorScheme === 'light' && size.width === sizes[0].width))
        await bench.screenshot(`${name}-${size.width}-${colorScheme}`);
    }
  }
  await expectAccessible(bench, name);
}

/** The edge that is cut when the board has learnt for so many steps: soon after its twin has begun to watch. */
const EDGE = 9;
const STEPS = isFull ? 6000 : 4600;

async function connect(bench: Bench): Promise<void> {
  await bench.button(/^Source: /).click();
  await bench.untilNextSession(() => bench.page.getByRole('button', { name: /^Emulated board 2024/ }).click());
  await bench.page.keyboard.press('Control+3');
}

function stageButton({ page }: Bench, title: string): Locator {
  return page.getByRole('list', { name: 'Stages' }).getByRole('button', { name: new RegExp(`^${title}`) });
}

/** Skips a stage and takes it in again. */
async function skipAndTakeIn(bench: Bench): Promise<void> {
  await bench.button('Skip: Noise of nodes and gates').click();
  const takeIn = bench.button('Take in: Noise of nodes and gates');
  await takeIn.waitFor();
  await takeIn.click();
  await bench.button('Skip: Noise of nodes and gates').waitFor();
}

/** Opens the calibration of the board among those that there are. */
async function openCalibration({ page }: Bench): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Calibrations' })
    .getByRole('button', { name: /^Board 2024, XOR/ })
    .click();
}

/** The twin of what is applied watches the board, tells what comes, and finds what is cut behind its back. */
async function watchAndFind(bench: Bench): Promise<void> {
  const { page } = bench;
  await page.keyboard.press('Control+1');
  const misbehave = `cut:edge=${EDGE}:steps=${STEPS}`;
  await bench.ask('session.load', { task: 'xor', machine: { machine: 'emulated', misbehave } });
  await page.reload();
  await bench.ready();
  await bench.ask('run.learning', { isLearning: true });
  await bench.ask('run.speed', { stepsPerSecond: null });
  await bench.ask('run.set', { isRunning: true });
  await waitFor(bench, async () => (await bench.ask('twin.status', {})).state === 'watching');
  // The board waits while a person reads: nothing may happen to it meanwhile.
  await bench.pause();
  await bench.button('Predict').click();
  await page.getByText(/^In 1\.00\s?s: error/).waitFor();
  await page.getByLabel('Edge of which a cut is planned').selectOption('e3');
  await bench.button('If cut').click();
  await page.getByText(/^If e3 is cut: /).waitFor();
  await portraits(bench, 'twin-forecast');

  await bench.ask('run.set', { isRunning: true });
  const alarm = page.getByRole('region', { name: 'Alarm of the twin' });
  await waitFor(bench, () => alarm.getByText(`e${EDGE} is cut`).first().isVisible());
  await bench.pause();
  const { alarm: raised, diagnosis } = await bench.ask('twin.status', {});
  // The measurement at that very step has it already.
  expect(raised!.step).toBeGreaterThanOrEqual(STEPS);
  // A second of the board's own time at most, of which a measurement takes 10 ms.
  expect(raised!.step - STEPS).toBeLessThanOrEqual(10_000);
  // The edge stands alone; a threshold that has drifted until its channel is closed looks like a cut.
  const { faults, certainty } = diagnosis!;
  expect(faults[0].edge).toBe(`e${EDGE}`);
  expect(faults.filter(({ edge }) => edge === `e${EDGE}`).map(({ kind }) => kind)).toContain('cut');
  expect(certainty).not.toBe('none');
  await bench.reads(alarm, /e9 .*\(.*%\); runner-up: .*%\)/s);
  await portraits(bench, 'twin-alarm');
}

onEveryTransport('calibration', (opened) => {
  it.runIf(!isFull)(
    'applies a calibration, watches the board with it, and finds the edge that was cut behind the twin’s back',
    async () => {
      const bench = opened();
      const { page } = bench;
      await connect(bench);
      await bench.button('Record the board').waitFor();
      await portraits(bench, 'calibrate-new');
      await openCalibration(bench);
      await stageButton(bench, 'Edges').click();
      await page.getByRole('region', { name: 'Parameters' }).getByText('e31', { exact: true }).waitFor();
      await portraits(bench, 'calibrate-edges');
      await skipAndTakeIn(bench);
      await bench.button('Apply').click();
      await page.getByText(/applied to the bench/).waitFor();
      await watchAndFind(bench);

      // Nothing brings a calibration back: one press asks, the second discards.
      await page.keyboard.press('Control+3');
      await openCalibration(bench);
      await bench.button('Discard').click();
      await bench.button('Discard for good').waitFor();
      expect((await bench.ask('calibrate.list', {})).calibrations).toHaveLength(1);
      await bench.button('Discard for good').click();
      await waitFor(bench, async () => (await bench.ask('calibrate.list', {})).calibrations.length === 0);
    },
  );

  it.runIf(isFull)(
    'records the board, calibrates it, compares, applies that, and finds the edge that was cut behind the twin’s back',
    { timeout: 1_200_000 },
    async () => {
      const bench = opened();
      const { page } = bench;
      await connect(bench);
      const record = bench.button('Record the board');
      await record.waitFor();
      await portraits(bench, 'calibrate-new');
      await record.click();
      await page.getByRole('progressbar', { name: 'Recording the board' }).waitFor();
      await bench.screenshot('calibrate-recording');

      // Four programs to fit, one to judge. The first stage alone, one skipped and taken in again, and the rest in one go.
      await waitFor(bench, () => bench.button('Do all stages').isVisible());
      await portraits(bench, 'calibrate-begun');
      await bench.button('Do: Converters: zero and gain').click();
      await waitFor(bench, () => bench.button('Do the 4 stages that are left').isEnabled());
      await skipAndTakeIn(bench);
      await page.reload();
      await bench.ready();
      await page.keyboard.press('Control+3');
      await openCalibration(bench);
      await bench.button('Do the 4 stages that are left').click();
      await waitFor(bench, () => page.getByRole('heading', { name: 'Before and after' }).isVisible());
      await portraits(bench, 'calibrate-result');
      for (const stage of ['Converters', 'Edges', 'Learning rate', 'Bias', 'Noise']) {
        await stageButton(bench, stage).click();
        await page.getByRole('heading', { level: 2, name: new RegExp(stage) }).waitFor();
        await portraits(bench, `calibrate-${stage.split(' ')[0].toLowerCase()}`);
      }
      await page.getByRole('button', { name: /Which description of an edge/ }).click();
      await page.getByText('kept', { exact: true }).waitFor();
      await portraits(bench, 'calibrate-devices');
      const [saved] = (await bench.ask('calibrate.list', {})).calibrations;
      const { judgement } = await bench.ask('calibrate.get', { id: saved.id });
      const medianOf = (title: string): number => judgement!.parities.find((entry) => entry.title === title)!.median;
      // A trimmed board is as near to its schematic as one reading tells (0.5 mV): its calibration must not be farther than chance makes it.
      expect(medianOf('free, after')).toBeLessThan(1.05 * medianOf('free, before'));

      await bench.button('Apply').click();
      await page.getByText(/applied to the bench/).waitFor();
      await page.getByRole('main').getByRole('button', { name: 'Compare' }).click();
      await waitFor(bench, async () => (await bench.ask('compare.status', {})).status?.state === 'done');
      // The twin is drawn as a line and the board as points.
      const settings = { alignment: { kind: 'step' }, aligner: '', tolerances: {}, signals: {}, time: 0 } as const;
      const { view } = await bench.ask('compare.view', { settings, quantity: 'free', signal: '', time: null });
      expect(view).toMatchObject({ a: { isMeasured: false, title: expect.stringMatching(/twin/i) as string }, b: { isMeasured: true } });
      await portraits(bench, 'calibrate-compare');
      await watchAndFind(bench);
    },
  );
});
