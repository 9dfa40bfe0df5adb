import process from 'node:process';
import { problemOf } from '../../shared/problem.ts';
import { openMachine } from '../machines/chooseMachine.ts';
import { systemClock } from '../board/transports/systemClock.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import { Stopping } from '../learning/stopping/stopping.ts';
import type { Machine } from '../machine/machine.ts';
import { createSimulatedMachine } from '../machine/simulated.ts';
import { nodePlace } from '../recording/place.ts';
import { workOf, type Cell, type CellWork, type SweepPlan } from './plan.ts';
import { doneResult, failedResult, type CellResult } from './result.ts';

/** Told now and then how much of a cell is done, 0..1. */
export type Report = (fraction: number) => void;

/** A recording that goes along with a run. */
export interface Recorder {
  /** Puts the recording around the machine, before the first step. */
  begin(machine: Machine, experiment: Experiment): Promise<Pick<Machine, 'advance'>>;
  end(reason: 'complete' | 'failed'): Promise<void>;
}

/** Numbers of boards have 32 bits. */
const HIGHEST_BOARD = 4294967295;
/** How often a run reports, in parts of the whole. */
const REPORTS = 40;

/**
 * Runs one cell. What comes out depends on the plan and the cell alone; whatever goes wrong is a result too.
 *
 * @param recorder  `null` where the cell is not recorded
 */
export async function runCell(plan: SweepPlan, cell: Cell, report: Report, recorder: Recorder | null = null): Promise<CellResult> {
  try {
    const work = workOf(plan, cell);
    const machine = await openFor(plan, cell, work.experiment);
    const numbers = await runWork(work, machine, report, recorder).finally(() => machine.close?.());
    return doneResult(plan, cell, numbers);
  } catch (error) {
    // The recording of a failed cell is closed as well as it can be; the reason of the cell is what counts.
    await recorder?.end('failed').catch(() => undefined);
    return failedResult(plan, cell, problemOf(error));
  }
}

/** What the sweep says that runs its cells. An emulated board that is not named has the number of the cell's seed: under every setting the same one. */
function openFor({ document }: SweepPlan, { seed }: Cell, experiment: Experiment): Machine | Promise<Machine> {
  if (document.machine === undefined) return createSimulatedMachine(experiment);
  const choice = { ...document.machine, board: document.machine.board ?? (seed % HIGHEST_BOARD) + 1 };
  return openMachine(experiment, choice, {
    clock: systemClock,
    platform: process.platform,
    recordings: nodePlace(),
    speed: null,
    tell: () => undefined,
  });
}

async function runWork(
  { experiment, watches }: CellWork,
  machine: Machine,
  report: Report,
  recorder: Recorder | null,
): Promise<Record<string, number | null>> {
  const { steps, measure } = experiment.document;
  const body = recorder === null ? machine : await recorder.begin(machine, experiment);
  const first = await machine.measure(measure.of);
  for (const { watch } of watches) watch.measured(first);
  const looks = new Set(watches.flatMap(({ watch }) => watch.stops));
  // What looks at steps of its own needs the run as far as that.
  const stopping = new Stopping(looks.size === 0 ? experiment.document : { ...experiment.document, stop: [] });
  machine.onMeasurement((measurement) => {
    watches.forEach(({ watch }) => watch.measured(measurement));
    stopping.measured(measurement);
  });
  const part = Math.max(Math.ceil(steps / REPORTS), 1);
  const stops = [
    ...new Set([...looks, ...Array.from({ length: Math.ceil(steps / part) }, (_, index) => Math.min((index + 1) * part, steps))]),
  ];
  let done = 0;
  for (const stop of stops.sort((a, b) => a - b)) {
    while (done < stop && stopping.stopped === null) {
      const most = Math.min(stop - done, stopping.room(done));
      await body.advance(most);
      done += most;
    }
    for (const { watch } of looks.has(stop) ? watches : []) if (watch.stops.includes(stop)) await watch.look(machine);
    report(done / steps);
    if (recorder === null && watches.every(({ watch }) => watch.isDecided?.() ?? false)) break;
    if (stopping.stopped !== null) break;
  }
  await recorder?.end('complete');
  return Object.fromEntries(
    watches.flatMap(({ watch, suffix }) => Object.entries(watch.finish()).map(([name, value]) => [`${name}${suffix}`, value])),
  );
}
