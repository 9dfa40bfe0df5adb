import type { DamageKind } from '../../../shared/documents/network.ts';
import type { DataTable, Experiment } from '../../learning/experiment/experiment.ts';
import { accuracyOf, labelClasses, labelsOf, type LabelsInForce } from '../../learning/labels.ts';
import { randomStream, type Random } from '../../math/random.ts';
import type { MachineCheckpoint, MachineState } from '../../machine/machine.ts';
import { TwinMachine, type Course } from '../twinMachine.ts';
import { codeVoltage } from './data.ts';
import { DigipotTwin, type DigipotBoard } from './digipotTwin.ts';

interface Saved extends Course {
  readonly taps: readonly number[];
  readonly held: readonly number[];
  readonly classLabels: readonly number[];
  readonly random: readonly number[];
  readonly damage: readonly (DamageKind | null)[];
}

/**
 * The calibrated twin of a board with digital potentiometers as a machine. Its comparators are noisy as the board's are: it goes the same
 * way on average, and never step by step.
 */
export class CalibratedDigipots extends TwinMachine {
  readonly #twin: DigipotTwin;
  readonly #step: number;
  readonly #random: Random;
  readonly #taps: Float64Array;
  readonly #labels: LabelsInForce;
  #held: Float64Array;

  /**
   * @param taps    what to begin with, [edge]: the wiper positions at which the board was measured
   * @param stream  which of the ways that noise may take
   * @throws ProblemError E-RUN-INVALID where wipers or experiment are of another board
   */
  constructor(experiment: Experiment, board: DigipotBoard, taps: ArrayLike<number>, title: string, stream = 'twin') {
    super(experiment, title, [taps.length, board.free.length]);
    const { document, training, classNames, outputs } = experiment;
    this.#twin = new DigipotTwin(experiment, board);
    this.#step = board.step;
    this.#random = randomStream(document.seed, stream);
    this.#taps = Float64Array.from(taps);
    const classLabels = new Float64Array(classNames.length * outputs.plus.length);
    this.#labels = { experiment, labels: Float64Array.from(training.labels), classLabels };
    if (experiment.remeasureEvery > 0) this.#remeasureLabels();
    const { imposed, labels } = this.#boundary(0);
    this.#held = this.#twin.hold(this.#twin.solveFree(this.#taps, imposed), labels, this.course.nudge, null);
  }

  /** Goes on from a measured state: after so many clock edges, with the nudge that was in force. */
  beginAt(step: number, nudge: number): void {
    this.course = { ...this.course, step, time: step * this.course.stepTime, nudge };
  }

  /** As a board reads itself: the outputs of the clamped network are where the last clock edge held them. */
  read(state?: MachineState): MachineState {
    const { imposed } = this.#boundary(Math.max(this.shown, 0));
    const twin = this.#twin;
    const filled: MachineState = {
      step: this.course.step,
      time: this.course.time,
      isLearning: this.course.isLearning,
      datapoint: this.shown,
      freeVoltages: twin.solveFree(this.#taps, imposed).slice(),
      clampedVoltages: twin.solveClamped(this.#taps, imposed, this.#held).slice(),
      states: this.#taps.slice(),
      conductances: this.#taps.map((_, edge) => twin.conductance(edge)),
      damage: [...twin.damage],
    };
    return state === undefined ? filled : Object.assign(state, filled);
  }

  setStates(edges: readonly number[], states: readonly number[]): void {
    edges.forEach((edge, index) => (this.#taps[edge] = states[index]));
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
      damage: [...this.#twin.damage],
      ...this.course,
    };
    return { kind: 'simulated', data };
  }

  restore({ data }: MachineCheckpoint): void {
    const { taps, held, classLabels, random, damage, ...course } = data as Saved;
    this.#taps.set(taps);
    this.#held = Float64Array.from(held);
    this.#labels.classLabels.set(classLabels);
    if (classLabels.length > 0) labelClasses(this.#labels);
    this.#random.load(random);
    this.#twin.damage = [...damage];
    this.course = course;
  }

  protected learn(steps: number): void {
    for (let done = 0; done < steps; done++) this.#learnOnce();
  }

  protected outputsUnder(inputs: Float64Array): number[] {
    const voltages = this.#twin.solveFree(this.#taps, this.#imposed(inputs));
    return Array.from(this.experiment.outputs.plus, (node) => voltages[node]);
  }

  protected override labelsOf(table: DataTable): Float64Array {
    return labelsOf(this.#labels, table);
  }

  protected override accuracyOf(table: DataTable, outputs: Float64Array): number | null {
    return accuracyOf(this.#labels, table, outputs);
  }

  #learnOnce(): void {
    const { remeasureEvery } = this.experiment;
    const { step, nudge } = this.course;
    if (remeasureEvery > 0 && step > 0 && step % remeasureEvery === 0) this.#remeasureLabels();
    const { imposed, labels } = this.#boundary(this.order(step));
    const free = this.#twin.solveFree(this.#taps, imposed);
    this.#held = this.#twin.hold(free, labels, nudge, this.#random);
    this.#twin.solveClamped(this.#taps, imposed, this.#held);
    this.#twin.stepWipers(this.#taps, this.#random);
    this.count(1);
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

  #remeasureLabels(): void {
    const { classNames, classInputs, inputNodes } = this.experiment;
    const width = inputNodes.length;
    this.#labels.classLabels.set(
      classNames.flatMap((_, index) => this.outputsUnder(classInputs.subarray(index * width, (index + 1) * width))),
    );
    labelClasses(this.#labels);
  }
}
