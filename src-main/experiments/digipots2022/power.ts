import { clockPeriod2022 } from '../../learning/tasks/board2022.ts';
import { tasks } from '../../learning/tasks/index.ts';
import { defineExperiment } from '../experiment.ts';
import { runDocument } from '../runDocument.ts';

const discussion = { source: 'dillavou2022', place: 'Discussion' } as const;
const appendix = { source: 'dillavou2022', place: 'Appendix B' } as const;

/** Appendix B: transistors per learning edge (Schneider and Card 1994), transistors per mm² (Yeap 2019), edges of the large network. */
const TRANSISTORS_PER_EDGE = 100;
const TRANSISTORS_PER_AREA = 300e6;
const LARGE_EDGES = 1e7;
/** Edges and nodes of the board. */
const EDGES = 16;
const NODES = 9;
/** Multiply-adds per second of one processor core that factorises a small dense matrix: an assumption, of the year of the paper. */
const OPERATIONS_PER_SECOND = 1e9;

/** What the board draws, and the estimates of Appendix B and the Discussion, each from its own numbers. */
export const power = defineExperiment({
  spec: {
    kind: 'power',
    title: 'Power and scaling estimates',
    doc: 'Power of the free and the clamped network of the trained Iris classifier, area of a network of ten million edges, and the size at which the board would outpace its own simulation.',
    reference: { source: 'dillavou2022', place: 'Appendix B, Discussion' },
    parameters: {},
  },
  seeds: 16,
  quickSeeds: 0,
  claims: [
    {
      id: 'power',
      quantity: 'Power that the two networks draw, in the trained Iris classifier',
      unit: 'W',
      source: discussion,
      published: 'of the order of 10 mW, rough upper bound 25 mW',
      bar: { statistic: 'highest', relation: '<=', value: 0.025 },
      reason: 'The paper’s own upper bound, (5 V)²/1 kΩ.',
      note: 'The network itself draws a tenth of a milliwatt to a few: its resistances are tens of kΩ, not 1 kΩ. The paper gives an estimate, no measurement.',
    },
    {
      id: 'area',
      quantity: 'Area of ten million edges at 100 transistors per edge and 3e8 transistors per mm², in mm²',
      unit: '',
      source: appendix,
      published: 'less than 10',
      reason: 'Arithmetic on the paper’s own numbers: nothing is simulated that could fail.',
    },
    {
      id: 'edgeFactor',
      quantity: 'Orders of magnitude from the 16 edges of the board to ten million',
      unit: '',
      source: appendix,
      published: 6,
      reason: 'Arithmetic on the paper’s own numbers: nothing is simulated that could fail.',
    },
    {
      id: 'speedFactor',
      quantity: 'Orders of magnitude from 3 to 5 steps per second to one per nanosecond',
      unit: '',
      source: appendix,
      published: 8,
      reason: 'Arithmetic on the paper’s own numbers: nothing is simulated that could fail.',
    },
    {
      id: 'breakEven',
      quantity:
        'Edges at which the two factorisations of one simulated step take as long as a step of the board (1e9 multiply-adds per second)',
      unit: 'edge',
      source: { source: 'dillavou2022', place: 'Abstract, Discussion' },
      published: '500 (Abstract), 1600 (× 100, Discussion)',
      reason: 'The paper does not say how it counts, and its two numbers differ; ours rests on an assumed speed of one core.',
      note: 'A faster core or a sparse solver moves it up by orders of magnitude: it says something about dense factorisations only.',
    },
  ],
  document: () => tasks['iris'].build(),
  run(seed, report) {
    const { machine } = runDocument(tasks['iris'].build(), seed, report);
    const { freeVoltages, clampedVoltages, conductances } = machine.read();
    const { from, to } = machine.network;
    const drawn = conductances.reduce(
      (sum, conductance, edge) =>
        sum +
        conductance *
          ((freeVoltages[from[edge]] - freeVoltages[to[edge]]) ** 2 + (clampedVoltages[from[edge]] - clampedVoltages[to[edge]]) ** 2),
      0,
    );
    // A dense symmetric factorisation of n unknowns takes n³/6 multiply-adds; a step has two.
    const nodes = Math.cbrt(3 * OPERATIONS_PER_SECOND * clockPeriod2022);
    return {
      power: drawn,
      area: (LARGE_EDGES * TRANSISTORS_PER_EDGE) / TRANSISTORS_PER_AREA,
      edgeFactor: Math.log10(LARGE_EDGES / EDGES),
      speedFactor: Math.log10(clockPeriod2022 / 1e-9),
      breakEven: (nodes * EDGES) / NODES,
    };
  },
});
