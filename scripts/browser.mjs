/** The built bench in headless Chromium, as the scripts that look at it need it. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/**
 * Starts the built web host as somebody who has never used the program: with files and preferences in a folder of its own.
 *
 * @returns {Promise<{ url: string, stop: () => void }>}
 */
export async function startHost() {
  const folder = mkdtempSync(join(tmpdir(), 'twinbench-'));
  const host = spawn(process.execPath, [fileURLToPath(new URL('../dist/webHost.js', import.meta.url)), '--no-open'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TWINBENCH_RUNS: join(folder, 'runs'), TWINBENCH_PREFERENCES: join(folder, 'preferences.json') },
  });
  for await (const chunk of host.stdout) {
    const url = /http:\S+/.exec(String(chunk))?.[0];
    if (url !== undefined) return { url, stop: () => host.kill() };
  }
  throw new Error('the web host ended before it said where it is');
}

/** Chromium without a graphics card. */
export function launchChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const executablePath = ['chromium', 'chromium-browser', 'google-chrome']
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((file) => existsSync(file));
  if (executablePath === undefined) throw new Error('no Chromium on the PATH');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
}
