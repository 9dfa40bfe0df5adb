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
  folder = mkdtempSync(join(tmpdir(), 'twinbench-e2e-digipots-'));
  process.env['TWINBENCH_RUNS'] = folder;
});

afterEach(() => {
  if (before === undefined) delete process.env['TWINBENCH_RUNS'];
  else process.env['TWINBENCH_RUNS'] = before;
  rmSync(folder, { recursive: true, force: true });
});

/** Clock edges that are recorded; that at which an edge is cut; and those after it by which the alarm is there. */
const [RECORDED, CUT, FOUND] = [80, 140, 40];
/** Clock edges between two looks at whether the twin has learnt what healthy looks like: 40 measurements, of which a busy engine misses some. */
const STRIDE = 10;
/** The edge that is cut, by its place and name: no source holds both of its ends. */
const EDGE = { place: 4, id: '7-8' };

/** An emulated board of 2022 as a laboratory has it, set learning. */
async function putOnBench(bench: Bench, misbehave?: string): Promise<void> {
  const machine = { machine: 'emulated', condition: 'laboratory', ...(misbehave === undefined ? {} : { misbehave }) } as const;
  await bench.untilNextSession(() => bench.ask('session.load', { task: 'allostery', machine }));
  await bench.page.reload();
  await bench.ready();
  await bench.ask('run.learning', { isLearning: true });
  await bench.ask('run.speed', { stepsPerSecond: null });
}

/** At the smaller size, where things are cut off first, and held against axe. */
async function portrait(bench: Bench, name: string): Promise<void> {
  await bench.page.setViewportSize(sizes[1]);
  await expectNoOverflow(bench, name);
  await bench.screenshot(name);
  await expectAccessible(bench, name);
  // At the larger one the panels beside the network are open.
  await bench.page.setViewportSize(sizes[0]);
}

onEveryTransport('calibration of digital potentiometers', (opened) => {
  it('calibrates a board from a recording of it, watches it, tells what comes, and finds the edge that was cut behind the twin’s back', async () => {
    const bench = opened();
    const { page } = bench;
    await putOnBench(bench);
    await bench.ask('record.start', { name: 'healthy' });
    await bench.train(RECORDED);
    await bench.ask('record.stop', {});

    // From the recording: a stage on its own, one that is skipped and taken in again, and the rest at once.
    await page.keyboard.press('Control+3');
    await page.getByLabel(/^Use of healthy/).selectOption('fit');
    await bench.button('Begin').click();
    await bench.button('Do: Zeros of the channels, noise of a reading').click();
    await bench.button('Again: Zeros of the channels, noise of a reading').waitFor();
    await bench.button('Skip: Offsets and noise of the comparators').click();
    await bench.button('Take in: Offsets and noise of the comparators').click();
    await bench.button('Do the 2 stages that are left').click();
    await page.getByRole('heading', { name: 'Before and after' }).waitFor();
    await bench.reads(page.getByRole('region', { name: 'What was found' }), /steps told right/);
    await portrait(bench, 'digipots-result');
    const stages = page.getByRole('list', { name: 'Stages' });
    await stages.getByRole('button', { name: /^Offsets and noise/ }).click();
    await bench.reads(page.getByRole('region', { name: 'What was found' }), /can’t tell apart, and what would/);
    await bench.button('Apply').click();
    await page.getByText(/applied to the bench/).waitFor();

    // The same board from its first step, of which an edge is cut by nobody that the bench knows of.
    await page.keyboard.press('Control+1');
    await putOnBench(bench, `cut:edge=${EDGE.place}:steps=${CUT}`);
    for (let step = 0; step < CUT && (await bench.ask('twin.status', {})).state !== 'watching'; step += STRIDE) await bench.train(STRIDE);
    expect(await bench.ask('twin.status', {})).toMatchObject({ state: 'watching', alarm: null });
    await bench.button('Predict').click();
    await page.getByText(/^In 10\.0\s?s: error/).waitFor();
    await bench.train(CUT + FOUND - (await bench.frame()).step);
    const alarm = page.getByRole('region', { name: 'Alarm of the twin' });
    await bench.reads(alarm, new RegExp(`${EDGE.id} is cut \\(.*%\\); runner-up: .*%\\)`, 's'));
    const { alarm: raised, diagnosis } = await bench.ask('twin.status', {});
    expect(raised!.step).toBeGreaterThanOrEqual(CUT);
    expect(diagnosis!.edges).toBe('digipot');
    expect(diagnosis!.faults[0]).toMatchObject({ edge: EDGE.id, kind: 'cut' });
    await portrait(bench, 'digipots-alarm');

    // Nothing brings a calibration back: one press asks, the second discards.
    await page.keyboard.press('Control+3');
    await page
      .getByRole('navigation', { name: 'Calibrations' })
      .getByRole('button', { name: /Allostery/ })
      .click();
    await bench.button('Discard').click();
    await bench.button('Discard for good').click();
    await bench.poll('no calibration', async () => (await bench.ask('calibrate.list', {})).calibrations.length === 0);
  });
});
