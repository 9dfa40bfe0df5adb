import { parseDocument } from '../../../shared/documents/parse.ts';
import { experimentDocument, type ExperimentDocument } from '../../learning/experiment/document.ts';
import { defineExperiment, type Figures } from '../experiment.ts';
import { STEP_TIME, lattice2024, measuredRun, timeBelow, watch, type MeasuredRun } from './lattice.ts';

const SECONDS = 1;

/** Fig. 2: one input voltage, one label. */
export const singleDatapoint = defineExperiment({
  spec: {
    kind: 'singleDatapoint',
    title: 'A single datapoint',
    doc: 'With 0.43 V at the input and 0 V at the ground the lattice learns to answer 0.31 V.',
    reference: { source: 'dillavou2024', place: 'Fig. 2' },
    parameters: {},
  },
  seeds: 10,
  quickSeeds: 3,
  claims: [
    {
      id: 'errorAfterOneSecond',
      quantity: 'Distance of the output from the label after 1 s',
      unit: 'V',
      source: { source: 'dillavou2024', place: 'Fig. 2b' },
      published: 'the two networks align; a steady state',
      bar: { statistic: 'median', relation: '<=', value: 1e-3 },
      reason: 'Half of one step of the board’s 8-bit converters is 0.9 mV; without bias nothing else keeps the output from the label.',
    },
    {
      id: 'timeToTenth',
      quantity: 'Time until 90 % of the first error is gone',
      unit: 's',
      source: { source: 'dillavou2024', place: 'Fig. 2b' },
      published: 'a few τ_0 = 18 ms',
      bar: { statistic: 'median', relation: 'between', value: [0.02, 0.4] },
      reason: 'One to twenty learning time constants τ_0; how many depends on the nodes, which the paper only draws.',
    },
  ],
  document: () =>
    parseDocument(
      experimentDocument,
      {
        format: experimentDocument.format,
        version: experimentDocument.version,
        title: 'A single datapoint',
        description: 'One input voltage, one label: the free output follows the clamped one.',
        source: 'Dillavou 2024, Fig. 2',
        generate: lattice2024(2, 0.2),
        roles: {
          inputs: [{ name: 'V1', node: 'n0' }],
          supplies: [{ name: 'V−', node: 'n8', voltage: 0 }],
          outputs: [{ name: 'O', node: 'n12' }],
        },
        dataset: { kind: 'table', inputs: [[0.43]], labels: [[0.31]] },
        rule: { kind: 'continuous', gateFloor: 1.1 },
        clamping: { kind: 'standard', nudge: 1 },
        schedule: { kind: 'cyclic' },
        stepTime: STEP_TIME,
        steps: SECONDS / STEP_TIME,
        measure: { every: 10, of: 'training' },
        goal: { errorBelow: 1e-6 },
      },
      'the single datapoint of 2024',
    ),
  run(seed, report) {
    return figuresOf(watch(documentOf(), seed, 10, report));
  },
  measured: { documents: () => [documentOf()], figures: ([run]) => figuresOf(measuredRun(run)) },
});

function documentOf(): ExperimentDocument {
  const document = singleDatapoint.document();
  if (document === null) throw new Error('the document is missing');
  return document;
}

function figuresOf({ times, measurements }: MeasuredRun): Figures<'errorAfterOneSecond' | 'timeToTenth'> {
  const distances = measurements.map(({ error }) => Math.sqrt(error));
  return { errorAfterOneSecond: distances.at(-1) ?? null, timeToTenth: timeBelow(times, distances, 0.1 * distances[0]) };
}
