import type { OutputMap } from '../../shared/outputMap.ts';
import { zeroLine } from '../analysis/zeroLine.ts';
import type { Machine } from '../machine/machine.ts';
import { TURN_MS } from './breathing.ts';
import type { Clock } from './clock.ts';
import { inputsAt, type InputVariables } from './inputVariables.ts';
import { nothingTo, requireCapability } from './problems.ts';
import { Queue } from './queue.ts';

/** A map is this old at most before another one is made, however many screens ask. */
const SHORTEST_INTERVAL_MS = 450;
/** The run has the machine to itself for so many times as long as a map takes: a board answers point by point. */
const REST = 15;
/** Values of each variable: enough for a smooth line, and few enough solves that the run does not stutter. */
const VALUES = { 1: 41, 2: 21 } as const;
/** A board answers point by point, some 6 ms each: coarser, so that nobody waits for a second. */
const VALUES_ON_BOARD = { 1: 21, 2: 11 } as const;

export interface MapperParts {
  readonly machine: Machine;
  readonly clock: Clock;
  /** Everything that reaches the machine goes through it. */
  readonly queue: Queue;
  readonly variables: InputVariables;
  /** Of the inputs. */
  readonly names: readonly string[];
  /** Another machine of the same experiment. */
  createMachine(): Machine | Promise<Machine>;
}

/** A machine that stays as it was at a step, and what it was asked for there. */
interface Moment {
  readonly step: number;
  readonly level: number;
  readonly respond: (rows: readonly (readonly number[])[]) => Promise<Float64Array>;
}

/**
 * Makes output maps on request, never more often than twice a second. A map of a large network is the work of a second: it is made
 * on a copy, in turns with the run, which goes on meanwhile. A machine that can't be copied is asked between two of its slices.
 */
export class OutputMapper {
  readonly #parts: MapperParts;
  #copy: Machine | null = null;
  #last: { map: OutputMap; at: number } | null = null;
  /** Maps are made one after the other: there is one copy. */
  readonly #makings = new Queue();
  /** The map that is being made of the network as it is; `null` as soon as it is forgotten. */
  #making: Promise<OutputMap> | null = null;
  /** Time that the last map cost the run, ms. */
  #took = 0;

  constructor(parts: MapperParts) {
    this.#parts = parts;
  }

  /**
   * The map of the first output now, or the one made just before.
   *
   * @param labels  in force, V: they decide the level that tells the two answers apart
   * @cost  one free solve per point
   */
  map(step: number, labels: readonly (number | null)[]): Promise<OutputMap> {
    const age = this.#last === null ? Infinity : this.#parts.clock.now() - this.#last.at;
    if (this.#last !== null && (age < Math.max(SHORTEST_INTERVAL_MS, REST * this.#took) || this.#last.map.step === step)) {
      return Promise.resolve(this.#last.map);
    }
    if (this.#making !== null) return this.#making;
    const making = this.#makings.run(() => this.#make(labels));
    this.#making = making;
    const ended = (map: OutputMap | null): void => {
      if (this.#making !== making) return;
      this.#making = null;
      if (map !== null) this.#last = { map, at: this.#parts.clock.now() };
    };
    making.then(ended, () => ended(null));
    return making;
  }

  /** The network was changed without a step, as by damage: the last map is of another one, and so is one that is being made. */
  forget(): void {
    this.#last = null;
    this.#making = null;
  }

  async #make(labels: readonly (number | null)[]): Promise<OutputMap> {
    const { names, machine } = this.#parts;
    const { variables, ranges } = this.#parts.variables;
    const count = variables.length;
    if (count !== 1 && count !== 2) {
      throw nothingTo('There is no output map', `${count} inputs of this experiment vary; a map has one or two.`, 'Choose another plot.');
    }
    requireCapability(machine, 'respond');
    const size = (machine.identity.kind === 'board' ? VALUES_ON_BOARD : VALUES)[count];
    const values = ranges.map((range) => spread(range, size));
    const rows =
      count === 1
        ? values[0].map((first) => inputsAt(this.#parts.variables, [first]))
        : values[1].flatMap((second) => values[0].map((first) => inputsAt(this.#parts.variables, [first, second])));
    const { step, level, respond } = await this.#moment(decisionLevel(labels));
    const all = await respond(rows);
    // Of several outputs the first is mapped.
    const width = all.length / rows.length;
    const outputs = Float64Array.from(rows, (_, row) => all[row * width]);
    return {
      step,
      variables: variables.map((column, variable) => ({ column, name: names[column], values: values[variable] })),
      outputs: Array.from(outputs, (output) => (Number.isFinite(output) ? output : null)),
      level,
      contour: count === 2 && outputs.every(Number.isFinite) ? contourOf(outputs, level, ranges, size) : [],
    };
  }

  #moment(level: number): Promise<Moment> {
    const { machine, queue } = this.#parts;
    return queue.run(async () => {
      if (!machine.capabilities.has('checkpoint')) {
        const { step } = await machine.read();
        return { step, level, respond: (rows) => this.#respondAtOnce(rows) };
      }
      this.#copy ??= await this.#parts.createMachine();
      const copy = this.#copy;
      await copy.restore(await machine.checkpoint());
      const { step } = await copy.read();
      return { step, level, respond: (rows) => this.#respondInTurns(copy, rows) };
    });
  }

  #respondAtOnce(rows: readonly (readonly number[])[]): Promise<Float64Array> {
    const { machine, queue, clock } = this.#parts;
    return queue.run(async () => {
      const begin = clock.now();
      const outputs = await machine.respond(rows);
      this.#took = clock.now() - begin;
      return outputs;
    });
  }

  async #respondInTurns(copy: Machine, rows: readonly (readonly number[])[]): Promise<Float64Array> {
    const { clock } = this.#parts;
    const parts: number[] = [];
    let took = 0;
    let size = 1;
    for (let row = 0; row < rows.length;) {
      const begin = clock.now();
      const part = rows.slice(row, row + size);
      for (const output of await copy.respond(part)) parts.push(output);
      row += part.length;
      const elapsed = clock.now() - begin;
      took += elapsed;
      // As many rows per turn as fit into it, found by doubling.
      if (elapsed < TURN_MS / 2) size *= 2;
      else if (elapsed > TURN_MS) size = Math.max(1, size >> 1);
      await clock.yield();
    }
    this.#took = took;
    return Float64Array.from(parts);
  }
}

/** Zero where labels lie on both sides of it; else the middle between the lowest and the highest label, V. */
export function decisionLevel(labels: readonly (number | null)[]): number {
  const present = labels.filter((label) => label !== null);
  if (present.length === 0) return 0;
  const [lowest, highest] = [Math.min(...present), Math.max(...present)];
  return lowest < 0 && highest > 0 ? 0 : (lowest + highest) / 2;
}

/** The line on which the output is at the level, V: found on the unit square, since both variables have ranges of their own. */
function contourOf(outputs: Float64Array, level: number, ranges: InputVariables['ranges'], size: number): OutputMap['contour'] {
  const unit = spread([0, 1], size);
  const place = ([x, y]: readonly [number, number]): [number, number] => [
    ranges[0][0] + x * (ranges[0][1] - ranges[0][0]),
    ranges[1][0] + y * (ranges[1][1] - ranges[1][0]),
  ];
  const segments = zeroLine(
    outputs.map((output) => output - level),
    unit,
  );
  return segments.map(([from, to]) => [place(from), place(to)]);
}

function spread([low, high]: readonly [number, number], count: number): number[] {
  return Array.from({ length: count }, (_, index) => low + ((high - low) * index) / (count - 1));
}
