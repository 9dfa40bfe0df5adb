import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { imageName, images } from '../../../scripts/firmware.mjs';
import type { Profile } from './firmwareBuild.ts';

/** What the emulator prints when it ends. */
export interface SimavrReport {
  /** Emulated. */
  readonly seconds: number;
  /** Bytes of memory between variables and stack that nothing ever wrote. */
  readonly untouchedBytes: number;
  readonly crashed: boolean;
}

/** A committed image in simavr, its serial port on a pseudo-terminal. */
export class Simavr {
  readonly terminal: string;
  private readonly child: ChildProcessWithoutNullStreams;
  private output = '';

  private constructor(program: string, profile: Profile, folder: string) {
    this.terminal = join(folder, `${profile}.tty`);
    this.child = spawn(program, [join(images, imageName(profile)), profile, this.terminal], { stdio: 'pipe' });
    this.child.stdout.on('data', (bytes: Buffer) => (this.output += bytes.toString()));
    this.child.stderr.on('data', (bytes: Buffer) => (this.output += bytes.toString()));
  }

  static async start(program: string, profile: Profile, folder: string): Promise<Simavr> {
    const board = new Simavr(program, profile, folder);
    while (!existsSync(board.terminal)) {
      if (board.child.exitCode !== null) throw new Error(`simavr ended: ${board.output}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return board;
  }

  /** The program stands still: only the watchdog can help. */
  hang(): void {
    this.child.kill('SIGUSR1');
  }

  async stop(): Promise<SimavrReport> {
    const over = new Promise((resolve) => this.child.once('close', resolve));
    this.child.kill('SIGTERM');
    await over;
    return JSON.parse(this.output.slice(this.output.indexOf('{'))) as SimavrReport;
  }
}

/** The answers of a board on a terminal, in order. Every line must have one, within so many seconds. */
export function askAll(terminal: string, lines: readonly Buffer[], seconds = 60): Promise<string[]> {
  const client = spawn('/usr/bin/python3', [fileURLToPath(new URL('../ask_session.py', import.meta.url)), terminal, String(seconds)]);
  let [answers, complaint] = ['', ''];
  client.stdout.on('data', (bytes: Buffer) => (answers += bytes.toString()));
  client.stderr.on('data', (bytes: Buffer) => (complaint += bytes.toString()));
  client.stdin.end(lines.map((line) => `${line.toString('hex')}\n`).join(''));
  return new Promise((resolve, reject) => {
    client.on('close', (code) => (code === 0 ? resolve(answers.trim().split('\n')) : reject(new Error(complaint))));
  });
}
