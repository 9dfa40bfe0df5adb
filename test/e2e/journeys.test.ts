import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { expectAccessible, expectNoOverflow } from './support/axe.ts';
import { onEveryTransport } from './support/transports.ts';

/** The goal of XOR: 2 % of the squared label, as the mean over the truth table, V². */
const goal = (0.02 * 0.087 ** 2) / 4;

onEveryTransport('journeys', (opened) => {
  it('a visitor’s first minute, by keyboard alone: it trains, an edge is cut, it recovers, the gallery opens', async () => {
    const bench = opened();
    const { page } = bench;
    const { keyboard } = page;
    await bench.until('a run that began by itself and learned', (frame) => frame.isRunning && (frame.error ?? 1) < goal);
    // The first stop of the Tab key leads past everything to the network.
    await keyboard.press('Tab');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('To the network');
    await keyboard.press('Enter');
    await expect.poll(() => bench.focusedEdge()).not.toBe('');
    await keyboard.press('ArrowRight');
    const id = await bench.focusedEdge();
    await keyboard.press('x');
    const cut = await bench.until(`${id} cut`, (frame) => frame.damage.includes('cut'));
    expect((await bench.session()).edges[cut.damage.indexOf('cut')].id).toBe(id);
    await expect.poll(async () => (await bench.markers()).map(({ label }) => label)).toContain(`${id} cut`);
    const card = page.getByRole('group', { name: new RegExp(`^Recovery after ${id} cut`) });
    await bench.reads(card, /31 of 32/);
    await bench.until('a network that learned around the gap', (frame) => (frame.error ?? 1) < goal);
    await bench.screenshot('journey-first-minute');
    await keyboard.press('g');
    const dialog = page.getByRole('dialog', { name: 'Experiments' });
    await dialog.waitFor();
    await keyboard.type('2024/xor');
    await dialog.getByRole('option', { selected: true }).waitFor();
    const session = await bench.untilNextSession(() => keyboard.press('Enter'));
    expect(session.experiment).toBe('transistors2024/xor');
  });

  it('XOR is trained, its axes are fixed, its figure and its data are saved', async () => {
    const bench = opened();
    const { page } = bench;
    await bench.until('an error below the goal', (frame) => (frame.error ?? 1) < goal);
    await page.getByText('4 of 4 right').waitFor();
    await bench.pause();
    const panel = page.getByRole('region', { name: 'Error, V²' });
    await panel.getByRole('button', { name: 'Axes: automatic' }).click();
    const form = page.getByRole('form', { name: 'Axes of Error, V²' });
    await form.getByLabel('Lowest value').fill('0');
    await form.getByLabel('Highest value').fill('0,1');
    await form.getByRole('button', { name: 'Fix' }).click();
    await form.getByRole('alert').getByText('logarithmic').waitFor();
    await form.getByLabel('Lowest value').fill('1e-6');
    await expectAccessible(bench, 'the axes of a plot');
    await form.getByRole('button', { name: 'Fix' }).click();
    await panel.getByRole('button', { name: 'Axes: fixed' }).waitFor();

    await panel.getByRole('button', { name: /^Save this plot/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Save a figure or its data' });
    await dialog.getByLabel('Format').selectOption('csv');
    await expectAccessible(bench, 'the saving of a figure');
    const saved = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Save' }).click();
    const [header, ...lines] = (await readFile(await (await saved).path(), 'utf8')).trim().split('\r\n');
    expect(header).toBe('learning time (s),error');
    const rows = lines.map((line) => line.split(',').map(Number));
    expect(rows[0][0]).toBe(0);
    expect(rows[0][1]).toBeGreaterThan(0.001);
    const { time, error } = await bench.frame();
    expect(rows.at(-1)).toEqual([time, error]);
  });

  it('a run stops where it is told to, says so, and its figure is saved: by keyboard', async () => {
    const bench = opened();
    const { page } = bench;
    const { keyboard } = page;
    await bench.pause();
    await bench.untilNextSession(() => bench.button('Restart with the same seed').click());
    const section = page.getByRole('region', { name: 'Stop when', exact: true });
    const field = section.getByRole('textbox', { name: 'Error below' });
    await field.focus();
    await field.fill('few');
    await keyboard.press('Tab');
    await section.getByText('Nothing was changed').waitFor();
    await expectAccessible(bench, 'a threshold that is no number');
    await field.fill('5e-5');
    await field.press('F1');
    const manual = page.getByRole('dialog', { name: 'Manual' });
    await manual.getByRole('heading', { name: 'Error below' }).waitFor();
    await manual.getByText('E = ⟨Σ (O − L)²⟩ < below').waitFor();
    await keyboard.press('Escape');
    await section.getByRole('checkbox', { name: 'Error below' }).focus();
    await keyboard.press('Space');
    await bench.until('a condition in force', ({ stop }) => stop.some((condition) => condition['below'] === 5e-5));

    await bench.ask('run.speed', { stepsPerSecond: null });
    const run = bench.transport.getByRole('button', { name: 'Run', exact: true });
    await run.focus();
    await keyboard.press('Enter');
    const { stopped, step, error } = await bench.until('a run that stopped', (frame) => frame.stopped !== null && !frame.isRunning);
    expect([stopped!.step, stopped!.error]).toEqual([step, error]);
    expect(stopped!.step % 100).toBe(0);
    const before = (await bench.history()).filter((point) => point.step > 0 && point.step < step);
    expect(before.every((point) => point.error! >= 5e-5)).toBe(true);
    expect(error).toBeLessThan(5e-5);
    await expect.poll(async () => (await bench.markers()).map(({ kind, step: at }) => [kind, at])).toContainEqual(['stop', step]);
    const card = page.getByRole('group', { name: 'Where the run stopped' });
    await bench.reads(card, /Stopped: error below 5×10⁻⁵\sV² at step [\d\s]+, \d\.\d\d\ss/);
    await bench.reads(card, /Goal not reached: error 4/);
    await expect.poll(() => page.getByRole('status').allInnerTexts()).toContainEqual(expect.stringMatching(/^Stopped: error below/));
    await card.getByRole('button', { name: 'Save figure' }).focus();
    await expectAccessible(bench, 'a run that stopped');
    await bench.screenshot('journey-stopped');
    await keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Save a figure or its data' }).waitFor();
    await keyboard.press('Escape');

    await run.focus();
    await keyboard.press('Enter');
    await bench.until('a run that goes on', (frame) => frame.step > step && frame.stopped === null && frame.isRunning);
    await bench.pause();
    await keyboard.press('Control+z');
    await bench.until('no condition', ({ stop }) => stop.length === 0);
  });

  it('on a lecturer’s projector panels open from a rail, one at a time', async () => {
    const bench = opened();
    const { page } = bench;
    await page.setViewportSize({ width: 1280, height: 720 });
    await bench.pause();
    const rail = page.getByRole('navigation', { name: 'Panels' });
    for (const name of ['Task', 'Damage', 'Stop when', 'Nodes']) {
      const button = rail.getByRole('button', { name });
      await button.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('region', { name, exact: true }).waitFor();
      await bench.counts(rail.getByRole('button', { expanded: true }), 1);
      await expectNoOverflow(bench, `the rail with ${name}`);
      await expectAccessible(bench, `the rail with ${name}`);
      await bench.screenshot(`rail-${name.toLowerCase().replace(' ', '-')}`);
    }
    await page.keyboard.press('Enter');
    await bench.counts(rail.getByRole('button', { expanded: true }), 0);
  });

  it('stands in the colours that a system forces, and without motion', async () => {
    const bench = opened();
    await bench.train(3000);
    await bench.ask('damage.apply', { edges: ['e10'], damage: 'cut' });
    for (const colorScheme of ['light', 'dark'] as const) {
      await bench.page.emulateMedia({ forcedColors: 'active', colorScheme, reducedMotion: 'reduce' });
      await bench.screenshot(`forced-colours-${colorScheme}`);
      // Bars of meters are data: the system's ground must not swallow them.
      const bars = bench.page.locator('[data-meter] .bar');
      const grounds = await bars.evaluateAll((all) => all.map((bar) => getComputedStyle(bar).backgroundColor));
      const page = await bench.page
        .locator('.meters')
        .first()
        .evaluate((meters) => getComputedStyle(meters).backgroundColor);
      expect(grounds.length).toBeGreaterThan(20);
      expect(grounds).not.toContain(page);
    }
  });
});
