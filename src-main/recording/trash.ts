import { link, mkdir, open, rename, rm, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';

/** A file in the trash. */
export interface Trashed {
  readonly where: string;
  /** Puts it back where it was; `null` where only the system itself can. Rejects with EEXIST where something is there now. */
  readonly restore: (() => Promise<void>) | null;
}

/** What decides where the trash is. */
export interface TrashSurroundings {
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of the user; `null` on systems without. */
  readonly userId: number | null;
  /** Local time, for the date of deletion. */
  readonly now: () => Date;
}

/**
 * Moves a file to the trash of the desktop, by the trash specification of freedesktop.org (1.0): the home trash where the file is on
 * the same file system, else `.Trash-<user>` at the top of its own. File managers list it, and can put it back.
 *
 * @throws Node's error where neither can be written
 */
export async function moveToTrash(path: string, surroundings: TrashSurroundings): Promise<Trashed> {
  const data = surroundings.environment['XDG_DATA_HOME'];
  const home = join(data === undefined || data === '' ? join(surroundings.home, '.local', 'share') : data, 'Trash');
  try {
    return await put(path, home, path, surroundings);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV') || surroundings.userId === null) throw error;
  }
  const top = await topOf(dirname(path));
  return put(path, join(top, `.Trash-${surroundings.userId}`), relative(top, path), surroundings);
}

/** The file with its entry: where it came from and when, which is written first so that no name is ever used twice. */
async function put(path: string, bin: string, origin: string, { now }: TrashSurroundings): Promise<Trashed> {
  await mkdir(join(bin, 'files'), { recursive: true, mode: 0o700 });
  await mkdir(join(bin, 'info'), { recursive: true, mode: 0o700 });
  const { name, entry } = await reserve(bin, basename(path));
  const where = join(bin, 'files', name);
  try {
    const lines = ['[Trash Info]', `Path=${origin.split('/').map(encodeURIComponent).join('/')}`, `DeletionDate=${localDate(now())}`, ''];
    await entry.writeFile(lines.join('\n'));
    await entry.close();
    await rename(path, where);
  } catch (error) {
    await rm(infoOf(bin, name), { force: true });
    throw error;
  }
  return {
    where,
    async restore() {
      // A link refuses what is there already, and both names are on one file system.
      await link(where, path);
      await unlink(where);
      await rm(infoOf(bin, name), { force: true });
    },
  };
}

async function reserve(bin: string, wanted: string): Promise<{ name: string; entry: Awaited<ReturnType<typeof open>> }> {
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : wanted.replace(/(\.[^.]*)?$/, `.${count}$1`);
    try {
      return { name, entry: await open(infoOf(bin, name), 'wx') };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}

const infoOf = (bin: string, name: string): string => join(bin, 'info', `${name}.trashinfo`);

/** The top folder of the file system that a folder is on. */
async function topOf(folder: string): Promise<string> {
  const { dev } = await stat(folder);
  let top = folder;
  while (dirname(top) !== top && (await stat(dirname(top))).dev === dev) top = dirname(top);
  return top;
}

/** "2026-11-21T12:30:05", local. */
function localDate(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}
