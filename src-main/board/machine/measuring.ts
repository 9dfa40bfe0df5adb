import type { DataTable } from '../../learning/experiment/experiment.ts';
import type { BoardRun } from './boardRun.ts';
import { lost } from '../driver/problems.ts';
import type { MeasurementFrame } from '../protocol/frames.ts';
import { Assembler, type RawMeasurement } from './assembler.ts';
import type { BoardTask } from './boardTask.ts';
import { respondByHand } from './byHand.ts';
import { HeldState, rowOnBench } from './heldState.ts';
import { measuredRows, type MeasuredSet } from './program.ts';

/** The frames of a measurement follow one another within milliseconds: after so long without one it is over, or never began, ms. */
const QUIET_MS = 500;
/** Where one byte in a hundred is lost, two frames of the states in three are; what arrived once is not needed again. */
const ATTEMPTS = 24;

/**
 * Everything that is measured on a board: what its run reports by itself, what it is asked for, and, for rows that do not stand in
 * its table, voltages imposed by hand. While the board holds, nothing changes on it: what has arrived there is kept, so that a frame that
 * was lost is asked for again without those that were not, and nothing is measured twice.
 */
export class Measuring {
  readonly #run: BoardRun;
  readonly #scheduled: (raw: RawMeasurement) => void;
  readonly #assembler: Assembler;
  #task: BoardTask;
  /** The set whose rows the board measures at present. */
  #measured: MeasuredSet | null;
  readonly #held = new HeldState();
  readonly #answers = new Map<'training' | 'test', Float64Array>();
  /** Told every frame of a measurement that was asked for. */
  #asked: ((frame: MeasurementFrame) => void) | null = null;

  /** @param scheduled  told every measurement that the run takes by itself */
  constructor(run: BoardRun, task: BoardTask, scheduled: (raw: RawMeasurement) => void) {
    this.#run = run;
    this.#task = task;
    this.#measured = firstSet(task);
    this.#scheduled = scheduled;
    this.#assembler = new Assembler((raw) => this.#came(raw));
  }

  /** Goes on with another task. */
  use(task: BoardTask): void {
    this.#task = task;
    this.#measured = firstSet(task);
    this.forget();
  }

  /** Goes on with a run of which nothing is known but that it holds; nor is which rows the board measures. */
  takeUp(): void {
    this.#measured = null;
    this.forget();
  }

  /** Something was changed: what is known is of before. */
  forget(): void {
    this.#held.forget();
    this.#answers.clear();
  }

  /** The board stands at this step now. */
  moved(step: number): void {
    if (this.#held.step !== step) this.forget();
  }

  frame(frame: MeasurementFrame): void {
    if (this.#asked === null) this.#assembler.add(frame);
    else this.#asked(frame);
  }

  /** The board holds: what its run has measured on the way has come, or is lost. */
  holds(): void {
    this.#assembler.finish();
  }

  /** Commands that let the run measure what its program says again; "" where it does. */
  get beforeRun(): string {
    return this.#rowsCommand(firstSet(this.#task));
  }

  /** What was measured last in passing, or is measured now where the board rests: with states, and voltages of the datapoint that is shown. */
  state(): Promise<RawMeasurement> {
    return this.#raw(firstSet(this.#task));
  }

  /** Outputs of the free network for a set, V, [datapoint × output]: what stands in the table is read by the board alone, the rest by hand. */
  async outputs(set: MeasuredSet): Promise<Float64Array> {
    const { training, test } = this.#task.experiment;
    if (set === 'present') return this.#outputsOf(await this.#raw(set), null);
    const table = set === 'test' && test !== null ? test : training;
    const known = this.#task.rowsOf(set);
    const first = known.length === 0 ? new Float64Array(0) : this.#outputsOf(await this.#raw(set), known);
    if (known.length === table.count) return first;
    const rest = this.#answers.get(set) ?? (await this.respond(rowsFrom(table, known.length)));
    this.#answers.set(set, rest);
    return Float64Array.from([...first, ...rest]);
  }

  /** Outputs for inputs of any kind, imposed by hand, V, [row × output]. @param rows  V, [row][input] */
  async respond(rows: readonly (readonly number[])[]): Promise<Float64Array> {
    await this.#run.light();
    return respondByHand(this.#run, this.#task, rows);
  }

  /** @param rows  `null`: the one that is on the bench */
  #outputsOf(raw: RawMeasurement, rows: readonly number[] | null): Float64Array {
    const outputs = this.#task.readings.outputs(raw, rows ?? [rowOnBench(raw, this.#shownRow) ?? 0]);
    if (outputs === null) throw this.#incomplete();
    return outputs;
  }

  get #shownRow(): number {
    return this.#task.shownAfter(this.#run.step).row;
  }

  /** What is known of a set where the board holds, once all of it is. */
  async #raw(set: MeasuredSet): Promise<RawMeasurement> {
    this.#run.checkAlive();
    await this.#run.light();
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (this.#isWhole(set)) return this.#held.raw;
      await this.#again(set);
    }
    if (this.#isWhole(set)) return this.#held.raw;
    throw this.#incomplete();
  }

  #isWhole(set: MeasuredSet): boolean {
    const { raw } = this.#held;
    const { readings } = this.#task;
    const rows = set === 'present' ? [] : this.#task.rowsOf(set);
    if (set !== 'present' && readings.outputs(raw, rows) === null) return false;
    // Of the test set nobody asks for more than the outputs.
    return set === 'test' || (rowOnBench(raw, this.#shownRow) !== null && readings.states(raw) !== null);
  }

  /** Lets the board measure once more, and adds what arrives to what is known. */
  async #again(set: MeasuredSet): Promise<void> {
    const { connection } = this.#run;
    let cancel = (): void => undefined;
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    const wait = (): void => {
      cancel();
      cancel = connection.timing.after(QUIET_MS * connection.patience, end);
    };
    let isAnswered = false;
    this.#asked = (frame) => {
      this.#held.add(frame);
      // Frames before the answer: it was lost, and a line that is said twice may have begun two measurements.
      if (frame.what === 'states' && isAnswered) end();
      else wait();
    };
    try {
      // A measurement that is still going on refuses the next one; it is the one that is waited for.
      await this.#run.ask(`${this.#rowsCommand(set)}EXP:MEAS`, { expected: [-221] });
      isAnswered = true;
      wait();
      await over;
    } finally {
      cancel();
      this.#asked = null;
    }
    this.#run.checkAlive();
    // A board that was still measuring refused the choice of rows with the rest of the line.
    if (!this.#isWhole(set)) this.#measured = null;
  }

  #came(raw: RawMeasurement): void {
    // A program measures after steps; what a board reads before the first one is known already.
    if (raw.step === 0 || !this.#task.program.isMeasuredAlone) return;
    // One that lacks its end is noticed when the next one begins: the board has left its step by then.
    if (raw.step >= this.#run.step) {
      this.forget();
      this.#held.take(raw);
    }
    this.#scheduled(raw);
  }

  #rowsCommand(set: MeasuredSet): string {
    if (this.#measured === set) return '';
    this.#measured = set;
    return `${measuredRows[set]};`;
  }

  #incomplete(): Error {
    return lost(this.#run.connection.info.place, `a measurement did not arrive whole, ${ATTEMPTS} times in a row`);
  }
}

/** The set that a board reads in the course of a task. */
export function firstSet({ program, experiment }: BoardTask): 'training' | 'present' {
  return program.isMeasuredAlone && experiment.document.measure.of === 'training' ? 'training' : 'present';
}

/** The inputs of the datapoints of a table from one of them on, V, [row][input]. */
function rowsFrom({ count, inputs }: DataTable, first: number): number[][] {
  const width = inputs.length / count;
  return Array.from({ length: count - first }, (_, row) => [...inputs.subarray((first + row) * width, (first + row + 1) * width)]);
}
