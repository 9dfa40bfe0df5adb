import type { DamageKind } from '../../../shared/documents/network.ts';
import type { BoardAbout } from '../../../shared/machines.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import type {
  Capability,
  Machine,
  MachineCheckpoint,
  MachineIdentity,
  MachineRemark,
  MachineState,
  MachineWire,
  Measurement,
} from '../../machine/machine.ts';
import type { Network } from '../../physics/network.ts';
import { weigh } from '../console/typedLine.ts';
import type { WireLog } from '../console/wireLog.ts';
import type { BoardConnection } from '../driver/connection.ts';
import { aboutOf } from '../driver/handshake.ts';
import { unable } from '../driver/problems.ts';
import { Course, savedCourseSchema, type SavedCourse } from './course.ts';
import { pulseOf } from './fitness.ts';
import { checkHands, type Hands } from './hands.ts';
import { measuredState } from './measuredState.ts';
import { programOf } from './program.ts';
import { Training } from './training.ts';
import { plain } from './words.ts';

const everyBoard: readonly Capability[] = ['freeze', 'setNudge', 'readFree', 'readClamped', 'readStates', 'respond'];

/** A board as a machine: it gets a whole experiment, runs it alone up to a step, holds, and reports (`training.ts`). */
export class BoardMachine implements Machine {
  readonly identity: MachineIdentity;
  readonly capabilities: ReadonlySet<Capability>;
  readonly network: Network;
  readonly about: BoardAbout;
  readonly wire?: MachineWire;
  readonly #connection: BoardConnection;
  readonly #hands: Hands | null;
  readonly #course: Course;
  readonly #training: Training;
  #isLearning = true;
  readonly #listeners: ((measurement: Measurement) => void)[] = [];
  readonly #remarkListeners: ((remark: MachineRemark) => void)[] = [];

  private constructor(connection: BoardConnection, course: Course, hands: Hands | null, log: WireLog | null) {
    const { identity, capability } = connection.info;
    this.#connection = connection;
    this.#hands = hands;
    this.#course = course;
    this.network = course.whole.network;
    this.about = aboutOf(connection.info);
    this.identity = { kind: 'board', title: `Board ${identity.serialNumber} (${identity.profile})` };
    const pulses: Capability[] = capability.rule === 'pulse' ? ['setStepTime'] : [];
    this.capabilities = new Set<Capability>([...everyBoard, ...pulses, ...(hands === null ? [] : (['damage'] as const))]);
    this.#training = new Training(connection, course, hands, {
      measured: (measurement) => this.#listeners.forEach((listener) => listener(measurement)),
      remark: (kind, text, frames) => this.#remark(kind, text, frames),
    });
    if (log !== null) this.wire = this.#wireOf(log);
  }

  /**
   * Sends an experiment to a board. Learning does not begin before `advance`.
   *
   * @param hands  what can be done to the board that no command does; `null`: nothing
   * @param log    of its line, where that is kept
   * @throws ProblemError E-BOARD-MISMATCH where the board can't do it; E-BOARD-REFUSED, E-BOARD-LOST
   */
  static async create(
    connection: BoardConnection,
    experiment: Experiment,
    hands: Hands | null,
    log: WireLog | null = null,
  ): Promise<BoardMachine> {
    const { capability } = connection.info;
    // A task that comes later is refused now, not after hours.
    for (const { experiment: later } of experiment.sequence) programOf(later, capability);
    if (hands === null) checkHands(experiment, capability.outputs);
    const machine = new BoardMachine(connection, new Course(experiment), hands, log);
    await machine.#training.load();
    return machine;
  }

  /**
   * Goes on with a run that a program before this one has left on a board, which went on alone to where it was told to hold. What it measured
   * on the way is lost.
   *
   * @param checkpoint  of the machine of that program
   * @throws ProblemError E-BOARD-LOST where the run is not there any more, with the reason
   */
  static async resume(
    connection: BoardConnection,
    experiment: Experiment,
    hands: Hands | null,
    checkpoint: MachineCheckpoint,
    log: WireLog | null = null,
  ): Promise<BoardMachine> {
    const saved = savedCourseSchema.parse(checkpoint.data);
    const { identity, status } = connection.info;
    // A run that had not begun has nothing to lose: it is sent again.
    const hadBegun = saved.step > 0 || saved.begin.steps > 0 || status.run === saved.run;
    if (!hadBegun && identity.serialNumber === saved.serialNumber && status.state !== 'RUN')
      return BoardMachine.create(connection, experiment, hands, log);
    const course = new Course(experiment);
    course.takeUp(saved, saved.step);
    const machine = new BoardMachine(connection, course, hands, log);
    await machine.#training.takeUp(saved);
    return machine;
  }

  /** Of the task in turn. */
  get experiment(): Experiment {
    return this.#training.task.experiment;
  }

  /** Which of several tasks in a row it trains, from 0. */
  get part(): number {
    return this.#course.part;
  }

  onMeasurement(listener: (measurement: Measurement) => void): void {
    this.#listeners.push(listener);
  }

  onRemark(listener: (remark: MachineRemark) => void): void {
    this.#remarkListeners.push(listener);
  }

  async advance(steps: number): Promise<number> {
    if (!this.#isLearning || steps < 1) return 0;
    const from = this.#training.step;
    await this.#training.to(from + steps);
    return this.#training.step - from;
  }

  measure(set: 'training' | 'test' | 'present'): Promise<Measurement> {
    return this.#training.measure(set === 'test' && this.experiment.test === null ? 'training' : set);
  }

  respond(rows: readonly (readonly number[])[]): Promise<Float64Array> {
    return this.#training.measuring.respond(rows);
  }

  async read(state?: MachineState): Promise<MachineState> {
    const raw = await this.#training.measuring.state();
    const { task, run, step, time } = this.#training;
    const measured = measuredState(task, raw, run.step, this.#damages);
    const filled = { ...measured, step, time, isLearning: this.#isLearning };
    return state === undefined ? filled : Object.assign(state, filled);
  }

  setLearning(isLearning: boolean): void {
    // Between two stretches of a run the board holds, and its freeze line with it.
    this.#isLearning = isLearning;
  }

  async setNudge(nudge: number): Promise<void> {
    await this.#training.run.ask(`EXP:NUDG ${plain(nudge)}`);
    this.#training.measuring.forget();
  }

  async setStepTime(stepTime: number): Promise<void> {
    await this.#training.run.ask(`EXP:TIME ${plain(pulseOf(stepTime, this.#connection.info.capability))}`);
  }

  damage(edges: readonly number[], kind: DamageKind | null): Promise<void> {
    return this.#training.damage(edges, kind);
  }

  /** Where the run is to be found again: on the board. */
  checkpoint(): MachineCheckpoint {
    const { identity, boot } = this.#connection.info;
    const { run, task } = this.#training;
    const { part, begin, told } = this.#course;
    const data: SavedCourse = {
      serialNumber: identity.serialNumber,
      boot,
      run: run.number,
      step: run.step,
      time: run.time,
      ...{ part, begin, told },
      damages: this.#damages,
      ...task.saved,
    };
    return { kind: 'board', data };
  }

  restore(): never {
    throw unable('go back to an earlier step', 'What its edges have learnt since can’t be taken back. Start the experiment again.');
  }

  /** Ends the run and the connection; the board is frozen, with its outputs at 0 V. */
  close(): Promise<void> {
    return this.#training.run.close();
  }

  #wireOf(log: WireLog): MachineWire {
    return {
      read: (from, most) => log.read(from, most),
      changes: (line) => weigh(line) === 'changes',
      say: async (line) => {
        const weight = weigh(line);
        const { answers, errors } = await this.#connection.saySo(line).finally(() => {
          // What was measured before is of another board, be it done or not.
          if (weight === 'changes') this.#training.measuring.forget();
        });
        return { answers, errors: [...errors] };
      },
    };
  }

  #remark(kind: MachineRemark['kind'], text: string, frames: number): void {
    const level = kind === 'damaged' || kind === 'restored' ? 'info' : 'warning';
    const { step, time } = this.#training;
    for (const listener of this.#remarkListeners) listener({ kind, level, text, frames, step, time });
  }

  get #damages(): (DamageKind | null)[] {
    return [...(this.#hands?.damages ?? Array.from({ length: this.network.edgeCount }, () => null))];
  }
}
