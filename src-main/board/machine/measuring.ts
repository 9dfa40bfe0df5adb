import type { DataTable } from '../../learning/experiment/experiment.ts';
import type { BoardRun } from './boardRun.ts';
import { lost } from '../driver/problems.ts';
import type { MeasurementFrame } from '../protocol/frames.ts';
import { Assembler, type RawMeasurement } from './assembler.ts';
import type { BoardTask } from './boardTask.ts';
import { measuredRows, type MeasuredSet } from './program.ts';
import { plain } from './words.ts';

/** Time for a measurement that was asked for, ms: the largest takes about two seconds at the slowest speed. */
const MEASURE_MS = 5000;
/** Where one byte in a thousand is lost, every other measurement misses something. */
const ATTEMPTS = 12;
/** Readings of a node that are averaged by hand, as in the measurements of a run. */
const READINGS = 4;

/**
 * Everything that is measured on a board: what its run reports by itself, what it is asked for, and, for rows that do not stand in
 * its table, voltages imposed by hand. What was taken where the board stands now is kept, so that nothing is measured twice.
 */
export class Measuring {
  readonly #run: BoardRun;
  readonly #scheduled: (raw: RawMeasurement) => void;
  readonly #assembler: Assembler;
  #task: BoardTask;
  /** The set whose rows the board measures at present. */
  #measured: MeasuredSet | null;
  readonly #fresh = new Map<MeasuredSet, RawMeasurement>();
  readonly #answers = new Map<'training' | 'test', Float64Array>();
  #collect: ((raw: RawMeasurement) => void) | null = null;

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

  /** Something was changed: what is known is of before. */
  forget(): void {
    this.#fresh.clear();
    this.#answers.clear();
  }

  /** The board stands at this step now. */
  moved(step: number): void {
    if ([...this.#fresh.values()].some((raw) => raw.step !== step)) this.forget();
  }

  frame(frame: MeasurementFrame): void {
    this.#assembler.add(frame);
  }

  /** Commands that let the run measure what its program says again; "" where it does. */
  get beforeRun(): string {
    return this.#rowsCommand(firstSet(this.#task));
  }

  /** What was measured last in passing, or is measured now where the board rests: with states, and voltages of the datapoint that is shown. */
  async state(): Promise<RawMeasurement> {
    const set = firstSet(this.#task);
    const known = this.#fresh.get(set);
    if (known !== undefined) return known;
    return this.#raw(set === 'training' ? set : 'present');
  }

  /** Outputs of the free network for a set, V, [datapoint × output]: what stands in the table is read by the board alone, the rest by hand. */
  async outputs(set: MeasuredSet): Promise<Float64Array> {
    const { training, test } = this.#task.experiment;
    if (set === 'present') return this.#outputsOf(await this.#raw(set));
    const table = set === 'test' && test !== null ? test : training;
    const known = this.#task.rowsOf(set);
    const first = known.length === 0 ? new Float64Array(0) : this.#outputsOf(await this.#raw(set), known);
    if (known.length === table.count) return first;
    const rest = this.#answers.get(set) ?? (await this.respond(rowsFrom(table, known.length)));
    this.#answers.set(set, rest);
    return Float64Array.from([...first, ...rest]);
  }

  /** Imposes every row by hand in turn; the inputs of the datapoint that was shown are put back. @param rows  V, [row][input] */
  async respond(rows: readonly (readonly number[])[]): Promise<Float64Array> {
    const { outputs, training, inputNodes } = this.#task.experiment;
    const { highest } = this.#run.connection.info.capability;
    const inputs = [...inputNodes.keys()];
    const impose = (voltages: readonly number[]): string =>
      inputs.length === 0
        ? ''
        : `SOUR:VOLT ${voltages.map((voltage) => plain(Math.min(Math.max(voltage, 0), highest * (255 / 256)))).join(',')},(@${inputs.join(',')})`;
    const nodes = [...outputs.plus].flatMap((plus, index) => (outputs.minus[index] < 0 ? [plus] : [plus, outputs.minus[index]]));
    const answers = new Float64Array(rows.length * outputs.plus.length);
    for (const [row, voltages] of rows.entries()) {
      const [answer] = await this.#run.ask(
        `${voltages.length === 0 ? '' : `${impose(voltages)};`}MEAS:VOLT:FREE? (@${nodes.join(',')}),${READINGS}`,
      );
      const values = (answer ?? '').split(',').map(Number);
      let place = 0;
      outputs.minus.forEach((minus, output) => {
        const high = values[place++];
        answers[row * outputs.plus.length + output] = minus < 0 ? high : high - values[place++];
      });
    }
    const { datapoint } = this.#task.shownAfter(this.#run.step);
    if (inputs.length > 0)
      await this.#run.ask(impose([...training.inputs.subarray(datapoint * inputs.length, (datapoint + 1) * inputs.length)]));
    return answers;
  }

  #outputsOf(raw: RawMeasurement, rows = [firstRow(raw)]): Float64Array {
    const outputs = this.#task.readings.outputs(raw, rows);
    if (outputs === null) throw this.#incomplete();
    return outputs;
  }

  async #raw(set: MeasuredSet): Promise<RawMeasurement> {
    this.#run.checkAlive();
    const known = this.#fresh.get(set);
    if (known !== undefined) return known;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const came = new Promise<RawMeasurement | null>((resolve) => {
        const cancel = this.#run.connection.timing.after(MEASURE_MS, () => resolve(null));
        this.#collect = (raw) => {
          cancel();
          resolve(raw);
        };
      });
      // A measurement that is still going on refuses the next one; it is the one that is waited for.
      await this.#run.ask(`${this.#rowsCommand(set)}EXP:MEAS`, { expected: [-221] });
      const raw = await came;
      this.#collect = null;
      this.#run.checkAlive();
      const rows = raw === null ? [] : set === 'present' ? [firstRow(raw)] : this.#task.rowsOf(set);
      if (raw !== null && this.#task.readings.outputs(raw, rows) !== null) {
        this.#fresh.set(set, raw);
        return raw;
      }
      // A board that was still measuring refused the choice of rows with the rest of the line.
      this.#measured = null;
    }
    throw this.#incomplete();
  }

  #came(raw: RawMeasurement): void {
    if (this.#collect !== null) {
      this.#collect(raw);
      return;
    }
    // A program measures after steps; what a board reads before the first one is known already.
    if (raw.step === 0 || !this.#task.program.isMeasuredAlone) return;
    this.forget();
    this.#fresh.set(firstSet(this.#task), raw);
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

/** The row of the first voltages in a measurement, as the board numbers it; 255: set by hand. */
export function firstRow({ rows }: RawMeasurement): number {
  for (const key of rows.keys()) if (key.startsWith('outputs ')) return Number(key.slice('outputs '.length));
  return 0;
}

/** The inputs of the datapoints of a table from one of them on, V, [row][input]. */
function rowsFrom({ count, inputs }: DataTable, first: number): number[][] {
  const width = inputs.length / count;
  return Array.from({ length: count - first }, (_, row) => [...inputs.subarray((first + row) * width, (first + row + 1) * width)]);
}
