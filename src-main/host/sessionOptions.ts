import type { Problem } from '../../shared/problem.ts';
import type { Machine } from '../machine/machine.ts';
import type { SessionCheckpoint } from './checkpoint.ts';
import type { Clock } from './clock.ts';
import type { RecorderParts } from './recorder.ts';
import type { Heritage } from './heritage.ts';
import type { Parameters, UndoStack } from './undoStack.ts';

/** What a session tells its engine. */
export interface SessionListener {
  /** There is something new to show. */
  changed(): void;
  /** The machine failed and the run was paused. */
  failed(problem: Problem): void;
  /** The next of several tasks in a row has begun: this session describes the one before, and waits to be replaced. */
  taskEnded?(): void;
  /** Something else went wrong, and the run goes on. */
  noticed(problem: Problem): void;
}

export interface SessionOptions {
  clock: Clock;
  /** Counts loads and restarts. */
  run: number;
  sequence: number;
  speed: number | null;
  parameters: Parameters;
  listener: SessionListener;
  /** Whether learning is on from the first step, as it is where nothing is said. */
  isLearning?: boolean;
  /** The machine of the session before, which is at the next of several tasks; otherwise a fresh one. */
  machine?: Machine;
  /** To go on from, when the last engine died. */
  checkpoint?: SessionCheckpoint;
  /** What the user did to the project so far; a session without one has its own. */
  undo?: UndoStack;
  /** What a project brings along. */
  heritage?: Heritage;
  /** Without one, nothing can be recorded. */
  recorder?: RecorderParts;
}
