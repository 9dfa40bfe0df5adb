import { createHash } from 'node:crypto';
import { parseDocument } from '../../shared/documents/parse.ts';
import { ProblemError } from '../../shared/problem.ts';
import { chooseMachine } from '../machines/chooseMachine.ts';
import { compileExperiment } from '../learning/experiment/compile.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import { slugOf } from '../recording/runsFolder.ts';
import { invalid, type ResolvedSweep } from './base.ts';
import { sweepDocument, type AxisDocument } from './document.ts';
import { parsePath, withValueAt, type Path } from './path.ts';
import { reductions } from './reductions/index.ts';
import type { Quantity, Reduction, Watch } from './reductions/reduction.ts';
import { valuesOf, type AxisValue } from './values.ts';

/** One direction of the grid. */
export interface Axis extends Omit<AxisDocument, 'values'> {
  readonly values: readonly AxisValue[];
  /** Whether the values are spaced by ratios. */
  readonly isLogarithmic: boolean;
}

/** A sweep that can be run: every value of every axis was tried on the base experiment. */
export interface SweepPlan {
  readonly document: ResolvedSweep;
  /** Name of its folder: the title, and a fingerprint of everything that decides the results. */
  readonly id: string;
  readonly axes: readonly Axis[];
  /** Points of the grid. */
  readonly pointCount: number;
  readonly repeats: number;
  readonly cellCount: number;
  readonly quantities: readonly Quantity[];
}

/** Where a cell stands. */
export interface Cell {
  /** Point × repeats + repeat. */
  readonly index: number;
  readonly point: number;
  readonly repeat: number;
  /** Of each axis. */
  readonly values: readonly AxisValue[];
  readonly seed: number;
}

/**
 * Lays out a sweep.
 *
 * @param where  its file or other place, for messages
 * @throws ProblemError E-DOC-INVALID or E-RUN-INVALID with the axis and the value that do not fit the experiment, and why; E-USAGE where
 *   there is no such machine
 * @cost   one check of the document for every value of every axis
 */
export function planSweep(document: ResolvedSweep, where: string): SweepPlan {
  const axes = document.axes.map((axis): Axis => ({
    ...axis,
    values: valuesOf(axis.values),
    isLogarithmic: axis.values.kind === 'logarithmic',
  }));
  const pointCount = axes.reduce((product, { values }) => product * values.length, 1);
  const { repeats } = document;
  if (document.machine !== undefined) chooseMachine(document.machine.machine);
  const plan: SweepPlan = {
    document,
    id: `${slugOf(document.title) || 'sweep'}-${fingerprint(document)}`,
    axes,
    pointCount,
    repeats,
    cellCount: pointCount * repeats,
    quantities: quantitiesOf(document),
  };
  checkAxes(plan, where);
  return plan;
}

/** The cell of an index: the last axis varies fastest, repeats faster still. */
export function cellAt({ axes, repeats, document }: SweepPlan, index: number): Cell {
  const point = Math.floor(index / repeats);
  const repeat = index % repeats;
  let rest = point;
  const values = [...axes]
    .reverse()
    .map((axis) => {
      const value = axis.values[rest % axis.values.length];
      rest = Math.floor(rest / axis.values.length);
      return value;
    })
    .reverse();
  return { index, point, repeat, values, seed: seedOf(document, axes, values, repeat) };
}

/** Everything that a cell runs: the experiment with its values and its seed, and the watches that make its numbers. */
export interface CellWork {
  readonly experiment: Experiment;
  /** With the suffix of each one's quantities. */
  readonly watches: readonly { readonly watch: Watch; readonly suffix: string }[];
}

/** @throws ProblemError where the values of this cell do not go together */
export function workOf(plan: SweepPlan, cell: Cell): CellWork {
  const document = withValues(plan.document, plan.axes, cell.values);
  const checked = parseDocument(sweepDocument, document, `cell ${cell.index}`) as ResolvedSweep;
  const experiment = compileExperiment({ ...checked.base.experiment, seed: cell.seed });
  const suffixes = suffixesOf(checked);
  const watches = checked.reductions.map((config, index) => ({
    watch: (reductions[config.kind] as Reduction).watch(config, experiment),
    suffix: suffixes[index],
  }));
  return { experiment, watches };
}

function withValues(document: ResolvedSweep, axes: readonly AxisDocument[] | readonly Axis[], values: readonly AxisValue[]): ResolvedSweep {
  let changed: ResolvedSweep | null = document;
  axes.forEach((axis, index) => {
    for (const text of axis.parameters) changed = changed && withValueAt(changed, pathOf(text), values[index]);
  });
  if (changed === null) throw new Error('a path of an axis leads nowhere; the plan was not checked');
  return changed;
}

/** Where a parameter stands in the resolved sweep. */
function pathOf(text: string): Path {
  const path = parsePath(text) ?? [];
  return path[0] === 'reductions' ? path : ['base', 'experiment', ...path];
}

function checkAxes(plan: SweepPlan, where: string): void {
  const { document, axes } = plan;
  const first = axes.map(({ values }) => values[0]);
  axes.forEach(({ parameters, values }, index) => {
    parameters.forEach((text, position) => {
      if (withValueAt(document, pathOf(text), values[0]) === null) {
        const remedy = 'Correct the path; `twinbench describe` tells the parameters of every part of an experiment.';
        throw invalid(`${where}, at $.axes[${index}].parameters[${position}]`, `the base experiment has nothing at "${text}"`, remedy);
      }
    });
  });
  const attempt = (tried: readonly Axis[], values: readonly AxisValue[], place: string, words: string): void => {
    const cell = { index: 0, point: 0, repeat: 0, values, seed: seedOf(document, tried, values, 0) };
    try {
      workOf({ ...plan, axes: tried }, cell);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const { problem } = error;
      const at = problem.where === undefined ? '' : ` (${problem.where.replace(/^cell 0, at /, '')})`;
      throw new ProblemError({ ...problem, where: `${where}, at ${place}`, why: `${words}${problem.why}${at}` });
    }
  };
  try {
    attempt(axes, first, '$', '');
  } catch (joint) {
    // Which of the axes it is shows when each is tried on the base alone.
    axes.forEach((axis, index) => attempt([axis], [first[index]], `$.axes[${index}].values`, wordsOf(0, first[index])));
    throw joint;
  }
  axes.forEach(({ values }, index) => {
    values.forEach((value, position) => {
      const others = first.map((other, axis) => (axis === index ? value : other));
      attempt(axes, others, `$.axes[${index}].values`, wordsOf(position, value));
    });
  });
}

function wordsOf(position: number, value: AxisValue): string {
  return `value ${position + 1}, ${JSON.stringify(value)}: `;
}

/** A seed that an axis sets is that one; else the draw of the repeat, or of the cell. */
function seedOf({ seed, draws }: ResolvedSweep, axes: readonly Axis[], values: readonly AxisValue[], repeat: number): number {
  const axis = axes.findIndex(({ parameters }) => parameters.some((text) => pathOf(text).join('.') === 'base.experiment.seed'));
  if (axis >= 0) return values[axis] as number;
  if (draws === 'paired') return seed + repeat;
  // By what a cell is, not by its number: another value on an axis leaves the draws of the others as they are.
  const coordinates = JSON.stringify([seed, axes.map(({ parameters }, index) => [parameters, values[index]]), repeat]);
  return createHash('sha256').update(coordinates).digest().readUIntBE(0, 6);
}

/** The second reduction of a kind gets a 2 behind the names of its quantities, and so on. */
function suffixesOf({ reductions: configs }: ResolvedSweep): string[] {
  return configs.map(({ kind }, index) => {
    const before = configs.slice(0, index).filter((other) => other.kind === kind).length;
    return before === 0 ? '' : String(before + 1);
  });
}

function quantitiesOf(document: ResolvedSweep): Quantity[] {
  const suffixes = suffixesOf(document);
  return document.reductions.flatMap(({ kind }, index) =>
    reductions[kind].quantities.map((quantity) => ({
      ...quantity,
      name: `${quantity.name}${suffixes[index]}`,
      title: `${quantity.title}${suffixes[index] === '' ? '' : ` (${suffixes[index]})`}`,
    })),
  );
}

/** Ten hexadecimal digits of everything that decides the results. */
function fingerprint({ title: _t, description: _d, source: _s, ...deciding }: ResolvedSweep): string {
  return createHash('sha256').update(JSON.stringify(deciding)).digest('hex').slice(0, 10);
}
