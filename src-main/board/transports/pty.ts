import { spawn } from 'node:child_process';
import { ProblemError } from '../../../shared/problem.ts';

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
  // The master ends when the last user of the slave closes it, unless somebody holds it: `wait-slave` comes back for the next.
  const socat = spawn('socat', ['-', `PTY,link=${path},rawer,ignoreeof`], { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  socat.stderr.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(-500)));
  socat.stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => socat.on('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    socat.on('error', (error: NodeJS.ErrnoException) =>
      reject(failed(path, error.code === 'ENOENT' ? 'socat is not installed' : error.message)),
    );
    void ended.then(() => reject(failed(path, complaint.trim() || 'socat ended at once')));
    socat.on('spawn', () => setTimeout(resolve, 200));
  });
  return {
    ended,
    onBytes: (listener) => void socat.stdout.on('data', (bytes: Uint8Array) => listener(bytes)),
    send: (bytes) => void socat.stdin.write(bytes),
    close: () => void socat.kill(),
  };
}

function failed(path: string, why: string): ProblemError {
  return new ProblemError({
    code: 'E-BOARD-PORT',
    what: 'The pseudo-terminal can’t be made',
    where: path,
    why,
    remedy: 'Install socat (`apt-get install socat`), and give a path in a folder that you may write to.',
  });
}
