import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/** While it is held, the computer does not fall asleep by itself. */
export interface Wakefulness {
  /** False where nothing on this computer could be asked for it. */
  readonly isHeld: boolean;
  /** By what, or why not. */
  readonly how: string;
  release(): void;
}

/** Asks the computer to stay awake. Never fails: a recording goes on without it, and says so. */
export type KeepAwake = (reason: string) => Promise<Wakefulness>;

/** A program that keeps the computer awake as long as the command behind it runs. */
export interface Inhibitor {
  readonly name: string;
  arguments(reason: string): readonly string[];
}

/** What Linux and macOS bring along. */
export const inhibitors: Readonly<Record<string, Inhibitor | undefined>> = {
  linux: {
    name: 'systemd-inhibit',
    arguments: (reason) => ['--what=sleep:idle', '--mode=block', '--who=Twinbench', `--why=${reason}`],
  },
  darwin: { name: 'caffeinate', arguments: () => ['-i', '-s'] },
};

/** Tells that it runs, and ends with its input: when it is released, and also when this process is killed. */
const HELD = 'held';
const waiter = ['sh', '-c', `echo ${HELD}; exec cat > /dev/null`];

/** Keeps awake by a program of the operating system. @param inhibitor  undefined where the system has none */
export function createKeepAwake(inhibitor: Inhibitor | undefined): KeepAwake {
  return (reason) => {
    if (inhibitor === undefined) return Promise.resolve(unheld('this system has no program for it'));
    const { name } = inhibitor;
    return new Promise((resolve) => {
      const child = spawn(name, [...inhibitor.arguments(reason), ...waiter], { stdio: ['pipe', 'pipe', 'ignore'] });
      child.stdin.on('error', () => undefined);
      child.on('error', () => resolve(unheld(`${name} is not installed`)));
      child.on('close', () => resolve(unheld(`${name} was refused`)));
      child.stdout.once('data', () => {
        // From now on it must not keep the program alive that it serves.
        child.unref();
        for (const pipe of [child.stdin, child.stdout]) (pipe as unknown as Socket).unref();
        resolve({ isHeld: true, how: name, release: () => void child.stdin.end() });
      });
    });
  };
}

function unheld(how: string): Wakefulness {
  return { isHeld: false, how, release: () => undefined };
}
