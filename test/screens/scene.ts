import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, overflow } from '../e2e/support/axe.ts';
import { sizes, type Bench } from '../e2e/support/bench.ts';
import { launchChromium, openInChromium, startHost } from '../e2e/support/chromium.ts';

/** What is on the screen while it is looked at: its name, and how a person comes there. */
export type Scene = readonly [name: string, prepare: (bench: Bench) => Promise<unknown>];

/** The tabs that a small window shows its parts behind; the whole page as one part where there are none. */
async function parts({ page }: Bench): Promise<{ name: string; open: () => Promise<void> }[]> {
  const tabs = page.getByRole('tab');
  const names = await tabs.allInnerTexts();
  // Below an open dialog or menu nothing else can be pressed.
  if (names.length === 0 || (await page.locator('dialog[open], .hanging').count()) > 0)
    return [{ name: '', open: () => Promise.resolve() }];
  return names.map((name, index) => ({
    name: `-${name.toLowerCase()}`,
    open: () => tabs.nth(index).click(),
  }));
}

/**
 * Declares a test for each scene. It is photographed at every size in the light and in the dark, once in forced colours and without
 * motion; at each look nothing may stand out to the right, and axe finds no violation at the two large sizes.
 */
export function lookAt(scenes: readonly Scene[]): void {
  describe('screens', () => {
    let browser: Browser;
    const folder = mkdtempSync(join(tmpdir(), 'twinbench-screens-'));
    beforeAll(async () => {
      browser = await launchChromium();
      process.env['TWINBENCH_RUNS'] = join(folder, 'runs');
      process.env['TWINBENCH_PROJECTS'] = join(folder, 'projects');
    });
    afterAll(async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it.each(scenes)('%s', { timeout: 600_000 }, async (name, prepare) => {
      const bench = await openInChromium(browser, await startHost());
      const faults: string[] = [];
      try {
        await prepare(bench);
        for (const colorScheme of ['light', 'dark'] as const) {
          await bench.page.emulateMedia({ colorScheme });
          for (const size of sizes) faults.push(...(await look(bench, name, colorScheme, size)));
        }
        await bench.page.setViewportSize(sizes[0]);
        await bench.page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active', reducedMotion: 'reduce' });
        await bench.screenshot(`screen-${name}-forced-colours`);
      } finally {
        await bench.close();
      }
      expect(faults).toEqual([]);
    });
  });
}

async function look(bench: Bench, name: string, colorScheme: 'light' | 'dark', size: (typeof sizes)[number]): Promise<string[]> {
  const faults: string[] = [];
  await bench.page.setViewportSize(size);
  // Two drawn frames: the size is known, and what depends on it is laid out.
  await bench.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  for (const part of await parts(bench)) {
    await part.open();
    const what = `${name}-${size.width}x${size.height}-${colorScheme}${part.name}`;
    await bench.screenshot(`screen-${what}`);
    const beyond = await overflow(bench);
    if (beyond > 0) faults.push(`${what}: ${beyond} px stand out to the right`);
    if (size.width > 1000) faults.push(...(await accessibilityFaults(bench)).map((fault) => `${what}: ${fault}`));
  }
  return faults;
}
