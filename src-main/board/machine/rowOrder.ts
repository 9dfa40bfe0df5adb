import { ProblemError } from '../../../shared/problem.ts';
import type { ExperimentDocument } from '../../learning/experiment/document.ts';

/** How a board goes through the training rows of its table, and which datapoint of the experiment each row is. */
export interface RowOrder {
  /** Argument of `EXP:ORD`. */
  readonly command: string;
  /** Steps that every visit lasts. */
  readonly dwell: number;
  /** Training datapoint of each row, [row]. */
  readonly datapoints: readonly number[];
  /** Row of a step, as the board chooses it; to be called with steps that do not fall. */
  readonly rowOf: (step: number) => number;
}

/**
 * The schedule of an experiment in the terms of the protocol. The board draws its random order itself, by the generator that the protocol
 * prescribes, so that it is reproducible but not that of the simulation.
 *
 * @throws ProblemError E-BOARD-MISMATCH where a board can't go through the datapoints like this
 */
export function rowOrderOf(schedule: ExperimentDocument['schedule'], count: number, seed: number): RowOrder {
  const all = Array.from({ length: count }, (_, row) => row);
  switch (schedule.kind) {
    case 'cyclic':
      return {
        command: 'CYCL',
        dwell: inRange(schedule.hold, 65535, 'it holds each datapoint'),
        datapoints: all,
        rowOf: (step) => Math.floor(step / schedule.hold) % count,
      };
    case 'random': {
      const start = (Math.abs(seed) % 0xffffffff) + 1;
      return { command: `RAND,${start}`, dwell: 1, datapoints: all, rowOf: randomRows(start, count) };
    }
    case 'alternating':
      return alternating(schedule.groups, schedule.period);
    case 'list': {
      const isInTurn = schedule.order.length === count && schedule.order.every((datapoint, index) => datapoint === index);
      if (!isInTurn) throw unfit('it shows the datapoints in an order of its own');
      return { command: 'CYCL', dwell: 1, datapoints: all, rowOf: (step) => step % count };
    }
  }
}

/** Two groups, each with half of the period; the rows of the first group come first in the table. */
function alternating(groups: readonly number[], period: number): RowOrder {
  const names = [...new Set(groups)].sort((a, b) => a - b);
  if (names.length !== 2) throw unfit(`it trains ${names.length} tasks in turn, and a board knows two`);
  const members = names.map((name) => groups.flatMap((group, datapoint) => (group === name ? [datapoint] : [])));
  const split = members[0].length;
  const turn = inRange(Math.max(Math.floor(period / 2), 1), 0xffffffff, 'a turn lasts');
  const rowOf = (step: number): number => {
    const turns = Math.floor(step / turn);
    const visits = Math.floor(turns / 2) * turn + (step % turn);
    return turns % 2 === 0 ? visits % split : split + (visits % members[1].length);
  };
  return { command: `ALT,${split},${turn}`, dwell: 1, datapoints: members.flat(), rowOf };
}

/** The generator of the protocol: x ^= x << 13, x ^= x >> 17, x ^= x << 5; row = (x >> 16)·rows >> 16. */
function randomRows(seed: number, rows: number): (step: number) => number {
  let state = seed >>> 0;
  let drawn = -1;
  let row = 0;
  return (step) => {
    if (step < drawn) {
      state = seed >>> 0;
      drawn = -1;
    }
    for (; drawn < step; drawn++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      row = Math.floor(((state >>> 16) * rows) / 65536);
    }
    return row;
  };
}

function inRange(steps: number, most: number, what: string): number {
  if (steps <= most) return steps;
  throw unfit(`${what} for ${steps} steps, and a board counts to ${most}`);
}

function unfit(why: string): ProblemError {
  return new ProblemError({
    code: 'E-BOARD-MISMATCH',
    what: 'A board can’t go through the datapoints like this',
    where: '$.schedule',
    why,
    remedy: 'Choose the schedule "cyclic", "random" or "alternating" with two groups, or run it on the simulation.',
  });
}
