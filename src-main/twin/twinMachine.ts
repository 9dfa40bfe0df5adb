import { ProblemError } from '../../shared/problem.ts';
import type { DamageKind } from '../../shared/documents/network.ts';
import type { DataTable, Experiment } from '../learning/experiment/experiment.ts';
import { meanSquaredError } from '../learning/measurement.ts';
import type { Order } from '../learning/schedules/schedule.ts';
import {
  allCapabilities,
  type Machine,
  type MachineCheckpoint,
  type MachineIdentity,
  type MachineState,
  type Measurement,
} from '../machine/machine.ts';
import type { Network } from '../physics/network.ts';
import { orderAt } from './orderAt.ts';

/** How far a twin is, and what it learns by; plain data for checkpoints. */
export interface Course {
  readonly step: number;
  /** Learning time, s. */
  readonly time: number;
  readonly nudge: number;
  readonly stepTime: number;
  readonly isLearning: boolean;
}

/** What the calibrated twins of all kinds of boards have in common as machines: time, the order of datapoints, and what is measured when. */
export abstract class TwinMachine implements Machine {
  readonly identity: MachineIdentity;
  readonly capabilities = new Set(allCapabilities);
  readonly experiment: Experiment;
  protected readonly order: Order;
  protected course: Course;
  readonly #listeners: ((measurement: Measurement) => void)[] = [];

  /**
   * @param edges  of the state to begin with and of the board: as many as the experiment has
   * @throws ProblemError E-RUN-INVALID where they are of another board
   */
  constructor(experiment: Experiment, title: string, edges: readonly number[]) {
    const { network, document } = experiment;
    if (edges.some((count) => count !== network.edgeCount)) throw otherBoard(title, network.edgeCount);
    this.identity = { kind: 'simulated', title };
    this.experiment = experiment;
    this.order = orderAt(experiment);
    const nudge = 'nudge' in document.clamping ? document.clamping.nudge : 1;
    this.course = { step: 0, time: 0, nudge, stepTime: document.stepTime, isLearning: true };
  }

  abstract read(state?: MachineState): MachineState;
  abstract setStates(edges: readonly number[], states: readonly number[]): void;
  abstract damage(edges: readonly number[], kind: DamageKind | null): void;
  abstract checkpoint(): MachineCheckpoint;
  abstract restore(checkpoint: MachineCheckpoint): void;

  /** Learns for so many steps, the last of them at most a measurement; counts them in `course`. */
  protected abstract learn(steps: number): void;

  /** Outputs of the free network under these inputs, V, [output]. */
  protected abstract outputsUnder(inputs: Float64Array): number[];

  get network(): Network {
    return this.experiment.network;
  }

  onMeasurement(listener: (measurement: Measurement) => void): void {
    this.#listeners.push(listener);
  }

  advance(steps: number): number {
    if (!this.course.isLearning) return 0;
    const { every, of } = this.experiment.document.measure;
    for (let done = 0; done < steps;) {
      const stretch = Math.min(steps - done, every - (this.course.step % every));
      this.learn(stretch);
      done += stretch;
      if (this.course.step % every !== 0 || this.#listeners.length === 0) continue;
      const measurement = this.measure(of);
      for (const listener of this.#listeners) listener(measurement);
    }
    return steps;
  }

  measure(set: 'training' | 'test' | 'present'): Measurement {
    const { training, test, inputNodes, outputs } = this.experiment;
    const table: DataTable = set === 'test' && test !== null ? test : training;
    const rows = set === 'present' ? [Math.max(this.shown, 0)] : Array.from({ length: table.count }, (_, row) => row);
    const [width, count] = [inputNodes.length, outputs.plus.length];
    const values = Float64Array.from(rows.flatMap((row) => this.outputsUnder(table.inputs.subarray(row * width, (row + 1) * width))));
    const all = this.labelsOf(table);
    const labels = Float64Array.from(rows.flatMap((row) => [...all.subarray(row * count, (row + 1) * count)]));
    const error = meanSquaredError(values, labels, rows.length);
    const accuracy = set === 'present' ? null : this.accuracyOf(table, values);
    return { step: this.course.step, time: this.course.time, outputs: values, labels, error, accuracy };
  }

  respond(rows: readonly (readonly number[])[]): Float64Array {
    return Float64Array.from(rows.flatMap((row) => this.outputsUnder(Float64Array.from(row))));
  }

  setLearning(isLearning: boolean): void {
    this.course = { ...this.course, isLearning };
  }

  setNudge(nudge: number): void {
    this.course = { ...this.course, nudge };
  }

  setStepTime(stepTime: number): void {
    this.course = { ...this.course, stepTime };
  }

  /** Datapoint of the last step, −1 before the first. */
  protected get shown(): number {
    return this.course.step === 0 ? -1 : this.order(this.course.step - 1);
  }

  /** So many steps were done. */
  protected count(steps: number): void {
    const { step, time, stepTime } = this.course;
    this.course = { ...this.course, step: step + steps, time: time + steps * stepTime };
  }

  /** Labels in force, V, [datapoint × output]. */
  protected labelsOf(table: DataTable): Float64Array {
    return table.labels;
  }

  /** Share of the datapoints that are told right, `null` where nothing is classified. */
  protected accuracyOf(_table: DataTable, _outputs: Float64Array): number | null {
    return null;
  }
}

function otherBoard(title: string, edges: number): ProblemError {
  return new ProblemError({
    code: 'E-RUN-INVALID',
    what: 'The calibrated twin is of another board',
    where: title,
    why: `the experiment has ${edges} edges, and the board another number`,
    remedy: 'Choose an experiment on the network of that board.',
  });
}
