import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../../architecture/support/skeleton.ts';
import { twinbench } from '../terminal.ts';

const hasSocat = spawnSync('socat', ['-V']).status === 0;
if (!hasSocat) console.warn('socat is not installed: the emulated board was not tried over a serial line');

/** The emulated board in a program of its own, at the end of a line that the driver opens like any serial port. */
describe.runIf(hasSocat)('a board on a serial line', { timeout: 90_000 }, () => {
  let folder: string;
  let port: string;
  let emulator: ChildProcess;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinbench-line-'));
    port = join(folder, 'board');
    emulator = spawn(process.execPath, [join(root, 'bin/twinbench.js'), 'board', 'emulate', 'xor', '--pty', port], {
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    await new Promise((resolve, reject) => {
      emulator.stderr!.once('data', resolve);
      emulator.once('exit', (code) => reject(new Error(`the emulated board ended with ${String(code)}`)));
    });
  }, 90_000);

  afterAll(async () => {
    const ended = new Promise((resolve) => emulator.once('exit', resolve));
    emulator.kill('SIGINT');
    await ended;
    await rm(folder, { recursive: true, force: true });
  });

  test('says what it is', async () => {
    const { code, out } = await twinbench(['board', 'info', port, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      identity: { profile: 'transistors2024', serialNumber: '2024' },
      capability: { edgeCount: 32 },
    });
  });

  test('trains, and every measurement arrives', async () => {
    const { out } = await twinbench(['train', 'xor', '--machine', `board:${port}`, '--steps', '300', '--json']);
    const { steps, history } = JSON.parse(out) as { steps: number; history: { step: number; error: number }[] };
    expect(steps).toBe(300);
    expect(history.map(({ step }) => step)).toEqual([0, 100, 200, 300]);
    for (const { error } of history) expect(error).toBeGreaterThan(0);
  });
});
