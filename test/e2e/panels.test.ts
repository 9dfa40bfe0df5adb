import { expect, it } from 'vitest';
import { onEveryTransport } from './support/transports.ts';

onEveryTransport('panels', (opened) => {
  it('inspects an edge by keyboard, with units', async () => {
    const bench = opened();
    await bench.train(20_000);
    await bench.tabToNetwork();
    const id = await bench.arrowTo(['e5', 'e6', 'e9', 'e10']);
    await bench.page.keyboard.press('Enter');
    const unpin = bench.button('Unpin');
    await unpin.waitFor();
    const card = bench.page.getByText(/^power$/).locator('xpath=ancestor::dl/..');
    const rows = [
      /\nG\s+[\d.]+\sV\n/,
      /\nK\s+[\d.]+\s[µmn]?S\n/,
      /\nR\s+[\d.]+\s[kM]?Ω\n/,
      /\nΔV free\s+\S+\s[µm]?V\n/,
      /\ncurrent\s+\S+\s[nµm]?A\n/,
      /\npower\s+\S+\s[pnµm]?W\n/,
    ];
    for (const row of [id, ...rows]) await bench.reads(card, row);
    await bench.screenshot('inspector');
    await bench.page.keyboard.press('Escape');
    await unpin.waitFor({ state: 'detached' });
    await expect.poll(() => bench.focusedEdge()).toBe(id);
  });

  it('changes the theme, and remembers it', async () => {
    const bench = opened();
    const background = () =>
      bench.page.evaluate(() => {
        // A colour on its way from one theme to the other is neither.
        for (const animation of document.getAnimations()) {
          if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
        }
        return getComputedStyle(document.body).backgroundColor;
      });
    const light = await background();
    await bench.button('Use the dark theme').click();
    await bench.button('Use the light theme').waitFor();
    await expect.poll(background).not.toBe(light);
    const dark = await background();
    await bench.page.reload();
    await bench.ready();
    await expect.poll(background).toBe(dark);
    await bench.button('Use the light theme').click();
    await expect.poll(background).toBe(light);
  });

  it('lists the keys when asked with a question mark', async () => {
    const bench = opened();
    await bench.page.keyboard.press('?');
    const dialog = bench.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await dialog.waitFor();
    const text = await dialog.innerText();
    for (const key of ['Space', 'R', 'F', 'Ctrl Z', 'X', 'S', 'Enter', 'Home']) expect(text).toContain(key);
    await bench.screenshot('help');
    await bench.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    // A dialog that is closed lets the keys through again, once the focus has left it.
    await bench.page.waitForFunction(() => document.activeElement?.closest('dialog') === null);
    const { isRunning } = await bench.frame();
    await bench.page.keyboard.press('Space');
    await bench.until('the run to be switched', (frame) => frame.isRunning !== isRunning);
  });

  it('shows the meters as a table, sorted as one likes', async () => {
    const bench = opened();
    await bench.train(20_000);
    const meters = bench.page.getByRole('region', { name: 'Edge meters' });
    await meters.getByRole('button', { name: 'Table' }).click();
    const rows = meters.getByRole('row');
    await bench.counts(rows, 33);
    await bench.reads(rows.first(), /edge\s+nodes\s+gate voltage\s+rate\s+K/);
    await bench.reads(rows.nth(1), /^e0\s/);
    await bench.reads(rows.nth(1), /\sV\s.*S\s.*Ω/s);
    await meters.getByLabel('sort').selectOption('state');
    const gates = async () => (await rows.allInnerTexts()).slice(1).map((row) => Number.parseFloat(/([\d.]+)\sV/.exec(row)![1]));
    await expect.poll(async () => isMonotone(await gates())).toBe(true);
    await bench.screenshot('meters-table');
  });
});

function isMonotone(values: readonly number[]): boolean {
  const steps = values.slice(1).map((value, index) => value - values[index]);
  return steps.every((step) => step >= 0) || steps.every((step) => step <= 0);
}
