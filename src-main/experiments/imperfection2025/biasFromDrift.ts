import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { biasFromDrifts, type Drift } from '../../analysis/biasFromDrift.ts';
import { nearestSolution } from '../../analysis/solution.ts';
import { compileExperiment } from '../../learning/experiment/compile.ts';
import { Trainer } from '../../learning/trainer.ts';
import { randomStream } from '../../math/random.ts';
import { STEP_TIME } from '../transistors2024/lattice.ts';
import { defineExperiment, type Claim } from '../experiment.ts';
import { bowtieCases, bowtieDocument, type BowtieCase } from './bowtie.ts';
import { datapointsOf, ratesAt } from './bowtieCycle.ts';
import { BIAS } from './lattice.ts';

/** Learning time before and over which a drift is measured, s: a task confines the gates to its line with 40 to 130 /s. */
const SETTLE = 0.15;
const WATCH = 0.02;
/** Learning time in which a task of two datapoints comes to rest, s. */
const REST = 5;

/** A board that is trained for one task alone, from given gates. */
function trainAlone(bowtie: BowtieCase, task: number, start: Float64Array): Trainer {
  const document = bowtieDocument(bowtie, 0.02);
  const trainer = new Trainer(compileExperiment({ ...document, schedule: { kind: 'list', order: datapointsOf(bowtie, task) } }));
  trainer.twin.bank.states.set(start);
  trainer.clipStates();
  return trainer;
}

function advance(trainer: Trainer, seconds: number): Float64Array {
  const steps = Math.round(seconds / STEP_TIME);
  for (let step = 0; step < steps; step++) trainer.step();
  return trainer.twin.bank.states.slice(0, 2);
}

/**
 * The drift along the line of solutions of a task with one datapoint, where it passes the central point: the way back from there
 * is found by a first run, so that the second comes by confined.
 */
function driftAlongLine(bowtie: BowtieCase, task: number): Drift {
  const centre = [...bowtie.centre, 0];
  const nearest = nearestSolution(trainAlone(bowtie, task, Float64Array.from(centre)), centre, datapointsOf(bowtie, task));
  const away = advance(trainAlone(bowtie, task, nearest), SETTLE + 0.5 * WATCH);
  const upstream = nearest.map((state, edge) => (edge < away.length ? 2 * state - away[edge] : state));
  const trainer = trainAlone(bowtie, task, upstream);
  const before = advance(trainer, SETTLE);
  const velocity = [...advance(trainer, WATCH)].map((state, edge) => (state - before[edge]) / WATCH);
  return { direction: velocity, velocity };
}

/**
 * The projection of B on the softest direction of a task with two datapoints, from where it comes to rest: B = M·(G − G*)
 * (Appendix E).
 */
function restOfPair(bowtie: BowtieCase, task: number): Drift {
  const start = Float64Array.from([...bowtie.centre, 0]);
  const trainer = trainAlone(bowtie, task, start);
  const solution = nearestSolution(trainer, start, datapointsOf(bowtie, task));
  const rest = advance(trainer, REST);
  const rates = ratesAt(trainer, bowtie, solution, task);
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(Matrix.add(rates, rates.transpose()).mul(0.5), {
    assumeSymmetric: true,
  });
  const softest = realEigenvalues.indexOf(Math.min(...realEigenvalues));
  const direction = eigenvectorMatrix.getColumn(softest);
  const pull = realEigenvalues[softest] * direction.reduce((sum, value, edge) => sum + value * (rest[edge] - solution[edge]), 0);
  return { direction, velocity: direction.map((value) => value * pull) };
}

/** B as Appendix E would find it on a board with this bias. */
function measuredBias(bowtie: BowtieCase): number[] {
  const drifts = [0, 1].map((task) => (datapointsOf(bowtie, task).length > 1 ? restOfPair(bowtie, task) : driftAlongLine(bowtie, task)));
  return biasFromDrifts(drifts);
}

/** Distance of the measured from the imposed bias, relative to its size. */
function deviation(bowtie: BowtieCase): number {
  const measured = measuredBias(bowtie);
  return Math.hypot(...measured.map((value, edge) => value - bowtie.bias[edge])) / Math.hypot(...bowtie.bias);
}

const source = { source: 'dillavou2025', place: 'Appendix E' } as const;

/** @param bar  largest relative distance allowed */
function claimOf<const Id extends string>(id: Id, what: string, published: string, bar: number, reason: string): Claim<Id> {
  return {
    id,
    quantity: `Distance of the recovered from the imposed bias, relative to it: ${what}`,
    unit: '',
    source,
    published,
    bar: { statistic: 'median', relation: '<=', value: bar },
    reason,
  };
}

const byLine = 'Along a line of solutions nothing but the bias drives; the line bends by a degree or so while the drift is watched.';
const byRest =
  'The matrix M is that of the solution, from which the bias pulls the gates 0.2 V away along the softest direction; the paper calls its own curvatures imprecise.';

/** Appendix E: the bias of a board, measured from its drift. */
export const biasFromDrift = defineExperiment({
  spec: {
    kind: 'biasFromDrift',
    title: 'Bias from drift',
    doc: 'Each of two tasks is trained alone: the drift along its line of solutions gives one projection of the bias, both give the bias.',
    reference: source,
    parameters: {},
  },
  seeds: 10,
  quickSeeds: 2,
  claims: [
    claimOf('steep', 'Fig. 2B, F', 'B = (2.97, 4.41) V/s', 0.02, byLine),
    claimOf('shallow', 'Fig. 2C, G', 'B = (−0.16, 1.98) V/s', 0.02, byLine),
    claimOf('incompatible', 'Fig. 3, task α by its rest', 'B = (−1.79, 0.68) V/s', 0.2, byRest),
    claimOf('random', 'tasks of Fig. 2B, a random bias of 2 V/s', 'the method, no number', 0.02, byLine),
  ],
  document: () => ({ ...bowtieDocument(bowtieCases.steep, 0.02), schedule: { kind: 'list', order: [0] } }),
  run(seed) {
    const random = randomStream(seed, 'imposed bias');
    return {
      steep: deviation(bowtieCases.steep),
      shallow: deviation(bowtieCases.shallow),
      incompatible: deviation(bowtieCases.incompatible),
      random: deviation({ ...bowtieCases.steep, bias: [BIAS * random.normal(), BIAS * random.normal()] }),
    };
  },
});
