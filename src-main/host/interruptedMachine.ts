import type { BoardAbout } from '../../shared/machines.ts';
import { ProblemError, type Problem } from '../../shared/problem.ts';
import type { Machine, MachineCheckpoint, MachineIdentity, MachineRemark, MachineState, Measurement } from '../machine/machine.ts';
import type { Network } from '../physics/network.ts';

/** What was seen last of a machine that can't be saved: plain data. */
export interface LastSeen {
  readonly identity: MachineIdentity;
  /** What the board had told of itself. */
  readonly about?: BoardAbout;
  readonly state: MachineState;
  /** Over the set of the history, and over the training set. */
  readonly measured: Measurement;
  readonly training: Measurement;
}

/**
 * A run on a board that ended with the engine, or that was not found again after it: what was seen last stays in sight, with all that had
 * arrived, and nothing goes on.
 */
export class InterruptedMachine implements Machine {
  readonly identity: MachineIdentity;
  /** Parameters can be set: they hold for the next run. */
  readonly capabilities = new Set(['setNudge', 'setStepTime'] as const);
  readonly network: Network;
  readonly about?: BoardAbout;
  readonly problem: Problem;
  readonly #seen: LastSeen;

  /** @param why  it can't be taken up again; `null`: the board was a part of the engine, and is gone with it */
  constructor(network: Network, seen: LastSeen, why: string | null) {
    this.network = network;
    this.identity = seen.identity;
    if (seen.about !== undefined) this.about = seen.about;
    this.#seen = { ...seen, state: { ...seen.state, isLearning: false } };
    this.problem = {
      code: 'E-BOARD-LOST',
      what: `The run on the board was interrupted after step ${seen.state.step}`,
      where: seen.identity.title,
      why:
        why === null
          ? 'The engine stopped, and the emulated board that lived in it is gone.'
          : `The engine that talked to it stopped, and its run can’t be taken up again: ${why}`,
      remedy:
        why === null
          ? 'All that had arrived is kept. Restart (R) begins again on a new board.'
          : 'All that had arrived is kept. A board to which nobody talks freezes its learning; what its edges have learnt is on it. Restart (R) connects it and begins again.',
    };
  }

  advance(): never {
    throw new ProblemError(this.problem);
  }

  respond(): never {
    throw new ProblemError(this.problem);
  }

  damage(): never {
    throw new ProblemError(this.problem);
  }

  measure(set: 'training' | 'test' | 'present'): Measurement {
    return set === 'training' ? this.#seen.training : this.#seen.measured;
  }

  read(): MachineState {
    return this.#seen.state;
  }

  checkpoint(): MachineCheckpoint {
    return { kind: 'board', data: null };
  }

  /** It has been where it is. */
  restore(): void {}

  onMeasurement(): void {}

  /** Whoever listens is told at once that the run is over. */
  onRemark(listener: (remark: MachineRemark) => void): void {
    const { step, time } = this.#seen.state;
    listener({ kind: 'over', level: 'warning', text: `${this.problem.what}. ${this.problem.why}`, frames: 0, step, time });
  }

  setLearning(): void {}

  setNudge(): void {}

  setStepTime(): void {}
}
