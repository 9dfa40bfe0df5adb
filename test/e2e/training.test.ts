import { expect, it } from 'vitest';
import { formatQuantity } from '../../shared/units.ts';
import { onEveryTransport } from './support/transports.ts';

/** The goal of the task: 2 % of the squared label, as the mean over the truth table, V². */
const goal = (0.02 * 0.087 ** 2) / 4;

onEveryTransport('first launch', (opened) => {
  it('is training XOR already, without a dialog', async () => {
    const bench = opened();
    const { page } = bench;
    await bench.until('a run that began by itself', (frame) => frame.isRunning && frame.isLearning && frame.step > 1000);
    await page.getByRole('heading', { level: 1, name: 'XOR' }).waitFor();
    await expect.poll(() => page.title()).toBe('XOR – Twinbench');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.getByRole('alert').count()).toBe(0);
    const { machine } = await bench.session();
    expect(machine.kind).toBe('simulated');
    await page.getByRole('banner').getByText(machine.title).waitFor();
    await bench.counts(bench.network.getByRole('button', { name: /^Edge / }), 32);
    await bench.button('Pause').waitFor();
  });

  it('brings the error below its start and below the goal', async () => {
    const bench = opened();
    await bench.until('an error below the goal', (frame) => frame.error !== null && frame.error < goal);
    const history = await bench.history();
    const start = history[0];
    expect(start.step).toBe(0);
    // The truth table's own size: outputs that know nothing are off by about a label, 87 mV.
    expect(start.error).toBeGreaterThan(0.001);
    await bench.page.keyboard.press('Space');
    const { error } = await bench.until('a pause', (frame) => !frame.isRunning);
    await bench.reads(bench.reading('error'), formatQuantity(error, 'V²'));
    // To a screen reader the plot is a table that begins with the run.
    const rows = bench.page.getByRole('table', { name: 'Error over the run' }).getByRole('row');
    await bench.reads(rows.nth(1), formatQuantity(start.error, 'V²'));
    await bench.screenshot('xor-1440x900-light');
  });

  it('keeps on with the same run when the page is loaded anew', async () => {
    const bench = opened();
    const before = await bench.until('some steps', (frame) => frame.step > 3000);
    const { run } = await bench.session();
    await bench.page.reload();
    await bench.ready();
    const after = await bench.session();
    expect(after.run).toBe(run);
    expect(after.frame.step).toBeGreaterThanOrEqual(before.step);
    expect((await bench.history())[0].step).toBe(0);
  });
});
