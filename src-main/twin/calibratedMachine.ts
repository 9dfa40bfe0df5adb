import type { DamageKind } from '../../shared/documents/network.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import type { MachineCheckpoint, MachineState } from '../machine/machine.ts';
import type { NetworkParameters } from './boardNetwork.ts';
import type { BoardParameters } from './boardParameters.ts';
import { withFault } from './diagnose.ts';
import { DrivenPair } from './drivenPair.ts';
import { LearningTwin } from './learningTwin.ts';
import { TwinMachine, type Course } from './twinMachine.ts';

interface Saved extends Course {
  readonly gates: readonly number[];
  readonly damage: readonly (DamageKind | null)[];
}

/** Voltages closer than this would not show beside the converters of the board, V. */
const TOLERANCE = 1e-7;

/**
 * The calibrated twin of a board as a machine: both networks as they were measured, sources behind their resistances, nudges and gates
 * as the board has them (`LearningTwin`), voltages as the board would read them.
 */
export class CalibratedMachine extends TwinMachine {
  readonly #board: BoardParameters;
  readonly #gates: Float64Array;
  #damage: (DamageKind | null)[];
  #pair: DrivenPair;
  #twin: LearningTwin;
  #free: Float64Array;
  #clamped: Float64Array;

  /**
   * @param gates  what to begin with, V, [edge]: the state in which the board was measured
   * @throws ProblemError E-RUN-INVALID where gates or experiment are of another board
   */
  constructor(experiment: Experiment, board: BoardParameters, gates: ArrayLike<number>, title: string) {
    super(experiment, title, [gates.length, board.free.thresholds.length]);
    this.#board = board;
    this.#gates = Float64Array.from(gates);
    this.#damage = Array.from({ length: experiment.network.edgeCount }, () => null);
    this.#pair = new DrivenPair(experiment, board);
    this.#twin = new LearningTwin(experiment, board);
    this.#free = this.#guess();
    this.#clamped = this.#guess();
  }

  read(state?: MachineState): MachineState {
    const { training, inputNodes } = this.experiment;
    const datapoint = Math.max(this.shown, 0);
    const inputs = training.inputs.subarray(datapoint * inputNodes.length, (datapoint + 1) * inputNodes.length);
    const target = (output: number, value: number): number | null => this.#target(datapoint, output, value);
    this.#pair.solve(this.#gates, inputs, this.course.nudge, target, this.#free, this.#clamped, TOLERANCE);
    const { free, clamped } = this.#board;
    const filled: MachineState = {
      step: this.course.step,
      time: this.course.time,
      isLearning: this.course.isLearning,
      datapoint: this.shown,
      freeVoltages: this.#free.map((voltage, node) => voltage + free.zeros[node]),
      clampedVoltages: this.#clamped.map((voltage, node) => voltage + clamped.zeros[node]),
      states: this.#gates.slice(),
      conductances: this.#gates.map((gate, edge) => this.#conductance(gate, edge)),
      damage: [...this.#damage],
    };
    return state === undefined ? filled : Object.assign(state, filled);
  }

  setStates(edges: readonly number[], states: readonly number[]): void {
    edges.forEach((edge, index) => (this.#gates[edge] = states[index]));
  }

  damage(edges: readonly number[], kind: DamageKind | null): void {
    this.#damage = this.#damage.map((before, edge) => (edges.includes(edge) ? kind : before));
    this.#rebuild();
  }

  checkpoint(): MachineCheckpoint {
    const data: Saved = { gates: [...this.#gates], damage: [...this.#damage], ...this.course };
    return { kind: 'simulated', data };
  }

  restore({ data }: MachineCheckpoint): void {
    const { gates, damage, ...course } = data as Saved;
    this.#gates.set(gates);
    this.#damage = [...damage];
    this.course = course;
    this.#rebuild();
  }

  protected learn(steps: number): void {
    const before = this.#gates.slice();
    const { step, stepTime, nudge } = this.course;
    this.#twin.advance({ gates: before, from: step, to: step + steps, duration: steps * stepTime, nudge }, this.#gates);
    this.#damage.forEach((kind, edge) => {
      if (kind === 'stuck') this.#gates[edge] = before[edge];
    });
    this.count(steps);
  }

  protected outputsUnder(inputs: Float64Array): number[] {
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
