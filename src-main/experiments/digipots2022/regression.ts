import type { ExperimentDocument } from '../../learning/experiment/document.ts';
import type { Measurement } from '../../machine/machine.ts';
import { ordersBelow, summarise } from '../errorHistory.ts';
import { defineExperiment, type Figures } from '../experiment.ts';
import { runDocuments } from '../runDocument.ts';
import { regressionTask } from './board.ts';

const source = { source: 'dillavou2022', place: 'Fig. 3b' } as const;
/** Roles of task vi (Fig. 6). */
const roles = {
  ground: '2',
  inputs: ['3', '8'],
  outputs: [
    { node: '4', coefficients: [0.25, 0.1] },
    { node: '5', coefficients: [0.15, 0.2] },
  ],
} as const;
const STEPS = 800;

/** Fig. 3b and c: two equations for two unknowns. */
export const regression = defineExperiment({
  spec: {
    kind: 'regression',
    title: 'Regression with two outputs',
    doc: 'V1 = 0.15 I1 + 0.20 I2 and V2 = 0.25 I1 + 0.10 I2 are learned from 400 random pairs between 1 and 5 V and tested on 20 others (nudge 0.2).',
    reference: { source: 'dillavou2022', place: 'Fig. 3b, c' },
    parameters: {},
  },
  seeds: 16,
  quickSeeds: 10,
  claims: [
    {
      id: 'settledDrop',
      quantity: 'Orders of magnitude from the first test error to the median of the last 100 steps',
      unit: '',
      source,
      published: 'over 2',
      bar: { statistic: 'median', relation: '>=', value: 1.9 },
      reason: 'Simulations reach 2.2 to 2.4; more comparator lift or offset than the 2 mV assumed costs half an order at once.',
    },
    {
      id: 'lowestDrop',
      quantity: 'Orders of magnitude from the first test error to the lowest',
      unit: '',
      source,
      published: 'an extremely good fit around step 120, not maintained',
      reason: 'The paper gives no number for the lowest error.',
      note: 'The lowest error is not kept in simulations either; it is a quarter of an order below the plateau.',
    },
    {
      id: 'lowestAt',
      quantity: 'Step of the lowest test error',
      unit: 'step',
      source,
      published: 'around 120',
      reason: 'One run is published; the step varies from seed to seed by hundreds.',
      note: 'Noise decides when the lowest error is met: the step is not reproducible in simulations.',
    },
  ],
  document: () => regressionTask('Regression with two outputs', roles, 1, STEPS),
  run: (seed, report) => figuresOf(runDocuments(documentOf(seed), seed, report)),
  measured: { documents: documentOf, figures: figuresOf },
});

function documentOf(seed: number): ExperimentDocument[] {
  return [regressionTask('Regression with two outputs', roles, seed, STEPS)];
}

function figuresOf([measurements]: readonly (readonly Measurement[])[]): Figures<'settledDrop' | 'lowestDrop' | 'lowestAt'> {
  const { initial, lowest, settled } = summarise(measurements);
  return {
    settledDrop: ordersBelow(initial, settled),
    lowestDrop: ordersBelow(initial, lowest),
    lowestAt: measurements.find(({ error }) => error === lowest)?.step ?? null,
  };
}
