import { join } from 'node:path';
import { linearCycle, linearTrajectory } from '../../analysis/linearTheory.ts';
import { withStates } from '../../analysis/probe.ts';
import { jointError } from '../../analysis/taskErrors.ts';
import { bowtieCases, type BowtieCase } from '../../experiments/imperfection2025/bowtie.ts';
import { bowtieTrainer, groupsOf, linearise } from '../../experiments/imperfection2025/bowtieCycle.ts';
import { BowtieBoard, fitBowtie, fromOtherTask } from '../../twin/bowtieBoard.ts';
import type { Io } from '../io.ts';
import { quantity } from '../quantity.ts';
import { textTable } from '../textTable.ts';

const FOLDER = 'gen2-2plus1';
/** The cycle that the twin is fitted to, s, those that it is judged by, and when a point of a curve is the fitted cycle itself. */
const FITTED = 0.08;
const JUDGED = [0.02, 0.2];
const SAME = 0.02;
const SUPPLIES = { low: 0.0181, high: 0.4351 };
const experiments = [
  ['exp1', 'steep'],
  ['exp2', 'shallow'],
] as const;

/** The 2 + 1-edge board of a folder against its nonlinear twin and the linear theory, as text; "" where it has none. */
export async function bowtieText(folder: string, io: Io): Promise<string> {
  if ((await io.recordings.files.status(join(folder, FOLDER, 'DG2-exp1.csv'))) === null) return '';
  const rows: string[][] = [];
  for (const [experiment, name] of experiments) {
    const read = async (file: string): Promise<number[][]> => {
      const text = await io.readFile(join(folder, FOLDER, file));
      return text
        .trim()
        .split('\n')
        .map((line) => line.split(',').map(Number));
    };
    const bowtie = bowtieCases[name];
    const cycleOf = async (period: number): Promise<[number, number][]> => {
      const [first, second] = await read(`bowtie-${experiment}-${period}s.csv`);
      return fromOtherTask(first.map((gate, index): [number, number] => [gate, second[index]]));
    };
    const fitted = await cycleOf(FITTED);
    const [alphaPoint, betaPoint] = bowtie.points;
    const tasks = { ...SUPPLIES, inputs: [SUPPLIES.high, SUPPLIES.low], labels: [alphaPoint.label, betaPoint.label] } as const;
    const board = new BowtieBoard(tasks, fitBowtie(tasks, FITTED, fitted, bowtie.bias));
    const [alpha, beta] = linearise(bowtie, true);
    const trainer = bowtieTrainer(bowtie);
    const errorAt = (states: readonly number[]): number =>
      withStates(trainer, [...states, 0], () => jointError(trainer, groupsOf(bowtie), 'square'));
    for (const period of JUDGED) {
      const measured = await cycleOf(period);
      const half = (measured.length - 1) / 2;
      const linear = linearPath(bowtie, period, half);
      const twin = board.path(period, board.cycle(period, measured[0]).start, half);
      rows.push([experiment, `cycle of ${period * 1000} ms`, ...[twin, linear].map((path) => quantity(distance(path, measured), 'V', 3))]);
    }
    for (const [what, file] of [
      ['D²(τ)', `DG2-${experiment}.csv`],
      ['E(τ)', `MSE-${experiment}.csv`],
    ]) {
      const measured = (await read(file)).filter(([period]) => Math.abs(period / FITTED - 1) > SAME);
      const misses = measured.map(([period, value]) => {
        const twin = board.cycle(period, fitted[0]);
        const linear = linearCycle(alpha, beta, bowtie.bias, period);
        const linearError = (errorAt(linear.start) + errorAt(linear.middle)) / 2;
        const [near, far] = what === 'E(τ)' ? [twin.error, linearError] : [twin.squaredSpan, linear.span ** 2];
        return [Math.log10(near / value), Math.log10(far / value)];
      });
      const decades = (at: number): string =>
        `${Math.sqrt(misses.reduce((sum, miss) => sum + miss[at] ** 2, 0) / misses.length).toFixed(3)} decades`;
      rows.push([experiment, what, decades(0), decades(1)]);
    }
  }
  const columns = [
    { title: '2 + 1 edges' },
    { title: 'panel' },
    { title: 'twin', align: 'right' },
    { title: 'linear theory', align: 'right' },
  ] as const;
  return `\n${textTable(columns, rows)}\n\nRoot mean square miss. The twin was fitted to the cycle of ${FITTED * 1000} ms alone, which is left out of the curves.\n`;
}

/** Gates along the cycle of the linear theory, 2·half + 1 points, V. */
function linearPath(bowtie: BowtieCase, period: number, half: number): number[][] {
  const [alpha, beta] = linearise(bowtie, true);
  const { start, middle } = linearCycle(alpha, beta, bowtie.bias, period);
  const times = Array.from({ length: half + 1 }, (_, index) => ((index / half) * period) / 2);
  return [...linearTrajectory(alpha, bowtie.bias, start, times).slice(0, half), ...linearTrajectory(beta, bowtie.bias, middle, times)];
}

/** Root mean square distance of two paths, V. */
function distance(path: readonly (readonly number[])[], measured: readonly (readonly number[])[]): number {
  const squares = path.map(([first, second], index) => (first - measured[index][0]) ** 2 + (second - measured[index][1]) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / measured.length);
}
