/**
 * `node scripts/firstMinute.mjs [--screenshots FOLDER]`: walks the first minute of somebody who has never seen the program, with the
 * keyboard alone, and prints when what was done and seen. What is printed goes into docs/first-minute.md.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchChromium, startHost } from './browser.mjs';
import { build } from './build.mjs';

const { values } = parseArgs({ options: { screenshots: { type: 'string' } } });

await build({ targets: ['host', 'renderer'], isSilent: true });
const begin = performance.now();
const host = await startHost();
const browser = await launchChromium();
let shots = 0;

try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const { keyboard } = page;

  /** Says what is seen now. @param {string} done @param {string} seen */
  const note = async (done, seen) => {
    console.log(`| ${((performance.now() - begin) / 1000).toFixed(0)} s | ${done} | ${seen} |`);
    if (values.screenshots === undefined) return;
    mkdirSync(values.screenshots, { recursive: true });
    await page.screenshot({ path: join(values.screenshots, `first-minute-${++shots}.png`) });
  };
  /** A read-out of the bar of the run. @param {string} name */
  const reading = (name) =>
    page
      .getByRole('region', { name: 'Run' })
      .locator('dt')
      .getByText(name, { exact: true })
      .locator('xpath=following-sibling::dd')
      .innerText();
  /** What a screen reader says of what has the focus. @returns {Promise<string>} */
  const focused = () => page.evaluate(`document.activeElement?.getAttribute('aria-label') ?? ''`);
  /** V², from "1.90×10⁻⁴ V²". */
  const error = async () => {
    const plain = (await reading('error'))
      .replace('×10', 'e')
      .replaceAll(/[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (sign) => (sign === '⁻' ? '-' : String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(sign))));
    return Number.parseFloat(plain);
  };
  /** Waits until something is so, a minute at most. @param {() => Promise<boolean>} isSo */
  const until = async (isSo) => {
    const deadline = performance.now() + 60_000;
    while (!(await isSo()) && performance.now() < deadline) await page.waitForTimeout(100);
  };

  await page.goto(host.url);
  await page.getByRole('application').waitFor();
  await until(async () => (await reading('step')) !== '0');
  const words = (await page.getByRole('button', { name: /^Source: / }).innerText()).split('\n').join(' ');
  const source = /^Source: ([^)]*\)?)/.exec(words)?.[1] ?? words;
  await note('opens the address', `no dialog; “${source}” trains XOR: step ${await reading('step')}, error ${await reading('error')}`);

  const first = await error();
  await until(async () => (await error()) < first / 3);
  await note('nothing', `the error has fallen to ${await reading('error')} at t = ${await reading('t')}`);

  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowDown');
  await note('Tab, Enter (to the network), two arrows', `“${await focused()}”`);

  const [edge] = /e\d+/.exec(await focused()) ?? [''];
  await keyboard.press('x');
  const card = page.getByRole('group', { name: new RegExp(`^Recovery after ${edge} cut`) });
  await card.waitFor();
  await note(
    'X',
    `${edge} is cut: a marker in every plot, a message with Undo, and the card “${(await card.innerText()).replace(/\s+/g, ' ')}”`,
  );

  await until(async () => /back in|recovered/i.test(await card.innerText()));
  await note('nothing', `“${(await card.innerText()).replace(/\s+/g, ' ')}”`);

  await keyboard.press('g');
  await page.getByRole('dialog', { name: 'Experiments' }).waitFor();
  await keyboard.type('2024/xor');
  await page.getByRole('dialog').locator('figure svg').first().waitFor();
  const option = page.getByRole('dialog').getByRole('option', { selected: true });
  await note('G, “2024/xor”', `the card “${(await option.innerText()).split('\n').join(', ')}” with its picture and what was published`);

  await keyboard.press('Enter');
  await page.getByRole('region', { name: /^Published/ }).waitFor();
  await note('Enter', 'the published figure trains, its numbers beside those of the run');
} finally {
  await browser.close();
  host.stop();
}
