/**
 * `npm run properties [-- FILE ... | -t NAME]`: every property test (or those of these files) from a fresh seed, with 20 times as many
 * cases as in the gate. TWINBENCH_PROPERTY_RUNS says how many times, TWINBENCH_PROPERTY_SEED repeats a seed.
 */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { TWINBENCH_PROPERTY_SEED: seed = String(randomInt(2 ** 31)), TWINBENCH_PROPERTY_RUNS: runs = '20' } = process.env;
const words = process.argv.slice(2);
const files = words.some((word) => word.endsWith('.ts'))
  ? []
  : readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
      .map((path) => join('test', path))
      .filter((path) => path.endsWith('.test.ts') && readFileSync(join(root, path), 'utf8').includes("/properties.ts'"));
const again = `TWINBENCH_PROPERTY_SEED=${seed} TWINBENCH_PROPERTY_RUNS=${runs} npm run properties`;

console.log(`${runs} times as many cases as in the gate. The same once more: ${again}`);
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--testTimeout', '0', '--hookTimeout', '0', ...words, ...files],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TWINBENCH_PROPERTY_SEED: seed, TWINBENCH_PROPERTY_RUNS: runs },
  },
);
if (status !== 0) console.log(`The same once more: ${again}`);
process.exitCode = status ?? 1;
