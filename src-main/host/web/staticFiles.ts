import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** A file to serve. */
export interface StaticFile {
  type: string;
  content: Buffer;
}

/**
 * The file that a path of an address stands for, or `null`: one below `folder`, of a known type. Whatever leads out of the
 * folder (dots, encoded dots, links) is no file.
 *
 * @param folder    absolute
 * @param pathname  as in the address, still percent-encoded
 */
export async function findFile(folder: string, pathname: string): Promise<StaticFile | null> {
  const type = types[extname(pathname === '/' ? '/index.html' : pathname)];
  if (type === undefined) return null;
  try {
    const path = decodeURIComponent(pathname === '/' ? '/index.html' : pathname);
    // The real paths are compared, so that it does not matter by which trick a path would leave the folder.
    const root = await realpath(folder);
    const file = await realpath(join(root, path));
    if (!file.startsWith(root + sep)) return null;
    return { type, content: await readFile(file) };
  } catch {
    return null;
  }
}
