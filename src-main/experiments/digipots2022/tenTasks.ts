import { compileExperiment } from '../../learning/experiment/compile.ts';
import type { ExperimentDocument } from '../../learning/experiment/document.ts';
import { tasks } from '../../learning/tasks/index.ts';
import type { Measurement } from '../../machine/machine.ts';
import { createSimulatedMachine } from '../../machine/simulated.ts';
import { summarise, type ErrorSummary } from '../errorHistory.ts';
import { defineExperiment } from '../experiment.ts';
import { inSequence } from '../inSequence.ts';
import { allostericTask, regressionTask } from './board.ts';

const STEPS = 500;

/** The seven tasks of Fig. 6; the regressions draw their data by the seed. */
function taskList(seed: number): ExperimentDocument[] {
  const title = (roman: string): string => `Task ${roman} of Fig. 6`;
  return [
    { ...tasks['iris'].build(), title: title('i'), steps: STEPS },
    allostericTask(title('ii'), { 8: 5, 9: 0 }, { 3: 4 }, STEPS),
    allostericTask(title('iii'), { 3: 4, 9: 0 }, { 4: 1, 8: 2 }, STEPS),
    allostericTask(title('iv'), { 4: 5, 8: 1, 9: 0 }, { 1: 3, 2: 3, 3: 3 }, STEPS),
    allostericTask(title('v'), { 6: 5, 9: 0 }, { 1: 3, 3: 2, 5: 4, 7: 1 }, STEPS),
    regressionTask(
      title('vi'),
      {
        ground: '2',
        inputs: ['3', '8'],
        outputs: [
          { node: '4', coefficients: [0.25, 0.1] },
          { node: '5', coefficients: [0.15, 0.2] },
        ],
      },
      seed,
      STEPS,
    ),
    regressionTask(
      title('vii'),
      {
        ground: '5',
        inputs: ['3', '9'],
        outputs: [
          { node: '1', coefficients: [0.15, 0.1] },
          { node: '6', coefficients: [0.2, 0.25] },
        ],
      },
      seed,
      STEPS,
    ),
  ];
}

/** Tasks in the order of Fig. 4: i to vii, then ii, iii and ii again, as places in the list of seven. */
const ORDER = [0, 1, 2, 3, 4, 5, 6, 1, 2, 1];
/** Where task ii stands in that order. */
const SECOND_TASK = [1, 7, 9];

const source = { source: 'dillavou2022', place: 'Fig. 4b' } as const;

/** Fig. 4: ten tasks one after the other on one board that is never reset. */
export const tenTasks = defineExperiment({
  spec: {
    kind: 'tenTasks',
    title: 'Ten tasks in a row without reset',
    doc: 'One board learns tasks i to vii of Fig. 6, then ii, iii and ii again, 500 steps each; every wiper starts where the last task left it.',
    reference: { source: 'dillavou2022', place: 'Fig. 4, Fig. 6' },
    parameters: {},
  },
  seeds: 16,
  quickSeeds: 10,
  claims: [
    {
      id: 'classification',
      quantity: 'Accuracy of task i, mean of its last 30 steps',
      unit: '',
      source,
      published: 'successful',
      bar: { statistic: 'median', relation: '>=', value: 0.92 },
      reason: 'The bar of Iris alone: task i comes first and starts from the middle of every range.',
    },
    {
      id: 'worstAllostery',
      quantity: 'Settled error of the worst of the seven allosteric runs (median of the last 100 steps)',
      unit: 'V²',
      source,
      published: 'successful',
      bar: { statistic: 'median', relation: '<=', value: 0.01 },
      reason: 'Simulations settle between 5e-4 and 2e-3 V²; 0.01 V² is 100 mV over all outputs together, where a failure has a volt.',
    },
    {
      id: 'worstRegression',
      quantity: 'Settled test error of the worse of the two regressions (median of the last 100 steps)',
      unit: 'V²',
      source,
      published: 'successful',
      bar: { statistic: 'median', relation: '<=', value: 0.03 },
      reason: 'Simulations settle near 1e-2 V², limited by the noise of single datapoints; a failure has a volt.',
    },
    {
      id: 'memory',
      quantity: 'First error of task ii when it comes again, relative to its first error the first time (geometric mean of the two)',
      unit: '',
      source,
      published: 'similar',
      reason: 'The paper compares three points of one run by eye.',
      note: 'A third of the first: of the same order, but the tasks in between leave the board a little nearer to task ii than Iris did.',
    },
    {
      id: 'solutions',
      quantity: 'Edges of 16 whose resistance differs by more than 10 % between the three solutions of task ii',
      unit: 'edge',
      source: { source: 'dillavou2022', place: 'Fig. 4c' },
      published: 'different values each time',
      reason: 'Reported only: the figure shows five edges, and no number says how different a solution must be.',
      note: 'A board that is reset in between would give 0. The edges that hardly matter all end at the upper rail, where the lift pushes them, so that the median edge differs by 3 % only.',
    },
  ],
  document: () => wholeRun(1),
  run(seed, report) {
    const machine = createSimulatedMachine(compileExperiment({ ...wholeRun(seed), seed }));
    const summaries: ErrorSummary[] = [];
    const solutions: Float64Array[] = [];
    let measurements: Measurement[] = [];
    let classification = 0;
    machine.onMeasurement((measurement) => measurements.push(measurement));
    ORDER.forEach((task, place) => {
      measurements = [machine.measure(machine.experiment.document.measure.of)];
      machine.advance(STEPS);
      summaries.push(summarise(measurements));
      if (SECOND_TASK.includes(place)) solutions.push(Float64Array.from(machine.read().states));
      if (task === 0) classification = meanAccuracy(measurements.slice(-30).map(({ accuracy }) => accuracy ?? 0));
      report((place + 1) / ORDER.length);
    });
    const settledOf = (tasksWanted: readonly number[]): number =>
      Math.max(...summaries.filter((_, place) => tasksWanted.includes(ORDER[place])).map(({ settled }) => settled));
    const [first, second, third] = SECOND_TASK.map((place) => summaries[place].initial);
    return {
      classification,
      worstAllostery: settledOf([1, 2, 3, 4]),
      worstRegression: settledOf([5, 6]),
      memory: Math.sqrt(second * third) / first,
      solutions: differingEdges(solutions),
    };
  },
});

function wholeRun(seed: number): ExperimentDocument {
  const list = taskList(seed);
  const words = { title: 'Ten tasks in a row without reset', description: 'Every wiper starts where the task before left it.' };
  return inSequence(
    ORDER.map((task) => list[task]),
    words,
    false,
  );
}

function meanAccuracy(accuracies: readonly number[]): number {
  return accuracies.reduce((sum, value) => sum + value, 0) / accuracies.length;
}

/** Edges whose largest resistance over the solutions is more than 10 % above their lowest. */
function differingEdges(solutions: readonly Float64Array[]): number {
  return solutions[0].reduce((count, _, edge) => {
    const taps = solutions.map((solution) => solution[edge]);
    return count + (Math.max(...taps) > 1.1 * Math.min(...taps) ? 1 : 0);
  }, 0);
}
