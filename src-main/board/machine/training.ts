import type { DamageKind } from '../../../shared/documents/network.ts';
import type { MachineRemark, Measurement } from '../../machine/machine.ts';
import type { BoardConnection } from '../driver/connection.ts';
import { interrupted, unable, whyOtherRun } from '../driver/problems.ts';
import type { RawMeasurement } from './assembler.ts';
import { BoardRun } from './boardRun.ts';
import { BoardTask } from './boardTask.ts';
import type { Course, SavedCourse } from './course.ts';
import type { Hands } from './hands.ts';
import { firstSet, Measuring } from './measuring.ts';
import type { MeasuredSet } from './program.ts';

/** What training tells while it goes. */
export interface TrainingListener {
  /** A measurement that the program asks for. */
  measured(measurement: Measurement): void;
  remark(kind: MachineRemark['kind'], text: string, frames: number): void;
}

/**
 * The course of an experiment on a board: stretches that the board does alone, and what is done between two of them: rows that its table
 * has no room for, labels that are measured anew, measurements it can't take alone or that were lost, the next of several tasks, and,
 * where there are hands, damage.
 */
export class Training {
  readonly run: BoardRun;
  readonly measuring: Measuring;
  readonly #course: Course;
  readonly #connection: BoardConnection;
  readonly #hands: Hands | null;
  readonly #listener: TrainingListener;
  #task: BoardTask;
  /** Step of the present task at which the board holds next, or holds. */
  #stop = 0;

  constructor(connection: BoardConnection, course: Course, hands: Hands | null, listener: TrainingListener) {
    const { capability, status } = connection.info;
    this.#connection = connection;
    this.#course = course;
    this.#hands = hands;
    this.#listener = listener;
    this.#task = new BoardTask(course.experiment, capability);
    this.run = new BoardRun(connection, status.run, {
      measured: (frame) => this.measuring.frame(frame),
      moved: (step) => this.measuring.moved(step),
      remark: (kind, text, frames = 0) => listener.remark(kind, text, frames),
    });
    this.measuring = new Measuring(this.run, this.#task, (raw) => this.#measured(raw));
  }

  /** The one in turn. */
  get task(): BoardTask {
    return this.#task;
  }

  /** Steps of the whole run. */
  get step(): number {
    return this.#course.begin.steps + this.run.step;
  }

  /** Learning time of the whole run, s. */
  get time(): number {
    return this.#course.begin.time + this.run.time;
  }

  /** Sends the task in turn. Learning does not begin. */
  async load(): Promise<void> {
    await this.run.load(this.#task.program.lines, this.#stepTime);
    await this.#writeRows();
  }

  /** Takes up the run that stands on the board. @throws ProblemError where that is another one than was saved */
  async takeUp(saved: SavedCourse): Promise<void> {
    const { info } = this.#connection;
    const end = (why: string): Error => interrupted(info.place, saved.begin.steps + saved.step, why);
    if (info.identity.serialNumber !== saved.serialNumber) throw end('another board is there');
    if (info.boot !== saved.boot) throw end('the board was reset');
    if (info.status.run !== saved.run || info.status.step < saved.step) throw end(whyOtherRun(info.status));
    await this.run.takeUp(saved.time, this.#stepTime);
    this.#course.takeUp(saved, this.run.step);
    const [checksum] = await this.run.ask('EXP:DATA:CRC?');
    if (!this.#task.takeUp(saved, this.run.step, Number(checksum)))
      throw end('its labels were measured anew, and what they are now is lost');
    if (this.#hands !== null) this.#hands.damages.splice(0, saved.damages.length, ...saved.damages);
    this.measuring.takeUp();
  }

  /** Trains up to a step of the whole run. */
  async to(target: number): Promise<void> {
    while (this.step < target) {
      for (const { edges, kind } of this.#course.due(this.step)) await this.damage(edges, kind);
      await this.#writeRows();
      const { begin, nextWork } = this.#course;
      this.#stop = Math.min(target - begin.steps, this.#task.stopAfter(this.run.step), nextWork);
      this.measuring.forget();
      await this.run.to(this.#stop, this.measuring.beforeRun);
      this.measuring.holds();
      if (this.#task.isMeasuredAt(this.run.step) && this.#course.told !== this.step) await this.#measureForProgram();
      if (this.step >= this.#course.nextBegin) await this.#moveOn();
    }
  }

  async damage(edges: readonly number[], kind: DamageKind | null): Promise<void> {
    if (this.#hands === null) throw unable('damage edges', 'Damage them by hand, or run the experiment on an emulated board.');
    await this.#hands.damage(edges, kind);
    this.measuring.forget();
  }

  async measure(set: MeasuredSet): Promise<Measurement> {
    return this.#judged(set, await this.measuring.outputs(set), this.run.step, this.time);
  }

  /** s, of a clocked board, which has no learning time of its own; `null`: the board counts. */
  get #stepTime(): number | null {
    return this.#connection.info.capability.rule === 'clock' ? this.#task.experiment.document.stepTime : null;
  }

  /** Writes the rows of the table that the next step needs, with labels that are measured where they are due. */
  async #writeRows(): Promise<void> {
    const { step } = this.run;
    const task = this.#task;
    const areLabelsDue = task.isLabelledAt(step);
    if (areLabelsDue) {
      const { classNames, classInputs, inputNodes } = task.experiment;
      const width = inputNodes.length;
      const rows = classNames.map((_, index) => [...classInputs.subarray(index * width, (index + 1) * width)]);
      task.label(step, await this.measuring.respond(rows));
      this.measuring.forget();
    }
    for (const line of task.rowsAt(step, areLabelsDue)) await this.run.ask(line);
  }

  /**
   * A measurement of the program that the board can't take alone, or that was lost on the way. The state is read first, so that whoever is
   * told finds it there.
   */
  async #measureForProgram(): Promise<void> {
    await this.measuring.state();
    this.#tell(await this.measure(this.#task.experiment.document.measure.of));
  }

  /** Begins the next task: with the edges as the last one left them, or as they were at the start. */
  async #moveOn(): Promise<void> {
    const isReset = this.#course.moveOn(this.step, this.time);
    const { experiment, whole } = this.#course;
    this.#task = new BoardTask(experiment, this.#connection.info.capability);
    // Outputs at 0 V while hands are at the board.
    await this.run.ask('ABOR');
    await this.#hands?.wire(experiment);
    if (isReset) await this.#hands?.reset(whole);
    this.measuring.use(this.#task);
    await this.load();
  }

  /** A measurement that the board took by itself. */
  #measured(raw: RawMeasurement): void {
    const { begin, told } = this.#course;
    if (begin.steps + raw.step <= told) return;
    const set = firstSet(this.#task);
    const rows = set === 'training' ? this.#task.rowsOf(set) : [this.#task.shownAfter(raw.step).row];
    const outputs = this.#task.readings.outputs(raw, rows);
    if (outputs === null) {
      // Where the board holds, what is missing is measured again.
      if (raw.step === this.#stop) return;
      this.#listener.remark('gap', `the measurement at step ${begin.steps + raw.step} did not arrive whole and is left out`, 0);
      return;
    }
    this.run.heardOf(raw.step, raw.learningTime);
    this.#tell(this.#judged(set, outputs, raw.step, begin.time + this.run.timeAt(raw.step, raw.learningTime)));
  }

  #judged(set: MeasuredSet, outputs: Float64Array, step: number, time: number): Measurement {
    const { datapoint } = this.#task.shownAfter(step);
    return { step: this.#course.begin.steps + step, time, ...this.#task.measurement(set, outputs, datapoint) };
  }

  #tell(measurement: Measurement): void {
    this.#course.told = measurement.step;
    this.#listener.measured(measurement);
  }
}
