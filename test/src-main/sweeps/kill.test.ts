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

describe('a sweep on worker threads', () => {
  beforeAll(async () => {
    writeFileSync(document, JSON.stringify({ ...small, base: { task: 'divider', changes: { steps: 4000 } }, repeats: 12 }));
    // The first run builds what is stale.
    await twinbench(['--version']);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  test('killed dead in the middle and resumed leaves the bytes of an undisturbed one on one worker', async () => {
    const [undisturbed, killed] = [join(folder, 'undisturbed'), join(folder, 'killed')];
    expect(await twinbench(['sweep', document, '--to', undisturbed, '--workers', '1'])).toBe(0);
    expect(await twinbench(['sweep', document, '--to', killed, '--workers', '2'], killed, 7)).toBeNull();
    const left = cellsOf(killed).length;
    expect(left).toBeGreaterThanOrEqual(7);
    expect(left).toBeLessThan(48);
    expect(existsSync(join(killed, 'table.csv'))).toBe(false);
    expect(await twinbench(['sweep', document, '--to', killed, '--workers', '2', '--resume'])).toBe(0);
    expect(bytesOf(killed)).toEqual(bytesOf(undisturbed));
  });
});
