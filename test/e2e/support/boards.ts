import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { lstatSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Session } from '../../../shared/session.ts';
import { sizes, type Bench } from './bench.ts';

const program = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

/** The chip in the header. */
export const sourceChip = (bench: Bench) => bench.page.getByRole('button', { name: /^Source: / });

/** What the person is told of the board on the bench. */
export const boardBar = (bench: Bench) => bench.page.getByRole('region', { name: 'Board', exact: true });

/** Connects an emulated board that does something wrong, by its name in the picker, "" for nothing. @param said  what is filled in, by its label */
export async function connectEmulated(bench: Bench, wrong: string, said: Readonly<Record<string, number>> = {}): Promise<Session> {
  const { page } = bench;
  await sourceChip(bench).click();
  await page.getByText('An emulated board of your choice').click();
  const form = page.getByRole('form', { name: 'Emulated board' });
  await form.getByLabel('Goes wrong').selectOption({ label: wrong === '' ? 'nothing' : wrong });
  for (const [label, value] of Object.entries(said)) await form.getByLabel(label, { exact: true }).fill(String(value));
  return bench.untilNextSession(() => form.getByRole('button', { name: 'Put it on this board' }).click());
}

/** Types the path of a port, and opens it although that may reset a board. */
export async function openPort(bench: Bench, path: string): Promise<void> {
  await sourceChip(bench).click();
  await bench.page.getByLabel('Path of a port').fill(path);
  await bench.page.getByRole('button', { name: 'Connect' }).click();
  await bench.page.getByRole('dialog', { name: 'Opening this port may reset the board' }).getByRole('button', { name: 'Open it' }).click();
}

/** Says go to the board that waits for it. */
export async function sayGo(bench: Bench): Promise<void> {
  await boardBar(bench).getByRole('button', { name: 'Go' }).click();
  await boardBar(bench).waitFor({ state: 'detached' });
}

/** Everything that the person was told of the board, for a test that fails. */
export async function told(bench: Bench): Promise<string> {
  const { link, step, isRunning } = await bench.frame();
  const marks = (await bench.markers()).map(({ kind, step: at, label }) => `${kind} at ${at}: ${label}`);
  const alerts = await bench.page.getByRole('alert').allInnerTexts();
  const chip = await sourceChip(bench).innerText();
  return JSON.stringify({ step, isRunning, chip, alerts, link, marks: marks.slice(-20) }, null, 1);
}

/** Photographs the page in both sizes, in the light and in the dark. */
export async function photograph(bench: Bench, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await bench.page.emulateMedia({ colorScheme });
    for (const { width, height } of sizes.slice(0, 2)) {
      await bench.page.setViewportSize({ width, height });
      // Two drawn frames: the size is known, and what depends on it is laid out.
      await bench.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await bench.screenshot(`${name}-${width}x${height}-${colorScheme}`);
    }
  }
  await bench.page.emulateMedia({ colorScheme: 'light' });
  await bench.page.setViewportSize(sizes[0]);
}

/** A path for a pseudo-terminal. */
export const portPath = (): string => join(mkdtempSync(join(tmpdir(), 'twinbench-port-')), 'board');

/** A program of its own that a test ends. */
export class Beside {
  readonly #child: ChildProcess;
  readonly #path: string;

  private constructor(child: ChildProcess, path: string) {
    this.#child = child;
    this.#path = path;
  }

  /** Starts it, and waits until it says that it is ready. @param path  that goes with it; "" where none does */
  static async start(file: string, parameters: readonly string[], ready: RegExp, path = ''): Promise<Beside> {
    const child = spawn(file, parameters, { stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    await new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (text: Buffer) => {
          said += String(text);
          if (ready.test(said)) resolve();
        });
      }
      child.once('exit', (code) => reject(new Error(`${file} ended with ${String(code)}: ${said}`)));
    });
    return new Beside(child, path);
  }

  /** An emulated board in a program of its own, behind a pseudo-terminal. */
  static board(path: string, number: number): Promise<Beside> {
    const words = [program, 'board', 'emulate', 'xor', '--pty', path, '--board', String(number)];
    return Beside.start(process.execPath, words, /Ctrl-C ends it/, path);
  }

  /** Ends it, and waits until its path is free for the next: socat takes the path away a moment after the program that was killed. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill(signal);
    await once(this.#child, 'exit');
    if (this.#path !== '') await expect.poll(() => lstatSync(this.#path, { throwIfNoEntry: false })).toBeUndefined();
  }
}
