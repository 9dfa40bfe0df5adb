import type { OutputMap } from '../../shared/outputMap.ts';
import { zeroLine } from '../analysis/zeroLine.ts';
import type { Machine } from '../machine/machine.ts';
import type { Clock } from './clock.ts';
import { inputsAt, type InputVariables } from './inputVariables.ts';
import { nothingTo, requireCapability } from './problems.ts';

/** A map is this old at most before another one is made, however many screens ask. */
const SHORTEST_INTERVAL_MS = 450;
/** The run has the machine to itself for so many times as long as a map takes: a board answers point by point. */
const REST = 15;
/** Values of each variable: enough for a smooth line, and few enough solves that the run does not stutter. */
const VALUES = { 1: 41, 2: 21 } as const;

/** Makes output maps on request, never more often than twice a second: between two of them the run has the machine to itself. */
export class OutputMapper {
  readonly #machine: Machine;
  readonly #variables: InputVariables;
  readonly #names: readonly string[];
  readonly #clock: Clock;
  #last: { map: OutputMap; at: number } | null = null;
  /** ms */
  #took = 0;

  /** @param names  of the inputs */
  constructor(machine: Machine, variables: InputVariables, names: readonly string[], clock: Clock) {
    this.#machine = machine;
    this.#variables = variables;
    this.#names = names;
    this.#clock = clock;
  }

  /**
   * The map of the first output now, or the one made just before. Call it within the queue.
   *
   * @param labels  in force, V: they decide the level that tells the two answers apart
   * @cost  one free solve per point
   */
  async map(step: number, labels: readonly (number | null)[]): Promise<OutputMap> {
    const now = this.#clock.now();
    const interval = Math.max(SHORTEST_INTERVAL_MS, REST * this.#took);
    if (this.#last !== null && (now - this.#last.at < interval || this.#last.map.step === step)) return this.#last.map;
    const map = await this.#make(step, decisionLevel(labels));
    this.#took = this.#clock.now() - now;
    this.#last = { map, at: now + this.#took };
    return map;
  }

  /** The network was changed without a step, as by damage: the last map is of another one. */
  forget(): void {
    this.#last = null;
  }

  async #make(step: number, level: number): Promise<OutputMap> {
    const { variables, ranges } = this.#variables;
    const count = variables.length;
    if (count !== 1 && count !== 2) {
      throw nothingTo('There is no output map', `${count} inputs of this experiment vary; a map has one or two.`, 'Choose another plot.');
    }
    requireCapability(this.#machine, 'respond');
    const values = ranges.map((range) => spread(range, VALUES[count]));
    const rows =
      count === 1
        ? values[0].map((first) => inputsAt(this.#variables, [first]))
        : values[1].flatMap((second) => values[0].map((first) => inputsAt(this.#variables, [first, second])));
    const all = await this.#machine.respond(rows);
    // Of several outputs the first is mapped.
    const width = all.length / rows.length;
    const outputs = Float64Array.from(rows, (_, row) => all[row * width]);
    return {
      step,
      variables: variables.map((column, variable) => ({ column, name: this.#names[column], values: values[variable] })),
      outputs: Array.from(outputs, (output) => (Number.isFinite(output) ? output : null)),
      level,
      contour: count === 2 && outputs.every(Number.isFinite) ? contourOf(outputs, level, ranges) : [],
    };
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
function contourOf(outputs: Float64Array, level: number, ranges: InputVariables['ranges']): OutputMap['contour'] {
  const unit = spread([0, 1], VALUES[2]);
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
