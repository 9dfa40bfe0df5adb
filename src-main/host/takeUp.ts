import { problemOf, type Problem } from '../../shared/problem.ts';
import type { Machine } from '../machine/machine.ts';
import type { SessionCheckpoint } from './checkpoint.ts';
import { InterruptedMachine, type LastSeen } from './interruptedMachine.ts';
import type { LoadedExperiment } from './library.ts';
import type { Session } from './session.ts';

/** The run of an engine that died, ready to go on. */
interface TakenUp {
  readonly experiment: LoadedExperiment;
  /** A board that outlived the engine, where it stands now; absent: a fresh machine is to be brought to the checkpoint. */
  readonly machine?: Machine;
  /** Why the run can only be looked at. */
  readonly problem?: Problem;
}

/**
 * A board has kept its run, and is taken up where it stands now; what did not arrive meanwhile is marked in the checkpoint. Where that
 * can't be, the run is shown as it was seen last, and called interrupted: an emulated board has ended with its engine.
 */
export async function takeUp(experiment: LoadedExperiment, checkpoint: SessionCheckpoint): Promise<TakenUp> {
  const { lastSeen } = checkpoint;
  if (lastSeen === null || experiment.whole === null) return { experiment };
  let machine: Machine | null | undefined;
  let why: string | null = null;
  try {
    machine = await experiment.machineAgain?.(checkpoint.machine);
  } catch (thrown) {
    why = problemOf(thrown).why;
  }
  if (machine) {
    await markGap(machine, lastSeen, checkpoint);
    return { experiment, machine };
  }
  const interrupted = new InterruptedMachine(experiment.whole.network, lastSeen, why);
  Object.assign(checkpoint, { isRunning: false, isLearning: false, recording: null, lastSeen: null });
  return { experiment: { ...experiment, createMachine: () => interrupted }, problem: interrupted.problem };
}

/** The engine that recorded this run died: what it does from now on is recorded too, in a file of its own. Answers what went wrong with that. */
export async function recordOn(session: Session, name: string): Promise<Problem | null> {
  try {
    await session.startRecording(name);
    await session.mark('the engine was started again: continues the recording before');
    return null;
  } catch (thrown) {
    return problemOf(thrown);
  }
}

async function markGap(machine: Machine, { state: seen }: LastSeen, { markers }: SessionCheckpoint): Promise<void> {
  const { step, time } = await machine.read();
  const told = `the board has kept its run; what it measured from step ${seen.step} to ${step} did not arrive`;
  markers.markers.push(
    { kind: 'lost', step: seen.step, time: seen.time, label: 'the engine stopped' },
    { kind: 'return', step, time, label: `the engine was started again: ${told}` },
  );
}
