import { profiles } from '../board/emulator/profiles.ts';
import { rowOrderOf } from '../board/machine/rowOrder.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import { schedules } from '../learning/schedules/index.ts';
import type { Schedule } from '../learning/schedules/schedule.ts';
import type { MachineIdentity } from '../machine/machine.ts';
import { randomStream } from '../math/random.ts';

/** Longest order that is written out, steps. */
const LONGEST = 5_000_000;
/** Rows that the table of a board has room for: 1024 bytes of four channels. */
const TABLE_ROWS = 255;

/**
 * An experiment whose random order is written out as a machine of this kind draws it: boards draw by the generator of the protocol,
 * the simulation by its own, and only machines that show the same datapoints at the same steps can be held against each other. It
 * begins at a step of the run that is followed.
 *
 * @param steps  how many follow
 */
export function withOrderOf(experiment: Experiment, kind: MachineIdentity['kind'], from: number, steps: number): Experiment {
  const { document, training } = experiment;
  const { schedule, seed } = document;
  if ((schedule.kind !== 'random' && from === 0) || from + steps > LONGEST) return experiment;
  const order = kind === 'board' ? boardOrder() : ownOrder();
  const all = Array.from({ length: from + steps }, (_, step) => order(step));
  return { ...experiment, document: { ...document, schedule: { kind: 'list', order: all.slice(from) } } };

  function ownOrder(): (step: number) => number {
    return (schedules[schedule.kind] as Schedule).create(schedule, training.count, randomStream(seed, 'schedule'));
  }

  function boardOrder(): (step: number) => number {
    const rows = rowOrderOf(schedule, training.count, seed, TABLE_ROWS);
    // What does not fit into the table is written into it piece by piece, in the order of the simulation.
    if (rows.segment !== Infinity) return ownOrder();
    return (step) => rows.datapoints[rows.rowOf(step)];
  }
}

/** The same experiment, its edges charged as they were measured. */
export function startingAt(experiment: Experiment, states: ArrayLike<number>): Experiment {
  return { ...experiment, edges: experiment.edges.map((edge, index) => ({ ...edge, state: states[index] })) };
}

/**
 * The same experiment with what it imposes in the steps of a board's converters. They are the chips' own and known, so that the twin of
 * any board has them; what is measured is not rounded, because boards take means.
 */
export function imposedAsByBoard(experiment: Experiment): Experiment {
  const { document, edgeModel } = experiment;
  const profile = Object.values(profiles).find(({ edge }) => edge === edgeModel.kind);
  if (profile === undefined || document.imperfections.some(({ kind }) => kind === 'converters')) return experiment;
  const converters = { kind: 'converters' as const, imposed: profile.fullScale / 256, measured: 0 };
  return { ...experiment, document: { ...document, imperfections: [...document.imperfections, converters] } };
}
