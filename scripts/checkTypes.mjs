/** Type-checks every room by its own tsconfig: each sees only what its programs will have (the engine no `document`, the screen no `node:fs`). */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { runAll } from './sideBySide.mjs';

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

/** @type {import('./sideBySide.mjs').Check[]} */
export const typeChecks = rooms.map((room) => ({
  title: `types of ${room === '.' ? 'scripts' : room}`,
  words: ['node_modules/typescript/bin/tsc', '-p', room, '--pretty', 'false'],
}));

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = (await runAll(typeChecks)) ? 0 : 1;
