import type { SessionCheckpoint } from './checkpoint.ts';
import { inherit } from './heritage.ts';
import type { SessionOptions } from './sessionOptions.ts';
import { isOnBoard, type SessionParts } from './sessionParts.ts';

/** All that another session needs to go on where this one stands. Call it within the queue. */
export async function checkpointOf(parts: SessionParts): Promise<SessionCheckpoint> {
  const { experiment, run, machine, pacer, undo, observer, desk, watches, recorder, interventions } = parts;
  return {
    run,
    source: experiment.source,
    seed: experiment.seed,
    part: experiment.sequence?.part ?? 0,
    machine: await machine.checkpoint(),
    parameters: interventions.parameters,
    speed: pacer.speed,
    isRunning: parts.isRunning(),
    isLearning: observer.state.isLearning,
    history: observer.history.save(),
    markers: observer.markers.save(),
    undo: undo.save(),
    drawCount: desk.drawCount,
    ...watches.save(),
    lastSeen: isOnBoard(parts) ? observer.lastSeen : null,
    recording: recorder?.status?.name ?? null,
    sequence: observer.sequence,
  };
}

/** Puts the machine, and what is known of its past, where the session is to begin, and looks at it. */
export async function restore(parts: SessionParts, { checkpoint, heritage, machine: handedOver }: SessionOptions): Promise<void> {
  const { experiment, machine, observer, watches, undo, interventions } = parts;
  await interventions.apply(interventions.parameters, experiment.parameters);
  const { replay } = experiment;
  if (replay !== undefined) {
    if (checkpoint !== undefined) await machine.restore(checkpoint.machine);
    observer.history.load(replay.history);
    for (const marker of replay.markers) observer.markers.add(marker);
  } else if (checkpoint !== undefined) {
    // A machine that is handed over stands where it is to go on.
    if (handedOver === undefined) await machine.restore(checkpoint.machine);
    observer.markers.load(checkpoint.markers);
    observer.history.load(checkpoint.history);
    watches.load(checkpoint);
    undo.load(checkpoint.undo);
  } else if (heritage !== undefined) await inherit(heritage, machine, observer);
  await observer.look();
}

/** Sets the watches on a machine that was looked at; where it goes on for a session before, learning is on or off as it was there. */
export async function goOn({ experiment, observer, watches, interventions }: SessionParts, from?: SessionCheckpoint): Promise<void> {
  if (experiment.replay !== undefined) return;
  const { sequence } = experiment;
  if (sequence !== undefined && from !== undefined && from.part !== sequence.part) observer.note('note', sequence.title);
  await watches.begin(observer.state.step);
  if (from !== undefined && observer.state.isLearning !== from.isLearning) await interventions.setLearning(from.isLearning);
}
