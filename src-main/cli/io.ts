import type { WallClock } from '../board/transports/emulatedPort.ts';
import type { PortEntry } from '../board/transports/ports.ts';
import type { PseudoTerminal } from '../board/transports/pty.ts';
import type { RecordingPlace } from '../recording/place.ts';
import type { CellRunner } from '../sweeps/cellRunner.ts';

/** What the command that runs sweeps needs beside files. */
export interface SweepPlace {
  /** Processor cores. */
  readonly cores: number;
  createRunner(lanes: number): CellRunner;
  /** This program as other machines call it: node and its script, absolute paths. */
  readonly program: readonly string[];
  /**
   * Hands a batch script to Slurm (`sbatch`); with `isWaiting` it resolves when the job array has ended.
   *
   * @returns what sbatch says: the number of the job
   */
  submit(script: string, isWaiting: boolean): Promise<string>;
}

/** What commands that work with boards need. */
export interface BoardPlace {
  readonly clock: WallClock;
  /** As Node names it. */
  readonly platform: string;
  /** The serial ports of this computer. @throws ProblemError E-BOARD-PORT where they can't be listed */
  readonly listPorts: () => Promise<PortEntry[]>;
  /** @throws ProblemError E-BOARD-PORT */
  readonly openPseudoTerminal: (path: string) => Promise<PseudoTerminal>;
  /** Bytes of the heap in use, after what is no longer needed was let go where the program may ask for that. */
  readonly memory: () => number;
  /** Lines of standard input, as they are typed. */
  readonly lines: () => AsyncIterable<string>;
}

/** Everything that a command has of the world outside, handed in so that commands run in tests as they run in a terminal. */
export interface Io {
  /** Standard output: the result, and nothing else. */
  readonly out: (text: string) => void;
  /** Standard error: progress and problems. */
  readonly error: (text: string) => void;
  /** Whether standard error is a terminal, in which a line can be drawn over. */
  readonly isTerminal: boolean;
  /** Width of the terminal, characters. */
  readonly columns: number;
  /** Monotonic wall time, ms. */
  readonly now: () => number;
  /** Text of a file; rejects with Node's error. */
  readonly readFile: (path: string) => Promise<string>;
  /** Standard input to its end. */
  readonly readInput: () => Promise<string>;
  /** Calls back when the user asks to stop (Ctrl-C, SIGTERM); answers the way to stop listening. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** A turn of the event loop, in which such a request is heard. */
  readonly breathe: () => Promise<void>;
  readonly recordings: RecordingPlace;
  readonly boards: BoardPlace;
  readonly sweeps: SweepPlace;
}
