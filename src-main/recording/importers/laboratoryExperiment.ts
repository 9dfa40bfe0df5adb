import { parseDocument } from '../../../shared/documents/parse.ts';
import { median } from '../../math/statistics.ts';
import {
  EXPERIMENT_FORMAT,
  EXPERIMENT_VERSION,
  experimentDocument,
  type ExperimentDocument,
  type ExperimentInput,
} from '../../learning/experiment/document.ts';
import type { LaboratoryRun } from './laboratoryRun.ts';

/** The board of 2024: S, A/V², and V_th, V. */
const TRANSCONDUCTANCE = 8e-4;
const THRESHOLD = 0.7;
/** One step of an 8-bit converter for nodes, V: the least that a class can lie beyond zero. */
const NODE_STEP = 1.8e-3;

/** The sets of a run: imposed voltages of every source, and labels of every output, V. */
interface Sets {
  /** [source][datapoint] */
  readonly sources: readonly (readonly number[])[];
  /** [datapoint][output] */
  readonly labels: number[][];
}

/** What a laboratory run was: lattice, roles, datasets, clamping and schedule, as an experiment of ours. */
export function laboratoryExperiment(run: LaboratoryRun, title: string, place: string): ExperimentDocument {
  const { meta, rows, columns, measurements, arrays, array } = run;
  const training = setsOf(run, 'train');
  const test = arrays.has('testSet') ? setsOf(run, 'test') : null;
  const isInput = meta.sources.map((_, source) => isVaried([...training.sources[source], ...(test?.sources[source] ?? [])]));
  const inputs = meta.sources.flatMap((_, source) => (isInput[source] ? [source] : []));
  const inputsOf = ({ sources, labels }: Sets): number[][] =>
    labels.map((_, datapoint) => inputs.map((source) => sources[source][datapoint]));
  const gates = array('gateVertical').values;
  const first = Array.from({ length: rows * columns }, (_, node) => gates[node * measurements]);
  const steps = array('trainStep').values;
  const names = inputNames(inputs.map((source) => training.sources[source]));
  return parseDocument(
    experimentDocument,
    {
      format: EXPERIMENT_FORMAT,
      version: EXPERIMENT_VERSION,
      title,
      description: `Measured on a board; every value is the mean of ${meta.repeats} readings.`,
      generate: {
        topology: { kind: 'periodicSquare', rows, columns },
        edgeModel: { kind: 'transistor', transconductance: TRANSCONDUCTANCE, threshold: THRESHOLD },
        state: first.reduce((sum, gate) => sum + gate, 0) / first.length,
      },
      roles: {
        inputs: inputs.map((source, index) => ({ name: names[index], node: `n${meta.sources[source]}` })),
        supplies: meta.sources.flatMap((node, source) =>
          isInput[source]
            ? []
            : [{ name: supplyName(training.sources, isInput, source), node: `n${node}`, voltage: training.sources[source][0] }],
        ),
        outputs: outputsOf(run),
      },
      dataset: {
        kind: 'table',
        inputs: inputsOf(training),
        labels: training.labels,
        ...(test === null ? {} : { test: { inputs: inputsOf(test), labels: test.labels } }),
      },
      rule: { kind: 'continuous' },
      clamping: clampingOf(run),
      schedule: scheduleOf(run),
      stepTime: meta.learnStepMicroseconds / 1e6,
      steps: Math.max(1, steps[measurements - 1]),
      measure: { every: Math.max(1, Math.round(steps[measurements - 1] / measurements)), of: 'present' },
    } satisfies ExperimentInput,
    place,
  );
}

function setsOf(run: LaboratoryRun, which: 'train' | 'test'): Sets {
  const { meta, array } = run;
  const { values, shape } = array(`${which}Set`);
  const rowOf = (row: number): number[] => Array.from(values.subarray(row * shape[1], (row + 1) * shape[1]));
  const targets = meta.targets.map((_, target) => rowOf(meta.sources.length + target));
  const stated = targets[0].map((_, datapoint) =>
    meta.differential ? [targets[1][datapoint] - targets[0][datapoint]] : targets.map((target) => target[datapoint]),
  );
  const sources = meta.sources.map((_, source) => rowOf(source));
  const classes = which === 'train' ? classesOf(run) : [];
  // Labels of classes do not stand in the set; a test datapoint has none at all.
  return { sources, labels: classes.length === 0 ? stated : classLabels(run, classes) };
}

/** Class of each training datapoint; none where the labels are voltages. */
export function classesOf({ arrays }: LaboratoryRun): number[] {
  const classes = Array.from(arrays.get('trainClass')?.values ?? []);
  return isVaried(classes) ? classes : [];
}

/**
 * The label of each training datapoint of a classification. Given by the side file, or else seen in the clamped outputs,
 * L = O + (O^C − O)/η; under overclamping they show the side alone, and the label is the least voltage on that side.
 */
function classLabels(run: LaboratoryRun, classes: readonly number[]): number[][] {
  const { meta, measurements, array } = run;
  if (meta.classLabels !== undefined) return classes.map((value) => [meta.classLabels?.[value] ?? Number.NaN]);
  const [free, clamped, eta] = ['trainFree', 'trainClamped', 'eta'].map((name) => array(name).values);
  const output = (values: Float64Array, at: number): number => {
    const [low, high] = [meta.targets[0], meta.targets.at(-1) ?? meta.targets[0]].map((node) => values[node * measurements + at]);
    return meta.differential ? high - low : low;
  };
  const datapoints = datapointsOf(run);
  const labels = [...new Set(classes)].map((value) => {
    const seen = datapoints.flatMap((datapoint, at) => {
      const move = output(clamped, at) - output(free, at);
      // What moves by less than two steps of the converter is an output beyond its label.
      return classes[datapoint] === value && Math.abs(move) > 2 * NODE_STEP ? [output(free, at) + move / eta[at]] : [];
    });
    const label = seen.length === 0 ? 0 : median(seen);
    return [value, meta.updateMode === 4 ? Math.sign(label) * NODE_STEP : label] as const;
  });
  const byClass = new Map(labels);
  return classes.map((value) => [byClass.get(value) ?? 0]);
}

/** The training datapoint that was on at each measurement: the one whose varied inputs the board was nearest to. */
export function datapointsOf({ meta, measurements, array }: LaboratoryRun): number[] {
  const { values, shape } = array('trainSet');
  const [free, clamped] = [array('trainFree').values, array('trainClamped').values];
  const varied = meta.sources.flatMap((_, source) =>
    isVaried(Array.from(values.subarray(source * shape[1], (source + 1) * shape[1]))) ? [source] : [],
  );
  return Array.from({ length: measurements }, (_, at) => {
    const distances = Array.from({ length: shape[1] }, (_datapoint, datapoint) =>
      varied.reduce((sum, source) => {
        const measured = meta.sources[source] * measurements + at;
        const wanted = values[source * shape[1] + datapoint];
        return sum + (free[measured] - wanted) ** 2 + (clamped[measured] - wanted) ** 2;
      }, 0),
    );
    return distances.indexOf(distances.reduce((least, distance) => Math.min(least, distance), Infinity));
  });
}

function outputsOf({ meta }: LaboratoryRun): ExperimentInput['roles']['outputs'] {
  const [minus, plus] = meta.targets;
  if (meta.differential) return [{ name: 'O', plus: `n${plus}`, minus: `n${minus}` }];
  return meta.targets.map((node, index) => ({ name: meta.targets.length === 1 ? 'O' : `O${index + 1}`, node: `n${node}` }));
}

function clampingOf({ meta, measurements, array }: LaboratoryRun): ExperimentInput['clamping'] {
  const nudge = Math.min(array('eta').values[measurements - 1], 1);
  if (meta.updateMode === 4) return { kind: 'overclamping', nudge };
  if (meta.updateMode === 3) return { kind: 'hinge', nudge };
  return { kind: meta.differential ? 'differential' : 'standard', nudge };
}

/** A code of −k holds each datapoint for k steps, or each group for k passes through it. */
function scheduleOf({ arrays, array }: LaboratoryRun): ExperimentInput['schedule'] {
  const hold = Math.max(1, Math.round(-array('trainIndexCode').values[0]));
  const groups = Array.from(arrays.get('trainGroup')?.values ?? []);
  if (!isVaried(groups)) return { kind: 'cyclic', hold };
  return { kind: 'alternating', groups, period: hold * groups.length };
}

/** V1, V2, …; V1′ for an input that mirrors V1. */
function inputNames(columns: readonly (readonly number[])[]): string[] {
  const names: string[] = [];
  let count = 0;
  columns.forEach((column, index) => {
    const original = columns.slice(0, index).findIndex((earlier) => !isVaried(column.map((value, row) => value + earlier[row])));
    names.push(original >= 0 && !names.includes(`${names[original]}′`) ? `${names[original]}′` : `V${++count}`);
  });
  return names;
}

/** V+ for the highest of the constant sources, V− for the lowest. */
function supplyName(sources: readonly (readonly number[])[], isInput: readonly boolean[], source: number): string {
  const constants = sources.flatMap(([voltage], index) => (isInput[index] ? [] : [voltage]));
  const [voltage] = sources[source];
  const isSole = constants.filter((value) => value === voltage).length === 1;
  if (constants.length > 1 && isSole && voltage === Math.max(...constants)) return 'V+';
  if (constants.length > 1 && isSole && voltage === Math.min(...constants)) return 'V−';
  return `V${source + 1} constant`;
}

/** Stated voltages are steps of the converter as 32-bit floats: what differs by less is equal. */
function isVaried(values: readonly number[]): boolean {
  return values.some((value) => Math.abs(value - values[0]) > 1e-4);
}
