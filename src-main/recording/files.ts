/** A file that is only ever added to. One call at a time; `sync` alone may overlap with others. */
export interface AppendFile {
  /** Writes all of it at the end. Rejects with Node's error (ENOSPC: the disk is full); some of it may be there then. */
  append(bytes: Uint8Array): Promise<void>;
  /** Everything written so far is on the disk when it resolves, and survives a power cut. */
  sync(): Promise<void>;
  /** Cuts the file to so many bytes. */
  truncate(size: number): Promise<void>;
  /** So many bytes from the offset; fewer at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A file that is only read. */
export interface ReadFile {
  size(): Promise<number>;
  /** So many bytes from the offset; fewer at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface FileStatus {
  readonly size: number;
  /** s since 1970-01-01 UTC. */
  readonly modifiedAt: number;
}

/** The file system, handed in so that tests decide when a disk is full. Errors are Node's, with their `code`. */
export interface Files {
  /**
   * A new file that begins with these bytes; its folder is made. It appears under its name with them in it, never without.
   * Rejects with EEXIST where there is one.
   */
  create(path: string, beginning: Uint8Array): Promise<AppendFile>;
  open(path: string): Promise<ReadFile>;
  /** Names of files and folders in a folder; none where the folder is not there. */
  list(folder: string): Promise<string[]>;
  /** `null` where nothing is there. */
  status(path: string): Promise<FileStatus | null>;
  /** `null` where nothing is there. */
  readText(path: string): Promise<string | null>;
  /** Replaces the whole file at once: a reader sees the old or the new text, never half of one. */
  writeText(path: string, text: string): Promise<void>;
  /** The same for bytes. */
  writeBytes(path: string, bytes: Uint8Array): Promise<void>;
  /** Moves a file; the folder that it goes to is made. Rejects with EEXIST where something is there. */
  move(from: string, to: string): Promise<void>;
  /** Deletes a file; nothing happens where there is none. */
  remove(path: string): Promise<void>;
}

/** Host time and waiting, handed in so that tests decide when time passes. */
export interface HostClock {
  /** s since 1970-01-01 UTC. */
  now(): number;
  /** Calls back once after so many seconds; answers the way to call it off. */
  after(seconds: number, callback: () => void): () => void;
}
