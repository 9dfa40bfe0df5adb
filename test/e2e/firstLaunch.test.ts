import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bench } from './support/bench.ts';
import { sourceChip } from './support/boards.ts';
import { launchChromium, openInChromium, startHost } from './support/chromium.ts';
import { neverUsed } from './support/preferences.ts';

describe('a first launch', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  async function launch(preferences: string, use: (bench: Bench) => Promise<void>): Promise<void> {
    const bench = await openInChromium(browser, await startHost(0, preferences));
    try {
      await use(bench);
    } finally {
      await bench.close();
    }
  }

  it('meets the emulated board, which learns by itself; one click puts the experiment on the simulation, where later launches begin', async () => {
    const preferences = neverUsed();
    await launch(preferences, async (bench) => {
      expect(await bench.session()).toMatchObject({
        task: 'xor',
        machine: { kind: 'board', title: 'Emulated board (demo)', isDemo: true },
      });
      await bench.reads(sourceChip(bench), 'Emulated board (demo)');
      expect(await bench.page.getByRole('dialog').count()).toBe(0);
      await bench.until('learning to proceed', (frame) => frame.isRunning && frame.isLearning && frame.step > 300);
      await bench.screenshot('first-launch');
      const [first] = await bench.history();
      // On one of two cores it takes four seconds: a third of the first error is far from chance.
      await bench.until('learning to be seen', ({ error }) => error !== null && error < first.error! / 3);
      await bench.screenshot('first-launch-learning');
    });
    // It comes back to what was used last: the demonstration first.
    await launch(preferences, async (bench) => {
      expect((await bench.session()).machine.isDemo).toBe(true);
      await bench.untilNextSession(() => bench.button('Use the plain simulation').click());
      await bench.reads(sourceChip(bench), 'Simulated board');
      await bench.until('the simulation to run', (frame) => frame.isRunning && frame.step > 100);
      await bench.chooseTask('Voltage divider');
    });
    await launch(preferences, async (bench) => {
      expect(await bench.session()).toMatchObject({ task: 'divider', machine: { kind: 'simulated' } });
      await bench.until('a run', (frame) => frame.isRunning && frame.step > 0);
    });
  });
});
