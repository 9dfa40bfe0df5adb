import type { DamageSchedule } from '../../shared/damage.ts';

/** A schedule as plain data, for checkpoints. */
export interface ScheduleSnapshot {
  schedule: DamageSchedule | null;
  /** Steps done since the last cut. */
  since: number;
}

/**
 * Damage on a schedule: one edge after every so many steps, to the step, until so many are cut (Dillavou 2022, Fig. 5b: "every 100
 * steps"). The run is stopped there for a moment.
 */
export class DamageWatch {
  readonly #cut: (choice: DamageSchedule['choice']) => Promise<unknown>;
  #schedule: DamageSchedule | null = null;
  /** Steps done since the last cut. */
  #since = 0;

  /** @param cut  cuts an edge now; rejects when there is none left, which ends the schedule */
  constructor(cut: (choice: DamageSchedule['choice']) => Promise<unknown>) {
    this.#cut = cut;
  }

  /** What is left of it; `null` when there is none. */
  get schedule(): DamageSchedule | null {
    return this.#schedule;
  }

  /** Begins a schedule at the present step, or ends it (`null`). */
  set(schedule: DamageSchedule | null): void {
    this.#schedule = schedule;
    this.#since = 0;
  }

  save(): ScheduleSnapshot {
    return { schedule: this.#schedule, since: this.#since };
  }

  load({ schedule, since }: ScheduleSnapshot): void {
    this.#schedule = schedule;
    this.#since = since;
  }

  get isNeeded(): boolean {
    return this.#schedule !== null;
  }

  /** Steps that may be done before the next cut; at least one. */
  room(): number {
    return this.#schedule === null ? Number.POSITIVE_INFINITY : this.#schedule.every - this.#since;
  }

  /** So many steps were done, no more than there was room for. */
  async advanced(steps: number): Promise<void> {
    const schedule = this.#schedule;
    if (schedule === null) return;
    this.#since += steps;
    if (this.#since < schedule.every) return;
    this.#since = 0;
    this.#schedule = schedule.left > 1 ? { ...schedule, left: schedule.left - 1 } : null;
    try {
      await this.#cut(schedule.choice);
    } catch (thrown) {
      this.#schedule = null;
      throw thrown;
    }
  }
}
