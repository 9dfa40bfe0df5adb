import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { expectAccessible, expectNoOverflow } from './support/axe.ts';
import { sizes, type Bench } from './support/bench.ts';
import { onEveryTransport } from './support/transports.ts';

/** Runs a command of the palette by its words, with the keyboard alone. */
async function command({ page }: Bench, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search commands' }).waitFor();
  await page.keyboard.type(words);
  await page.getByRole('dialog', { name: 'Commands' }).getByRole('option', { selected: true }).waitFor();
  await page.keyboard.press('Enter');
}

onEveryTransport('a lecture', (opened) => {
  it('asks how many edges can be lost, while the run goes on: by keyboard alone', async () => {
    const bench = opened();
    const { page } = bench;
    await bench.train(20_000);
    // Where there is little room the panel of damage is behind a button; the question is not.
    await page.setViewportSize(sizes[1]);
    await command(bench, 'how many edges');
    const dialog = page.getByRole('dialog', { name: 'How many edges can be lost?' });
    await dialog.getByLabel('How many random orders').fill('2');
    await dialog.getByLabel('Learning steps after each loss').fill('200');
    const before = (await bench.frame()).step;
    await dialog.getByRole('button', { name: 'Measure', exact: true }).press('Enter');
    await dialog.getByText(/Half of the orders keep the error below/).waitFor();
    // On a copy: the bench itself neither moved nor lost an edge.
    const after = await bench.frame();
    expect(after.step).toBe(before);
    expect(after.damage.every((kind) => kind === null)).toBe(true);

    await dialog.getByRole('button', { name: 'Rank' }).press('Enter');
    const ranking = dialog.getByRole('region', { name: 'Edges by importance' });
    await bench.counts(ranking.getByRole('row'), after.damage.length);
    const growths = await ranking.getByRole('row').allInnerTexts();
    await expectAccessible(bench, 'the study of damage');
    await bench.screenshot('damage-study');

    // The ranking and the cut agree on the most important edge.
    await page.keyboard.press('Escape');
    await command(bench, 'cut the most important');
    const cut = await bench.until('a cut', (frame) => frame.damage.includes('cut'));
    const session = await bench.session();
    expect(growths[0]).toContain(session.edges[cut.damage.indexOf('cut')].id);
  });

  it('shows how the network takes a blow, and recovers', async () => {
    const bench = opened();
    await bench.train(20_000);
    await command(bench, 'cut the least important');
    await bench.until('a cut', (frame) => frame.damage.includes('cut'));
    const card = bench.page.getByRole('group', { name: /^Recovery after e\d+ cut/ });
    await card.waitFor();
    await bench.reads(card, /spike\s+×/);
    await bench.train(20_000);
    await bench.reads(card, /31 of 32/);
  });

  it('cuts on a schedule', async () => {
    const bench = opened();
    const { page } = bench;
    await bench.train(100);
    await page.getByText('On a schedule').click();
    await page.getByLabel('Steps between two cuts').fill('500');
    await page.getByLabel('How many cuts').fill('3');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText(/3 to go/).waitFor();
    const cut = await bench.train(2000);
    expect(cut.damage.filter((kind) => kind === 'cut')).toHaveLength(3);
    const steps = (await bench.markers()).filter(({ kind }) => kind === 'cut').map(({ step }) => step);
    expect(steps.map((step) => step - steps[0])).toEqual([0, 500, 1000]);
  });

  it('lets width and colour mean something else, and looks right in every view, light and dark', async () => {
    const bench = opened();
    const { page } = bench;
    await bench.train(5000);
    await page.getByLabel('What the colour of an edge means').selectOption('importance');
    // The scale of factors, once every edge was tried out.
    await bench.reads(page.locator('.legend'), /×1\b/);
    await page.getByLabel('What the width of an edge means').selectOption('current');
    await command(bench, 'show: both');
    await expectAccessible(bench, 'the bench with both networks');
    await bench.screenshot('both-networks');
    await command(bench, 'dark theme');
    await expectAccessible(bench, 'the same in the dark');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search commands' }).waitFor();
    await expectAccessible(bench, 'the palette in the dark');
    await bench.screenshot('palette-dark');
  });

  it('explains what has the focus with F1, and every code of a message', async () => {
    const bench = opened();
    const { page } = bench;
    await page.getByRole('slider', { name: /^Nudge/ }).focus();
    await page.keyboard.press('F1');
    const manual = page.getByRole('dialog', { name: 'Manual' });
    await manual.getByRole('heading', { name: 'Nudge η' }).waitFor();
    await manual.getByRole('searchbox').fill('overclamping reach');
    await manual.getByText('O^C = O^F + η·L_0·sign(δ)').waitFor();
    await expectAccessible(bench, 'the manual');
    for (const size of sizes) {
      await page.setViewportSize(size);
      await expectNoOverflow(bench, `the manual at ${size.width}`);
    }
    await page.setViewportSize(sizes[1]);
    await bench.screenshot('manual');
  });

  it('presents the network and the plots alone with F11', async () => {
    const bench = opened();
    const { page } = bench;
    await page.keyboard.press('F11');
    await page.getByText('Edge meters').waitFor({ state: 'detached' });
    await bench.network.waitFor();
    await expectAccessible(bench, 'the presentation');
    await bench.screenshot('presentation');
    // A part of it can be hidden too; that outlives it, and is shown again.
    await command(bench, 'hide: plots');
    await page.locator('#region-plots').waitFor({ state: 'detached' });
    await command(bench, 'show: plots');
    await page.locator('#region-plots').waitFor();
    await page.keyboard.press('F11');
    await page.getByText('Edge meters').waitFor();
    await page.keyboard.press('F11');
    await page.getByText('Edge meters').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.getByText('Edge meters').waitFor();
  });

  it('saves what is on the bench as a document that opens again', async () => {
    const bench = opened();
    const { page } = bench;
    const download = page.waitForEvent('download');
    await command(bench, 'save the experiment');
    const file = await download;
    expect(file.suggestedFilename()).toBe('xor.json');
    const document = JSON.parse(await readFile(await file.path(), 'utf8')) as { format: string; seed: number };
    expect(document).toMatchObject({ format: 'twinbench.experiment', seed: (await bench.session()).seed });
    const session = await bench.untilNextSession(async () => {
      const dropped = await page.evaluateHandle(
        (text) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([text], 'mine.json'));
          return transfer;
        },
        JSON.stringify({ ...document, title: 'Mine' }),
      );
      await page.dispatchEvent('body', 'drop', { dataTransfer: dropped });
    });
    expect(session.title).toBe('Mine');
  });

  it('leads through five stops', async () => {
    const bench = opened();
    const { page } = bench;
    await command(bench, 'tour');
    for (let stop = 1; stop <= 5; stop++) {
      await page.getByText(`Tour, ${stop} of 5`).waitFor();
      if (stop === 2) {
        await expectAccessible(bench, 'the tour');
        await bench.screenshot('tour');
      }
      await page.keyboard.press('Enter');
    }
    await page.getByText(/^Tour, /).waitFor({ state: 'detached' });
  });

  it('walks from an edge to its node and on to others with N and arrows', async () => {
    const bench = opened();
    const { page } = bench;
    await bench.train(100);
    await bench.tabToNetwork();
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    await page.keyboard.press('n');
    await expect.poll(focused).toMatch(/node n\d+|Hidden node n\d+/);
    const first = await focused();
    await page.keyboard.press('ArrowDown');
    await expect.poll(focused).not.toBe(first);
    await page.keyboard.press('n');
    await expect.poll(focused).toMatch(/^Edge e\d+/);
  });
});
