import { z } from 'zod';
import { damageKinds, type DamageKind } from '../../../shared/documents/network.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';

const count = z.int().min(0);

/** Where a run on a board is to be found again, and what this side knows of it: plain data. */
export const savedCourseSchema = z.object({
  serialNumber: z.string(),
  /** Cause and number of the board's last start. */
  boot: z.string(),
  /** Number of the run on the board, and steps that it had done. */
  run: count,
  step: count,
  part: count,
  /** Where in the whole run the present task began. */
  begin: z.object({ steps: count, time: z.number() }),
  /** Learning time of the present task, s. */
  time: z.number(),
  /** Step of the whole run of the last measurement that was told. */
  told: count,
  damages: z.array(z.enum(damageKinds).nullable()),
  /** V, [class × output], and the step at which they were measured; −1: never. */
  classLabels: z.array(z.number()),
  labelled: z.int(),
});

export type SavedCourse = z.infer<typeof savedCourseSchema>;

/** How far a whole experiment is on a board: which of several tasks in a row it trains, and what of the rest has been done. */
export class Course {
  readonly whole: Experiment;
  /** Which of several tasks in a row, from 0. */
  part = 0;
  /** Where in the whole run the present task began. */
  begin = { steps: 0, time: 0 };
  /** Step of the whole run of the last measurement that was told. */
  told = 0;
  /** Damage events of the document that have happened. */
  #events = 0;

  constructor(whole: Experiment) {
    this.whole = whole;
  }

  /** The task in turn. */
  get experiment(): Experiment {
    return this.part === 0 ? this.whole : this.whole.sequence[this.part - 1].experiment;
  }

  /** Step of the whole run at which the next task begins; infinite where there is none. */
  get nextBegin(): number {
    return this.whole.sequence[this.part]?.step ?? Infinity;
  }

  /** Step of the present task at which hands are needed next: for damage, or for the next task. */
  get nextWork(): number {
    const damage = this.whole.damage[this.#events]?.step ?? Infinity;
    return Math.min(damage, this.nextBegin) - this.begin.steps;
  }

  /** Damage that is due at a step of the whole run, each event once. */
  *due(step: number): Generator<{ readonly edges: readonly number[]; readonly kind: DamageKind | null }> {
    const { damage } = this.whole;
    while (this.#events < damage.length && damage[this.#events].step <= step) yield damage[this.#events++];
  }

  /** Goes on to the next task. @returns  whether edges are brought back to where they began */
  moveOn(steps: number, time: number): boolean {
    const { isReset } = this.whole.sequence[this.part];
    this.begin = { steps, time };
    this.part++;
    return isReset;
  }

  /** Goes on where a run was left that is now at a step of its own: it can't have passed damage that was due before. */
  takeUp({ part, begin, told }: SavedCourse, step: number): void {
    Object.assign(this, { part, begin, told });
    this.#events = this.whole.damage.filter((event) => event.step < begin.steps + step).length;
  }
}
