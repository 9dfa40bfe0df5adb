import axe from 'axe-core';
import { expect } from 'vitest';
import type { Bench } from './bench.ts';

/** Expects no violation of any rule of axe on what the page shows now. */
export async function expectAccessible({ page }: Bench, what: string): Promise<void> {
  // As text, because a page under our policy loads no scripts of strangers.
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
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
  expect(violations, `accessibility of ${what}`).toEqual([]);
}

/** Expects that nothing stands out to the right: no part of the bench may need sideways scrolling. */
export async function expectNoOverflow({ page }: Bench, what: string): Promise<void> {
  const [content, room] = await page.evaluate(() => [document.scrollingElement!.scrollWidth, window.innerWidth]);
  expect(content, `width of ${what}, px`).toBeLessThanOrEqual(room);
}
