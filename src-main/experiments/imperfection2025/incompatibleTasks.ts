import { stateDistance, type CycleFigures } from '../../analysis/limitCycle.ts';
import { linearCycle } from '../../analysis/linearTheory.ts';
import { powerLawExponent } from '../../math/powerLaw.ts';
import { defineExperiment } from '../experiment.ts';
import { bowtieCases, bowtieDocument } from './bowtie.ts';
import { directCycle, drawStart, linearise, theoryRatios, theoryDeviation } from './bowtieCycle.ts';

/** τ, s: the four cycles of Fig. 3C, and the ends of the curves. Half a period shows both datapoints of α equally often. */
const PERIODS = [4e-4, 2e-3, 2e-2, 2.4e-2, 0.1, 0.4, 0.8, 1.6, 6.4, 12.8];
/** Up to here no gate meets a rail, which the theory does not know. */
const WITHOUT_RAILS = PERIODS.filter((period) => period >= 2e-2 && period <= 1.6);

const bowtie = bowtieCases.incompatible;
const figureA = { source: 'dillavou2025', place: 'Fig. 3A' } as const;
const figureB = { source: 'dillavou2025', place: 'Fig. 3B' } as const;
const figureC = { source: 'dillavou2025', place: 'Fig. 3C' } as const;

/** Fig. 3: two tasks without a joint solution on the 2 + 1-edge network. */
export const incompatibleTasks = defineExperiment({
  spec: {
    kind: 'incompatibleTasks',
    title: 'Limit cycles of incompatible tasks',
    doc: 'A task of two datapoints and one that contradicts it, in turn: cycles even without bias, two linear regimes and a plateau with it.',
    reference: { source: 'dillavou2025', place: 'Fig. 3' },
    parameters: {},
  },
  seeds: 10,
  quickSeeds: 2,
  claims: [
    {
      id: 'lowestRatio',
      quantity: 'D of the linear theory over D of the simulation, lowest from 20 ms to 1.6 s',
      unit: '',
      source: figureB,
      published: 'excellent quantitative agreement',
      bar: { statistic: 'median', relation: '>=', value: 0.95 },
      reason: 'The cycle stays within 1 V of the solutions about which the theory is linear.',
    },
    {
      id: 'highestRatio',
      quantity: 'The same, highest from 20 ms to 1.6 s',
      unit: '',
      source: figureB,
      published: 'excellent quantitative agreement',
      bar: { statistic: 'median', relation: '<=', value: 1.06 },
      reason: 'The cycle stays within 1 V of the solutions about which the theory is linear.',
    },
    {
      id: 'errorRatio',
      quantity: 'Ē of the linear theory over Ē of the simulation or the reverse, largest from 20 ms to 1.6 s',
      unit: '',
      source: figureA,
      published: 'excellent quantitative agreement',
      bar: { statistic: 'median', relation: '<=', value: 1.2 },
      reason: 'The error Ē goes with the square of distances that the theory gives to a few per cent.',
    },
    {
      id: 'unbiasedSlope',
      quantity: 'Exponent of D ∝ τ^p from 0.4 to 20 ms, without bias',
      unit: '',
      source: figureB,
      published: 1,
      bar: { statistic: 'median', relation: 'between', value: [0.95, 1.05] },
      reason: 'Short half periods move the gates at the rate with which they begin.',
    },
    {
      id: 'unbiasedPlateau',
      quantity: 'D without bias at 1.6 s over the distance of the two solutions',
      unit: '',
      source: figureC,
      published: 'back and forth between the two solutions',
      bar: { statistic: 'median', relation: 'between', value: [0.98, 1.02] },
      reason:
        'Half periods of 0.8 s are tens of relaxation times: each task is solved, at the point of its solutions nearest to the other’s.',
    },
    {
      id: 'unbiasedShortError',
      quantity: 'Lowest Ē that alternating can reach: without bias, at 0.4 ms',
      unit: 'V²',
      source: figureA,
      published: 'a minimum combined error',
      reason: 'The figure’s dashed line has no number; it follows from the labels of Appendix B.',
    },
    {
      id: 'biasPenalty',
      quantity: 'Lowest ratio of Ē with bias to Ē without, over all τ',
      unit: '',
      source: figureA,
      published: 'bias raises the error',
      bar: { statistic: 'median', relation: '>=', value: 1 },
      reason: 'The statement of the paper, at every period.',
    },
    {
      id: 'middlePlateau',
      quantity: 'Exponent of D ∝ τ^p from 0.1 to 0.4 s',
      unit: '',
      source: figureB,
      published: 'cross-over between two linear regimes',
      bar: { statistic: 'median', relation: '<=', value: 0.5 },
      reason: 'Between them D is held by the distance of the solutions; a power of one half is the middle between flat and linear.',
    },
    {
      id: 'driftSlope',
      quantity: 'Exponent of D ∝ τ^p from 0.8 to 1.6 s',
      unit: '',
      source: figureB,
      published: 1,
      bar: { statistic: 'median', relation: 'between', value: [0.8, 1.1] },
      reason: 'The second linear regime, drift along the solutions of β; what is left of the plateau takes some of the slope.',
    },
    {
      id: 'spanSaturation',
      quantity: 'D(12.8 s)/D(6.4 s)',
      unit: '',
      source: figureB,
      published: 'high-τ plateau',
      bar: { statistic: 'median', relation: '<=', value: 1.05 },
      reason: 'At the rails longer training changes nothing.',
    },
    {
      id: 'errorShort',
      quantity: 'Ē at 2 ms, the first plateau',
      unit: 'V²',
      source: figureA,
      published: 'read off a figure only',
      reason: 'The paper gives the curve without numbers.',
    },
    {
      id: 'errorMiddle',
      quantity: 'Ē at 0.4 s, the second plateau',
      unit: 'V²',
      source: figureA,
      published: 'read off a figure only',
      reason: 'The paper gives the curve without numbers.',
    },
    {
      id: 'errorLong',
      quantity: 'Ē at 6.4 s, the third plateau',
      unit: 'V²',
      source: figureA,
      published: 'read off a figure only',
      reason: 'It depends on where the rails are, which the paper only draws.',
    },
    {
      id: 'sameCycle',
      quantity: 'Farthest that cycles from a random start end from those begun at the solution of α',
      unit: 'V',
      source: figureC,
      published: 'the same trajectories regardless of initial conditions',
      bar: { statistic: 'highest', relation: '<=', value: 1e-6 },
      reason: 'Cycles are followed until a period moves them by less than 1e-8 of their span, and a short one pulls in by a per cent only.',
    },
    {
      id: 'theory',
      quantity: 'Closed form against a numerical integration of the linear equation, largest distance up to 1.6 s',
      unit: 'V',
      source: { source: 'dillavou2025', place: 'Eqs. D5 to D11' },
      published: 0,
      bar: { statistic: 'highest', relation: '<=', value: 1e-6 },
      reason: 'Two solutions of one equation; the integration is asked for 1e-10 V a step.',
    },
  ],
  document: () => bowtieDocument(bowtie, 0.4),
  run(seed, report) {
    const theory = linearise(bowtie, false);
    const [alpha, beta] = theory.map(({ solution }) => solution);
    const start = drawStart(seed);
    const biased = PERIODS.map((period) => directCycle(bowtie, period, true, start));
    report(0.4);
    const fromAlpha = PERIODS.map((period) => directCycle(bowtie, period, true, alpha));
    report(0.7);
    const unbiased = PERIODS.map((period) => directCycle(bowtie, period, false, start));
    const at = (period: number, cycles = biased): CycleFigures => cycles[PERIODS.indexOf(period)];
    const slope = (periods: readonly number[], cycles = biased): number | null =>
      powerLawExponent(periods.map((period) => [period, at(period, cycles).span]));
    const ratios = WITHOUT_RAILS.map((period) => theoryRatios(bowtie, linearCycle(theory[0], theory[1], bowtie.bias, period), at(period)));
    return {
      lowestRatio: Math.min(...ratios.map(({ span }) => span)),
      highestRatio: Math.max(...ratios.map(({ span }) => span)),
      errorRatio: Math.max(...ratios.map(({ error }) => Math.max(error, 1 / error))),
      unbiasedSlope: slope([4e-4, 2e-3, 2e-2], unbiased),
      unbiasedPlateau: at(1.6, unbiased).span / stateDistance(alpha, beta),
      unbiasedShortError: at(4e-4, unbiased).error,
      biasPenalty: Math.min(...biased.map(({ error }, index) => error / unbiased[index].error)),
      middlePlateau: slope([0.1, 0.4]),
      driftSlope: slope([0.8, 1.6]),
      spanSaturation: at(12.8).span / at(6.4).span,
      errorShort: at(2e-3).error,
      errorMiddle: at(0.4).error,
      errorLong: at(6.4).error,
      sameCycle: Math.max(...biased.map(({ end }, index) => stateDistance(end, fromAlpha[index].end))),
      theory: Math.max(...PERIODS.filter((period) => period <= 1.6).map((period) => theoryDeviation(theory, bowtie.bias, period))),
    };
  },
});
