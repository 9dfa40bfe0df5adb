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
import type { NetworkParameters } from './boardNetwork.ts';
import type { BoardParameters } from './boardParameters.ts';
import { withFault } from './diagnose.ts';
import { DrivenPair } from './drivenPair.ts';
import { LearningTwin } from './learningTwin.ts';
import { orderAt } from './orderAt.ts';

interface Saved {
  readonly gates: readonly number[];
  readonly step: number;
  readonly time: number;
  readonly nudge: number;
  readonly stepTime: number;
  readonly isLearning: boolean;
  readonly damage: readonly (DamageKind | null)[];
}

/** Voltages closer than this would not show beside the converters of the board, V. */
const TOLERANCE = 1e-7;

/**
 * The calibrated twin of a board as a machine: both networks as they were measured, sources behind their resistances, nudges and gates
 * as the board has them (`LearningTwin`), voltages as the board would read them.
 */
export class CalibratedMachine implements Machine {
  readonly identity: MachineIdentity;
  readonly capabilities = new Set(allCapabilities);
  readonly experiment: Experiment;
  readonly #board: BoardParameters;
  readonly #order: Order;
  readonly #gates: Float64Array;
  readonly #listeners: ((measurement: Measurement) => void)[] = [];
  #damage: (DamageKind | null)[];
  #pair: DrivenPair;
  #twin: LearningTwin;
  #free: Float64Array;
  #clamped: Float64Array;
  #step = 0;
  #time = 0;
  #isLearning = true;
  #nudge: number;
  #stepTime: number;

  /**
   * @param gates  what to begin with, V, [edge]: the state in which the board was measured
   * @throws ProblemError E-RUN-INVALID where gates or experiment are of another board
   */
  constructor(experiment: Experiment, board: BoardParameters, gates: ArrayLike<number>, title: string) {
    const { network, document } = experiment;
    if (gates.length !== network.edgeCount || board.free.thresholds.length !== network.edgeCount)
      throw otherBoard(title, network.edgeCount);
    this.identity = { kind: 'simulated', title };
    this.experiment = experiment;
    this.#board = board;
    this.#order = orderAt(experiment);
    this.#gates = Float64Array.from(gates);
    this.#damage = Array.from({ length: network.edgeCount }, () => null);
    this.#nudge = 'nudge' in document.clamping ? document.clamping.nudge : 1;
    this.#stepTime = document.stepTime;
    this.#pair = new DrivenPair(experiment, board);
    this.#twin = new LearningTwin(experiment, board);
    this.#free = this.#guess();
    this.#clamped = this.#guess();
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
    for (let done = 0; done < steps;) {
      const stretch = Math.min(steps - done, every - (this.#step % every));
      this.#learn(stretch);
      done += stretch;
      if (this.#step % every !== 0 || this.#listeners.length === 0) continue;
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
    const labels = Float64Array.from(rows.flatMap((row) => [...table.labels.subarray(row * count, (row + 1) * count)]));
    const error = meanSquaredError(values, labels, rows.length);
    return { step: this.#step, time: this.#time, outputs: values, labels, error, accuracy: null };
  }

  respond(rows: readonly (readonly number[])[]): Float64Array {
    return Float64Array.from(rows.flatMap((row) => this.#respond(Float64Array.from(row))));
  }

  read(state?: MachineState): MachineState {
    const { training, inputNodes } = this.experiment;
    const datapoint = Math.max(this.#shown, 0);
    const inputs = training.inputs.subarray(datapoint * inputNodes.length, (datapoint + 1) * inputNodes.length);
    const target = (output: number, value: number): number | null => this.#target(datapoint, output, value);
    this.#pair.solve(this.#gates, inputs, this.#nudge, target, this.#free, this.#clamped, TOLERANCE);
    const { free, clamped } = this.#board;
    const filled: MachineState = {
      step: this.#step,
      time: this.#time,
      isLearning: this.#isLearning,
      datapoint: this.#shown,
      freeVoltages: this.#free.map((voltage, node) => voltage + free.zeros[node]),
      clampedVoltages: this.#clamped.map((voltage, node) => voltage + clamped.zeros[node]),
      states: this.#gates.slice(),
      conductances: this.#gates.map((gate, edge) => this.#conductance(gate, edge)),
      damage: [...this.#damage],
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
    this.#damage = this.#damage.map((before, edge) => (edges.includes(edge) ? kind : before));
    this.#rebuild();
  }

  checkpoint(): MachineCheckpoint {
    const [step, time, nudge, stepTime, isLearning] = [this.#step, this.#time, this.#nudge, this.#stepTime, this.#isLearning];
    const data: Saved = { gates: [...this.#gates], damage: [...this.#damage], step, time, nudge, stepTime, isLearning };
    return { kind: 'simulated', data };
  }

  restore({ data }: MachineCheckpoint): void {
    const { gates, damage, step, time, nudge, stepTime, isLearning } = data as Saved;
    this.#gates.set(gates);
    this.#damage = [...damage];
    [this.#step, this.#time, this.#nudge, this.#stepTime, this.#isLearning] = [step, time, nudge, stepTime, isLearning];
    this.#rebuild();
  }

  /** Datapoint of the last step, −1 before the first. */
  get #shown(): number {
    return this.#step === 0 ? -1 : this.#order(this.#step - 1);
  }

  #learn(steps: number): void {
    const before = this.#gates.slice();
    const duration = steps * this.#stepTime;
    this.#twin.advance({ gates: before, from: this.#step, to: this.#step + steps, duration, nudge: this.#nudge }, this.#gates);
    this.#damage.forEach((kind, edge) => {
      if (kind === 'stuck') this.#gates[edge] = before[edge];
    });
    this.#step += steps;
    this.#time += duration;
  }

  #respond(inputs: Float64Array): number[] {
    this.#pair.solveFree(this.#gates, inputs, this.#free, TOLERANCE);
    return Array.from(this.experiment.outputs.plus, (_, output) => this.#pair.outputRead(output, this.#free));
  }

  /** What the nudge aims at: the label, under overclamping the far label on its side; nothing beyond it under a hinge. */
  #target(datapoint: number, output: number, value: number): number | null {
    const { document, training, outputs } = this.experiment;
    const label = training.labels[datapoint * outputs.plus.length + output];
    if (document.clamping.kind === 'overclamping') return document.clamping.reach * Math.sign(label);
    return document.clamping.kind === 'hinge' && (label - value) * Math.sign(label) < 0 ? null : label;
  }

  /** Chord of the square law, S·(G − V_T − V̄), S: for the width on screen. */
  #conductance(gate: number, edge: number): number {
    if (this.#damage[edge] === 'cut') return 0;
    const { network } = this.experiment;
    const { transconductances, thresholds } = this.#board.free;
    const mean = 0.5 * (this.#free[network.from[edge]] + this.#free[network.to[edge]]);
    return transconductances[edge] * Math.max(gate - thresholds[edge] - mean, 0);
  }

  /** After damage: the networks with what is cut or shorted. */
  #rebuild(): void {
    const { network } = this.experiment;
    const damaged = (parameters: NetworkParameters): NetworkParameters =>
      this.#damage.reduce(
        (known, kind, edge) => (kind === 'cut' || kind === 'short' ? withFault(network, known, edge, kind, 0) : known),
        parameters,
      );
    const board = { ...this.#board, free: damaged(this.#board.free), clamped: damaged(this.#board.clamped) };
    this.#pair = new DrivenPair(this.experiment, board);
    this.#twin = new LearningTwin(this.experiment, board);
    this.#free = this.#guess();
    this.#clamped = this.#guess();
  }

  #guess(): Float64Array {
    const { network, training } = this.experiment;
    return new Float64Array(network.nodeCount).fill(0.5 * (Math.min(...training.inputs) + Math.max(...training.inputs)));
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
