import type { Files } from './files.ts';

/**
 * The same files, watched while they are read: how far a long pass is, and the way to end it.
 *
 * @param onRead  told of every piece that was read, bytes; whatever it throws ends the reading
 */
export function watchedFiles(files: Files, onRead: (bytes: number) => void): Files {
  return {
    create: (path, beginning) => files.create(path, beginning),
    list: (folder) => files.list(folder),
    status: (path) => files.status(path),
    readText: (path) => files.readText(path),
    writeText: (path, text) => files.writeText(path, text),
    writeBytes: (path, bytes) => files.writeBytes(path, bytes),
    move: (from, to) => files.move(from, to),
    remove: (path) => files.remove(path),
    async open(path) {
      const file = await files.open(path);
      return {
        size: () => file.size(),
        async read(offset, length) {
          const bytes = await file.read(offset, length);
          onRead(bytes.byteLength);
          return bytes;
        },
        close: () => file.close(),
      };
    },
  };
}
