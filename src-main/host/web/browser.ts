import { spawn } from 'node:child_process';

/** The machine, as far as opening a browser depends on it. */
export interface Surroundings {
  platform: NodeJS.Platform;
  environment: Readonly<Record<string, string | undefined>>;
}

/** The command that opens an address in the user's browser, or `null` where there is no screen to open it on. */
export function browserCommand(url: string, { platform, environment }: Surroundings): [string, string[]] | null {
  if (platform === 'win32') return ['cmd', ['/c', 'start', '""', url]];
  if (platform === 'darwin') return environment['SSH_CONNECTION'] === undefined ? ['open', [url]] : null;
  const hasDisplay = [environment['DISPLAY'], environment['WAYLAND_DISPLAY']].some((name) => name !== undefined && name !== '');
  return hasDisplay ? ['xdg-open', [url]] : null;
}

/** Tries to open the address; answers why the user has to do it, or `null`. */
export function openBrowser(url: string, surroundings: Surroundings): Promise<string | null> {
  const command = browserCommand(url, surroundings);
  if (command === null) return Promise.resolve('this machine has no display');
  return new Promise((resolve) => {
    const child = spawn(command[0], command[1], { detached: true, stdio: 'ignore' });
    child.on('error', () => resolve(`${command[0]} is not there`));
    child.on('exit', (code) => resolve(code === 0 ? null : `${command[0]} found no browser`));
    // Some systems' openers stay as long as the browser does; that one has opened.
    setTimeout(() => resolve(null), 3000).unref();
    child.unref();
  });
}
