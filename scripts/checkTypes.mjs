/** Type-checks every room by its own tsconfig: each sees only what its programs will have (the engine no `document`, the screen no `node:fs`). */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { runAll } from './sideBySide.mjs';

const rooms = [
  '.',
  'shared',
  'src-main',
  // All rooms that Node alone runs have the same, and import one another: together each file is checked once.
  'src-main/tsconfig.node.json',
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
