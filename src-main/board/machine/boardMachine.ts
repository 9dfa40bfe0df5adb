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
  Measurement,
} from '../../machine/machine.ts';
import type { Network } from '../../physics/network.ts';
import type { BoardConnection } from '../driver/connection.ts';
import { aboutOf } from '../driver/handshake.ts';
import { unable } from '../driver/problems.ts';
import type { RawMeasurement } from './assembler.ts';
import { BoardRun } from './boardRun.ts';
import { BoardTask } from './boardTask.ts';
import { pulseOf } from './fitness.ts';
import { checkHands, type Hands } from './hands.ts';
import { firstSet, Measuring } from './measuring.ts';
import { measuredState } from './measuredState.ts';
import { programOf } from './program.ts';
import { plain } from './words.ts';

const everyBoard: readonly Capability[] = ['freeze', 'setNudge', 'readFree', 'readClamped', 'readStates', 'respond'];

/**
 * A board as a machine: it gets a whole experiment, runs it alone up to a step, holds, and reports. What it can't do alone is done
 * between two stretches of its run: rows that its table has no room for, labels that are measured anew, the next of several tasks,
 * and, where there are hands, damage.
 */
export class BoardMachine implements Machine {
  readonly identity: MachineIdentity;
  readonly capabilities: ReadonlySet<Capability>;
  readonly network: Network;
  readonly about: BoardAbout;
  /** Which of several tasks in a row it trains, from 0. */
  part = 0;
  readonly #whole: Experiment;
  readonly #connection: BoardConnection;
  readonly #hands: Hands | null;
  readonly #run: BoardRun;
  readonly #measuring: Measuring;
  #task: BoardTask;
  /** Where in the whole run the present task began. */
  #begin = { steps: 0, time: 0 };
  /** Step of the present task at which the board holds next, or holds. */
  #stop = 0;
  /** Step of the whole run of the last measurement that was told. */
  #told = 0;
  /** Damage events of the document that have happened. */
  #events = 0;
  #isLearning = true;
  readonly #listeners: ((measurement: Measurement) => void)[] = [];
  readonly #remarkListeners: ((remark: MachineRemark) => void)[] = [];

  private constructor(connection: BoardConnection, experiment: Experiment, hands: Hands | null) {
    const { identity, capability, status } = connection.info;
    this.#whole = experiment;
    this.#connection = connection;
    this.#hands = hands;
    this.network = experiment.network;
    this.about = aboutOf(connection.info);
    this.#task = new BoardTask(experiment, capability);
    this.identity = { kind: 'board', title: `Board ${identity.serialNumber} (${identity.profile})` };
    const pulses: Capability[] = capability.rule === 'pulse' ? ['setStepTime'] : [];
    this.capabilities = new Set<Capability>([...everyBoard, ...pulses, ...(hands === null ? [] : (['damage'] as const))]);
    this.#run = new BoardRun(connection, status.run, {
      measured: (frame) => this.#measuring.frame(frame),
      moved: (step) => this.#measuring.moved(step),
      remark: (kind, text, frames = 0) => this.#remark(kind, text, frames),
    });
    this.#measuring = new Measuring(this.#run, this.#task, (raw) => this.#measured(raw));
  }

  /**
   * Sends an experiment to a board. Learning does not begin before `advance`.
   *
   * @param hands  what can be done to the board that no command does; `null`: nothing
   * @throws ProblemError E-BOARD-MISMATCH where the board can't do it; E-BOARD-REFUSED, E-BOARD-LOST
   */
  static async create(connection: BoardConnection, experiment: Experiment, hands: Hands | null): Promise<BoardMachine> {
    const { capability } = connection.info;
    // A task that comes later is refused now, not after hours.
    for (const { experiment: later } of experiment.sequence) programOf(later, capability);
    if (hands === null) checkHands(experiment, capability.outputs);
    const machine = new BoardMachine(connection, experiment, hands);
    await machine.#load();
    return machine;
  }

  /** Of the task in turn. */
  get experiment(): Experiment {
    return this.#task.experiment;
  }

  onMeasurement(listener: (measurement: Measurement) => void): void {
    this.#listeners.push(listener);
  }

  onRemark(listener: (remark: MachineRemark) => void): void {
    this.#remarkListeners.push(listener);
  }

  async advance(steps: number): Promise<number> {
    if (!this.#isLearning || steps < 1) return 0;
    const from = this.#step;
    const target = from + steps;
    while (this.#step < target) {
      await this.#applyEvents();
      await this.#writeRows();
      this.#stop = Math.min(target - this.#begin.steps, this.#nextStop());
      this.#measuring.forget();
      await this.#run.to(this.#stop, this.#measuring.beforeRun);
      this.#measuring.holds();
      if (this.#task.isMeasuredAt(this.#run.step) && this.#told !== this.#step) await this.#measureForProgram();
      if (this.#step >= this.#nextBegin) await this.#moveOn();
    }
    return this.#step - from;
  }

  async measure(set: 'training' | 'test' | 'present'): Promise<Measurement> {
    const wanted = set === 'test' && this.experiment.test === null ? 'training' : set;
    return this.#judged(wanted, await this.#measuring.outputs(wanted), this.#run.step, this.#time);
  }

  async respond(rows: readonly (readonly number[])[]): Promise<Float64Array> {
    return this.#measuring.respond(rows);
  }

  async read(state?: MachineState): Promise<MachineState> {
    const raw = await this.#measuring.state();
    const measured = measuredState(this.#task, raw, this.#run.step, this.#damage());
    const filled = { ...measured, step: this.#step, time: this.#time, isLearning: this.#isLearning };
    return state === undefined ? filled : Object.assign(state, filled);
  }

  setLearning(isLearning: boolean): void {
    // Between two stretches of a run the board holds, and its freeze line with it.
    this.#isLearning = isLearning;
  }

  async setNudge(nudge: number): Promise<void> {
    await this.#run.ask(`EXP:NUDG ${plain(nudge)}`);
    this.#measuring.forget();
  }

  async setStepTime(stepTime: number): Promise<void> {
    await this.#run.ask(`EXP:TIME ${plain(pulseOf(stepTime, this.#connection.info.capability))}`);
  }

  async damage(edges: readonly number[], kind: DamageKind | null): Promise<void> {
    if (this.#hands === null) throw unable('damage edges', 'Damage them by hand, or run the experiment on an emulated board.');
    await this.#hands.damage(edges, kind);
    this.#measuring.forget();
  }

  /** Where the run is to be found again: on the board. */
  checkpoint(): MachineCheckpoint {
    const { identity, boot } = this.#connection.info;
    return { kind: 'board', data: { serialNumber: identity.serialNumber, boot, run: this.#run.number, step: this.#run.step } };
  }

  restore(): never {
    throw unable('go back to an earlier step', 'What its edges have learnt since can’t be taken back. Start the experiment again.');
  }

  /** Ends the run and the connection; the board is frozen, with its outputs at 0 V. */
  close(): Promise<void> {
    return this.#run.close();
  }

  /** Steps of the whole run. */
  get #step(): number {
    return this.#begin.steps + this.#run.step;
  }

  /** Learning time of the whole run, s. */
  get #time(): number {
    return this.#begin.time + this.#run.time;
  }

  /** Step of the whole run at which the next task begins; infinite where there is none. */
  get #nextBegin(): number {
    return this.#whole.sequence[this.part]?.step ?? Infinity;
  }

  /** Step of the present task at which something has to be done that the board can't do alone. */
  #nextStop(): number {
    const damage = this.#whole.damage[this.#events]?.step ?? Infinity;
    return Math.min(this.#task.stopAfter(this.#run.step), Math.min(damage, this.#nextBegin) - this.#begin.steps);
  }

  async #load(): Promise<void> {
    const { program, experiment } = this.#task;
    const isClocked = this.#connection.info.capability.rule === 'clock';
    await this.#run.load(program.lines, isClocked ? experiment.document.stepTime : null);
    await this.#writeRows();
  }

  async #applyEvents(): Promise<void> {
    const { damage } = this.#whole;
    for (; this.#events < damage.length && damage[this.#events].step <= this.#step; this.#events++) {
      await this.damage(damage[this.#events].edges, damage[this.#events].kind);
    }
  }

  /** Writes the rows of the table that the next step needs, with labels that are measured where they are due. */
  async #writeRows(): Promise<void> {
    const { step } = this.#run;
    const task = this.#task;
    const areLabelsDue = task.isLabelledAt(step);
    if (areLabelsDue) {
      const { classNames, classInputs, inputNodes } = task.experiment;
      const width = inputNodes.length;
      const rows = classNames.map((_, index) => [...classInputs.subarray(index * width, (index + 1) * width)]);
      task.label(step, await this.#measuring.respond(rows));
      this.#measuring.forget();
    }
    for (const line of task.rowsAt(step, areLabelsDue)) await this.#run.ask(line);
  }

  /** A measurement of the program that the board can't take alone, or that was lost on the way. The state is read first, so that whoever is told finds it there. */
  async #measureForProgram(): Promise<void> {
    await this.#measuring.state();
    this.#tell(await this.measure(this.experiment.document.measure.of));
  }

  /** Begins the next task: with the edges as the last one left them, or as they were at the start. */
  async #moveOn(): Promise<void> {
    const { isReset, experiment } = this.#whole.sequence[this.part];
    this.#begin = { steps: this.#step, time: this.#time };
    this.part++;
    this.#task = new BoardTask(experiment, this.#connection.info.capability);
    // Outputs at 0 V while hands are at the board.
    await this.#run.ask('ABOR');
    await this.#hands?.wire(experiment);
    if (isReset) await this.#hands?.reset(this.#whole);
    this.#measuring.use(this.#task);
    await this.#load();
  }

  /** A measurement that the board took by itself. */
  #measured(raw: RawMeasurement): void {
    if (this.#begin.steps + raw.step <= this.#told) return;
    const set = firstSet(this.#task);
    const rows = set === 'training' ? this.#task.rowsOf(set) : [this.#task.shownAfter(raw.step).row];
    const outputs = this.#task.readings.outputs(raw, rows);
    if (outputs === null) {
      // Where the board holds, what is missing is measured again.
      if (raw.step === this.#stop) return;
      this.#remark('gap', `the measurement at step ${this.#begin.steps + raw.step} did not arrive whole and is left out`, 0);
      return;
    }
    this.#run.heardOf(raw.step, raw.learningTime);
    this.#tell(this.#judged(set, outputs, raw.step, this.#begin.time + this.#run.timeAt(raw.step, raw.learningTime)));
  }

  #judged(set: 'training' | 'test' | 'present', outputs: Float64Array, step: number, time: number): Measurement {
    const { datapoint } = this.#task.shownAfter(step);
    return { step: this.#begin.steps + step, time, ...this.#task.measurement(set, outputs, datapoint) };
  }

  #tell(measurement: Measurement): void {
    this.#told = measurement.step;
    for (const listener of this.#listeners) listener(measurement);
  }

  #remark(kind: MachineRemark['kind'], text: string, frames: number): void {
    const level = kind === 'damaged' || kind === 'restored' ? 'info' : 'warning';
    for (const listener of this.#remarkListeners) listener({ kind, level, text, frames, step: this.#step, time: this.#time });
  }

  #damage(): (DamageKind | null)[] {
    return [...(this.#hands?.damages ?? Array.from({ length: this.network.edgeCount }, () => null))];
  }
}
