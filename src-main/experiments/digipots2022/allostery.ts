import type { ExperimentDocument } from '../../learning/experiment/document.ts';
import { tasks } from '../../learning/tasks/index.ts';
import type { Measurement } from '../../machine/machine.ts';
import { ordersBelow, summarise } from '../errorHistory.ts';
import { defineExperiment, type Figures } from '../experiment.ts';
import { runDocuments } from '../runDocument.ts';

const source = { source: 'dillavou2022', place: 'Fig. 3a' } as const;

/** Fig. 3a: three supplies, three outputs that shall all show 3 V. */
export const allostery = defineExperiment({
  spec: {
    kind: 'allostery',
    title: 'Allostery with three outputs',
    doc: 'Supplies of 5, 1 and 0 V make three outputs deliver 3 V; with a nudge of 0.5, and for comparison with the full nudge of 1.',
    reference: source,
    parameters: {},
  },
  seeds: 16,
  quickSeeds: 10,
  claims: [
    {
      id: 'lowestDrop',
      quantity: 'Orders of magnitude from the first error to the lowest',
      unit: '',
      source,
      published: 'over 4',
      bar: { statistic: 'median', relation: '>=', value: 4 },
      reason: 'The paper’s own number; simulations without a mistake reach 4.5.',
    },
    {
      id: 'settledDrop',
      quantity: 'Orders of magnitude from the first error to the median of the last 100 steps',
      unit: '',
      source,
      published: 'a plateau above the lowest error',
      bar: { statistic: 'median', relation: '>=', value: 2.8 },
      reason:
        'Comparator noise of 5 mV and wiper steps of 781 Ω keep a plateau near 3.4 orders; half an order is left for the draw of the offsets.',
    },
    {
      id: 'fullNudgeDrop',
      quantity: 'The same with a nudge of 1',
      unit: '',
      source: { source: 'dillavou2022', place: 'Sec. III' },
      published: 'substantially degraded accuracy expected',
      reason: 'The paper says so of a finite nudge in theory and gives no number.',
      note: 'It settles half an order to two orders higher, by the draw of the comparator offsets: worse, as said, but no failure.',
    },
  ],
  document: () => tasks['allostery'].build(),
  run: (seed, report) => figuresOf(runDocuments(bothNudges(), seed, report)),
  measured: { documents: bothNudges, figures: figuresOf },
});

function bothNudges(): ExperimentDocument[] {
  const document = tasks['allostery'].build();
  return [document, { ...document, clamping: { kind: 'standard', nudge: 1 } }];
}

function figuresOf(runs: readonly (readonly Measurement[])[]): Figures<'lowestDrop' | 'settledDrop' | 'fullNudgeDrop'> {
  const [half, full] = runs.map((measurements) => summarise(measurements));
  return {
    lowestDrop: ordersBelow(half.initial, half.lowest),
    settledDrop: ordersBelow(half.initial, half.settled),
    fullNudgeDrop: ordersBelow(full.initial, full.settled),
  };
}
