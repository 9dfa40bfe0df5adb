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
  readonly sweeps: SweepPlace;
}
