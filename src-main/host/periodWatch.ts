import type { PeriodPoint } from '../../shared/frames.ts';
import { stateDistance } from '../analysis/limitCycle.ts';
import type { Machine } from '../machine/machine.ts';
import type { Figures } from './figures.ts';
import { History } from './history.ts';

/**
 * Follows two tasks that are trained in turn, period by period: Ē and D (Dillavou 2025, Eq. 4 and A4). A period is looked at where
 * it is half over and at its end, to the step; the run is stopped there for a moment. Short periods are not all looked at, but
 * one per look of the screen, so that watching never rules the pace.
 */
export class PeriodWatch {
  readonly periods = new History<PeriodPoint>();
  readonly #machine: Machine;
  readonly #figures: Figures;
  /** Steps done; kept here because reading them from the machine costs a solve. */
  #step = 0;
  #isArmed = true;
  #middle: { states: Float64Array; error: number } | null = null;

  constructor(machine: Machine, figures: Figures) {
    this.#machine = machine;
    this.#figures = figures;
  }

  /** Whether there are periods to watch at all. */
  get isNeeded(): boolean {
    return this.#figures.turn > 0;
  }

  /** The machine is at this step now, without having run there: a fresh or a restored one. */
  begin(step: number): void {
    this.#step = step;
    this.#middle = null;
  }

  /** Looks at the next whole period. */
  arm(): void {
    this.#isArmed = true;
  }

  /** Steps that may be done before the machine is to be looked at; at least one. */
  room(): number {
    if (!this.#isArmed) return Number.POSITIVE_INFINITY;
    const { turn } = this.#figures;
    const place = this.#step % (2 * turn);
    if (this.#middle !== null) return 2 * turn - place;
    return place < turn ? turn - place : 3 * turn - place;
  }

  /** So many steps were done, no more than there was room for. */
  async advanced(steps: number): Promise<void> {
    const isDue = steps === this.room();
    this.#step += steps;
    if (!isDue) return;
    const { step, time, states } = await this.#machine.read();
    const error = await this.#combinedError();
    if (this.#middle === null) {
      this.#middle = { states: Float64Array.from(states), error };
      return;
    }
    const mean = (this.#middle.error + error) / 2;
    const span = stateDistance(this.#middle.states, states);
    this.periods.add({ step, time, error: Number.isFinite(mean) ? mean : null, span });
    this.#middle = null;
    this.#isArmed = false;
  }

  /** E = (E_α + E_β)/2 now, V² (Eq. A3). */
  async #combinedError(): Promise<number> {
    const { taskErrors } = this.#figures.derive(await this.#machine.measure('training'));
    return taskErrors.reduce<number>((sum, error) => sum + (error ?? Number.NaN), 0) / taskErrors.length;
  }
}
