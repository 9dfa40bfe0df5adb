import type { HistoryPoint } from '../../shared/frames.ts';
import type { PlotKind } from '../../shared/plots.ts';
import { errorsByTask } from '../analysis/taskErrors.ts';
import { errorModes, projectErrors, type ErrorMode } from '../analysis/errorModes.ts';
import { dynamics } from '../learning/dynamics/index.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import type { Measurement } from '../machine/machine.ts';
import { edgeModels } from '../physics/edges/index.ts';
import { inputVariables, type InputVariables } from './inputVariables.ts';

/** More curves than this can't be told apart in one plot. */
const MOST_CURVES = 12;
/** Highest power of each input in the modes of error: mean, slope and curvature of one; a plane and its twist of two. */
const HIGHEST_POWER = { 1: 2, 2: 1 } as const;

/** What the plots of an experiment need besides its error: which of them it has, and what each point of the history carries. */
export interface Figures {
  readonly plots: readonly PlotKind[];
  readonly modeNames: readonly string[];
  /** Datapoints of each task trained in turn; empty where there is one task. */
  readonly taskGroups: readonly (readonly number[])[];
  /** Steps after which the next task has its turn; 0 where there are not just two. */
  readonly turn: number;
  readonly variables: InputVariables;
  /** Whether the outputs are shown as they are at the moment: one datapoint, whose voltages lag behind. */
  readonly showsMoment: boolean;
  /** The part of a history point that a measurement of the set in `measure.of` gives. @cost O(modes · outputs of all datapoints) */
  derive(measurement: Measurement): Pick<HistoryPoint, 'outputErrors' | 'modes' | 'taskErrors'>;
}

/** What there is to show of an experiment, from its structure alone. */
export function figuresOf(experiment: Experiment): Figures {
  const { document, training } = experiment;
  const width = document.roles.outputs.length;
  const variables = inputVariables(rowsOf(training.inputs, training.count));
  const modes = modesOf(experiment, variables);
  const { taskGroups, turn } = tasksInTurn(experiment);
  const taskOf = taskGroups.length === 0 ? [] : taskOfDatapoints(taskGroups, training.count);
  const form = isClassLoss(document.clamping) ? 'class' : 'square';
  return {
    plots: plotsOf(experiment, variables, modes.length, taskGroups.length),
    modeNames: modes.map(({ name }) => name),
    taskGroups,
    turn,
    variables,
    showsMoment: training.count === 1 && !dynamics[document.dynamics.kind].isSettled,
    derive: ({ outputs, labels }) => {
      const errors = outputs.map((output, index) => output - labels[index]);
      return {
        outputErrors: width > 1 ? columnMeans(errors, width).map(numberOrNull) : [],
        modes: modes.length > 0 ? projectErrors(modes, errors).map(numberOrNull) : [],
        taskErrors: taskOf.length > 0 ? errorsByTask({ outputs, labels }, taskOf, form).map(numberOrNull) : [],
      };
    },
  };
}

/** The most telling plots first: the screen shows as many of them as it has room for. */
function plotsOf(experiment: Experiment, { variables }: InputVariables, modeCount: number, taskCount: number): PlotKind[] {
  const { document, training, edges, edgeModel, classNames } = experiment;
  const outputs = document.roles.outputs.length;
  const learning = edges.filter(({ conductance }) => conductance === undefined || edgeModel.kind === 'resistor').length;
  const canLearn = edgeModels[edgeModel.kind].learns;
  const hasMap = outputs === 1 && (variables.length === 1 || variables.length === 2);
  const isTelling: Record<PlotKind, boolean> = {
    error: true,
    accuracy: classNames.length > 0,
    outputs: (variables.length === 0 ? 1 : training.count) * outputs <= MOST_CURVES,
    outputErrors: outputs > 1 && outputs <= MOST_CURVES,
    modes: modeCount > 1,
    outputMap: hasMap,
    edgeStates: canLearn && learning > 0,
    phasePlane: canLearn && learning === 2,
    taskErrors: taskCount > 1,
    periods: taskCount === 2,
    power: true,
  };
  const order: readonly PlotKind[] =
    taskCount > 1
      ? ['taskErrors', 'phasePlane', 'periods', 'outputMap', 'error', 'outputs', 'modes', 'outputErrors', 'edgeStates', 'accuracy', 'power']
      : ['error', 'accuracy', 'modes', 'outputMap', 'outputErrors', 'outputs', 'phasePlane', 'edgeStates', 'power'];
  return order.filter((kind) => isTelling[kind]);
}

/** Modes are told of one output over one or two variables, where the whole training set is measured. */
function modesOf({ document, training }: Experiment, { variables }: InputVariables): ErrorMode[] {
  const count = variables.length;
  if ((count !== 1 && count !== 2) || document.roles.outputs.length !== 1 || document.measure.of !== 'training') return [];
  const rows = rowsOf(training.inputs, training.count);
  const inputs = variables.map((column) => Float64Array.from(rows, (row) => row[column]));
  return errorModes(inputs, HIGHEST_POWER[count]);
}

function tasksInTurn({ document, training }: Experiment): Pick<Figures, 'taskGroups' | 'turn'> {
  const { schedule, measure } = document;
  if (schedule.kind !== 'alternating' || measure.of !== 'training') return { taskGroups: [], turn: 0 };
  const groups: number[][] = [];
  schedule.groups.slice(0, training.count).forEach((group, datapoint) => (groups[group] ??= []).push(datapoint));
  const taskGroups = groups.filter((group) => group.length > 0);
  if (taskGroups.length < 2) return { taskGroups: [], turn: 0 };
  return { taskGroups, turn: taskGroups.length === 2 ? Math.max(Math.floor(schedule.period / 2), 1) : 0 };
}

/** Task of each datapoint, counted without gaps. */
function taskOfDatapoints(groups: readonly (readonly number[])[], count: number): number[] {
  return Array.from({ length: count }, (_, datapoint) => groups.findIndex((group) => group.includes(datapoint)));
}

/** Under a hinge, an output beyond its label is right and counts no error (Dillavou 2025, Eq. A2). */
function isClassLoss(clamping: Experiment['document']['clamping']): boolean {
  return clamping.kind === 'hinge' || ('loss' in clamping && clamping.loss === 'hinge');
}

/** Mean square of every column, V², [output]. */
function columnMeans(errors: Float64Array, width: number): number[] {
  const sums = new Array<number>(width).fill(0);
  errors.forEach((error, index) => (sums[index % width] += error ** 2));
  return sums.map((sum) => (sum * width) / errors.length);
}

function rowsOf(inputs: Float64Array, count: number): number[][] {
  const width = inputs.length / count;
  return Array.from({ length: count }, (_, row) => [...inputs.subarray(row * width, (row + 1) * width)]);
}

function numberOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
