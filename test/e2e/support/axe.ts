import axe from 'axe-core';
import { expect } from 'vitest';
import type { Bench } from './bench.ts';

/** A page that was given another size, theme or part draws it within this, ms, however much else the machine has to do. */
const STILL_MS = 20_000;

/** Violations of any rule of axe in what the page shows now, in words. */
export async function accessibilityFaults({ page }: Bench): Promise<string[]> {
  // As text, because a page under our policy loads no scripts of strangers.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    // Colours on their way from one theme to the other are nobody's to read; what moves for ever can't be ended.
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
    }
    const { axe: checker } = window as unknown as { axe: typeof axe };
    const results = await checker.run(document, { resultTypes: ['violations'] });
    return results.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html.slice(0, 160)} (${node.failureSummary ?? ''})`).join('\n')}`,
    );
  });
}

/** Expects no violation of any rule of axe in what the page shows once it stands still. */
export async function expectAccessible(bench: Bench, what: string): Promise<void> {
  await expect.poll(() => accessibilityFaults(bench), { message: `accessibility of ${what}`, timeout: STILL_MS }).toEqual([]);
}

/** How many pixels of the page stand out to the right of the window. */
export async function overflow({ page }: Bench): Promise<number> {
  return page.evaluate(() => Math.max(0, document.scrollingElement!.scrollWidth - window.innerWidth));
}

/** Expects that nothing stands out to the right: no part of the bench may need sideways scrolling. */
export async function expectNoOverflow(bench: Bench, what: string): Promise<void> {
  await expect.poll(() => overflow(bench), { message: `pixels that stand out of ${what}`, timeout: STILL_MS }).toBe(0);
}
