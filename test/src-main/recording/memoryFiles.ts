import type { AppendFile, Files, HostClock, ReadFile } from '../../../src-main/recording/files.ts';

/** A file system in memory with so much room, that counts what is opened. */
export class MemoryFiles implements Files {
  readonly contents = new Map<string, Uint8Array>();
  /** Bytes that fit in all; less may be allowed while a test runs. */
  room: number;
  opened = 0;
  /** Host time that written files carry, s. */
  now = 0;
  readonly #modified = new Map<string, number>();

  constructor(room = Infinity) {
    this.room = room;
  }

  put(path: string, bytes: Uint8Array): void {
    this.contents.set(path, bytes);
    this.#modified.set(path, this.now);
  }

  bytes(path: string): Uint8Array {
    const bytes = this.contents.get(path);
    if (bytes === undefined) throw failure('ENOENT', path);
    return bytes;
  }

  async create(path: string, beginning: Uint8Array): Promise<AppendFile> {
    if (this.contents.has(path)) throw failure('EEXIST', path);
    this.put(path, new Uint8Array(0));
    const file: AppendFile = {
      append: async (bytes) => {
        const used = [...this.contents.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
        // A full disk takes what fits, and then refuses.
        const taken = bytes.subarray(0, Math.max(0, Math.min(bytes.byteLength, this.room - used)));
        this.put(path, joined(this.bytes(path), taken));
        if (taken.byteLength < bytes.byteLength) throw failure('ENOSPC', path);
      },
      sync: async () => {},
      truncate: async (size) => this.put(path, this.bytes(path).slice(0, size)),
      read: async (offset, length) => this.bytes(path).slice(offset, offset + length),
      close: async () => {},
    };
    await file.append(beginning);
    return file;
  }

  async open(path: string): Promise<ReadFile> {
    this.opened++;
    const bytes = this.bytes(path);
    return {
      size: async () => bytes.byteLength,
      read: async (offset, length) => bytes.slice(offset, offset + length),
      close: async () => {},
    };
  }

  async list(folder: string): Promise<string[]> {
    const below = [...this.contents.keys()].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
    return [...new Set(below.map((name) => name.split('/')[0]))];
  }

  async status(path: string): Promise<{ size: number; modifiedAt: number } | null> {
    const bytes = this.contents.get(path);
    return bytes === undefined ? null : { size: bytes.byteLength, modifiedAt: this.#modified.get(path) ?? 0 };
  }

  async readText(path: string): Promise<string | null> {
    const bytes = this.contents.get(path);
    return bytes === undefined ? null : new TextDecoder().decode(bytes);
  }

  async writeText(path: string, text: string): Promise<void> {
    this.put(path, new TextEncoder().encode(text));
  }

  async writeBytes(path: string, bytes: Uint8Array): Promise<void> {
    this.put(path, bytes);
  }

  async remove(path: string): Promise<void> {
    this.contents.delete(path);
  }

  async move(from: string, to: string): Promise<void> {
    if (this.contents.has(to)) throw failure('EEXIST', to);
    this.put(to, this.bytes(from));
    this.contents.delete(from);
  }
}

/** A clock that stands still until it is told. */
export class TestClock implements HostClock {
  #now: number;
  readonly #timers = new Set<{ at: number; callback: () => void }>();

  constructor(now = 1_700_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(seconds: number, callback: () => void): () => void {
    const timer = { at: this.#now + seconds, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  pass(seconds: number): void {
    this.#now += seconds;
    for (const timer of [...this.#timers]) {
      if (timer.at > this.#now || !this.#timers.delete(timer)) continue;
      timer.callback();
    }
  }
}

export function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.byteLength + second.byteLength);
  bytes.set(first);
  bytes.set(second, first.byteLength);
  return bytes;
}

function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
