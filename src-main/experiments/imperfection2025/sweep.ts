import { alternatingTraining, settleCycle, type CycleFigures } from '../../analysis/limitCycle.ts';
import { jointError, type ErrorForm } from '../../analysis/taskErrors.ts';
import { compileExperiment } from '../../learning/experiment/compile.ts';
import type { ExperimentDocument } from '../../learning/experiment/document.ts';
import { Trainer } from '../../learning/trainer.ts';
import { STEP_TIME } from '../transistors2024/lattice.ts';
import type { Report } from '../experiment.ts';

/** How cycles are followed from period to period. */
export interface Sweep {
  /** τ, s, ascending. */
  readonly periods: readonly number[];
  /** Learning time before the first cycle is looked at, s. */
  readonly settle: number;
  /** Learning time at every further τ, starting from the cycle of the one before, s; never less than two periods. */
  readonly follow: number;
}

/** Steps of half a period. */
export function halfSteps(period: number): number {
  return Math.max(Math.round(period / (2 * STEP_TIME)), 1);
}

/** The same two tasks, alternating with another period. */
export function withPeriod(document: ExperimentDocument, groups: readonly number[], period: number): ExperimentDocument {
  return { ...document, schedule: { kind: 'alternating', groups: [...groups], period: 2 * halfSteps(period) } };
}

/**
 * The cycle of every period. Each starts from the states in which the one before ended, so that the long drift to the rails is
 * run through once: the steady cycle does not depend on where it is come from.
 */
export function sweepPeriods(
  document: ExperimentDocument,
  groups: readonly number[],
  form: ErrorForm,
  { periods, settle, follow }: Sweep,
  seed: number,
  report: Report,
): CycleFigures[] {
  const cycles: CycleFigures[] = [];
  for (const [index, period] of periods.entries()) {
    const trainer = new Trainer(compileExperiment({ ...withPeriod(document, groups, period), seed }));
    const before = cycles.at(-1);
    if (before !== undefined) {
      trainer.twin.bank.states.set(before.end);
      trainer.twin.refresh();
    }
    const time = Math.max(before === undefined ? settle : follow, 2 * period);
    const most = Math.round(time / period);
    const system = alternatingTraining(trainer, halfSteps(period), () => jointError(trainer, groups, form));
    // Told in tenths: a whole period at a time, some tenths may take none.
    for (let tenth = 1; tenth <= 9; tenth++) {
      const skipped = Math.floor((most * tenth) / 10) - Math.floor((most * (tenth - 1)) / 10);
      for (let half = 0; half < 2 * skipped; half++) system.advanceHalf();
      report((index + tenth / 10) / periods.length);
    }
    cycles.push(settleCycle(system, 0, most - Math.floor((most * 9) / 10)));
    report((index + 1) / periods.length);
  }
  return cycles;
}

type PlateauFigure = 'errorPlateau' | 'errorRise' | 'spanSaturation' | 'errorShort' | 'errorLong' | 'spanMiddle';

/** What both pairs of tasks are asked of their cycles, by the period τ, s: plateaus of Ē and D, and sizes between them (Fig. 1G, H). */
export function plateauFigures(at: (period: number) => CycleFigures): Record<PlateauFigure, number> {
  return {
    errorPlateau: at(2e-2).error / at(2e-4).error,
    errorRise: at(12).error / at(2e-4).error,
    spanSaturation: at(12).span / at(6).span,
    errorShort: at(2e-4).error,
    errorLong: at(12).error,
    spanMiddle: at(0.2).span,
  };
}
