import type { Experiment } from '../learning/experiment/experiment.ts';
import { Trainer, type NetworkState } from '../learning/trainer.ts';
import type { MachineCheckpoint } from './machine.ts';
import { foreignCheckpoint, partOf, restoreTrainer, saveTrainer } from './trainerCheckpoint.ts';

/**
 * The tasks of one run, one after the other on the same network: each has a trainer of its own, which begins with the edges as the
 * last one left them (Dillavou 2022, Fig. 4) or anew, and always with the damage that was done.
 */
export class TaskSequence {
  /** Of the task in turn. */
  trainer: Trainer;
  /** The task in turn, counted from 0. */
  part = 0;
  readonly #whole: Experiment;
  /** Where in the whole run that task began. */
  #begin = { steps: 0, time: 0 };

  /** @param start  states and damage to begin with, instead of those that the experiment says */
  constructor(whole: Experiment, start?: NetworkState) {
    this.#whole = whole;
    this.trainer = new Trainer(whole, start);
  }

  /** Steps of the whole run. */
  get steps(): number {
    return this.#begin.steps + this.trainer.steps;
  }

  /** Learning time of the whole run, s. */
  get time(): number {
    return this.#begin.time + this.trainer.time;
  }

  /** Step of the whole run at which the next task begins; infinite where there is none. */
  get nextBegin(): number {
    return this.#whole.sequence[this.part]?.step ?? Infinity;
  }

  /** Begins the next task. */
  moveOn(): void {
    const { isReset, experiment } = this.#whole.sequence[this.part];
    const { bank, damage } = this.trainer.twin;
    const begin = { steps: this.steps, time: this.time };
    this.trainer = new Trainer(experiment, { states: isReset ? null : bank.states, damage });
    this.#begin = begin;
    this.part++;
  }

  save(): object {
    return { ...saveTrainer(this.trainer), part: this.part, begin: this.#begin };
  }

  /** @throws ProblemError E-RUN-INVALID when it was written for another experiment; nothing is changed then */
  restore(checkpoint: MachineCheckpoint): ReturnType<typeof restoreTrainer> {
    const part = partOf(checkpoint);
    const experiment = part === 0 ? this.#whole : this.#whole.sequence[part - 1]?.experiment;
    if (experiment === undefined) throw foreignCheckpoint();
    const trainer = part === this.part ? this.trainer : new Trainer(experiment);
    const saved = restoreTrainer(trainer, checkpoint);
    this.trainer = trainer;
    this.part = saved.part;
    this.#begin = saved.begin;
    return saved;
  }
}
