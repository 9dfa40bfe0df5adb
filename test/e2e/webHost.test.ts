import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { WebHost } from '../../src-main/host/web/webHost.ts';
import { launchChromium, openInChromium, startHost, Wires } from './support/chromium.ts';

/** What a browser itself writes on the console when a connection breaks. */
const brokenConnection = /WebSocket connection to|ERR_|Failed to load resource/;

describe('Chromium: web host', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it('says that the connection is lost, connects again, and has missed nothing', async () => {
    const host = await startHost();
    const wires = new Wires(host.port);
    const bench = await openInChromium(browser, host);
    bench.forgive(brokenConnection);
    await bench.ask('damage.apply', { edges: ['e12'], damage: 'cut' });
    const before = await bench.until('some steps', (frame) => frame.step > 3000);
    const known = await bench.history();

    wires.cut();
    const banner = bench.page.getByRole('alert').filter({ hasText: 'E-BRIDGE-LOST' });
    await bench.reads(banner, /Connection to the engine lost/);
    await bench.page
      .getByRole('banner')
      .getByText(/Reconnecting/)
      .waitFor();
    await bench.screenshot('connection-lost');

    const after = await bench.untilNextSession(async () => wires.mend());
    await banner.waitFor({ state: 'detached' });
    expect(after.frame.step).toBeGreaterThan(before.step);
    expect(after.frame.damage[12]).toBe('cut');
    expect(after.frame.undo).not.toBe('');
    expect(after.frame.isRunning).toBe(true);
    const steps = after.history.map(({ step }) => step);
    expect(steps[0]).toBe(0);
    expect(steps).toEqual([...steps].sort((first, second) => first - second));
    // XOR is measured every 100 steps, whether anybody looks or not.
    expect(steps.filter((step) => step > before.step && step % 100 === 0)).not.toEqual([]);
    for (const point of known.filter(({ step }) => step % 100 === 0)) expect(after.history).toContainEqual(point);
    await bench.page.getByRole('banner').getByText(after.machine.title).waitFor();
    await bench.until('frames again', (frame) => frame.step > after.frame.step);
    wires.close();
    await bench.close();
  });

  it('says what to do when the host was started anew and the page has the old token', async () => {
    const host = await startHost();
    const bench = await openInChromium(browser, host);
    bench.forgive(brokenConnection);
    await host.close();
    const other = await startHost(host.port);
    await bench.reads(bench.page.getByRole('alert'), /token of an earlier start/);
    await bench.reads(bench.page.getByRole('alert'), /open the address that it printed/);
    await bench.screenshot('host-started-anew');
    await bench.page.goto(other.url);
    await bench.ready();
    await other.close();
    await bench.page.context().close();
  });

  it('shows a clear page instead of the bench to whoever has a wrong token', async () => {
    const host = await startHost();
    const page = await browser.newPage();
    for (const address of [`http://127.0.0.1:${host.port}/`, `http://127.0.0.1:${host.port}/?token=guessed`]) {
      const response = await page.goto(address);
      expect(response?.status()).toBe(403);
      await page.getByText(/token is missing or wrong.*Open the address that Twinbench printed/).waitFor();
    }
    await page.close();
    await host.close();
  });

  it('loses only the connection that sends garbage', async () => {
    const host = await startHost();
    const bench = await openInChromium(browser, host);
    const lists = '['.repeat(50_000) + ']'.repeat(50_000);
    const deep = `{"type":"request","id":1,"name":"session.load","parameters":{"document":${lists}}}`;
    for (const garbage of [Buffer.from([0xff, 0x00, 0xfe]), 'no JSON', deep, Buffer.alloc(17 * 1024 * 1024, 0x20)]) {
      const socket = await openSocket(host);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      const answered = new Promise((resolve) =>
        socket.on('message', (data: Buffer) => String(data).includes('E-BRIDGE-MESSAGE') && resolve('')),
      );
      socket.send(garbage);
      await Promise.race([closed, answered]);
      socket.terminate();
    }
    const { step } = await bench.frame();
    await bench.until('the run to go on', (frame) => frame.step > step + 1000);
    await bench.close();
  });
});

function openSocket({ url }: WebHost): Promise<WebSocket> {
  const { host, origin, search } = new URL(url);
  const socket = new WebSocket(`ws://${host}/bridge${search}`, { origin });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}
