import { join } from 'node:path';
import { linearCycle, linearTrajectory } from '../../analysis/linearTheory.ts';
import { withStates } from '../../analysis/probe.ts';
import { jointError } from '../../analysis/taskErrors.ts';
import { bowtieCases, type BowtieCase } from '../../experiments/imperfection2025/bowtie.ts';
import { bowtieTrainer, groupsOf, linearise } from '../../experiments/imperfection2025/bowtieCycle.ts';
import { BowtieBoard, fitBowtie, fromOtherTask } from '../../twin/bowtieBoard.ts';
import type { Io } from '../io.ts';
import { usageProblem } from '../usage.ts';

/** One panel of the 2 + 1-edge board: what the nonlinear twin and the linear theory miss, root mean square. */
export interface BowtieRow {
  readonly experiment: string;
  readonly panel: string;
  /** Of cycles, V; of curves, decades. */
  readonly unit: 'V' | 'decades';
  readonly twin: number;
  readonly linear: number;
}

const FOLDER = 'gen2-2plus1';
/** The cycle that the twin is fitted to, s; where it was not measured, the one nearest to it. */
const FITTED = 0.08;
/** When a point of a curve is the fitted cycle itself. */
const SAME = 0.02;
const SUPPLIES = { low: 0.0181, high: 0.4351 };
const experiments = [
  ['exp1', 'steep'],
  ['exp2', 'shallow'],
] as const;

/**
 * The 2 + 1-edge board of a folder, fitted to one cycle of each experiment and held against all others and both curves.
 *
 * @returns none where the folder has no such board
 * @throws ProblemError E-USAGE where a file is not what its name says
 */
export async function bowtieRows(folder: string, io: Io): Promise<BowtieRow[]> {
  const place = join(folder, FOLDER);
  const files = await io.recordings.files.list(place).catch((): string[] => []);
  const rows: BowtieRow[] = [];
  for (const [experiment, name] of experiments) {
    const periods = files
      .flatMap((file) => new RegExp(`^bowtie-${experiment}-([\\d.]+)s\\.csv$`).exec(file)?.[1] ?? [])
      .sort((a, b) => Number(a) - Number(b));
    if (periods.length === 0) continue;
    const cycles = await Promise.all(
      periods.map(async (period) => ({
        period: Number(period),
        points: await cycleIn(join(place, `bowtie-${experiment}-${period}s.csv`), io),
      })),
    );
    const distance = (period: number): number => Math.abs(Math.log(period / FITTED));
    const fitted = cycles.reduce((best, cycle) => (distance(cycle.period) < distance(best.period) ? cycle : best));
    const bowtie = bowtieCases[name];
    const [alpha, beta] = bowtie.points;
    const tasks = { ...SUPPLIES, inputs: [SUPPLIES.high, SUPPLIES.low], labels: [alpha.label, beta.label] } as const;
    const board = new BowtieBoard(tasks, fitBowtie(tasks, fitted.period, fitted.points, bowtie.bias));
    for (const { period, points } of cycles.filter((cycle) => cycle !== fitted)) {
      const half = (points.length - 1) / 2;
      const twin = distanceOf(board.path(period, board.cycle(period, points[0]).start, half), points);
      const linear = distanceOf(linearPath(bowtie, period, half), points);
      rows.push({ experiment, panel: `cycle of ${Number((period * 1000).toPrecision(6))} ms`, unit: 'V', twin, linear });
    }
    for (const [panel, file] of [
      ['D²(τ)', `DG2-${experiment}.csv`],
      ['E(τ)', `MSE-${experiment}.csv`],
    ] as const) {
      if (!files.includes(file)) continue;
      const curve = (await numbersIn(join(place, file), io)).filter(([period]) => Math.abs(period / fitted.period - 1) > SAME);
      if (curve.length > 0)
        rows.push({ experiment, panel, unit: 'decades', ...missOfCurve(bowtie, board, fitted.points[0], curve, panel) });
    }
  }
  return rows;
}

/** Root mean square of log10(predicted/measured) over the points of a curve. */
function missOfCurve(
  bowtie: BowtieCase,
  board: BowtieBoard,
  start: readonly [number, number],
  curve: readonly (readonly number[])[],
  panel: 'D²(τ)' | 'E(τ)',
): { readonly twin: number; readonly linear: number } {
  const [alpha, beta] = linearise(bowtie, true);
  const trainer = bowtieTrainer(bowtie);
  const errorAt = (states: readonly number[]): number =>
    withStates(trainer, [...states, 0], () => jointError(trainer, groupsOf(bowtie), 'square'));
  const misses = curve.map(([period, value]) => {
    const twin = board.cycle(period, start);
    const linear = linearCycle(alpha, beta, bowtie.bias, period);
    const isError = panel === 'E(τ)';
    return {
      twin: Math.log10((isError ? twin.error : twin.squaredSpan) / value),
      linear: Math.log10((isError ? (errorAt(linear.start) + errorAt(linear.middle)) / 2 : linear.span ** 2) / value),
    };
  });
  const over = (which: 'twin' | 'linear'): number => Math.sqrt(misses.reduce((sum, miss) => sum + miss[which] ** 2, 0) / misses.length);
  return { twin: over('twin'), linear: over('linear') };
}

/** Gates along a measured cycle, beginning with the second task, V. */
async function cycleIn(path: string, io: Io): Promise<[number, number][]> {
  const rows = await numbersIn(path, io);
  const [first, second] = rows;
  if (rows.length !== 2 || first.length !== second.length || first.length < 3 || first.length % 2 === 0) {
    const why = `it has ${rows.length} rows, of ${rows.map(({ length }) => length).join(' and ')} numbers`;
    throw usageProblem('The cycle can’t be read', path, why, 'Give two rows, G1 and G2 along one cycle, of the same odd number of points.');
  }
  return fromOtherTask(first.map((gate, index): [number, number] => [gate, second[index]]));
}

async function numbersIn(path: string, io: Io): Promise<number[][]> {
  const lines = (await io.readFile(path)).trim().split(/\r?\n/);
  const rows = lines.map((line) => line.split(',').map(Number));
  const broken = rows.findIndex((row) => !row.every(Number.isFinite));
  if (broken < 0) return rows;
  throw usageProblem(
    'The file can’t be read',
    `${path}, line ${broken + 1}`,
    'it has something else than numbers',
    'Give numbers, by commas.',
  );
}

/** Gates along the cycle of the linear theory, 2·half + 1 points, V. */
function linearPath(bowtie: BowtieCase, period: number, half: number): number[][] {
  const [alpha, beta] = linearise(bowtie, true);
  const { start, middle } = linearCycle(alpha, beta, bowtie.bias, period);
  const times = Array.from({ length: half + 1 }, (_, index) => ((index / half) * period) / 2);
  return [...linearTrajectory(alpha, bowtie.bias, start, times).slice(0, half), ...linearTrajectory(beta, bowtie.bias, middle, times)];
}

/** Root mean square distance of two paths, V. */
function distanceOf(path: readonly (readonly number[])[], measured: readonly (readonly number[])[]): number {
  const squares = path.map(([first, second], index) => (first - measured[index][0]) ** 2 + (second - measured[index][1]) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / measured.length);
}
