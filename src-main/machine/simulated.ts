import type { DamageKind } from '../../shared/documents/network.ts';
import { dynamics } from '../learning/dynamics/index.ts';
import type { DataTable, Experiment } from '../learning/experiment/experiment.ts';
import { measureTable, meanSquaredError, readOutputs } from '../learning/measurement.ts';
import { Trainer } from '../learning/trainer.ts';
import { chordConductance } from '../physics/elements.ts';
import type { Capability, Machine, MachineCheckpoint, MachineIdentity, MachineState, Measurement } from './machine.ts';
import { restoreTrainer, saveTrainer } from './trainerCheckpoint.ts';

const everything: Capability[] = [
  'freeze',
  'damage',
  'setNudge',
  'setStepTime',
  'readFree',
  'readClamped',
  'readStates',
  'checkpoint',
  'respond',
];

const identity: MachineIdentity = { kind: 'simulated', title: 'Simulated board' };

/** A machine whose body is a simulation. All its methods answer at once. */
export interface SimulatedMachine extends Machine {
  readonly experiment: Experiment;
  advance(steps: number): number;
  measure(set: 'training' | 'test' | 'present'): Measurement;
  respond(rows: readonly (readonly number[])[]): Float64Array;
  read(state?: MachineState): MachineState;
  setLearning(isLearning: boolean): void;
  setNudge(nudge: number): void;
  setStepTime(stepTime: number): void;
  damage(edges: readonly number[], kind: DamageKind | null): void;
  checkpoint(): MachineCheckpoint;
  restore(checkpoint: MachineCheckpoint): void;
}

/** A simulated board under one experiment. Measurements and damage events of the document happen inside `advance`. */
export function createSimulatedMachine(ideal: Experiment): SimulatedMachine {
  const trainer = new Trainer(ideal);
  const { experiment } = trainer;
  const listeners: ((measurement: Measurement) => void)[] = [];
  let isLearning = true;
  /** Damage events of the document that have happened. */
  let events = 0;

  const applyEvents = (): void => {
    for (; events < experiment.damage.length && experiment.damage[events].step <= trainer.steps; events++) {
      trainer.setDamage(experiment.damage[events].edges, experiment.damage[events].kind);
    }
  };

  const measure = (set: 'training' | 'test' | 'present'): Measurement => ({
    step: trainer.steps,
    time: trainer.time,
    ...measureSet(trainer, set),
  });

  /** Steps until something other than a step is due. */
  const untilNextEvent = (): number => {
    const { every } = experiment.document.measure;
    const untilMeasurement = every - (trainer.steps % every);
    const untilDamage = events < experiment.damage.length ? experiment.damage[events].step - trainer.steps : Infinity;
    return Math.min(untilMeasurement, untilDamage);
  };

  return {
    experiment,
    identity,
    capabilities: new Set(everything),
    network: experiment.network,
    onMeasurement: (listener) => void listeners.push(listener),
    measure,

    advance(steps) {
      if (!isLearning) return 0;
      const end = trainer.steps + steps;
      while (trainer.steps < end) {
        applyEvents();
        const stop = Math.min(end, trainer.steps + untilNextEvent());
        while (trainer.steps < stop) trainer.step();
        if (trainer.steps % experiment.document.measure.every === 0 && listeners.length > 0) {
          const measurement = measure(experiment.document.measure.of);
          for (const listener of listeners) listener(measurement);
        }
      }
      return steps;
    },

    respond: (rows) => measureTable(trainer, unlabelled(rows, experiment.outputs.plus.length)).outputs,
    read: (state) => readState(trainer, isLearning, state),
    setLearning(value) {
      if (isLearning && !value) trainer.rest();
      isLearning = value;
    },
    setNudge: (nudge) => void (trainer.nudge = nudge),
    setStepTime: (stepTime) => trainer.setStepTime(stepTime),
    damage: (edges, kind) => trainer.setDamage(edges, kind),
    checkpoint: () => ({ kind: 'simulated', data: { ...saveTrainer(trainer), isLearning, events } }),
    restore(checkpoint) {
      const saved = restoreTrainer(trainer, checkpoint);
      isLearning = saved.isLearning;
      events = saved.events;
    },
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
function readState(trainer: Trainer, isLearning: boolean, state?: MachineState): MachineState {
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
  result.step = trainer.steps;
  result.time = trainer.time;
  result.isLearning = isLearning;
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
