import { spawn } from 'node:child_process';
import { lstat, readlink } from 'node:fs/promises';
import { ProblemError } from '../../../shared/problem.ts';

/** Whether a device is a pseudo-terminal of Linux, macOS or a BSD. */
export function isPseudoTerminal(device: string): boolean {
  return /^\/dev\/(?:pts\/\d+|ttys\d+)$/.test(device);
}

/** What socat says once the path is there and bytes go through. */
const READY = 'starting data transfer loop';
/** "2026/11/22 01:30:53 socat[13985] E symlink(...): No such file or directory": what went wrong, not what was done. */
const complaint = /^\S+ \S+ socat\[\d+\] [EF] (.*)$/gm;

/** The board's side of a pseudo-terminal that other programs open like a serial port. */
export interface PseudoTerminal {
  /** What the other program writes. */
  onBytes(listener: (bytes: Uint8Array) => void): void;
  send(bytes: Uint8Array): void;
  /** Resolves when it has ended, of itself or by `close`. */
  readonly ended: Promise<void>;
  close(): void;
}

/**
 * Makes a pseudo-terminal at a path by socat, which Debian, macOS (brew) and most others have. It stays when a program that used it
 * goes. A pseudo-terminal has no speed: both ends always understand each other.
 *
 * @throws ProblemError E-BOARD-PORT where socat is not installed or the path can't be made
 */
export async function openPseudoTerminal(path: string): Promise<PseudoTerminal> {
  // socat would put its link in the place of whatever is there, and take it away at the end.
  if (!(await isFree(path))) throw failed(path, 'something else is there', 'Give a path where nothing is.');
  // The master ends when the last user of the slave closes it, unless somebody holds it: `wait-slave` comes back for the next.
  const socat = spawn('socat', ['-d', '-d', '-', `PTY,link=${path},rawer,ignoreeof`], { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  const isThere = new Promise<void>((resolve) => {
    socat.stderr.on('data', (text: Buffer) => {
      said = (said + text.toString()).slice(-1000);
      if (said.includes(READY)) resolve();
    });
  });
  socat.stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => socat.on('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    socat.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? failed(path, 'socat is not installed', installSocat) : failed(path, error.message, writable)),
    );
    void ended.then(() => reject(failed(path, complaintIn(said) || 'socat ended at once', writable)));
    void isThere.then(resolve);
  });
  return {
    ended,
    onBytes: (listener) => void socat.stdout.on('data', (bytes: Uint8Array) => listener(bytes)),
    send: (bytes) => void socat.stdin.write(bytes),
    close: () => void socat.kill(),
  };
}

const complaintIn = (said: string): string => Array.from(said.matchAll(complaint), ([, words]) => words).join('; ');

const installSocat = 'Install it (`apt-get install socat`).';
const writable = 'Give a path in a folder that is there and that you may write to.';

/** Whether nothing is at a path, or what an emulated board has left there. */
async function isFree(path: string): Promise<boolean> {
  const there = await lstat(path).catch(() => null);
  return there === null || (there.isSymbolicLink() && isPseudoTerminal(await readlink(path)));
}

function failed(path: string, why: string, remedy: string): ProblemError {
  return new ProblemError({
    code: 'E-BOARD-PORT',
    what: 'The pseudo-terminal can’t be made',
    where: path,
    why,
    remedy,
  });
}
