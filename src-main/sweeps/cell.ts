import { problemOf } from '../../shared/problem.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import type { Machine } from '../machine/machine.ts';
import { createSimulatedMachine, type SimulatedMachine } from '../machine/simulated.ts';
import { workOf, type Cell, type CellWork, type SweepPlan } from './plan.ts';
import { doneResult, failedResult, type CellResult } from './result.ts';

/** Told now and then how much of a cell is done, 0..1. */
export type Report = (fraction: number) => void;

/** A recording that goes along with a run. */
export interface Recorder {
  /** Puts the recording around the machine, before the first step. */
  begin(machine: SimulatedMachine, experiment: Experiment): Promise<Pick<Machine, 'advance'>>;
  end(reason: 'complete' | 'failed'): Promise<void>;
}

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
    const numbers = await runWork(work, report, recorder);
    await recorder?.end('complete');
    return doneResult(plan, cell, numbers);
  } catch (error) {
    // The recording of a failed cell is closed as well as it can be; the reason of the cell is what counts.
    await recorder?.end('failed').catch(() => undefined);
    return failedResult(plan, cell, problemOf(error));
  }
}

async function runWork(
  { experiment, watches }: CellWork,
  report: Report,
  recorder: Recorder | null,
): Promise<Record<string, number | null>> {
  const { steps, measure } = experiment.document;
  const machine = createSimulatedMachine(experiment);
  const body = recorder === null ? machine : await recorder.begin(machine, experiment);
  const first = machine.measure(measure.of);
  for (const { watch } of watches) watch.measured(first);
  machine.onMeasurement((measurement) => watches.forEach(({ watch }) => watch.measured(measurement)));
  const part = Math.max(Math.ceil(steps / REPORTS), 1);
  const looks = new Set(watches.flatMap(({ watch }) => watch.stops));
  const stops = [
    ...new Set([...looks, ...Array.from({ length: Math.ceil(steps / part) }, (_, index) => Math.min((index + 1) * part, steps))]),
  ];
  let done = 0;
  for (const stop of stops.sort((a, b) => a - b)) {
    await body.advance(stop - done);
    done = stop;
    if (looks.has(stop)) watches.filter(({ watch }) => watch.stops.includes(stop)).forEach(({ watch }) => watch.look(machine));
    report(done / steps);
    if (recorder === null && watches.every(({ watch }) => watch.isDecided?.() ?? false)) break;
  }
  return Object.fromEntries(
    watches.flatMap(({ watch, suffix }) => Object.entries(watch.finish()).map(([name, value]) => [`${name}${suffix}`, value])),
  );
}
