import { tasks } from '../../learning/tasks/index.ts';
import { median } from '../../math/statistics.ts';
import { defineExperiment } from '../experiment.ts';
import { runDocument } from '../runDocument.ts';

/** Steps for which each target stands. */
const HOLD = 100;
/** A target is reached when the output first comes so near, V. */
const REACHED = 0.05;

/** Fig. 2: two potentiometers follow a target that moves every 100 steps. */
export const divider = defineExperiment({
  spec: {
    kind: 'divider',
    title: 'Voltage divider with a moving target',
    doc: 'Two digital potentiometers follow a target voltage of 3.75, 2.25, 1 and 2.25 V that moves every 100 steps.',
    reference: { source: 'dillavou2022', place: 'Fig. 2' },
    parameters: {},
  },
  seeds: 16,
  quickSeeds: 10,
  claims: [
    {
      id: 'stepsToTarget',
      quantity: 'Steps until the output is within 50 mV of a target, the slowest of the four',
      unit: 'step',
      source: { source: 'dillavou2022', place: 'Fig. 2b' },
      published: 'each target reached within its 100 steps',
      bar: { statistic: 'median', relation: '<=', value: 60 },
      reason:
        'A wrong sign or a swapped nudge never arrives; the largest move, from 2.5 to 3.75 V and back, takes about 35 steps of both wipers.',
    },
    {
      id: 'ripple',
      quantity: 'Root mean square distance from the target over the last 50 steps of each',
      unit: 'V',
      source: { source: 'dillavou2022', place: 'Fig. 2b' },
      published: 'a floor set by noise of 0.01 V',
      bar: { statistic: 'median', relation: '<=', value: 0.04 },
      reason: 'One step of one wiper moves the output by 10 to 30 mV, so that no correct run stays much nearer than 20 mV.',
    },
    {
      id: 'ratioDrift',
      quantity:
        'Spread of the ratio of the two resistances over the last 50 steps of a target, relative to its mean; the median of the four',
      unit: '',
      source: { source: 'dillavou2022', place: 'Fig. 2c' },
      published: 'nearly constant while both resistances drift',
      bar: { statistic: 'median', relation: '<=', value: 0.1 },
      reason: 'The ratio follows the output, whose ripple of 25 mV in 2.25 V is 1 to 5 % of the ratio.',
    },
  ],
  document: () => tasks['divider'].build(),
  run(seed, report) {
    const { measurements } = runDocument(tasks['divider'].build(), seed, report);
    const targets = [0, 1, 2, 3].map((target) => measurements.slice(1 + target * HOLD, 1 + (target + 1) * HOLD));
    const firsts = targets.map((steps) => steps.findIndex(({ error }) => Math.sqrt(error) <= REACHED));
    const settled = targets.flatMap((steps) => steps.slice(-50));
    return {
      stepsToTarget: firsts.includes(-1) ? null : Math.max(...firsts) + 1,
      ripple: Math.sqrt(settled.reduce((sum, { error }) => sum + error, 0) / settled.length),
      ratioDrift: median(targets.map((steps) => ratioSpread(steps.slice(-50).map(({ outputs }) => outputs[0])))),
    };
  },
});

/** Relative standard deviation of R_top/R_bottom = (5 V − O)/O. */
function ratioSpread(outputs: readonly number[]): number {
  const ratios = outputs.map((output) => (5 - output) / output);
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  return Math.sqrt(ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / ratios.length) / mean;
}
