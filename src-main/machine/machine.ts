import type { DamageKind } from '../../shared/documents/network.ts';
import type { ConsoleAnswer, ConsoleReading } from '../../shared/console.ts';
import type { BoardAbout, BoardLink } from '../../shared/machines.ts';
import type { Network } from '../physics/network.ts';

/** What a machine can do. What it can't is absent, and screens and commands ask this list instead of trying. */
export const allCapabilities = [
  'freeze',
  'damage',
  'setNudge',
  'setStepTime',
  'setStates',
  'readFree',
  'readClamped',
  'readStates',
  'checkpoint',
  'respond',
] as const;

export type Capability = (typeof allCapabilities)[number];

export interface MachineIdentity {
  readonly kind: 'simulated' | 'board' | 'replay';
  readonly title: string;
}

/** The state of a machine between two steps. Arrays belong to the caller who passed them; NaN marks a floating node. */
export interface MachineState {
  step: number;
  /** Learning time, s. */
  time: number;
  isLearning: boolean;
  /** Training datapoint of the last step, −1 before the first. */
  datapoint: number;
  /** V, [node], under that datapoint. */
  freeVoltages: Float64Array;
  clampedVoltages: Float64Array;
  /** Gate voltage (V), wiper position or conductance (S), [edge]. */
  states: Float64Array;
  /** Chord conductance K = I/ΔV in the free network, S, [edge]; 0 where cut. */
  conductances: Float64Array;
  damage: (DamageKind | null)[];
}

/** One measurement: learning frozen, every datapoint of the set applied in turn to the free network. */
export interface Measurement {
  step: number;
  time: number;
  /** Mean over datapoints of the sum over outputs of (O − L)², V². NaN where an output floats. */
  error: number;
  /** Fraction classified correctly; `null` where the task has no classes. */
  accuracy: number | null;
  /** V, [datapoint × output], row-major. */
  outputs: Float64Array;
  labels: Float64Array;
  /** The error of the datapoint shown with the voltages as they are, V²; absent where they settle at once, and from a measurement of just that. */
  momentaryError?: number;
}

/**
 * Something that a person should know of the way to a machine. `damaged`: bytes that are said again; `gap`: what never arrived;
 * `lost`, `restored`: the way itself; `over`: the run is; `held`: it waits.
 */
export interface MachineRemark {
  readonly kind: BoardLink['news'][number]['kind'];
  readonly level: 'info' | 'warning';
  readonly text: string;
  /** Of a gap: how many frames never arrived; 0 where that is told by another remark. */
  readonly frames: number;
  /** Where the machine stood, as far as that was heard; learning time in s. */
  readonly step: number;
  readonly time: number;
}

/** The line between a machine and this program. */
export interface MachineWire {
  /** What went over it, from this number on. */
  read(from: number, most: number): ConsoleReading;
  /**
   * Whether a typed line would change the machine by hand, and is to wait until the run is paused.
   *
   * @throws ProblemError E-USAGE for a line that is not to be said at all
   */
  changes(line: string): boolean;
  /** Says it, in its turn. @throws ProblemError as `changes`; E-BOARD-LOST */
  say(line: string): Promise<Omit<ConsoleAnswer, 'isMarked'>>;
}

/** Everything needed to go on from this step, bit for bit: plain JSON data. Opaque to everyone but the machine that wrote it. */
export interface MachineCheckpoint {
  readonly kind: MachineIdentity['kind'];
  readonly data: unknown;
}

/**
 * A simulated network, a real board or a recording under one program. It is given a program once, runs it alone, and reports
 * measurements; nobody reaches into its inner loop. Methods may answer at once (simulation) or later (a board on a wire).
 */
export interface Machine {
  readonly identity: MachineIdentity;
  readonly capabilities: ReadonlySet<Capability>;
  readonly network: Network;
  /** Which task of its program it trains, counted from 0; absent where there is one. */
  readonly part?: number;
  /** What a board told of itself when hands were shaken; absent for a machine that is none. */
  readonly about?: BoardAbout;
  /** What goes over its line; absent where there is none. */
  readonly wire?: MachineWire;
  /** Runs `steps` training steps; measurements that the program schedules within them go to the listener. Answers the number of steps done. */
  advance(steps: number): number | Promise<number>;
  onMeasurement(listener: (measurement: Measurement) => void): void;
  /** Measures now, over the training set, the test set or the datapoint shown, without touching the run. */
  measure(set: 'training' | 'test' | 'present'): Measurement | Promise<Measurement>;
  /**
   * Outputs of the free network for inputs of any kind, V, [row × output], row-major; learning frozen, the run untouched.
   *
   * @param rows  V, [row][input]
   */
  respond(rows: readonly (readonly number[])[]): Float64Array | Promise<Float64Array>;
  /** Fills `state` with the present state; allocates one when none is given. */
  read(state?: MachineState): MachineState | Promise<MachineState>;
  setLearning(isLearning: boolean): void | Promise<void>;
  setNudge(nudge: number): void | Promise<void>;
  setStepTime(stepTime: number): void | Promise<void>;
  /**
   * Puts the adjustable state of edges (by index) to these values, and goes on from there; absent where that can't be.
   *
   * @param states  V, wiper positions or S, one for each of `edges`
   */
  setStates?(edges: readonly number[], states: readonly number[]): void | Promise<void>;
  /** Damages edges (by index) or repairs them (`null`). */
  damage(edges: readonly number[], kind: DamageKind | null): void | Promise<void>;
  checkpoint(): MachineCheckpoint | Promise<MachineCheckpoint>;
  restore(checkpoint: MachineCheckpoint): void | Promise<void>;
  /** Tells what happens on the way to the machine; absent where nothing can. */
  onRemark?(listener: (remark: MachineRemark) => void): void;
  /** Lets go of what the machine holds, such as a port; absent where that is nothing. */
  close?(): Promise<void>;
}
