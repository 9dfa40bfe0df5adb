import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { expectAccessible, expectNoOverflow } from './support/axe.ts';
import { sizes, type Bench } from './support/bench.ts';
import { onEveryTransport } from './support/transports.ts';

/** The folder of the runs and calibrations during a test. */
let folder = '';
const before = process.env['TWINBENCH_RUNS'];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'twinbench-e2e-calibrate-'));
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

/** The page at every size and in both themes. */
async function portraits(bench: Bench, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await bench.page.emulateMedia({ colorScheme });
    for (const size of sizes.slice(0, 2)) {
      await bench.page.setViewportSize(size);
      await expectNoOverflow(bench, `${name} at ${size.width}`);
      await bench.screenshot(`${name}-${size.width}-${colorScheme}`);
    }
  }
  await bench.page.emulateMedia({ colorScheme: 'light' });
  await bench.page.setViewportSize(sizes[0]);
}

/** The edge that is cut when the board has learnt for so many steps. */
const EDGE = 9;
const STEPS = 6000;

/** Five programs of the board are recorded and fitted: minutes, which `npm test` does not have (TWINBENCH_FULL=1 does). */
const isFull = process.env['TWINBENCH_FULL'] === '1';

onEveryTransport('calibration', (opened) => {
  it.runIf(isFull)(
    'records the board, calibrates it, applies that, and finds the edge that was cut behind the twin’s back',
    { timeout: 600_000 },
    async () => {
      const bench = opened();
      const { page } = bench;
      await bench.button(/^Source: /).click();
      await bench.untilNextSession(() => page.getByRole('button', { name: /^Emulated board 2024/ }).click());
      await page.keyboard.press('Control+3');
      const record = bench.button('Record the board');
      await record.waitFor();
      await portraits(bench, 'calibrate-new');
      await expectAccessible(bench, 'the choice of recordings');
      await record.click();
      await page.getByRole('progressbar', { name: 'Recording the board' }).waitFor();
      await bench.screenshot('calibrate-recording');

      // Four programs to fit, one to judge.
      const all = bench.button('Do all stages');
      await waitFor(bench, () => all.isVisible());
      await all.click();
      await waitFor(bench, () => page.getByRole('heading', { name: 'Before and after' }).isVisible());
      await portraits(bench, 'calibrate-result');
      await expectAccessible(bench, 'before and after');
      for (const stage of ['Converters', 'Edges', 'Learning rate', 'Bias', 'Noise']) {
        await page
          .getByRole('listitem')
          .getByRole('button', { name: new RegExp(`^. ?${stage}|^✓ ${stage}`) })
          .first()
          .click();
        await page.getByRole('heading', { level: 2, name: new RegExp(stage) }).waitFor();
        await bench.screenshot(`calibrate-${stage.split(' ')[0].toLowerCase()}`);
      }
      await expectAccessible(bench, 'a stage');
      await page.getByRole('button', { name: /Which description of an edge/ }).click();
      await page.getByText('kept', { exact: true }).waitFor();
      await portraits(bench, 'calibrate-devices');
      const [saved] = (await bench.ask('calibrate.list', {})).calibrations;
      const { judgement } = await bench.ask('calibrate.get', { id: saved.id });
      const medianOf = (title: string): number => judgement!.parities.find((entry) => entry.title === title)!.median;
      expect(medianOf('free, after')).toBeLessThan(medianOf('free, before'));

      await bench.button('Apply').click();
      await page.getByText(/applied to the bench/).waitFor();
      await page.keyboard.press('Control+1');
      const misbehave = `cut:edge=${EDGE}:steps=${STEPS}`;
      await bench.ask('session.load', { task: 'xor', machine: { machine: 'emulated', misbehave } });
      await page.reload();
      await bench.ready();
      await bench.ask('run.learning', { isLearning: true });
      await bench.ask('run.speed', { stepsPerSecond: null });
      await bench.ask('run.set', { isRunning: true });
      await waitFor(bench, async () => (await bench.ask('twin.status', {})).state === 'watching');
      await bench.button('Predict').click();
      await page.getByText(/^In 1(\.00)? s: error/).waitFor();
      await page.getByLabel('Edge of which a cut is planned').selectOption('e3');
      await bench.button('If cut').click();
      await page.getByText(/^If e3 is cut: /).waitFor();
      await portraits(bench, 'twin-forecast');

      const alarm = page.getByRole('region', { name: 'Alarm of the twin' });
      await waitFor(bench, () => alarm.getByText(`e${EDGE} is cut`).first().isVisible());
      const status = await bench.ask('twin.status', {});
      expect(status.alarm!.step).toBeGreaterThan(STEPS);
      expect(status.diagnosis[0]).toMatchObject({ edge: `e${EDGE}`, kind: 'cut' });
      await portraits(bench, 'twin-alarm');
      await expectAccessible(bench, 'the alarm');
    },
  );
});
