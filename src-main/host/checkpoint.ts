import type { HistoryPoint, PeriodPoint } from '../../shared/frames.ts';
import type { MachineCheckpoint } from '../machine/machine.ts';
import type { ScheduleSnapshot } from './damageWatch.ts';
import type { HistorySnapshot } from './history.ts';
import type { LastSeen } from './interruptedMachine.ts';
import type { ExperimentSource } from './library.ts';
import type { MarkerSnapshot } from './markerLog.ts';
import type { ProjectSnapshot } from './project/project.ts';
import type { StopSnapshot } from './stopWatch.ts';
import type { Parameters, UndoSnapshot } from './undoStack.ts';

/**
 * Everything needed to go on after the engine died: plain data that the engine posts to its host and is started from.
 * It never leaves the program that wrote it, so it carries no version.
 */
export interface SessionCheckpoint {
  run: number;
  source: ExperimentSource;
  seed: number;
  /** Which of several tasks in a row it was in, from 0. */
  part: number;
  machine: MachineCheckpoint;
  parameters: Parameters;
  speed: number | null;
  isRunning: boolean;
  isLearning: boolean;
  history: HistorySnapshot<HistoryPoint>;
  periods: HistorySnapshot<PeriodPoint>;
  markers: MarkerSnapshot;
  undo: UndoSnapshot;
  /** How many edges were drawn at random, so that the next draw is another one. */
  drawCount: number;
  /** What is left of the schedule of cuts. */
  damageSchedule: ScheduleSnapshot;
  /** What the stop conditions have seen, and where they have stopped the run. */
  stop: StopSnapshot;
  /** Of a board, which can't be saved: what was seen of it last. */
  lastSeen: LastSeen | null;
  /** Name of the recording that was being written; `null`: none. */
  recording: string | null;
  /** The project that it belongs to; the engine adds it. */
  project?: ProjectSnapshot;
  /** Frames go on counting. */
  sequence: number;
}
