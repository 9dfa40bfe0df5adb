import type { ExperimentDocument } from '../../learning/experiment/document.ts';
import { schedules } from '../../learning/schedules/index.ts';
import type { Order, Schedule } from '../../learning/schedules/schedule.ts';
import { protocolRows, protocolSeed } from '../../machine/protocolRows.ts';
import { randomStream } from '../../math/random.ts';

/** How a board goes through the training rows of its table, and which datapoint of the experiment each row is. */
export interface RowOrder {
  /** Argument of `EXP:ORD`. */
  readonly command: string;
  /** Steps that every visit lasts. */
  readonly dwell: number;
  /** Training datapoint of each row at the beginning, [row]. */
  readonly datapoints: readonly number[];
  /** Whether every training datapoint has one row, and keeps it. */
  readonly isWhole: boolean;
  /** Row of a step, as the board chooses it; to be called with steps that do not fall. */
  readonly rowOf: (step: number) => number;
  /** Steps after which all rows are written anew; Infinity: never. */
  readonly segment: number;
  /** Datapoints of the rows of the next segment. Called once for each, in order. */
  readonly next: () => readonly number[];
}

/** The longest that a board counts visits and turns, steps. */
const LONGEST_DWELL = 65535;
const LONGEST_TURN = 0xffffffff;

/**
 * The schedule of an experiment in the terms of the protocol. What the board can follow alone it does: rows in turn, at random, two
 * groups by turns. The board draws its random order itself, by the generator that the protocol prescribes, so that it is reproducible but
 * not that of the simulation. Every other order, and a training set that is larger than the table, comes in segments: the rows
 * of the table are the next steps, and are written anew when they are done.
 *
 * @param room  training rows that the table has room for
 */
export function rowOrderOf(schedule: ExperimentDocument['schedule'], count: number, seed: number, room: number): RowOrder {
  return (count > room ? null : ordered(schedule, count, seed, room)) ?? inSegments(schedule, count, seed, room);
}

/** `null`: a board can't follow it alone. */
function ordered(schedule: ExperimentDocument['schedule'], count: number, seed: number, room: number): RowOrder | null {
  const all = Array.from({ length: count }, (_, row) => row);
  switch (schedule.kind) {
    case 'cyclic':
      if (schedule.hold > LONGEST_DWELL) return null;
      return alone('CYCL', all, (step) => Math.floor(step / schedule.hold) % count, schedule.hold);
    case 'random': {
      const start = protocolSeed(seed);
      return alone(`RAND,${start}`, all, randomRows(start, count));
    }
    case 'alternating':
      return alternating(schedule.groups, schedule.period);
    case 'list': {
      const { order } = schedule;
      if (order.length > room) return null;
      const isWhole = order.length === count && new Set(order).size === count;
      return { ...alone('CYCL', order, (step) => step % order.length), isWhole };
    }
  }
}

function alone(command: string, datapoints: readonly number[], rowOf: (step: number) => number, dwell = 1): RowOrder {
  return { command, dwell, datapoints, isWhole: true, rowOf, segment: Infinity, next: () => datapoints };
}

/** Two groups, each with half of the period; the rows of the first group come first in the table. */
function alternating(groups: readonly number[], period: number): RowOrder | null {
  const names = [...new Set(groups)].sort((a, b) => a - b);
  const turn = Math.max(Math.floor(period / 2), 1);
  if (names.length !== 2 || turn > LONGEST_TURN) return null;
  const members = names.map((name) => groups.flatMap((group, datapoint) => (group === name ? [datapoint] : [])));
  const split = members[0].length;
  const rowOf = (step: number): number => {
    const turns = Math.floor(step / turn);
    const visits = Math.floor(turns / 2) * turn + (step % turn);
    return turns % 2 === 0 ? visits % split : split + (visits % members[1].length);
  };
  return alone(`ALT,${split},${turn}`, members.flat(), rowOf);
}

/** The order of the simulation, written into the table piece by piece. */
function inSegments(schedule: ExperimentDocument['schedule'], count: number, seed: number, room: number): RowOrder {
  const order: Order = (schedules[schedule.kind] as Schedule).create(schedule, count, randomStream(seed, 'schedule'));
  let done = 0;
  const next = (): readonly number[] => Array.from({ length: room }, () => order(done++));
  return { ...alone('CYCL', next(), (step) => step % room), isWhole: false, segment: room, next };
}

/** The rows that a board draws by the generator of the protocol. */
function randomRows(seed: number, rows: number): (step: number) => number {
  const generator = protocolRows(seed, rows);
  const start = generator.save();
  let drawn = -1;
  let row = 0;
  return (step) => {
    if (step < drawn) {
      generator.load(start);
      drawn = -1;
    }
    for (; drawn < step; drawn++) row = generator.next();
    return row;
  };
}
