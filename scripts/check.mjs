/** Every check of the sources that needs no test, side by side: `npm run check`. Each is an npm script or a room of `checkTypes.mjs`. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { join } from 'node:path';
import { root } from './build.mjs';
import { typeChecks } from './checkTypes.mjs';
import { runAll } from './sideBySide.mjs';

/** Where the programs of the npm scripts are. @type {Record<string, string>} */
const programs = {
  eslint: 'node_modules/eslint/bin/eslint.js',
  prettier: 'node_modules/prettier/bin/prettier.cjs',
  'svelte-check': 'node_modules/svelte-check/bin/svelte-check',
  depcruise: 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
};

/** @type {{ scripts: Record<string, string> }} */
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** @param {string} name  of an npm script that is one program with plain words @returns {import('./sideBySide.mjs').Check} */
function script(name) {
  const [program, ...words] = scripts[name].split(' ');
  return { title: name, words: [programs[program], ...words] };
}

const longestFirst = ['check:lint', 'check:svelte', 'check:format', 'check:layers'].map(script);
process.exitCode = (await runAll([...longestFirst, ...typeChecks])) ? 0 : 1;
