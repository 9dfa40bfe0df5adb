import type { Experiment } from '../../learning/experiment/experiment.ts';
import { accuracyOf, labelClasses, labelsOf, type LabelsInForce } from '../../learning/labels.ts';
import { meanSquaredError } from '../../learning/measurement.ts';
import type { Measurement } from '../../machine/machine.ts';
import type { BoardCapability } from '../protocol/answers.ts';
import { crc16 } from '../protocol/crc.ts';
import type { SavedCourse } from './course.ts';
import type { Line } from './rowCoder.ts';
import { programOf, type BoardProgram, type MeasuredSet } from './program.ts';
import { Readings } from './readings.ts';

/** One task on a board: its program, the rows that stand in the table now, and the labels in force. */
export class BoardTask implements LabelsInForce {
  readonly experiment: Experiment;
  readonly program: BoardProgram;
  readonly readings: Readings;
  /** V, [datapoint × output]. */
  readonly labels: Float64Array;
  /** V, [class × output]; 0 before they were measured. */
  readonly classLabels: Float64Array;
  /** Training datapoint of each row, [row]. */
  #datapoints: readonly number[];
  /** Step at which the rows were last written. */
  #written = 0;
  /** Step at which the labels were last measured. */
  #labelled = -1;

  /** @throws ProblemError E-BOARD-MISMATCH */
  constructor(experiment: Experiment, capability: BoardCapability) {
    this.experiment = experiment;
    this.program = programOf(experiment, capability);
    this.readings = new Readings(experiment, capability);
    this.labels = Float64Array.from(experiment.training.labels);
    this.classLabels = new Float64Array(experiment.classNames.length * experiment.outputs.plus.length);
    this.#datapoints = this.program.order.datapoints;
  }

  /** The training row of the last of these steps, and its datapoint. */
  shownAfter(steps: number): { readonly row: number; readonly datapoint: number } {
    const row = this.program.order.rowOf(Math.max(steps - 1, 0));
    return { row, datapoint: this.#datapoints[row] };
  }

  /** Rows of the table in the order of the datapoints of a set; of the first ones only where the table has no room for all. */
  rowsOf(set: 'training' | 'test'): number[] {
    const { trainingRows, testRows, order } = this.program;
    if (set === 'test') return Array.from({ length: testRows }, (_, index) => trainingRows + index);
    if (!order.isWhole) return [];
    const rows = Array.from({ length: trainingRows }, () => 0);
    this.#datapoints.forEach((datapoint, row) => (rows[datapoint] = row));
    return rows;
  }

  /** Step of this task at which the host has something to do next, after this one. */
  stopAfter(step: number): number {
    const { experiment, program } = this;
    const next = (every: number): number => (Math.floor(step / every) + 1) * every;
    const segment = program.order.segment === Infinity ? Infinity : next(program.order.segment);
    const labels = experiment.remeasureEvery > 0 ? next(experiment.remeasureEvery) : Infinity;
    return Math.min(segment, labels, program.isMeasuredAlone ? Infinity : next(experiment.document.measure.every));
  }

  /** Whether the program measures at a step. */
  isMeasuredAt(step: number): boolean {
    return step > 0 && step % this.experiment.document.measure.every === 0;
  }

  /** Whether the labels are to be measured again before the next step. */
  isLabelledAt(step: number): boolean {
    const { remeasureEvery } = this.experiment;
    return remeasureEvery > 0 && step % remeasureEvery === 0 && this.#labelled !== step;
  }

  /** Checksum of the table as it stands on the board. */
  get checksum(): number {
    return crc16(Uint8Array.from([...this.#rows(), ...this.program.testCodes].flat()));
  }

  /** What was measured of the labels, to go on from. */
  get saved(): Pick<SavedCourse, 'classLabels' | 'labelled'> {
    return { classLabels: [...this.classLabels], labelled: this.#labelled };
  }

  /**
   * Takes up a task that a board has done so many steps of.
   *
   * @param checksum  of its table
   * @returns         false where that is another table than this one: it was written anew, with labels that nobody knows
   */
  takeUp({ classLabels, labelled }: SavedCourse, step: number, checksum: number): boolean {
    this.#labelled = labelled;
    if (labelled >= 0) {
      this.classLabels.set(classLabels);
      labelClasses(this);
    }
    const { order } = this.program;
    while (this.#written + order.segment < step) this.#writeNext();
    // The rows of the next segment may have been written already.
    if (this.checksum !== checksum && this.#written + order.segment === step) this.#writeNext();
    return this.checksum === checksum;
  }

  /** Takes the free response to the mean input of each class as its label. @param outputs  V, [class × output] */
  label(step: number, outputs: Float64Array): void {
    this.#labelled = step;
    this.classLabels.set(outputs);
    labelClasses(this);
  }

  /** The lines that write the rows of the steps to come, where others are due. */
  rowsAt(step: number, areLabelsNew: boolean): Line[] {
    const { order, coder } = this.program;
    const isNextSegment = step % order.segment === 0 && step > this.#written;
    if (isNextSegment) this.#writeNext();
    return isNextSegment || areLabelsNew ? coder.data(0, this.#rows()) : [];
  }

  #writeNext(): void {
    const { order } = this.program;
    this.#datapoints = order.next();
    this.#written += order.segment;
  }

  /** Codes of the training rows, [row][column]. */
  #rows(): number[][] {
    const { training } = this.experiment;
    return this.#datapoints.map((datapoint) => this.program.coder.row(training, this.labels, datapoint));
  }

  /** What outputs are worth. @param datapoint  the one that is shown */
  measurement(set: MeasuredSet, outputs: Float64Array, datapoint: number): Omit<Measurement, 'step' | 'time'> {
    const { training, test, outputs: nodes } = this.experiment;
    if (set === 'present') {
      const width = nodes.plus.length;
      const labels = this.labels.slice(datapoint * width, (datapoint + 1) * width);
      return { outputs, labels, error: meanSquaredError(outputs, labels, 1), accuracy: null };
    }
    const table = set === 'test' && test !== null ? test : training;
    const labels = labelsOf(this, table);
    return { outputs, labels, error: meanSquaredError(outputs, labels, table.count), accuracy: accuracyOf(this, table, outputs) };
  }
}
