import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from 'vitest';
import type { Bench } from './bench.ts';
import { launchChromium, openInChromium, startHost } from './chromium.ts';
import { electronObstacle, openInElectron } from './electron.ts';

/** The bench of the test that runs. */
export type Opened = () => Bench;

/**
 * Declares one suite for both transports: Chromium against the web host always, the desktop program whenever it can run here.
 * Every test gets a fresh bench, unless all are said to share one, as a person would who does one thing after the other. A bench fails when its
 * page complained on the console or talked to anybody but the program.
 */
export function onEveryTransport(
  title: string,
  suite: (opened: Opened) => void,
  benches: 'one bench' | 'a bench each' = 'a bench each',
): void {
  describe(`Chromium: ${title}`, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchChromium();
    });
    afterAll(() => browser.close());
    withBench(async () => openInChromium(browser, await startHost()), suite, benches);
  });

  const obstacle = electronObstacle();
  describe(`Electron: ${title}`, () => {
    if (obstacle === '') return withBench(openInElectron, suite, benches);
    console.warn(`NOT TESTED IN ELECTRON: "${title}", because ${obstacle}.`);
    it.skip(`is not tested, because ${obstacle}`);
  });
}

function withBench(open: () => Promise<Bench>, suite: (opened: Opened) => void, benches: 'one bench' | 'a bench each'): void {
  let bench: Bench | undefined;
  const begin = async (): Promise<void> => {
    bench = await open();
  };
  const end = async (): Promise<void> => {
    await bench?.close();
    bench = undefined;
  };
  if (benches === 'one bench') {
    beforeAll(begin);
    afterAll(end);
  } else {
    beforeEach(begin);
    afterEach(end);
  }
  suite(() => bench!);
}
