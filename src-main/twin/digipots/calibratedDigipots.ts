import type { DamageKind } from '../../../shared/documents/network.ts';
import { ProblemError } from '../../../shared/problem.ts';
import type { DataTable, Experiment } from '../../learning/experiment/experiment.ts';
import { accuracyOf, labelClasses, labelsOf, type LabelsInForce } from '../../learning/labels.ts';
import { meanSquaredError } from '../../learning/measurement.ts';
import type { Order } from '../../learning/schedules/schedule.ts';
import { randomStream, type Random } from '../../math/random.ts';
import {
  allCapabilities,
  type Machine,
  type MachineCheckpoint,
  type MachineIdentity,
  type MachineState,
  type Measurement,
} from '../../machine/machine.ts';
import type { Network } from '../../physics/network.ts';
import { orderAt } from '../orderAt.ts';
import { codeVoltage } from './data.ts';
import { DigipotTwin, type DigipotBoard } from './digipotTwin.ts';

interface Saved {
  readonly taps: readonly number[];
  readonly held: readonly number[];
  readonly classLabels: readonly number[];
  readonly random: readonly number[];
  readonly step: number;
  readonly time: number;
  readonly nudge: number;
  readonly stepTime: number;
  readonly isLearning: boolean;
  readonly damage: readonly (DamageKind | null)[];
}

/**
 * The calibrated twin of a board with digital potentiometers as a machine. Its comparators are noisy as the board's are: it goes the same
 * way on average, and never step by step.
 */
export class CalibratedDigipots implements Machine {
  readonly identity: MachineIdentity;
  readonly capabilities = new Set(allCapabilities);
  readonly experiment: Experiment;
  readonly #twin: DigipotTwin;
  readonly #step: number;
  readonly #order: Order;
  readonly #random: Random;
  readonly #taps: Float64Array;
  readonly #listeners: ((measurement: Measurement) => void)[] = [];
  readonly #labels: LabelsInForce;
  #held: Float64Array;
  #steps = 0;
  #time = 0;
  #isLearning = true;
  #nudge: number;
  #stepTime: number;

  /**
   * @param taps    what to begin with, [edge]: the wiper positions at which the board was measured
   * @param stream  which of the ways that noise may take
   * @throws ProblemError E-RUN-INVALID where wipers or experiment are of another board
   */
  constructor(experiment: Experiment, board: DigipotBoard, taps: ArrayLike<number>, title: string, stream = 'twin') {
    const { network, document, training, classNames, outputs } = experiment;
    if (taps.length !== network.edgeCount || board.free.length !== network.edgeCount) throw otherBoard(title, network.edgeCount);
    this.identity = { kind: 'simulated', title };
    this.experiment = experiment;
    this.#twin = new DigipotTwin(experiment, board);
    this.#step = board.step;
    this.#order = orderAt(experiment);
    this.#random = randomStream(document.seed, stream);
    this.#taps = Float64Array.from(taps);
    this.#nudge = 'nudge' in document.clamping ? document.clamping.nudge : 1;
    this.#stepTime = document.stepTime;
    const classLabels = new Float64Array(classNames.length * outputs.plus.length);
    this.#labels = { experiment, labels: Float64Array.from(training.labels), classLabels };
    if (experiment.remeasureEvery > 0) this.#remeasureLabels();
    const { imposed, labels } = this.#boundary(0);
    this.#held = this.#twin.hold(this.#twin.solveFree(this.#taps, imposed), labels, this.#nudge, null);
  }

  get network(): Network {
    return this.experiment.network;
  }

  onMeasurement(listener: (measurement: Measurement) => void): void {
    this.#listeners.push(listener);
  }

  advance(steps: number): number {
    if (!this.#isLearning) return 0;
    const { every, of } = this.experiment.document.measure;
    for (let done = 0; done < steps; done++) {
      this.#learn();
      if (this.#steps % every !== 0 || this.#listeners.length === 0) continue;
      const measurement = this.measure(of);
      for (const listener of this.#listeners) listener(measurement);
    }
    return steps;
  }

  measure(set: 'training' | 'test' | 'present'): Measurement {
    const { training, test, inputNodes, outputs } = this.experiment;
    const table: DataTable = set === 'test' && test !== null ? test : training;
    const rows = set === 'present' ? [Math.max(this.#shown, 0)] : Array.from({ length: table.count }, (_, row) => row);
    const [width, count] = [inputNodes.length, outputs.plus.length];
    const values = Float64Array.from(rows.flatMap((row) => this.#respond(table.inputs.subarray(row * width, (row + 1) * width))));
    const all = labelsOf(this.#labels, table);
    const labels = Float64Array.from(rows.flatMap((row) => [...all.subarray(row * count, (row + 1) * count)]));
    const error = meanSquaredError(values, labels, rows.length);
    const accuracy = set === 'present' ? null : accuracyOf(this.#labels, table, values);
    return { step: this.#steps, time: this.#time, outputs: values, labels, error, accuracy };
  }

  respond(rows: readonly (readonly number[])[]): Float64Array {
    return Float64Array.from(rows.flatMap((row) => this.#respond(Float64Array.from(row))));
  }

  /** Goes on from a measured state: after so many clock edges, with the nudge that was in force. */
  beginAt(step: number, nudge: number): void {
    this.#steps = step;
    this.#time = step * this.#stepTime;
    this.#nudge = nudge;
  }

  /** As a board reads itself: the outputs of the clamped network are where the last clock edge held them. */
  read(state?: MachineState): MachineState {
    const { imposed } = this.#boundary(Math.max(this.#shown, 0));
    const twin = this.#twin;
    const filled: MachineState = {
      step: this.#steps,
      time: this.#time,
      isLearning: this.#isLearning,
      datapoint: this.#shown,
      freeVoltages: twin.solveFree(this.#taps, imposed).slice(),
      clampedVoltages: twin.solveClamped(this.#taps, imposed, this.#held).slice(),
      states: this.#taps.slice(),
      conductances: this.#taps.map((_, edge) => twin.conductance(edge)),
      damage: [...twin.damage],
    };
    return state === undefined ? filled : Object.assign(state, filled);
  }

  setLearning(isLearning: boolean): void {
    this.#isLearning = isLearning;
  }

  setNudge(nudge: number): void {
    this.#nudge = nudge;
  }

  setStepTime(stepTime: number): void {
    this.#stepTime = stepTime;
  }

  damage(edges: readonly number[], kind: DamageKind | null): void {
    this.#twin.damage = this.#twin.damage.map((before, edge) => (edges.includes(edge) ? kind : before));
  }

  checkpoint(): MachineCheckpoint {
    const data: Saved = {
      taps: [...this.#taps],
      held: [...this.#held],
      classLabels: [...this.#labels.classLabels],
      random: this.#random.save(),
      step: this.#steps,
      time: this.#time,
      nudge: this.#nudge,
      stepTime: this.#stepTime,
      isLearning: this.#isLearning,
      damage: [...this.#twin.damage],
    };
    return { kind: 'simulated', data };
  }

  restore({ data }: MachineCheckpoint): void {
    const { taps, held, classLabels, random, step, time, nudge, stepTime, isLearning, damage } = data as Saved;
    this.#taps.set(taps);
    this.#held = Float64Array.from(held);
    this.#labels.classLabels.set(classLabels);
    if (classLabels.length > 0) labelClasses(this.#labels);
    this.#random.load(random);
    this.#twin.damage = [...damage];
    [this.#steps, this.#time, this.#nudge, this.#stepTime, this.#isLearning] = [step, time, nudge, stepTime, isLearning];
  }

  /** Datapoint of the last step, −1 before the first. */
  get #shown(): number {
    return this.#steps === 0 ? -1 : this.#order(this.#steps - 1);
  }

  #learn(): void {
    const { remeasureEvery } = this.experiment;
    if (remeasureEvery > 0 && this.#steps > 0 && this.#steps % remeasureEvery === 0) this.#remeasureLabels();
    const { imposed, labels } = this.#boundary(this.#order(this.#steps));
    const free = this.#twin.solveFree(this.#taps, imposed);
    this.#held = this.#twin.hold(free, labels, this.#nudge, this.#random);
    this.#twin.solveClamped(this.#taps, imposed, this.#held);
    this.#twin.stepWipers(this.#taps, this.#random);
    this.#steps++;
    this.#time += this.#stepTime;
  }

  #boundary(datapoint: number): { readonly imposed: Float64Array; readonly labels: Float64Array } {
    const { training, inputNodes, outputs } = this.experiment;
    const [width, count] = [inputNodes.length, outputs.plus.length];
    const imposed = this.#imposed(training.inputs.subarray(datapoint * width, (datapoint + 1) * width));
    return { imposed, labels: this.#labels.labels.subarray(datapoint * count, (datapoint + 1) * count) };
  }

  /** Inputs and supplies as the converters give them. */
  #imposed(inputs: Float64Array): Float64Array {
    return Float64Array.from([...inputs, ...this.experiment.supplyVoltages], (voltage) => codeVoltage(voltage, this.#step));
  }

  #respond(inputs: Float64Array): number[] {
    const voltages = this.#twin.solveFree(this.#taps, this.#imposed(inputs));
    return Array.from(this.experiment.outputs.plus, (node) => voltages[node]);
  }

  #remeasureLabels(): void {
    const { classNames, classInputs, inputNodes } = this.experiment;
    const width = inputNodes.length;
    this.#labels.classLabels.set(classNames.flatMap((_, index) => this.#respond(classInputs.subarray(index * width, (index + 1) * width))));
    labelClasses(this.#labels);
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
