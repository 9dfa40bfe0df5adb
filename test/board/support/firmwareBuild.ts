import { mkdtempSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { make } from '../../../scripts/firmware.mjs';

export type Profile = 'transistors2024' | 'digipots2022';

/** Whether a program is installed. */
export function has(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
}

/** Warns loudly where programs are missing, and answers whether a test can run. */
export function canRun(what: string, programs: readonly string[], packages: string): boolean {
  const missing = programs.filter((program) => !has(program));
  if (missing.length === 0) return true;
  console.warn(`\n*** ${missing.join(', ')} NOT installed: ${what} was NOT tested (apt-get install ${packages}) ***\n`);
  return false;
}

/** A folder of its own with what the firmware's Makefile builds for these targets. */
export function build(...targets: string[]): { folder: string; path: (name: string) => string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'twinbench-firmware-'));
  make(folder, ...targets.map((target) => (target.includes('-') ? join(folder, target) : target)));
  return { folder, path: (name) => join(folder, name), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
