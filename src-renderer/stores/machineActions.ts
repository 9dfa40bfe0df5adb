import type { MachineChoice, MachineEntry } from '../../shared/machines.ts';
import type { Bench } from './bench.svelte.ts';

/**
 * Puts the experiment on screen on another machine, where it starts anew: by its name where it has one, else as a document. That is
 * another project; somebody who had saved the one before is told where it is.
 */
export async function loadOn(bench: Bench, machine: MachineChoice): Promise<void> {
  const { session } = bench;
  if (session === null) return;
  const left = bench.project.status?.name ?? '';
  const { task, experiment } = session;
  const what = task !== '' ? { task } : experiment !== '' ? { experiment } : await bench.ask('session.document', {});
  if (what === null) return;
  const opened = await bench.ask('session.load', { ...what, machine });
  bench.adopt(opened);
  if (opened === null) return;
  bench.announcer.say(`Now on: ${opened.machine.title}`);
  if (left !== '')
    bench.notices.addToast(`Now on: ${opened.machine.title}`, `A run of its own: ${left} is as it was, under Project.`, null);
}

/** Connects a board, unless that may reset it and nobody has said yet that it may: then that is asked first. */
export async function connect(bench: Bench, entry: MachineEntry): Promise<void> {
  if (entry.warns) bench.view.asksReset = entry;
  else await loadOn(bench, { machine: entry.machine });
}

/** The user knows that it may be reset. @param remembers  not to be asked again for this board */
export async function connectAnyway(bench: Bench, { machine, serialNumber }: MachineEntry, remembers: boolean): Promise<void> {
  bench.view.asksReset = null;
  if (remembers && serialNumber !== '') await bench.ask('machines.allowReset', { serialNumber });
  await loadOn(bench, { machine });
}

/**
 * Puts the twin on the bench, in the state in which the board was measured now: the calibrated one where its calibration is applied, else
 * the simulation. The board is let go, frozen.
 */
export async function copyToTwin(bench: Bench): Promise<void> {
  const title = bench.session?.machine.title ?? 'the board';
  const measured = await bench.ask('session.measured', {});
  if (measured === null) return;
  const calibrated = (await bench.ask('twin.keepState', {}))?.machine ?? '';
  const machine = { machine: calibrated === '' ? 'simulated' : calibrated };
  const opened = await bench.ask('session.load', { document: measured.document, machine });
  bench.adopt(opened);
  if (opened === null) return;
  const detail = `${calibrated === '' ? 'It is the simulation, and begins' : 'It is calibrated, and begins'} as ${title} was measured at step ${measured.step}. The board was let go, frozen.`;
  bench.notices.addToast('The twin is on the bench', detail, null);
  bench.announcer.say(`The twin is on the bench. ${detail}`);
}

/** Sets a board learning that waits for it, and runs. */
export async function go(bench: Bench): Promise<void> {
  // An answer that a busy computer gives too late is told, and no reason to leave the board learning in a run that stands still.
  await bench.ask('run.learning', { isLearning: true });
  // Said first, as a run that a condition stops soon has stopped before the answer is here.
  bench.announcer.say('Learning on, running');
  await bench.ask('run.set', { isRunning: true });
}
