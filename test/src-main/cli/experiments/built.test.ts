import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Runs the built command, with its worker threads. @param interruptOn  what standard error reads like when Ctrl-C is pressed */
function twinbench(
  parameters: readonly string[],
  interruptOn: RegExp | null = null,
): Promise<{ code: number | null; out: string; error: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'bin/twinbench.js'), ...parameters], { cwd: root });
    let out = '';
    let error = '';
    let isInterrupted = false;
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    child.stderr.on('data', (chunk) => {
      error += String(chunk);
      if (interruptOn === null || isInterrupted || !interruptOn.test(error)) return;
      isInterrupted = true;
      child.kill('SIGINT');
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, error }));
  });
}

describe('seeds on worker threads', () => {
  // The first run builds what is stale.
  beforeAll(() => twinbench(['--version']));

  test('give the bytes that one thread gives', async () => {
    const parameters = ['experiment', 'run', 'digipots2022/divider', '--seeds', '4', '--json'];
    const { code, out } = await twinbench(parameters);
    const alone = await import('../terminal.ts').then((terminal) => terminal.twinbench(parameters));
    expect(code).toBe(0);
    expect(out).toBe(alone.out);
  });

  test('are ended by Ctrl-C, in the middle of a run', async () => {
    // Far more seeds than a few seconds can hold; progress is told every five, and a slow computer may have none by then.
    const parameters = ['experiment', 'run', 'digipots2022/tenTasks', '--seeds', '10000', '--json'];
    const { code, out, error } = await twinbench(parameters, /(^|\n)[1-9]\d* of .* seeds · /);
    expect(code).toBe(1);
    expect((JSON.parse(out) as { seeds: number }).seeds).toBeGreaterThan(0);
    expect(error).toContain('Interrupted:');
  });
});
