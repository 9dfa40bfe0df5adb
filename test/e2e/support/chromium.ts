import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { startWebHost, type WebHost } from '../../../src-main/host/web/webHost.ts';
import { Bench } from './bench.ts';
import { usedBefore } from './preferences.ts';

const dist = new URL('../../../dist/', import.meta.url);
const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Nothing leaves the machine, and it works as root in a container without a graphics card. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Chromium with an empty profile. */
export function launchChromium(): Promise<Browser> {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const executablePath = programs.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error(`The end-to-end tests need a browser on the PATH: one of ${programs.join(', ')}.`);
  return chromium.launch({ executablePath, args: flags });
}

/**
 * The web host as `npm start` runs it, within this process; the engine is the built one, in its worker.
 *
 * @param preferences  file of what is remembered from launches before: by default of one that trained XOR on the simulation
 */
export function startHost(port = 0, preferences = usedBefore()): Promise<WebHost> {
  process.env['TWINBENCH_PREFERENCES'] = preferences;
  const rendererFolder = fileURLToPath(new URL('renderer', dist));
  if (!existsSync(rendererFolder)) throw new Error('The program is not built: run `npm run build` first.');
  return startWebHost({ port, rendererFolder, engineFile: new URL('engineWorker.js', dist) });
}

/** A fresh host with its engine, and a fresh profile of the browser that shows it. */
export async function openInChromium(browser: Browser, host: WebHost): Promise<Bench> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  const page = await context.newPage();
  const parts = {
    page,
    ownAddresses: [`http://127.0.0.1:${host.port}/`, `ws://127.0.0.1:${host.port}/bridge`],
    prefix: '',
    killEngine: async () => host.killEngine(),
    close: async () => {
      await context.close();
      await host.close();
    },
  };
  return Bench.open(parts, () => page.goto(host.url));
}

/** The network between browser and host, to be cut: Node tells of every connection that a server of this process accepts. */
export class Wires {
  readonly #port: number;
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  constructor(port: number) {
    this.#port = port;
    subscribe('net.server.socket', this.#accept);
  }

  /** Breaks every connection, and each new one, until they are mended. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  mend(): void {
    this.#isCut = false;
  }

  close(): void {
    unsubscribe('net.server.socket', this.#accept);
  }

  readonly #accept = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    if (socket.localPort !== this.#port) return;
    if (this.#isCut) socket.destroy();
    else this.#sockets.add(socket);
  };
}
