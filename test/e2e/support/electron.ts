import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication } from 'playwright-core';
import { Bench } from './bench.ts';
import { usedBefore } from './preferences.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const runtimeFolder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(root, 'node_modules/electron/dist');
const programs: Partial<Record<NodeJS.Platform, string>> = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' };
const executablePath = join(runtimeFolder, programs[process.platform] ?? 'electron');

/** Why the desktop program can't run here, or ''. */
export function electronObstacle(): string {
  if (!existsSync(executablePath))
    return `the Electron runtime is not installed (${executablePath} is not there; \`npx electron --version\` fetches it)`;
  const hasDisplay = [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']].some((name) => name !== undefined && name !== '');
  if (process.platform === 'linux' && !hasDisplay) return 'this machine has no display (`xvfb-run npm run test:e2e` gives it one)';
  return '';
}

/** The desktop program with an empty profile. */
export async function openInElectron(): Promise<Bench> {
  const profile = mkdtempSync(join(tmpdir(), 'twinbench-'));
  const env = { ...process.env, TWINBENCH_PREFERENCES: usedBefore() } as Record<string, string>;
  const app = await _electron.launch({
    executablePath,
    args: [root, `--user-data-dir=${profile}`, ...asRoot()],
    colorScheme: 'light',
    env,
  });
  const page = await app.firstWindow();
  await page.setViewportSize({ width: 1440, height: 900 });
  const parts = {
    page,
    ownAddresses: ['app://bench/'],
    prefix: 'electron-',
    killEngine: () => killEngine(app),
    close: async () => {
      await app.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
  // The window loads as soon as it exists; only a load after that is listened to from its beginning.
  return Bench.open(parts, () => page.reload());
}

/** Chromium refuses its sandbox to root. */
function asRoot(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

async function killEngine(app: ElectronApplication): Promise<void> {
  const pid = await app.evaluate(({ app: running }) => running.getAppMetrics().find(({ name }) => name === 'Twinbench engine')?.pid);
  if (pid === undefined) throw new Error('there is no engine to kill');
  process.kill(pid, 'SIGKILL');
}
