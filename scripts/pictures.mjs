/**
 * `node scripts/pictures.mjs [FOLDER]`: takes the pictures of the README and of docs/bench.md anew, from the bench as it is: XOR that has lost
 * an edge and relearns, and the recording of it.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { launchChromium, startHost } from './browser.mjs';
import { build } from './build.mjs';

const folder = process.argv[2] ?? fileURLToPath(new URL('../docs', import.meta.url));
mkdirSync(folder, { recursive: true });
await build({ targets: ['host', 'renderer'], isSilent: true });
const host = await startHost();
const browser = await launchChromium();

try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  page.setDefaultTimeout(120_000);
  const { keyboard } = page;
  /** Learning time of the run, s, from "1.23 s" or "850 ms". */
  const time = async () => {
    const terms = page.getByRole('region', { name: 'Run' }).locator('dt');
    const text = await terms.getByText('t', { exact: true }).locator('xpath=following-sibling::dd').innerText();
    return Number.parseFloat(text) * (/\sms$/.test(text) ? 1e-3 : 1);
  };
  /** @param {number} least */
  const untilTime = async (least) => {
    while (!((await time()) >= least)) await page.waitForTimeout(50);
  };
  /** @param {string} name */
  const picture = (name) => page.screenshot({ path: join(folder, name) });

  /** Cuts an edge once XOR is half learnt, and lets the network relearn; nothing has the focus then, and messages are gone. */
  const cutAndRelearn = async () => {
    await untilTime(1.5);
    await page.getByRole('button', { name: /^Edge e12,/ }).focus();
    await keyboard.press('x');
    await page.getByRole('group', { name: /^Recovery after e12 cut/ }).waitFor();
    await page.evaluate('document.activeElement.blur()');
    await untilTime(3);
  };
  const dismissMessages = async () => {
    const crosses = page.getByRole('button', { name: 'Dismiss' });
    while ((await crosses.count()) > 0) await crosses.first().click();
  };

  await page.goto(host.url);
  await page.getByRole('application', { name: /^Network/ }).waitFor();
  const simulation = page.getByRole('button', { name: 'Use the plain simulation' });
  await simulation.click();
  await simulation.waitFor({ state: 'detached' });
  const restart = page.getByRole('button', { name: 'Restart with the same seed' });
  await restart.click();
  await cutAndRelearn();
  await dismissMessages();
  await picture('bench.png');

  await restart.click();
  await keyboard.press('Shift+R');
  await cutAndRelearn();
  await keyboard.press('Shift+R');
  await keyboard.press('Control+5');
  await page.getByRole('option').first().click();
  await page.getByRole('button', { name: 'Replay' }).click();
  const bar = page.getByRole('slider', { name: 'Place in the recording' });
  await bar.waitFor();
  await bar.fill(String(Math.round(0.7 * Number(await bar.getAttribute('max')))));
  await dismissMessages();
  // What follows the bar, plots and tables, is asked of the engine.
  await page.waitForTimeout(1000);
  await picture('replay.png');
} finally {
  await browser.close();
  host.stop();
}
