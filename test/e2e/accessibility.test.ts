import { expect, it } from 'vitest';
import { expectAccessible, expectNoOverflow } from './support/axe.ts';
import { sizes, type Bench } from './support/bench.ts';
import { onEveryTransport } from './support/transports.ts';

/** On a small screen the bench shows one part at a time, each behind a tab; on a large one everything at once. */
async function forEachPart(bench: Bench, look: (part: string) => Promise<void>): Promise<void> {
  const tabs = bench.page.getByRole('tab');
  const count = await tabs.count();
  if (count === 0) return look('');
  for (let index = 0; index < count; index++) {
    await tabs.nth(index).click();
    await look(`-${(await tabs.nth(index).innerText()).toLowerCase().replaceAll(/\W+/g, '-')}`);
  }
  await tabs.first().click();
}

onEveryTransport('accessibility', (opened) => {
  it.each(['light', 'dark'] as const)('has no violation in any workspace in the %s theme', async (theme) => {
    const bench = opened();
    await bench.page.emulateMedia({ colorScheme: theme });
    await bench.pause();
    const names = await bench.page.getByRole('navigation', { name: 'Workspaces' }).getByRole('button').allInnerTexts();
    expect(names.length).toBeGreaterThan(2);
    for (const size of sizes.slice(0, 2)) {
      await bench.page.setViewportSize(size);
      for (const name of names) {
        const button = bench.page.getByRole('navigation', { name: 'Workspaces' }).getByRole('button', { name });
        await button.click();
        await button.and(bench.page.locator('[aria-current="page"]')).waitFor();
        const what = `${name.toLowerCase()}-${size.width}x${size.height}-${theme}`;
        await expectNoOverflow(bench, what);
        await expectAccessible(bench, what);
        await bench.screenshot(`workspace-${what}`);
      }
    }
  });

  it.each(['light', 'dark'] as const)('has no violation in the %s theme at any size, and nothing stands out', async (theme) => {
    const bench = opened();
    await bench.page.emulateMedia({ colorScheme: theme });
    await bench.train(12_000);
    await bench.ask('damage.apply', { edges: ['e10'], damage: 'cut' });
    await bench.ask('damage.apply', { edges: ['e21'], damage: 'stuck' });
    await bench.train(3000);
    for (const size of sizes) {
      await bench.page.setViewportSize(size);
      const isSmall = size.width < 1000;
      await expect.poll(async () => (await bench.page.getByRole('tab').count()) > 0).toBe(isSmall);
      await forEachPart(bench, async (part) => {
        const what = `${size.width}x${size.height}-${theme}${part}`;
        await expectNoOverflow(bench, what);
        await bench.screenshot(`damaged-${what}`);
        await expectAccessible(bench, what);
      });
    }
  });

  it('keeps the source in sight beside the longest names, with nothing in the header on top of anything else', async () => {
    const bench = opened();
    await bench.pause();
    await bench.ask('project.save', { as: 'A project with a name as long as a name of a project may become', mayReplace: true });
    await bench.page.evaluate(() => (document.querySelector('header h1')!.textContent = 'A title as long as titles of experiments become'));
    const chip = bench.page.getByRole('banner').getByTitle(/^Where the measurements come from/);
    for (const size of sizes) {
      await bench.page.setViewportSize(size);
      await expect
        .poll(() =>
          bench.page.evaluate(() => {
            const boxes = [...document.querySelectorAll('header > *')].map((element) => element.getBoundingClientRect());
            const seen = boxes.filter(({ width, height }) => width > 1 && height > 1).toSorted((one, other) => one.left - other.left);
            return seen.filter(({ right }, index) => right > (seen[index + 1]?.left ?? window.innerWidth) + 0.5).length;
          }),
        )
        .toBe(0);
      // A few letters of the word may be missing where everything is twice as large; where there is room, none.
      if (size.width > 1000)
        expect(await chip.locator('.text').evaluate((text) => text.scrollWidth - text.clientWidth)).toBeLessThanOrEqual(0);
      else expect((await chip.boundingBox())!.width).toBeGreaterThan(120);
    }
  });

  it.each(['light', 'dark'] as const)('has no violation in what opens above the bench in the %s theme', async (theme) => {
    const bench = opened();
    await bench.page.emulateMedia({ colorScheme: theme });
    await bench.train(1000);
    await bench.button(/^Choose a task, now/).click();
    await expectAccessible(bench, 'the list of tasks');
    await bench.page.keyboard.press('Escape');
    await bench.edge('e12').focus();
    await bench.page.keyboard.press('Enter');
    await bench.button('Unpin').waitFor();
    await bench.button('Table').click();
    await expectAccessible(bench, 'the inspector and the table of meters');
    await bench.button('Keyboard shortcuts').click();
    await bench.page.getByRole('dialog').waitFor();
    await expectAccessible(bench, 'the list of keys');
    await bench.page.keyboard.press('Escape');
    const above: readonly (readonly [string, string, string])[] = [
      ['g', 'Experiments', 'gallery'],
      ['F1', 'Manual', 'manual'],
      ['i', 'Save a figure or its data', 'figure'],
      ['Control+k', 'Commands', 'palette'],
    ];
    for (const [key, name, file] of above) {
      await bench.page.keyboard.press(key);
      await bench.page.getByRole('dialog').waitFor();
      await expectAccessible(bench, name);
      await bench.screenshot(`${file}-${theme}`);
      await bench.page.keyboard.press('Escape');
      await bench.page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    await bench.button('How many can be lost?').click();
    await expectAccessible(bench, 'the study of damage');
  });
});
