import type { CycleFigures } from '../../analysis/limitCycle.ts';
import { powerLawExponent } from '../../math/powerLaw.ts';
import { defineExperiment } from '../experiment.ts';
import { BIAS } from './lattice.ts';
import { regressionGroups, regressionTasks } from './regressionTasks.ts';
import { plateauFigures, sweepPeriods, withPeriod } from './sweep.ts';

const figureG = { source: 'dillavou2025', place: 'Fig. 1G' } as const;
const figureH = { source: 'dillavou2025', place: 'Fig. 1H' } as const;

/** τ, s. Sixty seconds at the shortest let every edge with more than a few per cent of the bias drift to its rail. */
const PERIODS = [2e-4, 2e-3, 2e-2, 0.2, 1, 6, 12];
const SWEEP = { periods: PERIODS, settle: 60, follow: 8 };

/** Fig. 1E to H: the combined error and the span of the cycle over the period. */
export const alternatingRegression = defineExperiment({
  spec: {
    kind: 'alternatingRegression',
    title: 'Two regressions in turn',
    doc: 'Two tasks trained in turn under a bias: for short periods the span of the cycle grows with the period at a constant error, for long ones both rise to a plateau.',
    reference: { source: 'dillavou2025', place: 'Fig. 1E to H' },
    parameters: {},
  },
  seeds: 10,
  quickSeeds: 0,
  claims: [
    {
      id: 'spanSlope',
      quantity: 'Exponent of D ∝ τ^p from 0.2 to 20 ms',
      unit: '',
      source: figureH,
      published: 1,
      bar: { statistic: 'median', relation: 'between', value: [0.95, 1.05] },
      reason: 'Half a period of drift is proportional to its length; 5 % leave room for edges that touch a rail on the way.',
    },
    {
      id: 'errorPlateau',
      quantity: 'Ē(20 ms)/Ē(0.2 ms)',
      unit: '',
      source: figureG,
      published: 'independent of τ for short periods',
      bar: { statistic: 'median', relation: '<=', value: 2 },
      reason: 'The figure’s short plateau is flat to the eye; its whole rise is more than a decade.',
    },
    {
      id: 'errorRise',
      quantity: 'Ē(12 s)/Ē(0.2 ms)',
      unit: '',
      source: figureG,
      published: 'grows between the plateaus',
      bar: { statistic: 'median', relation: '>=', value: 10 },
      reason: 'The two plateaus of the figure are more than a decade apart.',
    },
    {
      id: 'spanSaturation',
      quantity: 'D(12 s)/D(6 s)',
      unit: '',
      source: figureH,
      published: 'plateau at high τ',
      bar: { statistic: 'median', relation: '<=', value: 1.5 },
      reason: 'Without rails it would be 2; at a full plateau it is 1.',
    },
    {
      id: 'errorShort',
      quantity: 'Ē at τ = 0.2 ms',
      unit: 'V²',
      source: figureG,
      published: 'read off a figure only',
      reason: 'Its size goes with the square of the bias and depends on the nodes, which are not the laboratory’s.',
    },
    {
      id: 'errorLong',
      quantity: 'Ē at τ = 12 s',
      unit: 'V²',
      source: figureG,
      published: 'read off a figure only',
      reason: 'Its size depends on the nodes and on where the rails are.',
    },
    {
      id: 'spanMiddle',
      quantity: 'D at τ = 0.2 s',
      unit: 'V',
      source: figureH,
      published: 'read off a figure only',
      reason: 'Beside the same figure of the two classes it shows how near two very different pairs of tasks come to each other.',
    },
    {
      id: 'spanLong',
      quantity: 'D at τ = 12 s',
      unit: 'V',
      source: figureH,
      published: 'read off a figure only',
      reason: 'It is set by the distance of the rails, about 4.6 V, and by the number of edges that swing between them.',
    },
    {
      id: 'openness',
      quantity: 'What the cycles up to 20 ms still move in a period, relative to D',
      unit: '',
      source: { source: 'dillavou2025', place: 'Fig. 1B' },
      published: 'steady state',
      reason: 'Edges with hardly any bias take minutes to reach a rail; the figure says how much of that is left when the run is stopped.',
      note: 'A cycle is started from the one before it, after 60 s at the shortest period.',
    },
  ],
  document: () => withPeriod(regressionTasks(BIAS), regressionGroups, 3),
  run(seed, report) {
    const cycles = sweepPeriods(regressionTasks(BIAS), regressionGroups, 'square', SWEEP, seed, report);
    const at = (period: number): CycleFigures => cycles[PERIODS.indexOf(period)];
    const short = PERIODS.slice(0, 3);
    return {
      spanSlope: powerLawExponent(short.map((period) => [period, at(period).span])),
      ...plateauFigures(at),
      spanLong: at(12).span,
      openness: Math.max(...short.map((period) => at(period).drift)),
    };
  },
});
