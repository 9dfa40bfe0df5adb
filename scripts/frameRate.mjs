/**
 * `node scripts/frameRate.mjs [--seconds N] [--screenshots FOLDER]`: how smoothly the built bench draws networks of 32, 143, 300 and 1,000
 * edges while they train at full speed, in headless Chromium without a graphics card.
 *
 * Per network: frames per second (animation frames that the page completed), the 95th percentile of the time between two of them, how many
 * frames of the engine were drawn, the latency of an arrow key in the network (from the key to the second animation frame after it), and
 * the training steps per second that the run kept meanwhile, as a mean over the whole time.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { launchChromium, startHost } from './browser.mjs';
import { build } from './build.mjs';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '8' }, screenshots: { type: 'string' } } });
const seconds = Number(values.seconds);

/** A random network of transistors that learns XOR; the edges say how many. @param {number} edges */
function networkOf(edges) {
  const topology = edges === 32 ? { kind: 'periodicSquare', rows: 4, columns: 4 } : { kind: 'random', nodes: Math.round(edges / 2), edges };
  return {
    format: 'twinbench.experiment',
    version: 1,
    title: `${edges} edges`,
    generate: { topology, edgeModel: { kind: 'transistor', transconductance: 0.0008, threshold: 0.7 }, state: 1.5, spread: 0.2 },
    roles: {
      inputs: [
        { name: 'V1', node: 'n0' },
        { name: 'V2', node: 'n8' },
      ],
      supplies: [
        { name: 'V−', node: 'n1', voltage: 0.11 },
        { name: 'V+', node: 'n5', voltage: 0.33 },
      ],
      outputs: [{ name: 'O', plus: 'n4', minus: 'n12' }],
    },
    dataset: { kind: 'table', inputs: [[0, 0], [0, 0.45], [0.45, 0], [0.45, 0.45]], labels: [[0], [-0.087], [-0.087], [0]] }, // prettier-ignore
    rule: { kind: 'continuous', rate: 1377.4, gateFloor: 0.7, gateCeiling: 5.7 },
    clamping: { kind: 'differential', nudge: 0.5 },
    schedule: { kind: 'random' },
    stepTime: 0.0001,
    steps: 100000,
    measure: { every: 100, of: 'training' },
    seed: 1,
  };
}

/** Page code, as text: this script itself has no document. Counts animation frames, and the engine's frames by the read-outs. */
const measureFrames = `(milliseconds) => new Promise((resolve) => {
  const gaps = [];
  let changes = 0;
  let shown = '';
  let looks = 0;
  let speeds = 0;
  const units = { '': 1, k: 1e3, M: 1e6 };
  const speedOf = () => {
    const name = [...document.querySelectorAll('[aria-label="Run"] dt')].find((term) => term.textContent.includes('steps/s'));
    const [, number, unit] = /([\\d.]+)\\s*([kM]?)/.exec(name?.nextElementSibling?.textContent ?? '') ?? [];
    return Number(number) * units[unit];
  };
  const begin = performance.now();
  let last = begin;
  const look = (now) => {
    gaps.push(now - last);
    last = now;
    const reading = document.querySelector('[aria-label="Run"] dl')?.textContent ?? '';
    if (reading !== shown) {
      changes++;
      looks++;
      speeds += speedOf();
    }
    shown = reading;
    if (now - begin < milliseconds) return requestAnimationFrame(look);
    gaps.shift();
    gaps.sort((one, other) => one - other);
    const perSecond = 1000 / (now - begin);
    resolve({ rate: perSecond * gaps.length, slow: gaps[Math.floor(0.95 * gaps.length)], drawn: perSecond * changes, steps: speeds / looks });
  };
  requestAnimationFrame(look);
})`;

/** Page code: presses a key in the network and waits until that is on screen. */
const measureLatency = `async () => {
  const network = document.querySelector('[role=application]');
  const times = [];
  for (let press = 0; press < 20; press++) {
    const edge = network.querySelector('[data-edge][tabindex="0"]');
    edge.focus();
    const begin = performance.now();
    edge.dispatchEvent(new KeyboardEvent('keydown', { key: press % 2 ? 'End' : 'Home', bubbles: true, cancelable: true }));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    times.push(performance.now() - begin);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  times.sort((one, other) => one - other);
  return { median: times[10], slow: times[18] };
}`;

await build({ targets: ['host', 'renderer'], isSilent: true });
const host = await startHost();
const browser = await launchChromium();
try {
  console.log('edges  frames/s  95 % gap, ms  engine frames/s  key to screen, ms (median, 95 %)  steps/s');
  for (const edges of [32, 143, 300, 1000]) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(host.url);
    await page.getByRole('application').waitFor();
    await page.getByRole('button', { name: /Choose a task/ }).click();
    await page
      .locator('label.file input[type=file]')
      .setInputFiles({ name: `${edges}.json`, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(networkOf(edges))) });
    await page.getByRole('heading', { level: 1, name: `${edges} edges` }).waitFor();
    const speed = page.getByRole('slider', { name: /speed/i });
    await speed.focus();
    await page.keyboard.press('End');
    await pause(1500);
    const { rate, slow, drawn, steps } = /** @type {Record<'rate' | 'slow' | 'drawn' | 'steps', number>} */ (
      await page.evaluate(`(${measureFrames})(${1000 * seconds})`)
    );
    const latency = /** @type {{ median: number, slow: number }} */ (await page.evaluate(`(${measureLatency})()`));
    console.log(
      [
        String(edges).padStart(5),
        rate.toFixed(1).padStart(9),
        slow.toFixed(1).padStart(13),
        drawn.toFixed(1).padStart(16),
        `${latency.median.toFixed(0)}, ${latency.slow.toFixed(0)}`.padStart(33),
        steps.toPrecision(3).padStart(8),
      ].join(' '),
    );
    if (values.screenshots !== undefined) {
      mkdirSync(values.screenshots, { recursive: true });
      await page.screenshot({ path: join(values.screenshots, `${edges}-edges.png`) });
    }
    await page.close();
  }
} finally {
  await browser.close();
  host.stop();
}
