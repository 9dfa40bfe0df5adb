import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import process from 'node:process';
import type { AppendFile, Files, HostClock, ReadFile } from './files.ts';

/** The file system of this machine. */
export const nodeFiles: Files = {
  async create(path, beginning) {
    await mkdir(dirname(path), { recursive: true });
    await refuseExisting(path);
    const draft = draftOf(path);
    const handle = await open(draft, 'ax+');
    try {
      await handle.appendFile(beginning);
      await handle.datasync();
      await rename(draft, path);
    } catch (error) {
      await handle.close();
      await rm(draft, { force: true });
      throw error;
    }
    return appendFileOn(handle);
  },
  open: async (path) => readFileOn(await open(path, 'r')),
  list: (folder) => readdir(folder).catch(absent<string[]>([])),
  status: (path) => stat(path).then(({ size, mtimeMs }) => ({ size, modifiedAt: mtimeMs / 1000 }), absent(null)),
  readText: (path) => readFile(path, 'utf8').catch(absent(null)),
  writeText: replaceFile,
  writeBytes: replaceFile,
  async move(from, to) {
    await mkdir(dirname(to), { recursive: true });
    await refuseExisting(to);
    await rename(from, to);
  },
  remove: (path) => rm(path, { force: true }),
};

/** The clock of this machine. */
export const nodeClock: HostClock = {
  now: () => Date.now() / 1000,
  after: (seconds, callback) => {
    const timer = setTimeout(callback, seconds * 1000);
    return () => clearTimeout(timer);
  },
};

function appendFileOn(handle: FileHandle): AppendFile {
  return {
    append: (bytes) => handle.appendFile(bytes),
    sync: () => handle.datasync(),
    truncate: (size) => handle.truncate(size),
    read: (offset, length) => readFrom(handle, offset, length),
    close: () => handle.close(),
  };
}

function readFileOn(handle: FileHandle): ReadFile {
  return {
    size: async () => (await handle.stat()).size,
    read: (offset, length) => readFrom(handle, offset, length),
    close: () => handle.close(),
  };
}

async function readFrom(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

async function replaceFile(path: string, contents: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = draftOf(path);
  await writeFile(draft, contents);
  await rename(draft, path);
}

/** Where a file is written before it takes its name. */
const draftOf = (path: string): string => `${path}.${process.pid}.draft`;

/** Renaming would overwrite what is there. */
async function refuseExisting(path: string): Promise<void> {
  const isThere = await stat(path).then(() => true, absent(false));
  if (isThere) throw Object.assign(new Error(`there is already a file ${path}`), { code: 'EEXIST' });
}

/** Answers this for what is not there, and passes every other error on. */
function absent<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return value;
    throw error;
  };
}
