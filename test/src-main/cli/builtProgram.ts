import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** Folder of the checkout. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly error: string;
}

/**
 * Runs the built command as a user would, from the checkout, with its worker threads.
 *
 * @param options.interruptOn  what standard error reads like when Ctrl-C is pressed
 */
export function twinbench(parameters: readonly string[], options: { input?: string; interruptOn?: RegExp } = {}): Promise<Run> {
  const { input = '', interruptOn } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'bin/twinbench.js'), ...parameters], { cwd: root });
    let out = '';
    let error = '';
    let isInterrupted = false;
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    child.stderr.on('data', (chunk) => {
      error += String(chunk);
      if (isInterrupted || interruptOn?.test(error) !== true) return;
      isInterrupted = true;
      child.kill('SIGINT');
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, out, error }));
    child.stdin.end(input);
  });
}
