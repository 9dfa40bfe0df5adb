/** Type-checks every room by its own tsconfig: each sees only what its programs will have (the engine no `document`, the screen no `node:fs`). */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { root } from './build.mjs';

const rooms = [
  '.',
  'shared',
  'src-main',
  'src-main/recording',
  'src-main/sweeps',
  'src-main/board',
  'src-main/machines',
  'src-main/host',
  'src-main/cli',
  'src-renderer',
  'electron',
  'test',
];

/** @param {string} room @returns {Promise<boolean>} */
function check(room) {
  return new Promise((resolve) => {
    const compiler = spawn(process.execPath, ['node_modules/typescript/bin/tsc', '-p', room, '--pretty', 'false'], { cwd: root });
    let output = '';
    compiler.stdout.on('data', (chunk) => (output += String(chunk)));
    compiler.stderr.on('data', (chunk) => (output += String(chunk)));
    compiler.on('close', (code) => {
      process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} types of ${room === '.' ? 'scripts' : room}\n${output}`);
      resolve(code === 0);
    });
  });
}

const waiting = [...rooms];
const results = await Promise.all(
  Array.from({ length: Math.min(availableParallelism(), 4) }, async () => {
    let isGood = true;
    for (let room = waiting.shift(); room !== undefined; room = waiting.shift()) isGood = (await check(room)) && isGood;
    return isGood;
  }),
);
process.exitCode = results.every(Boolean) ? 0 : 1;
