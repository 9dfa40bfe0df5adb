/**
 * Measures how far the program agrees with the papers, and writes docs/agreement.json, docs/agreement.md (every claim) and the
 * table of the README (a line per figure).
 *
 *   node scripts/agreement.mjs              runs the whole catalogue
 *   node scripts/agreement.mjs NAME...      runs these experiments or papers, and keeps what is known of the others
 *   node scripts/agreement.mjs --no-run     only lays out the table anew
 *
 * Exit code 1 where a claim fails; the files are written all the same.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { agreementPage, agreementTable, withTable } from './agreementTable.mjs';

/** @typedef {import('./agreementTable.mjs').ExperimentResult} ExperimentResult */

const root = fileURLToPath(new URL('..', import.meta.url));
const resultFile = join(root, 'docs/agreement.json');
const pageFile = join(root, 'docs/agreement.md');
const readmeFile = join(root, 'README.md');

/** @template T @param {string} path @returns {Promise<T>} */
async function load(path) {
  const { module } = await runnerImport(join(root, path), { root, configFile: false, logLevel: 'warn' });
  return /** @type {T} */ (module);
}

/** Runs `twinbench experiment run NAME --json`. @param {string} name @returns {Promise<ExperimentResult[]>} */
async function measure(name) {
  const child = spawn(process.execPath, [join(root, 'bin/twinbench.js'), 'experiment', 'run', name, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, code] = await Promise.all([text(child.stdout), new Promise((resolve) => child.on('close', resolve))]);
  if (code !== 0 && code !== 1) throw new Error(`twinbench experiment run ${name} ended with exit code ${code}`);
  /** @type {ExperimentResult | ExperimentResult[]} */
  const results = JSON.parse(output);
  return Array.isArray(results) ? results : [results];
}

const words = process.argv.slice(2);
const names = words.includes('--no-run') ? [] : words.length > 0 ? words : ['all'];
/** @type {typeof import('../src-main/experiments/index.ts')} */
const { experiments } = await load('src-main/experiments/index.ts');
/** @type {typeof import('../src-main/cli/formatJson.ts')} */
const { formatJson } = await load('src-main/cli/formatJson.ts');
/** @type {typeof import('../shared/units.ts')} */
const { formatQuantity } = await load('shared/units.ts');

/** @type {ExperimentResult[]} */
const known = existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, 'utf8')) : [];
const byName = new Map(known.map((result) => [result.experiment, result]));
for (const name of names) for (const result of await measure(name)) byName.set(result.experiment, result);
const results = Object.keys(experiments).flatMap((name) => byName.get(name) ?? []);

mkdirSync(join(root, 'docs'), { recursive: true });
writeFileSync(resultFile, formatJson(results));
writeFileSync(pageFile, agreementPage(results, formatQuantity));
writeFileSync(readmeFile, withTable(readFileSync(readmeFile, 'utf8'), agreementTable(results, formatQuantity)));
const failed = results.flatMap(({ experiment, claims }) =>
  claims.filter(({ holds }) => holds === false).map(({ id }) => `${experiment} ${id}`),
);
console.log(
  `${results.length} experiments in docs/agreement.json, docs/agreement.md and README.md.${failed.length > 0 ? ` Failed: ${failed.join(', ')}` : ''}`,
);
process.exitCode = failed.length > 0 ? 1 : 0;
