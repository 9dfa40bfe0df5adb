import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from 'vitest';
import type { Bench } from './bench.ts';
import { launchChromium, openInChromium, startHost } from './chromium.ts';
import { electronObstacle, openInElectron } from './electron.ts';

/** The bench of the test that runs. */
export type Opened = () => Bench;

/**
 * Declares one suite for both transports: Chromium against the web host always, the desktop program whenever it can run here.
 * Every test gets a fresh bench, and fails when its page complained on the console or talked to anybody but the program.
 */
export function onEveryTransport(title: string, suite: (opened: Opened) => void): void {
  describe(`Chromium: ${title}`, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchChromium();
    });
    afterAll(() => browser.close());
    withFreshBench(async () => openInChromium(browser, await startHost()), suite);
  });

  const obstacle = electronObstacle();
  describe(`Electron: ${title}`, () => {
    if (obstacle === '') return withFreshBench(openInElectron, suite);
    console.warn(`NOT TESTED IN ELECTRON: "${title}", because ${obstacle}.`);
    it.skip(`is not tested, because ${obstacle}`);
  });
}

function withFreshBench(open: () => Promise<Bench>, suite: (opened: Opened) => void): void {
  let bench: Bench | undefined;
  beforeEach(async () => {
    bench = await open();
  });
  afterEach(async () => {
    await bench?.close();
    bench = undefined;
  });
  suite(() => bench!);
}
