import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { small } from './support.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'twinbench-sweep-'));
const document = join(folder, 'sweep.json');
/** Four points, twelve repeats. */
const CELLS = 48;

/** Runs the built command, with its worker threads; once so many cells are kept in `killIn`, it is killed dead. */
function twinbench(parameters: readonly string[], killIn = '', killAfter = 0): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'bin/twinbench.js'), ...parameters], { cwd: root, stdio: 'ignore' });
    const watch = setInterval(() => {
      if (killIn !== '' && cellsOf(killIn).length >= killAfter) child.kill('SIGKILL');
    }, 2);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watch);
      resolve(code);
    });
  });
}

function cellsOf(sweep: string): string[] {
  const cells = join(sweep, 'cells');
  return existsSync(cells) ? readdirSync(cells).filter((name) => name.endsWith('.json')) : [];
}

/** Name and bytes of every result and of the tables. */
function bytesOf(sweep: string): Record<string, string> {
  const names = [...cellsOf(sweep).map((name) => `cells/${name}`), 'table.csv', 'table.parquet'];
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(sweep, name), 'latin1')]));
}

/** A sweep that was killed once seven cells were kept. One that ended before this process got to look at it is no such sweep, and another is begun. */
async function killedInTheMiddle(): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const sweep = join(folder, `killed-${attempt}`);
    const code = await twinbench(['sweep', document, '--to', sweep, '--workers', '2'], sweep, 7);
    if (code === null && cellsOf(sweep).length < CELLS) return sweep;
    expect([0, null], 'the sweep ended by itself, and well, or was killed too late').toContain(code);
    expect(attempt, 'attempts to be in time').toBeLessThan(10);
  }
}

describe('a sweep on worker threads', () => {
  beforeAll(async () => {
    writeFileSync(document, JSON.stringify({ ...small, base: { task: 'divider', changes: { steps: 4000 } }, repeats: 12 }));
    // The first run builds what is stale.
    await twinbench(['--version']);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  test('killed dead in the middle and resumed leaves the bytes of an undisturbed one on one worker', async () => {
    const undisturbed = join(folder, 'undisturbed');
    expect(await twinbench(['sweep', document, '--to', undisturbed, '--workers', '1'])).toBe(0);
    const killed = await killedInTheMiddle();
    const left = cellsOf(killed).length;
    expect(left).toBeGreaterThanOrEqual(7);
    expect(left).toBeLessThan(CELLS);
    expect(existsSync(join(killed, 'table.csv'))).toBe(false);
    expect(await twinbench(['sweep', document, '--to', killed, '--workers', '2', '--resume'])).toBe(0);
    expect(bytesOf(killed)).toEqual(bytesOf(undisturbed));
  });
});
