import { run } from '../../../src-main/cli/program.ts';
import type { BoardPlace, Io, SweepPlace } from '../../../src-main/cli/io.ts';
import { systemClock } from '../../../src-main/board/transports/systemClock.ts';
import { createLocalCellRunner } from '../../../src-main/sweeps/cellRunner.ts';
import type { RecordingPlace } from '../../../src-main/recording/place.ts';
import { MemoryFiles, TestClock } from '../recording/memoryFiles.ts';

export interface TerminalOptions {
  /** Text of the files that there are. */
  readonly files?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly isTerminal?: boolean;
  readonly columns?: number;
  /** Wall time that passes between two looks at the clock, ms. */
  readonly tick?: number;
  /** Turn of the event loop in which the user presses Ctrl-C. */
  readonly interruptAt?: number;
  /** Where recordings go; otherwise to an empty disk. */
  readonly recordings?: Partial<RecordingPlace>;
  readonly sweeps?: Partial<SweepPlace>;
  /** Otherwise there is no serial port, and the clock is that of the computer. */
  readonly boards?: Partial<BoardPlace>;
}

export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Runs one command line in this process, as in a terminal with these files. */
export async function twinbench(parameters: readonly string[], options: TerminalOptions = {}): Promise<Answer> {
  const written = { out: '', error: '' };
  const code = await run(parameters, createTerminal(options, written));
  return { code, ...written };
}

export function createTerminal(options: TerminalOptions, written: { out: string; error: string }): Io {
  const {
    files = {},
    input = '',
    isTerminal = false,
    columns = 100,
    tick = 1,
    interruptAt = Infinity,
    recordings = {},
    sweeps = {},
    boards = {},
  } = options;
  const place = {
    files: new MemoryFiles(),
    clock: new TestClock(),
    folder: '/runs',
    keepAwake: async () => ({ isHeld: true, how: 'test', release: () => {} }),
    ...recordings,
  };
  let time = 0;
  let turns = 0;
  let interrupt: (() => void) | null = null;
  return {
    out: (text) => void (written.out += text),
    error: (text) => void (written.error += text),
    isTerminal,
    columns,
    now: () => (time += tick),
    readFile: async (path) => {
      if (Object.hasOwn(files, path)) return files[path];
      throw Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), { code: 'ENOENT' });
    },
    readInput: async () => input,
    onInterrupt: (listener) => {
      interrupt = listener;
      return () => void (interrupt = null);
    },
    breathe: async () => {
      if (++turns === interruptAt) interrupt?.();
    },
    recordings: place,
    boards: {
      clock: systemClock,
      platform: 'linux',
      listPorts: async () => [],
      openPseudoTerminal: async () => {
        throw new Error('there are no pseudo-terminals in this test');
      },
      memory: () => 1e6,
      lines: async function* () {
        yield* input.split('\n').filter((line) => line !== '');
      },
      ...boards,
    },
    sweeps: {
      cores: 1,
      program: ['node', '/main.js'],
      submit: async () => '1',
      ...sweeps,
      createRunner: () => createLocalCellRunner(place),
    },
  };
}
