import { mkdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { expect, TestRunner } from 'vitest';
import type { RequestName, RequestParameters, RequestResult } from '../../../shared/bridge/requests.ts';
import type { Frame, HistoryPoint, Marker } from '../../../shared/frames.ts';
import type { Session } from '../../../shared/session.ts';
import { accountOf } from './account.ts';
import { installPageTap, type Answer } from './pageTap.ts';

/** Conditions are waited for this long: a machine with many other things to do is slow, but not for ever. */
export const PATIENCE_MS = 120_000;
const LOOK_INTERVAL_MS = 40;
/** How long a look at an element may take, which is not there yet, before everything is looked at again. */
const GLANCE_MS = 2000;

export interface Size {
  width: number;
  height: number;
}
export const sizes: readonly Size[] = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 720, height: 450 },
];

const screenshotFolder = fileURLToPath(new URL('../../../artifacts/screenshots/', import.meta.url));

/** A bench on one of the transports. */
export interface BenchParts {
  page: Page;
  /** Addresses that the page may load from and talk to begin like one of these. */
  ownAddresses: readonly string[];
  /** Put before the names of screenshots. */
  prefix: string;
  killEngine(): Promise<void>;
  close(): Promise<void>;
}

/** A bench under test: the page as a person has it before them, and the figures that the engine sent to it. */
export class Bench {
  readonly page: Page;
  readonly #parts: BenchParts;
  /** Errors on the console, exceptions of the page, and requests to anywhere but the program itself. */
  readonly #faults: string[] = [];
  readonly #forgiven: RegExp[] = [];

  private constructor(parts: BenchParts) {
    this.page = parts.page;
    this.#parts = parts;
    const { page } = parts;
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('console', (message) => {
      if (message.type() === 'error') this.#faults.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.#faults.push(`exception: ${error.stack ?? error.message}`));
    page.on('request', (request) => this.#checkAddress(request.url()));
    page.on('websocket', (socket) => this.#checkAddress(socket.url()));
  }

  /**
   * Listens to a page, shows the bench on it and waits until it stands.
   *
   * @param show  loads the page
   */
  static async open(parts: BenchParts, show: () => Promise<unknown>): Promise<Bench> {
    const bench = new Bench(parts);
    await parts.page.addInitScript(installPageTap);
    await show();
    await bench.ready();
    return bench;
  }

  /** The network with its edges. */
  get network(): Locator {
    return this.page.getByRole('application', { name: /^Network/ });
  }

  /** The bar with the buttons and the readings of the run. */
  get transport(): Locator {
    return this.page.getByRole('region', { name: 'Run' });
  }

  edge(id: string): Locator {
    return this.network.getByRole('button', { name: new RegExp(`^Edge ${id},`) });
  }

  /** What a screen reader says of an edge. (A straight line has no area, so that Playwright takes every edge for hidden.) */
  async spoken(id: string): Promise<string> {
    return (await this.edge(id).getAttribute('aria-label')) ?? '';
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  /** A reading of the transport bar: "step", "error", "t". */
  reading(name: string): Locator {
    return this.transport.locator('dt').getByText(name, { exact: true }).locator('xpath=following-sibling::dd');
  }

  async frame(): Promise<Frame> {
    return (await this.page.evaluate(() => window.benchTap.frame))!;
  }

  async session(): Promise<Session> {
    return (await this.page.evaluate(() => window.benchTap.session))!;
  }

  /** Does what makes the engine send a whole session, and waits for it. */
  async untilNextSession(action: () => Promise<unknown>): Promise<Session> {
    const count = (): Promise<number> => this.page.evaluate(() => window.benchTap.sessionCount);
    const before = await count();
    await action();
    await this.poll('another session', async () => (await count()) > before);
    return this.session();
  }

  history(): Promise<HistoryPoint[]> {
    return this.page.evaluate(() => window.benchTap.history);
  }

  markers(): Promise<Marker[]> {
    return this.page.evaluate(() => window.benchTap.markers);
  }

  /** Waits until the page has a session and draws it. */
  async ready(): Promise<void> {
    const hasSession = (): Promise<boolean> => this.page.evaluate(() => window.benchTap.session !== null);
    await this.poll('a session that is drawn', async () => (await this.network.isVisible()) && (await hasSession()));
  }

  /** Waits until the engine's own figures say so; answers the first frame that does. */
  async until(what: string, isSo: (frame: Frame) => boolean): Promise<Frame> {
    let frame = await this.frame();
    await this.poll(
      () => `${what}, at step ${frame.step} with the error ${frame.error}, ${frame.isRunning ? 'running' : 'paused'}`,
      async () => isSo((frame = await this.frame())),
    );
    return frame;
  }

  /**
   * Waits until a condition holds. What can't be looked at (a page that is being loaded, an element that is not there) does not hold yet.
   *
   * @throws what was waited for, and what the page tells instead
   */
  async poll(what: string | (() => string), isSo: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      let obstacle = '';
      try {
        if (await isSo()) return;
      } catch (error) {
        obstacle = `\n${String(error)}`;
      }
      if (performance.now() > deadline || this.page.isClosed()) {
        const wanted = typeof what === 'string' ? what : what();
        throw new Error(`Waited ${PATIENCE_MS / 1000} s in vain for ${wanted}${obstacle}\n${await this.account()}`);
      }
      await pause(LOOK_INTERVAL_MS);
    }
  }

  /** Waits until an element, the only one of its kind, reads so. */
  async reads(element: Locator, text: string | RegExp): Promise<void> {
    let read = 'nothing';
    await this.poll(
      () => `${String(element)} to read ${String(text)}; it reads "${read}"`,
      async () => {
        read = await element.innerText({ timeout: GLANCE_MS });
        return typeof text === 'string' ? read.includes(text) : text.test(read);
      },
    );
  }

  /** Waits until an alert has read so since the last session came, though good news may have taken it away since. */
  async alerted(text: RegExp): Promise<void> {
    let alerts: string[] = [];
    await this.poll(
      () => `an alert that reads ${String(text)}; there were ${JSON.stringify(alerts)}`,
      async () => (alerts = await this.page.evaluate(() => window.benchTap.alerts)).some((alert) => text.test(alert)),
    );
  }

  /** Waits until so many elements are there. */
  async counts(element: Locator, expected: number): Promise<void> {
    let count = 0;
    await this.poll(
      () => `${expected} of ${String(element)}; there are ${count}`,
      async () => (count = await element.count()) === expected,
    );
  }

  /** Waits until a screen reader says so of an edge. */
  async says(id: string, text: RegExp): Promise<void> {
    let spoken = '';
    await this.poll(
      () => `edge ${id} to be called ${String(text)}; it is called "${spoken}"`,
      async () => text.test((spoken = await this.spoken(id))),
    );
  }

  /** What the page tells at this moment: alerts, notices, the run, complaints. */
  account(): Promise<string> {
    return accountOf(this.page, this.#faults);
  }

  /** Asks the engine through the page's own bridge. */
  answer(name: RequestName, parameters: unknown): Promise<Answer> {
    return this.page.evaluate(([request, given]) => window.benchTap.ask(request, given), [name, parameters] as const);
  }

  /** Asks what the engine must be able to do. */
  async ask<N extends RequestName>(name: N, parameters: RequestParameters<N>): Promise<RequestResult<N>> {
    const answer = await this.answer(name, parameters);
    if ('problem' in answer) throw new Error(`${name}: ${answer.problem.what} ${answer.problem.why}`);
    return answer.result as RequestResult<N>;
  }

  /** Exactly so many training steps, then a pause; answers the frame of the last one. */
  async train(steps: number): Promise<Frame> {
    await this.pause();
    const { step } = await this.frame();
    await this.ask('run.step', { steps });
    return this.until(`step ${step + steps}`, (frame) => frame.step >= step + steps && !frame.isRunning);
  }

  /** From the first step again, as with the button; answers the first frame of the new run. */
  async restart(): Promise<Frame> {
    return (await this.untilNextSession(() => this.button('Restart with the same seed').click())).frame;
  }

  async pause(): Promise<void> {
    await this.ask('run.set', { isRunning: false });
    await this.until('a pause', (frame) => !frame.isRunning);
  }

  /** Chooses a task as a person does, and waits until it is there. */
  async chooseTask(title: string): Promise<Session> {
    await this.button(/^Choose a task, now/).click();
    const session = await this.untilNextSession(() => this.page.getByRole('button', { name: new RegExp(`^${title} `) }).click());
    await this.page.getByRole('heading', { level: 1, name: title }).waitFor();
    return session;
  }

  /** Walks with the Tab key until an edge of the network has the focus. */
  async tabToNetwork(): Promise<void> {
    // The header, the run, the panels on the left: a bench with everything open has some fifty stops before its network.
    for (let press = 0; press < 80; press++) {
      await this.page.keyboard.press('Tab');
      if ((await this.focusedEdge()) !== '') return;
    }
    throw new Error('80 presses of Tab did not reach the network');
  }

  /** Walks with the arrow keys, from the first edge on, until one of these edges has the focus. */
  async arrowTo(ids: readonly string[]): Promise<string> {
    await this.page.keyboard.press('Home');
    const visited: string[] = [];
    for (let press = 0; press < 60; press++) {
      const focused = await this.focusedEdge();
      if (ids.includes(focused)) return focused;
      visited.push(focused);
      await this.page.keyboard.press(['ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowUp'][press % 5]);
    }
    throw new Error(`the arrow keys reached only ${[...new Set(visited)].join(', ')}`);
  }

  /** Id of the focused edge, or ''. */
  async focusedEdge(): Promise<string> {
    const name = await this.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    return /^Edge (\S+), nodes/.exec(name)?.[1] ?? '';
  }

  async screenshot(name: string): Promise<void> {
    mkdirSync(screenshotFolder, { recursive: true });
    await this.page.screenshot({ path: `${screenshotFolder}${this.#parts.prefix}${name}.png` });
  }

  killEngine(): Promise<void> {
    return this.#parts.killEngine();
  }

  /** Lets pass what a test provokes: a browser reports a lost WebSocket on the console. */
  forgive(fault: RegExp): void {
    this.#forgiven.push(fault);
  }

  /** Ends the bench; throws when the page complained or talked to strangers meanwhile. A test that failed leaves word of its page. */
  async close(): Promise<void> {
    const test = TestRunner.getCurrentTest();
    if (test?.result?.state === 'fail') {
      console.error(`${test.fullTestName}\n${await this.account()}`);
      await this.screenshot(`failed-${test.name.replaceAll(/\W+/g, '-')}`).catch(() => undefined);
    }
    await this.#parts.close();
    const faults = this.#faults.filter((fault) => !this.#forgiven.some((pattern) => pattern.test(fault)));
    expect(faults, 'errors on the console and requests to strangers').toEqual([]);
  }

  #checkAddress(address: string): void {
    const isOwn = this.#parts.ownAddresses.some((own) => address.startsWith(own)) || /^(data|blob):/.test(address);
    if (!isOwn) this.#faults.push(`request to ${address}`);
  }
}
