import type { Unit } from '../../../shared/units.ts';
import type { ConfigOf, Spec } from '../../../shared/spec.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import type { Machine, Measurement } from '../../machine/machine.ts';

/** One number that is kept of every cell. */
export interface Quantity {
  /** Key in the values of a cell, and name of the column. */
  readonly name: string;
  readonly title: string;
  readonly unit: Unit;
  /** Whether it spans orders of magnitude, so that a plot of it is logarithmic. */
  readonly isLogarithmic: boolean;
}

/** What one reduction does while its cell runs. */
export interface Watch {
  /** Steps after which the machine is looked at, ascending, at most those of the experiment. */
  readonly stops: readonly number[];
  /** Told every measurement of the run, the one before the first step included. */
  measured(measurement: Measurement): void;
  /** Told at every stop. */
  look(machine: Machine): void | Promise<void>;
  /** Whether nothing that is still to come can change the numbers: a run that nobody waits for is ended. Absent: never. */
  isDecided?(): boolean;
  /** The numbers, by name of quantity; `null` where the cell has none to give. Called once, after the last step. */
  finish(): Readonly<Record<string, number | null>>;
}

/** A way to make a few numbers of a cell. */
export interface Reduction<S extends Spec = Spec> {
  readonly spec: S;
  readonly quantities: readonly Quantity[];
  /** @throws ProblemError (E-RUN-INVALID) where the experiment has nothing of the kind */
  watch(config: ConfigOf<S>, experiment: Experiment): Watch;
}

/** Keeps the literal types of a spec. */
export function defineReduction<const S extends Spec>(reduction: Reduction<S>): Reduction<S> {
  return reduction;
}

/** A watch that looks at measurements alone. */
export function measurementWatch(
  measured: (measurement: Measurement) => void,
  finish: () => Readonly<Record<string, number | null>>,
): Watch {
  return { stops: [], measured, look: () => undefined, finish };
}

/** Keeps the last so many measurements. */
export class Recent {
  readonly #over: number;
  #kept: Measurement[] = [];

  constructor(over: number) {
    this.#over = over;
  }

  add(measurement: Measurement): void {
    this.#kept.push(measurement);
    if (this.#kept.length > 2 * this.#over + 100) this.#kept = this.#kept.slice(-this.#over);
  }

  get last(): readonly Measurement[] {
    return this.#kept.slice(-this.#over);
  }
}

/** The parameter that several reductions share. */
export const overParameter = {
  type: 'number',
  title: 'Over',
  doc: 'The median of so many last measurements is taken.',
  unit: '',
  default: 1,
  minimum: 1,
  maximum: 1_000_000,
  integer: true,
} as const;
