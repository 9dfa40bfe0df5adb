import type { DamageKind } from '../../shared/documents/network.ts';
import { dynamics } from '../learning/dynamics/index.ts';
import type { DataTable, Experiment } from '../learning/experiment/experiment.ts';
import { measureTable, meanSquaredError, readOutputs } from '../learning/measurement.ts';
import type { NetworkState, Trainer } from '../learning/trainer.ts';
import { chordConductance } from '../physics/elements.ts';
import {
  allCapabilities,
  type Machine,
  type MachineCheckpoint,
  type MachineIdentity,
  type MachineState,
  type Measurement,
} from './machine.ts';
import { TaskSequence } from './taskSequence.ts';

const identity: MachineIdentity = { kind: 'simulated', title: 'Simulated board' };

/** A machine whose body is a simulation. All its methods answer at once. */
export interface SimulatedMachine extends Machine {
  /** Of the task in turn. */
  readonly experiment: Experiment;
  /** Which task of a sequence that is, counted from 0. */
  readonly part: number;
  advance(steps: number): number;
  measure(set: 'training' | 'test' | 'present'): Measurement;
  respond(rows: readonly (readonly number[])[]): Float64Array;
  read(state?: MachineState): MachineState;
  setLearning(isLearning: boolean): void;
  setNudge(nudge: number): void;
  setStepTime(stepTime: number): void;
  setStates(edges: readonly number[], states: readonly number[]): void;
  damage(edges: readonly number[], kind: DamageKind | null): void;
  checkpoint(): MachineCheckpoint;
  restore(checkpoint: MachineCheckpoint): void;
}

/**
 * A simulated board under one experiment. Measurements, damage events and the next task of the document happen inside `advance`.
 *
 * @param start  states and damage to begin with, instead of those that the experiment says
 */
export function createSimulatedMachine(whole: Experiment, start?: NetworkState): SimulatedMachine {
  const tasks = new TaskSequence(whole, start);
  const listeners: ((measurement: Measurement) => void)[] = [];
  let isLearning = true;
  /** Damage events of the document that have happened. */
  let events = 0;

  const applyEvents = (): void => {
    for (; events < whole.damage.length && whole.damage[events].step <= tasks.steps; events++) {
      tasks.trainer.setDamage(whole.damage[events].edges, whole.damage[events].kind);
    }
  };

  const measure = (set: 'training' | 'test' | 'present'): Measurement => ({
    step: tasks.steps,
    time: tasks.time,
    ...measureSet(tasks.trainer, set),
  });

  /** Trains as many steps as there are before something else is due, then does that. */
  const advanceToEvent = (most: number): number => {
    const { trainer } = tasks;
    const { every, of } = trainer.experiment.document.measure;
    applyEvents();
    const untilDamage = events < whole.damage.length ? whole.damage[events].step - tasks.steps : Infinity;
    const steps = Math.min(most, every - (trainer.steps % every), untilDamage, tasks.nextBegin - tasks.steps);
    for (let step = 0; step < steps; step++) trainer.step();
    if (trainer.steps % every === 0 && listeners.length > 0) {
      const measurement = measure(of);
      for (const listener of listeners) listener(measurement);
    }
    if (tasks.steps === tasks.nextBegin) tasks.moveOn();
    return steps;
  };

  return {
    identity,
    capabilities: new Set(allCapabilities),
    network: whole.network,
    get experiment() {
      return tasks.trainer.experiment;
    },
    get part() {
      return tasks.part;
    },
    onMeasurement: (listener) => void listeners.push(listener),
    measure,

    advance(steps) {
      if (!isLearning) return 0;
      for (let done = 0; done < steps;) done += advanceToEvent(steps - done);
      return steps;
    },

    respond: (rows) => measureTable(tasks.trainer, unlabelled(rows, tasks.trainer.experiment.outputs.plus.length)).outputs,
    read: (state) => Object.assign(readState(tasks.trainer, state), { step: tasks.steps, time: tasks.time, isLearning }),
    setLearning(value) {
      if (isLearning && !value) tasks.trainer.rest();
      isLearning = value;
    },
    setNudge: (nudge) => void (tasks.trainer.nudge = nudge),
    setStepTime: (stepTime) => tasks.trainer.setStepTime(stepTime),
    setStates: (edges, states) => tasks.trainer.setStates(edges, states),
    damage: (edges, kind) => tasks.trainer.setDamage(edges, kind),
    checkpoint: () => ({ kind: 'simulated', data: { ...tasks.save(), isLearning, events } }),
    restore: (checkpoint) => void ({ isLearning, events } = tasks.restore(checkpoint)),
  };
}

function measureSet(trainer: Trainer, set: 'training' | 'test' | 'present'): Omit<Measurement, 'step' | 'time'> {
  const { experiment } = trainer;
  if (set === 'present') return measurePresent(trainer);
  const measured = measureTable(trainer, (set === 'test' ? experiment.test : null) ?? experiment.training);
  const { isSettled } = dynamics[experiment.document.dynamics.kind];
  return isSettled ? measured : { ...measured, momentaryError: measurePresent(trainer).error };
}

/** The state after the last step, with the voltages that belong to the present edge states or are on their way there. */
function readState(trainer: Trainer, state?: MachineState): MachineState {
  const { twin, experiment } = trainer;
  const { network } = experiment;
  const result = state ?? emptyState(network.nodeCount, network.edgeCount);
  const { freeVoltages, clampedVoltages } = result;
  trainer.look(freeVoltages, clampedVoltages);
  for (let edge = 0; edge < network.edgeCount; edge++) {
    result.conductances[edge] = chordConductance(
      twin.bank.elements,
      edge,
      freeVoltages[network.from[edge]],
      freeVoltages[network.to[edge]],
    );
  }
  for (let node = 0; node < network.nodeCount; node++) {
    if (twin.isFloating[node] === 1) freeVoltages[node] = Number.NaN;
    if (twin.isFloatingClamped[node] === 1) clampedVoltages[node] = Number.NaN;
  }
  result.states.set(twin.bank.states);
  result.damage = [...twin.damage];
  result.datapoint = trainer.datapoint;
  return result;
}

function emptyState(nodes: number, edges: number): MachineState {
  return {
    step: 0,
    time: 0,
    isLearning: true,
    datapoint: -1,
    freeVoltages: new Float64Array(nodes),
    clampedVoltages: new Float64Array(nodes),
    states: new Float64Array(edges),
    conductances: new Float64Array(edges),
    damage: [],
  };
}

/** Inputs without labels, to be measured like any other table. */
function unlabelled(rows: readonly (readonly number[])[], outputs: number): DataTable {
  return {
    count: rows.length,
    inputs: Float64Array.from(rows.flat()),
    labels: new Float64Array(rows.length * outputs),
    classes: new Int32Array(0),
  };
}

/** The datapoint shown at the moment alone, where the others have labels that contradict it (a moving target). */
function measurePresent(trainer: Trainer): Omit<Measurement, 'step' | 'time'> {
  const width = trainer.experiment.outputs.plus.length;
  const datapoint = Math.max(trainer.datapoint, 0);
  const voltages = new Float64Array(trainer.experiment.network.nodeCount);
  trainer.look(voltages, new Float64Array(voltages.length));
  const outputs = new Float64Array(width);
  readOutputs(trainer, voltages, outputs, 0);
  const labels = trainer.labels.slice(datapoint * width, (datapoint + 1) * width);
  return { outputs, labels, error: meanSquaredError(outputs, labels, 1), accuracy: null };
}
