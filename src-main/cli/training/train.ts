import type { Experiment } from '../../learning/experiment/experiment.ts';
import { hasReached, type Judged } from '../../learning/goal.ts';
import { Stopping, type Stopped } from '../../learning/stopping/stopping.ts';
import type { MachineIdentity, Measurement } from '../../machine/machine.ts';
import type { OpenMachine } from '../../machines/kinds/machineKind.ts';
import type { Io } from '../io.ts';
import { History, type HistoryPoint } from './history.ts';
import { createProgress } from './progress.ts';
import { snapshotOf, type Snapshot } from './snapshot.ts';

/** A run that is over, or was stopped. */
export interface TrainingRun {
  readonly machine: MachineIdentity;
  /** The last task, where several follow one another. */
  readonly experiment: Experiment;
  /** Steps done; fewer than `experiment.document.steps` where the run was interrupted or stopped. */
  readonly steps: number;
  readonly isInterrupted: boolean;
  /** Where a stop condition of the experiment held; `null` where none did. */
  readonly stopped: Stopped | null;
  /** Wall time, s. */
  readonly wallTime: number;
  readonly history: History;
  readonly last: HistoryPoint;
  /** `null` where the experiment has no goal. */
  readonly isReached: boolean | null;
  readonly training: Measurement;
  readonly test: Measurement | null;
  readonly initial: Snapshot;
  readonly final: Snapshot;
  /** The states that were asked for and reached, ascending. */
  readonly at: readonly Snapshot[];
}

/** Between two turns of the event loop the machine runs alone for about so long. */
const SLICE_MS = 40;

/**
 * Trains to the end, to where a stop condition holds, or until the user interrupts. The slices in which the machine advances follow the clock; what it does in
 * them does not depend on where they end.
 *
 * @param at  steps after which the whole state is kept, ascending
 * @throws ProblemError (E-NET-SOLVE) where the network can't be solved
 */
export async function train(machine: OpenMachine, at: readonly number[], io: Io): Promise<TrainingRun> {
  const { experiment } = machine;
  const { steps, goal } = experiment.document;
  const start = io.now();
  const log = await createLog(machine, goal?.over ?? 1);
  const stopping = new Stopping(experiment.document);
  machine.onMeasurement((measurement) => void stopping.measured(measurement));
  const initial = snapshotOf(experiment, await machine.read());
  const kept = at[0] === 0 ? [initial] : [];
  const waiting = at.filter((step) => step > 0);
  const progress = createProgress(io, steps);
  let isInterrupted = false;
  const stopListening = io.onInterrupt(() => (isInterrupted = true));
  let done = 0;
  let slice = 1;
  try {
    while (done < steps && stopping.stopped === null && !isInterrupted) {
      const began = io.now();
      done += await machine.advance(Math.min(slice, steps - done, (waiting[0] ?? Infinity) - done, stopping.room(done)));
      slice = nextSlice(slice, io.now() - began);
      if (done === waiting[0]) {
        kept.push(snapshotOf(experiment, await machine.read()));
        waiting.shift();
      }
      progress.show(done, log.last().error);
      await io.breathe();
    }
  } finally {
    progress.finish();
    stopListening();
  }
  // The end of the run is measured too, whether or not a measurement falls on it.
  const last = machine.experiment;
  if (log.last().step !== done) log.add(await machine.measure(last.document.measure.of));
  log.history.close(log.last());
  return {
    machine: machine.identity,
    experiment: last,
    steps: done,
    isInterrupted: done < steps && stopping.stopped === null,
    stopped: stopping.stopped,
    wallTime: (io.now() - start) / 1000,
    history: log.history,
    last: log.last(),
    isReached: goal === undefined ? null : hasReached(goal, log.judged()),
    training: await machine.measure('training'),
    test: last.test === null ? null : await machine.measure('test'),
    initial,
    final: snapshotOf(experiment, await machine.read()),
    at: kept,
  };
}

/** Twice or half as many steps, until a slice takes about as long as it should. */
export function nextSlice(slice: number, tookMs: number): number {
  if (tookMs < SLICE_MS / 2) return Math.min(slice * 2, 1e6);
  return tookMs > SLICE_MS * 2 ? Math.max(Math.floor(slice / 2), 1) : slice;
}

interface Log {
  readonly history: History;
  add(measurement: Measurement): void;
  last(): HistoryPoint;
  judged(): readonly Judged[];
}

/** Keeps the history of a machine, and as many of the last measurements as the goal is judged by. */
async function createLog(machine: OpenMachine, over: number): Promise<Log> {
  const history = new History();
  const pointOf = ({ step, time, error, accuracy }: Measurement): HistoryPoint => ({ step, time, error, accuracy });
  let last = pointOf(await machine.measure(machine.experiment.document.measure.of));
  let recent: HistoryPoint[] = [];
  history.add(last);
  const add = (measurement: Measurement): void => {
    last = pointOf(measurement);
    history.add(last);
    recent.push(last);
    // The start is not a result; a little more than needed is kept, so that the list is not moved at every measurement.
    if (recent.length > 2 * over + 100) recent = recent.slice(-over);
  };
  machine.onMeasurement(add);
  return { history, add, last: () => last, judged: () => recent };
}
