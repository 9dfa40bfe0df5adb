import { stateDistance, type CycleFigures } from '../../analysis/limitCycle.ts';
import { linearCycle } from '../../analysis/linearTheory.ts';
import { powerLawExponent } from '../../math/powerLaw.ts';
import { defineExperiment, type Claim, type Figures } from '../experiment.ts';
import { bowtieCases, bowtieDocument } from './bowtie.ts';
import { directCycle, drawStart, linearise, theoryRatios, theoryDeviation } from './bowtieCycle.ts';

/** τ at which cycles are simulated, s. */
const PERIODS = [2e-4, 2e-3, 2e-2, 0.1, 0.8, 3.2, 6.4];

/** The two pairs of tasks, with the panels that show them. */
const panels = { steep: '(panels B, F)', shallow: '(panels C, G)' } as const;
type Case = keyof typeof panels;
type Key =
  'Ratio' | 'ErrorRatio' | 'Slope' | 'Plateau' | 'OffSolution' | 'ErrorPlateau' | 'ErrorRise' | 'SameCycle' | 'Unbiased' | 'Theory';
type Ids = `${Case}${Key}`;

const source = { source: 'dillavou2025', place: 'Fig. 2' } as const;

/** Where the cycle lies and how large it is. */
function spanClaims(name: Case): Claim<Ids>[] {
  return [
    {
      id: `${name}Ratio`,
      quantity: `D of the linear theory over D of the simulation at τ = 20 ms ${panels[name]}`,
      unit: '',
      source,
      published: 'excellent quantitative agreement',
      bar: { statistic: 'median', relation: 'between', value: [0.9, 1] },
      reason:
        'The theory is linear about the joint solution; at a bias of 5 V/s the cycle lies 0.3 V off it, where the channels conduct more.',
    },
    {
      id: `${name}Slope`,
      quantity: `Exponent of D ∝ τ^p from 0.2 to 20 ms ${panels[name]}`,
      unit: '',
      source: { source: 'dillavou2025', place: 'Fig. 2E' },
      published: 1,
      bar: { statistic: 'median', relation: 'between', value: [0.95, 1.05] },
      reason: 'Half a period of drift is proportional to its length.',
    },
    {
      id: `${name}Plateau`,
      quantity: `D(6.4 s)/D(3.2 s) ${panels[name]}`,
      unit: '',
      source: { source: 'dillavou2025', place: 'Fig. 2E' },
      published: 'upper cut-off',
      bar: { statistic: 'median', relation: '<=', value: 1.05 },
      reason: 'Once both ends of the cycle are at the rail, longer training changes nothing.',
    },
    {
      id: `${name}OffSolution`,
      quantity: `Distance of the cycle at 0.2 ms from the joint solution ${panels[name]}`,
      unit: 'V',
      source,
      published: 'near (but not on) the joint solution',
      bar: { statistic: 'median', relation: 'between', value: [0.05, 0.5] },
      reason: 'Without bias it is zero; the range of the gates is 4.6 V.',
    },
  ];
}

/** What it does to the error. */
function errorClaims(name: Case): Claim<Ids>[] {
  return [
    {
      id: `${name}ErrorRatio`,
      quantity: `Ē of the linear theory over Ē of the simulation at τ = 20 ms ${panels[name]}`,
      unit: '',
      source: { source: 'dillavou2025', place: 'Fig. 2D' },
      published: 'excellent quantitative agreement',
      bar: { statistic: 'median', relation: 'between', value: [0.5, 2] },
      reason: 'The error Ē goes with the square of small distances from the solutions, over a range of two decades in the figure.',
    },
    {
      id: `${name}ErrorPlateau`,
      quantity: `Ē(20 ms)/Ē(0.2 ms) ${panels[name]}`,
      unit: '',
      source: { source: 'dillavou2025', place: 'Fig. 2D' },
      published: 'plateau for short periods',
      bar: { statistic: 'median', relation: '<=', value: 2 },
      reason: 'The plateau of the figure is flat to the eye; the whole rise is a decade or more.',
    },
    {
      id: `${name}ErrorRise`,
      quantity: `Ē(6.4 s)/Ē(0.2 ms) ${panels[name]}`,
      unit: '',
      source: { source: 'dillavou2025', place: 'Fig. 2D' },
      published: 'two plateaus and a transition',
      bar: { statistic: 'median', relation: '>=', value: 10 },
      reason: 'The two plateaus of the figure are more than a decade apart.',
    },
  ];
}

/** Statements that hold to rounding. */
function exactClaims(name: Case): Claim<Ids>[] {
  return [
    {
      id: `${name}SameCycle`,
      quantity: `Farthest that cycles from a random start end from those begun at the joint solution ${panels[name]}`,
      unit: 'V',
      source,
      published: 'the same trajectories regardless of initial conditions',
      bar: { statistic: 'highest', relation: '<=', value: 1e-6 },
      reason: 'Cycles are followed until a period moves them by less than 1e-8 of their span, and a short one pulls in by a per cent only.',
    },
    {
      id: `${name}Unbiased`,
      quantity: `Largest D without bias ${panels[name]}`,
      unit: 'V',
      source,
      published: 0,
      bar: { statistic: 'highest', relation: '<=', value: 1e-6 },
      reason: 'Both tasks have a joint solution, which a perfect network reaches and keeps; what is left is the tail of the convergence.',
    },
    {
      id: `${name}Theory`,
      quantity: `Closed form against a numerical integration of the linear equation, largest distance over all τ ${panels[name]}`,
      unit: 'V',
      source: { source: 'dillavou2025', place: 'Eqs. D5 to D11' },
      published: 0,
      bar: { statistic: 'highest', relation: '<=', value: 1e-6 },
      reason: 'Two solutions of one equation; the integration is asked for 1e-10 V a step.',
    },
  ];
}

/** Fig. 2: two tasks with a joint solution on the 2 + 1-edge network. */
export const compatibleTasks = defineExperiment<Ids>({
  spec: {
    kind: 'compatibleTasks',
    title: 'Limit cycles of compatible tasks',
    doc: 'Two gates under two tasks in turn and a measured bias: bow-tie cycles beside the joint solution, simulated directly and by linear theory.',
    reference: { source: 'dillavou2025', place: 'Fig. 2' },
    parameters: {},
  },
  seeds: 10,
  quickSeeds: 2,
  claims: (['steep', 'shallow'] as const).flatMap((name) => [...spanClaims(name), ...errorClaims(name), ...exactClaims(name)]),
  document: () => bowtieDocument(bowtieCases.steep, 0.8),
  run(seed, report) {
    const steep = figuresOf('steep', seed);
    report(0.5);
    return { ...steep, ...figuresOf('shallow', seed) } as Figures<Ids>;
  },
});

function figuresOf(name: Case, seed: number): Partial<Figures<Ids>> {
  const bowtie = bowtieCases[name];
  const theory = linearise(bowtie, true);
  const joint = theory[0].solution;
  const start = drawStart(seed);
  const biased = PERIODS.map((period) => directCycle(bowtie, period, true, start));
  const at = (period: number): CycleFigures => biased[PERIODS.indexOf(period)];
  const fromJoint = PERIODS.map((period) => directCycle(bowtie, period, true, joint));
  const short = PERIODS.slice(0, 3);
  const ratios = theoryRatios(bowtie, linearCycle(theory[0], theory[1], bowtie.bias, 2e-2), at(2e-2));
  const figures: Record<Key, number | null> = {
    Ratio: ratios.span,
    ErrorRatio: ratios.error,
    Slope: powerLawExponent(short.map((period) => [period, at(period).span])),
    Plateau: at(6.4).span / at(3.2).span,
    ErrorPlateau: at(2e-2).error / at(2e-4).error,
    ErrorRise: at(6.4).error / at(2e-4).error,
    SameCycle: Math.max(...biased.map(({ end }, index) => stateDistance(end, fromJoint[index].end))),
    OffSolution: stateDistance(at(2e-4).end.subarray(0, 2), joint),
    Unbiased: Math.max(...PERIODS.slice(2, 5).map((period) => directCycle(bowtie, period, false, start).span)),
    Theory: Math.max(...PERIODS.map((period) => theoryDeviation(theory, bowtie.bias, period))),
  };
  return Object.fromEntries(Object.entries(figures).map(([key, figure]) => [`${name}${key}`, figure]));
}
