import { join } from 'node:path';
import { linearCycle } from '../../analysis/linearTheory.ts';
import { withStates } from '../../analysis/probe.ts';
import { jointError } from '../../analysis/taskErrors.ts';
import { bowtieCases } from '../../experiments/imperfection2025/bowtie.ts';
import { bowtieTrainer, groupsOf, linearise } from '../../experiments/imperfection2025/bowtieCycle.ts';
import { BowtieBoard, fitBowtie } from '../../twin/bowtieBoard.ts';
import type { Io } from '../io.ts';
import { textTable } from '../textTable.ts';

const FOLDER = 'gen2-2plus1';
/** The cycle that the twin is fitted to; the figure's curves are judged. */
const FITTED = 0.08;
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
    const [first, second] = await read(`bowtie-${experiment}-${FITTED}s.csv`);
    const cycle = first.map((gate, index): [number, number] => [gate, second[index]]);
    const [alphaPoint, betaPoint] = bowtie.points;
    const tasks = { ...SUPPLIES, inputs: [SUPPLIES.high, SUPPLIES.low], labels: [alphaPoint.label, betaPoint.label] } as const;
    const board = new BowtieBoard(tasks, fitBowtie(tasks, FITTED, cycle, bowtie.bias));
    const [alpha, beta] = linearise(bowtie, true);
    const trainer = bowtieTrainer(bowtie);
    const errorAt = (states: readonly number[]): number =>
      withStates(trainer, [...states, 0], () => jointError(trainer, groupsOf(bowtie), 'square'));
    for (const [what, file] of [
      ['D²(τ)', `DG2-${experiment}.csv`],
      ['E(τ)', `MSE-${experiment}.csv`],
    ]) {
      const measured = await read(file);
      const misses = measured.map(([period, value]) => {
        const twin = board.cycle(period, cycle[0]);
        const linear = linearCycle(alpha, beta, bowtie.bias, period);
        const linearError = (errorAt(linear.start) + errorAt(linear.middle)) / 2;
        const [near, far] = what === 'E(τ)' ? [twin.error, linearError] : [twin.squaredSpan, linear.span ** 2];
        return [Math.log10(near / value), Math.log10(far / value)];
      });
      const decades = (at: number): string => Math.sqrt(misses.reduce((sum, miss) => sum + miss[at] ** 2, 0) / misses.length).toFixed(3);
      rows.push([experiment, what, decades(0), decades(1)]);
    }
  }
  const columns = [
    { title: '2 + 1 edges' },
    { title: 'curve' },
    { title: 'twin', align: 'right' },
    { title: 'linear theory', align: 'right' },
  ] as const;
  return `\n${textTable(columns, rows)}\n\nRoot mean square miss, decades. The twin was fitted to the cycle of ${FITTED * 1000} ms alone.\n`;
}
