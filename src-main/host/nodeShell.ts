import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { nodeFiles } from '../recording/nodeFiles.ts';
import { moveToTrash, type Trashed } from '../recording/trash.ts';
import type { Shell } from './shell.ts';

/** The desktop as programs of the operating system reach it, for hosts without Electron. */
export const nodeShell: Shell = {
  reveal(path) {
    const command = revealCommand(path, process.platform, process.env);
    if (command === null) return Promise.resolve(false);
    return new Promise((resolve) => {
      const child = spawn(command[0], command[1], { stdio: 'ignore', detached: true });
      child.on('error', () => resolve(false));
      // Windows' Explorer says 1 when all is well.
      child.on('exit', (code) => resolve(code === 0 || process.platform === 'win32'));
      child.unref();
    });
  },
  trash: (path) => (process.platform === 'linux' ? linuxTrash(path) : moveAside(path)),
};

/** The command that shows a file, or its folder, in the file manager; `null` where there is no screen. */
function revealCommand(
  path: string,
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): [string, string[]] | null {
  if (platform === 'win32') return ['explorer', [`/select,${path}`]];
  if (platform === 'darwin') return ['open', ['-R', path]];
  const hasDisplay = [environment['DISPLAY'], environment['WAYLAND_DISPLAY']].some((name) => name !== undefined && name !== '');
  return hasDisplay ? ['xdg-open', [dirname(path)]] : null;
}

function linuxTrash(path: string): Promise<Trashed> {
  const userId = process.getuid?.() ?? null;
  return moveToTrash(path, { home: homedir(), environment: process.env, userId, now: () => new Date() });
}

/** The trash of macOS is a folder; that of Windows is none that Node can reach, and the file goes to one beside the runs. */
async function moveAside(path: string): Promise<Trashed> {
  const bin = process.platform === 'darwin' ? join(homedir(), '.Trash') : join(dirname(path), 'trash');
  let where = join(bin, basename(path));
  for (let count = 2; (await nodeFiles.status(where)) !== null; count++) where = join(bin, `${count} ${basename(path)}`);
  await nodeFiles.move(path, where);
  return { where, restore: () => nodeFiles.move(where, path) };
}
