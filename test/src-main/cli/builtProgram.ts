import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
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
 * @param options.user         who runs it, by number, where that is another one; what is built is run then, as of the last run before
 */
export function twinbench(
  parameters: readonly string[],
  options: { input?: string; interruptOn?: RegExp; user?: number } = {},
): Promise<Run> {
  const { input = '', interruptOn, user } = options;
  return new Promise((resolve, reject) => {
    const program = join(root, user === undefined ? 'bin/twinbench.js' : 'dist/cli/main.js');
    const child = spawn(process.execPath, [program, ...parameters], {
      cwd: root,
      ...(user === undefined ? {} : { uid: user, gid: user, env: { ...process.env, HOME: tmpdir() } }),
    });
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
