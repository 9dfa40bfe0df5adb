/**
 * `npm start`: Twinbench in a window of its own where Electron can run, else in the browser through the web host.
 *
 *   npm start                 whichever works
 *   npm start -- --web        the web host, without trying the window
 *   npm start -- --port 8080  everything else goes to the program that starts
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { build, canBuild, root } from './build.mjs';

const electronFolder = join(root, 'node_modules/electron');
const words = process.argv.slice(2);

/** Why no window can open on this machine, or `null`. Nothing here needs the network. */
function noWindow() {
  if (words.includes('--web')) return 'the web host was asked for';
  if (!existsSync(electronFolder)) return 'the package `electron` is not installed';
  if (process.platform !== 'linux') return null;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'this machine has no display';
  if (process.getuid?.() === 0) return 'Electron’s sandbox does not run as root';
  return null;
}

/** The runtime's executable, or `null` while it is not there. @returns {string | null} */
function electronRuntime() {
  const note = join(electronFolder, 'path.txt');
  const name = existsSync(note) ? readFileSync(note, 'utf8') : 'electron';
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(electronFolder, 'dist');
  const executable = join(folder, name);
  return existsSync(executable) ? executable : null;
}

/** Electron's package fetches its runtime itself, from where ELECTRON_MIRROR or the vendor says. A dead network must not hold us up. */
async function fetchRuntime() {
  if (!(await answersQuickly())) return;
  console.log('Fetching Electron’s runtime, once (about 110 MB) …');
  spawnSync(process.execPath, [join(electronFolder, 'install.js')], { stdio: 'ignore', timeout: 600_000 });
}

/** Whether the server of the runtime answers within seconds; behind a proxy that is the downloader's business. */
async function answersQuickly() {
  if (process.env.ELECTRON_GET_USE_PROXY) return true;
  try {
    await fetch(process.env.ELECTRON_MIRROR ?? 'https://github.com', { method: 'HEAD', signal: AbortSignal.timeout(4000) });
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a program in the foreground until it ends; Ctrl-C reaches it through the terminal, other signals through us.
 *
 * @param {string} command @param {string[]} parameters
 * @returns {Promise<{ code: number, seconds: number }>}
 */
function run(command, parameters) {
  const start = Date.now();
  const child = spawn(command, parameters, { cwd: root, stdio: 'inherit' });
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  stopWithNpm(() => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    const end = (/** @type {number | null} */ code) => resolve({ code: code ?? 0, seconds: (Date.now() - start) / 1000 });
    child.on('close', end);
    child.on('error', () => end(127));
  });
}

/** npm that is told to end takes only its shell along; what it started would stay behind, so we watch for the loss of our parent. @param {() => void} stop */
function stopWithNpm(stop) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 500);
  watch.unref();
}

/** Opens the window. @returns {Promise<string | null>} why that failed, or `null` when the window was there and was closed */
async function openWindow() {
  if (electronRuntime() === null) await fetchRuntime();
  const executable = electronRuntime();
  if (executable === null) return 'Electron’s runtime could not be fetched';
  const { code, seconds } = await run(executable, [root, ...words]);
  // A runtime that can't start at all (a missing system library, no access to the display) says so within seconds.
  if (code !== 0 && seconds < 10) return `Electron ended at once (exit code ${code})`;
  process.exitCode = code;
  return null;
}

async function main() {
  try {
    if (canBuild()) await build({ targets: ['host', 'electron', 'renderer'] });
  } catch (error) {
    console.error(`The sources do not build: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
    return;
  }
  const reason = noWindow() ?? (await openWindow());
  if (reason === null) return;
  const host = join(root, 'dist/webHost.js');
  if (!existsSync(host)) {
    console.error('Twinbench is not built. Run `npm ci` first.');
    process.exitCode = 1;
    return;
  }
  console.log(`No desktop window: ${reason}. Twinbench starts for the browser instead.`);
  const { code } = await run(process.execPath, [host, ...words.filter((word) => word !== '--web')]);
  process.exitCode = code;
}

await main();
