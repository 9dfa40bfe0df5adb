import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A place for preferences where there are none: that of a first launch. */
export function neverUsed(): string {
  return join(mkdtempSync(join(tmpdir(), 'twinbench-preferences-')), 'preferences.json');
}

/** Preferences of somebody who has trained XOR on the simulation before. */
export function usedBefore(): string {
  const path = neverUsed();
  const last = { task: 'xor', experiment: '', machine: { machine: 'simulated' } };
  writeFileSync(path, JSON.stringify({ format: 'twinbench.preferences', version: 1, last, boards: [] }));
  return path;
}
