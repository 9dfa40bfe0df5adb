/**
 * `npm run dev`: the web host, rebuilt and restarted whenever its sources change. A change of the screen alone is built while the
 * engine goes on; reload the page to see it. Parameters go to the host (`npm run dev -- --port 8080`).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { allTargets, build, isStale, root } from './build.mjs';

/** How often to look for changed sources, ms: looking takes a few milliseconds. */
const periodMs = 500;

const start = () =>
  spawn(process.execPath, ['--enable-source-maps', join(root, 'dist/webHost.js'), ...process.argv.slice(2)], { stdio: 'inherit' });
const watched = allTargets.filter((target) => target === 'host' || target === 'renderer');

/** Builds what changed; a mistake in the sources is printed, and the last good build runs on. */
async function rebuild() {
  try {
    return await build({ targets: watched });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return [];
  }
}

await rebuild();
let host = start();
process.on('SIGINT', () => process.exit());
process.on('SIGTERM', () => process.exit());
process.on('exit', () => host.kill());

let failedAt = 0;
for (;;) {
  await pause(periodMs);
  if (!watched.some(isStale) || Date.now() - failedAt < 3000) continue;
  const built = await rebuild();
  failedAt = built.length === 0 ? Date.now() : 0;
  if (built.length > 0) console.log(`Built ${built.join(' and ')}.`);
  if (built.includes('host')) {
    // The old host must let go of its port first.
    const hasEnded = host.exitCode !== null || host.signalCode !== null ? Promise.resolve() : once(host, 'exit');
    host.kill();
    await hasEnded;
    host = start();
  }
}
