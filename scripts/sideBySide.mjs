import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { root } from './build.mjs';

/**
 * A program of Node's that says by its exit code whether all is well.
 *
 * @typedef {{ title: string, words: string[] }} Check
 */

/** @param {Check} check @returns {Promise<boolean>} */
function run({ title, words }) {
  return new Promise((resolve) => {
    const began = performance.now();
    const child = spawn(process.execPath, words, { cwd: root });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    child.on('close', (code) => {
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${title} (${seconds} s)\n${code === 0 ? '' : output}`);
      resolve(code === 0);
    });
  });
}

/**
 * Runs checks side by side, as many at a time as there are cores, in the order given: longest first. What a good one printed is left out.
 *
 * @param {readonly Check[]} checks
 * @returns {Promise<boolean>} whether all went well
 */
export async function runAll(checks) {
  const waiting = [...checks];
  const results = await Promise.all(
    Array.from({ length: availableParallelism() }, async () => {
      let isGood = true;
      for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) isGood = (await run(check)) && isGood;
      return isGood;
    }),
  );
  return results.every(Boolean);
}
