/**
 * Builds what is out of date, and nothing else.
 *
 *   node scripts/build.mjs                 everything that is stale
 *   node scripts/build.mjs --force         everything
 *   node scripts/build.mjs --if-possible   nothing, and no failure, where the developers' packages are absent (npm's `prepare`)
 *
 * A target is stale when its newest source, file or folder, is not the one that its last build saw.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { programs } from './programs.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * @typedef {'cli' | 'host' | 'electron' | 'renderer'} Target
 * @type {Record<Target, { sources: string[], config: string }>}
 */
const targets = {
  cli: { sources: ['src-main', 'shared'], config: 'vite.node.config.ts' },
  host: { sources: ['src-main', 'shared'], config: 'vite.node.config.ts' },
  electron: { sources: ['electron', 'src-main', 'shared'], config: 'vite.node.config.ts' },
  renderer: { sources: ['src-renderer', 'shared'], config: 'vite.config.ts' },
};

export const allTargets = /** @type {Target[]} */ (Object.keys(targets));

/**
 * Builds those of the given targets that are stale.
 *
 * @param {{ targets?: Target[], isForced?: boolean, isSilent?: boolean }} [options]
 * @returns {Promise<Target[]>} what was built
 * @throws the bundler's error when the sources don't build
 */
export async function build(options = {}) {
  const wanted = options.targets ?? allTargets;
  if (!options.isForced && !wanted.some(isStale)) return [];
  const release = await lock();
  try {
    const stale = wanted.filter((target) => options.isForced || isStale(target));
    for (const target of stale) await buildTarget(target, options.isSilent ?? false);
    return stale;
  } finally {
    release();
  }
}

/** Whether a build of `target` would find sources that the last one did not. @param {Target} target */
export function isStale(target) {
  const stamp = stampOf(target);
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== fingerprint(target);
}

/** Whether this is a checkout with the developers' packages, not an installed package. */
export function canBuild() {
  if (![join(root, 'src-main'), join(root, 'vite.node.config.ts')].every((path) => existsSync(path))) return false;
  try {
    const require = createRequire(import.meta.url);
    return ['vite', '@sveltejs/vite-plugin-svelte'].every((name) => require.resolve(name) !== '');
  } catch {
    return false;
  }
}

/** @param {Target} target @param {boolean} isSilent */
async function buildTarget(target, isSilent) {
  const seen = fingerprint(target);
  const { config } = targets[target];
  const { build: bundle, createBuilder } = await import('vite');
  const common = { root, configFile: join(root, config), logLevel: /** @type {import('vite').LogLevel} */ (isSilent ? 'silent' : 'warn') };
  if (target === 'renderer') {
    // The renderer's own configuration names its root; a root given here would win over it.
    await bundle({ ...common, root: join(root, 'src-renderer') });
  } else {
    const builder = await createBuilder(common);
    const names = Object.keys(programs).filter((name) => programs[name].target === target);
    for (const name of names) await builder.build(builder.environments[name]);
  }
  mkdirSync(join(root, 'dist/.stamps'), { recursive: true });
  writeFileSync(stampOf(target), seen);
}

/** @param {Target} target */
function stampOf(target) {
  return join(root, 'dist/.stamps', target);
}

/** Newest change and number of the sources of a target; folders count, so that a deleted file is noticed. @param {Target} target */
function fingerprint(target) {
  const state = { newest: 0, count: 0 };
  for (const source of ['package.json', 'scripts/programs.mjs', targets[target].config, ...targets[target].sources])
    visit(join(root, source), state);
  return `${state.newest} ${state.count}`;
}

/** @param {string} path @param {{ newest: number, count: number }} state */
function visit(path, state) {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return;
  state.newest = Math.max(state.newest, entry.mtimeMs);
  state.count += 1;
  if (entry.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name), state);
}

/** One build at a time, also between processes: two `twinbench` commands may start together. @returns {Promise<() => void>} */
async function lock() {
  const folder = join(root, 'dist/.lock');
  const owner = join(folder, 'process');
  mkdirSync(join(root, 'dist'), { recursive: true });
  for (;;) {
    try {
      mkdirSync(folder);
      writeFileSync(owner, String(process.pid));
      return () => rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    // A build that was killed leaves its lock behind; one on a busy computer may take minutes.
    if (!isBuilding(folder, owner)) rmSync(folder, { recursive: true, force: true });
    await pause(50);
  }
}

/** Whether the process that holds the lock lives; one that has not said yet which it is has a minute for that. @param {string} folder @param {string} owner */
function isBuilding(folder, owner) {
  const id = existsSync(owner) ? Number(readFileSync(owner, 'utf8')) : 0;
  if (id === 0) return Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) < 60_000;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH';
  }
}

async function main() {
  if (!canBuild()) {
    if (process.argv.includes('--if-possible')) return;
    console.error('The developers’ packages are not installed. Run `npm ci` first.');
    process.exitCode = 1;
    return;
  }
  const built = await build({ isForced: process.argv.includes('--force') });
  console.log(built.length === 0 ? 'Everything is up to date.' : `Built ${built.join(', ')} into dist/.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
