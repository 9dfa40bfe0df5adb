import { chooseMachine } from '../machines/chooseMachine.ts';
import type { MachineChoice } from '../../shared/machines.ts';
import type { ExperimentSource, Library } from './library.ts';
import type { PreferenceData, Preferences } from './preferences.ts';

/**
 * What a launch begins with. The first one meets the emulated board, which learns at once: it has nothing to lose, so that the
 * program itself says go. Later ones come back to what was used last. A real board is never opened by itself: that may reset it, and
 * somebody else may have it by now; its experiment is shown on the simulation, and the board waits in the picker.
 */
export function launchSource({ last }: PreferenceData, library: Pick<Library, 'firstTask'>): ExperimentSource {
  if (last === null) return { task: library.firstTask, machine: { machine: 'emulated', isDemo: true } };
  const machine = machineAgain(last.machine);
  if (last.task !== '') return { task: last.task, machine };
  return last.experiment === '' ? { task: library.firstTask, machine } : { experiment: last.experiment, machine };
}

function machineAgain(machine: MachineChoice): MachineChoice {
  if (machine.machine !== 'emulated') return { machine: 'simulated' };
  const { condition, board } = machine;
  return {
    machine: 'emulated',
    isDemo: true,
    ...(condition === undefined ? {} : { condition }),
    ...(board === undefined ? {} : { board }),
  };
}

/** Whether an experiment waits on its machine until somebody says go: on every board that a person has connected. */
export function isHeld(source: ExperimentSource): boolean {
  if ('recording' in source) return false;
  const { machine = 'simulated', isDemo = false } = source.machine ?? {};
  return ['emulated', 'board'].includes(chooseMachine(machine).kind.spec.kind) && !isDemo;
}

/** Whether an experiment holds a serial port. */
export function isOnPort(source: ExperimentSource): boolean {
  return !('recording' in source) && source.machine?.machine?.startsWith('board:') === true;
}

/** Remembers what is on the bench now. Documents and recordings have files of their own. */
export async function rememberSource(preferences: Preferences, source: ExperimentSource): Promise<void> {
  if ('recording' in source || 'document' in source) return;
  const { isDemo: _isDemo, misbehave: _misbehave, ...machine } = source.machine ?? { machine: 'simulated' };
  const names = 'task' in source ? { task: source.task, experiment: '' } : { task: '', experiment: source.experiment };
  await preferences.change((before) => ({ ...before, last: { ...names, machine } }));
}
