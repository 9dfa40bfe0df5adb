import type { Matrix } from 'ml-matrix';
import { contrastiveHessian } from '../../analysis/contrastiveHessian.ts';
import { alternatingTraining, settleCycle, type CycleFigures } from '../../analysis/limitCycle.ts';
import { linearCycle, type LinearCycle, type LinearTask } from '../../analysis/linearTheory.ts';
import { withStates } from '../../analysis/probe.ts';
import { nearestSolution } from '../../analysis/solution.ts';
import { jointError } from '../../analysis/taskErrors.ts';
import { compileExperiment } from '../../learning/experiment/compile.ts';
import { Trainer } from '../../learning/trainer.ts';
import { DormandPrince } from '../../math/dormandPrince.ts';
import { randomStream } from '../../math/random.ts';
import { bowtieDocument, type BowtieCase } from './bowtie.ts';
import { halfSteps } from './sweep.ts';

/** A cycle is closed when a period moves its end by less than this fraction of its span. */
const CLOSED = 1e-8;
/** Learning time, s, and number of periods after which a cycle is given up: without bias it shrinks for ever and never closes. */
const PATIENCE = 20;
const FEWEST_PERIODS = 100;

/** Edges that learn: the third is fixed. */
const LEARNING = 2;

/** A case at rest, to look at. */
export function bowtieTrainer(bowtie: BowtieCase, period = 0.02, hasBias = true): Trainer {
  return new Trainer(compileExperiment(bowtieDocument(bowtie, period, hasBias)));
}

export function groupsOf({ points }: BowtieCase): number[] {
  return points.map(({ group }) => group);
}

export function datapointsOf({ points }: BowtieCase, task: number): number[] {
  return points.flatMap(({ group }, datapoint) => (group === task ? [datapoint] : []));
}

/**
 * The solutions G*_α and G*_β, V: of compatible tasks the joint one, of incompatible tasks that of α and the nearest to it of β.
 */
export function solutionsOf(trainer: Trainer, bowtie: BowtieCase, areCompatible: boolean): [Float64Array, Float64Array] {
  const centre = [...bowtie.centre, 0];
  if (areCompatible) {
    const joint = nearestSolution(trainer, centre, [...datapointsOf(bowtie, 0), ...datapointsOf(bowtie, 1)]);
    return [joint, joint];
  }
  const alpha = nearestSolution(trainer, centre, datapointsOf(bowtie, 0));
  return [alpha, nearestSolution(trainer, alpha, datapointsOf(bowtie, 1))];
}

/** M = A_0·(contrastive Hessian) of one task at a state, over the two learning edges, 1/s. */
export function ratesAt(trainer: Trainer, bowtie: BowtieCase, states: Float64Array, task: number): Matrix {
  const last = LEARNING - 1;
  return contrastiveHessian(trainer, states, datapointsOf(bowtie, task)).subMatrix(0, last, 0, last).mul(bowtie.rate);
}

/** Both tasks of a case, linearised at their solutions (Appendix D). */
export function linearise(bowtie: BowtieCase, areCompatible: boolean): [LinearTask, LinearTask] {
  const trainer = bowtieTrainer(bowtie);
  const [alpha, beta] = solutionsOf(trainer, bowtie, areCompatible).map((solution, task) => ({
    rates: ratesAt(trainer, bowtie, solution, task),
    solution: [...solution.subarray(0, LEARNING)],
  }));
  return [alpha, beta];
}

/** The cycle by direct simulation of the nonlinear network, from given gates (or the document's own). */
export function directCycle(bowtie: BowtieCase, period: number, hasBias: boolean, start?: readonly number[]): CycleFigures {
  const trainer = bowtieTrainer(bowtie, period, hasBias);
  if (start !== undefined) {
    trainer.twin.bank.states.set(start);
    trainer.clipStates();
  }
  const groups = groupsOf(bowtie);
  const system = alternatingTraining(trainer, halfSteps(period), () => jointError(trainer, groups, 'square'));
  return settleCycle(system, CLOSED, Math.max(Math.round(PATIENCE / period), FEWEST_PERIODS));
}

/** Gates anywhere between 1.2 and 5.6 V, as a seed draws them. */
export function drawStart(seed: number): number[] {
  const random = randomStream(seed, 'start');
  return Array.from({ length: LEARNING }, () => 1.2 + 4.4 * random.uniform());
}

/**
 * How far the closed form is from a numerical integration of the same linear equation over one period, V: the larger of the
 * distances at τ/2 and at τ.
 */
export function theoryDeviation([alpha, beta]: readonly [LinearTask, LinearTask], bias: readonly number[], period: number): number {
  const cycle = linearCycle(alpha, beta, bias, period);
  const middle = integrate(alpha, bias, cycle.start, period / 2);
  const end = integrate(beta, bias, middle, period / 2);
  const distance = (a: readonly number[], b: readonly number[]): number => Math.hypot(...a.map((value, edge) => value - b[edge]));
  return Math.max(distance(middle, cycle.middle), distance(end, cycle.start));
}

/** dG/dt = −M·(G − G*) + B by Runge and Kutta, without eigenvectors. */
function integrate({ rates, solution }: LinearTask, bias: readonly number[], start: readonly number[], time: number): number[] {
  const solver = new DormandPrince(
    (_, state, slopes) => {
      for (let row = 0; row < slopes.length; row++) {
        let slope = bias[row];
        for (let column = 0; column < slopes.length; column++) {
          const symmetric = 0.5 * (rates.get(row, column) + rates.get(column, row));
          slope -= symmetric * (state[column] - solution[column]);
        }
        slopes[row] = slope;
      }
    },
    0,
    start,
    // Relative too: tasks that repel (a wrong sign in the learning) let the state grow until 1e-10 V is below its rounding.
    { relative: 1e-13, absolute: 1e-10 },
  );
  solver.advanceTo(time);
  return [...solver.state];
}

/** D and Ē of the theory over those of the simulation; Ē by the outputs of the real network at both ends of the theory's cycle. */
export function theoryRatios(bowtie: BowtieCase, theory: LinearCycle, direct: CycleFigures): { span: number; error: number } {
  const trainer = bowtieTrainer(bowtie);
  const errorAt = (states: readonly number[]): number =>
    withStates(trainer, [...states, 0], () => jointError(trainer, groupsOf(bowtie), 'square'));
  return { span: theory.span / direct.span, error: (errorAt(theory.middle) + errorAt(theory.start)) / 2 / direct.error };
}
