import { z } from 'zod';
import { conditions } from '../board/emulator/condition.ts';
import type { DocumentKind } from '../../shared/documents/parse.ts';
import { units } from '../../shared/units.ts';
import { experimentSchema, oneOf } from '../learning/experiment/document.ts';
import { parsePath } from './path.ts';
import { reductions } from './reductions/index.ts';
import { hasOverrun, valueKey, valuesOf, valuesSchema } from './values.ts';

const SWEEP_FORMAT = 'twinbench.sweep';
const SWEEP_VERSION = 1;
/** Cells of one sweep. Each is a file of its own. */
const MOST_CELLS = 100_000;

const pathText = z.string().min(1).max(400);

const baseSchema = z
  .strictObject({
    experiment: experimentSchema.optional().describe('The experiment itself'),
    file: z
      .string()
      .min(1)
      .optional()
      .describe('A file with a twinbench.experiment document; a relative path starts at the sweep’s own file'),
    published: z.string().min(1).optional().describe('A figure of the catalogue: "imperfection2025/alternatingRegression"'),
    task: z.string().min(1).optional().describe('A task by its name'),
    changes: z.record(pathText, z.json()).default({}).describe('Parameters of it that are set first, by path'),
  })
  .describe('The experiment that every cell starts from: exactly one of experiment, file, published and task');

const machineSchema = z
  .strictObject({
    machine: z.string().min(1).max(1000).describe('"emulated", or "board:PATH"'),
    condition: z.enum(conditions).optional().describe('How far the emulated board is from an ideal one; mild where nothing is said'),
    board: z.int().min(1).max(4294967295).optional().describe('Number of the emulated board; the seed of each cell where nothing is said'),
  })
  .describe('What runs the cells; the simulation where nothing is said');

const axisSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9]{0,39}$/, 'a name is a word of letters and digits, such as "period"')
    .describe('Column of the table'),
  title: z.string().max(80).default('').describe('As it stands at a plot; the name where it is empty'),
  unit: z.enum(units).default('').describe('Unit of the quantity that is shown'),
  factor: z.number().gt(0).default(1).describe('The quantity that is shown is the value times this: 1e-4 shows steps of 0.1 ms as seconds'),
  parameters: z
    .array(pathText)
    .min(1)
    .describe('Paths in the experiment that take the value ("schedule.period"), or in this document ("reductions[0].threshold")'),
  values: valuesSchema,
});

const shape = z.strictObject({
  format: z.literal(SWEEP_FORMAT),
  version: z.literal(SWEEP_VERSION),
  title: z.string().min(1).max(200),
  description: z.string().max(4000).default(''),
  source: z.string().max(400).default('').describe('Where it was published'),
  base: baseSchema,
  axes: z.array(axisSchema).max(8).default([]).describe('The grid; the last axis varies fastest'),
  repeats: z.int().min(1).max(MOST_CELLS).default(1).describe('Cells at every point of the grid, each with a seed of its own'),
  seed: z
    .int()
    .min(0)
    .max(2 ** 48)
    .default(1)
    .describe('Of the first repeat'),
  draws: z
    .enum(['paired', 'independent'])
    .default('paired')
    .describe(
      'paired: repeat k has the seed `seed` + k at every point, the same board under every setting; independent: every cell its own',
    ),
  machine: machineSchema.optional(),
  reductions: z.array(oneOf(reductions)).min(1).describe('What is kept of every cell'),
  recordings: z
    .enum(['none', 'first', 'all'])
    .default('none')
    .describe('Which cells are recorded whole: none, the first repeat of every point, all'),
});

/** `twinbench.sweep` version 1: one experiment over a grid of parameters. */
export type SweepDocument = z.infer<typeof shape>;
/** The document as it may be written, defaults left out. */
export type SweepInput = z.input<typeof shape>;
export type AxisDocument = SweepDocument['axes'][number];

type Report = (path: (string | number)[], message: string) => void;

const sweepSchema = shape.check((context) => {
  const report: Report = (path, message) => context.issues.push({ code: 'custom', input: context.value, path, message });
  checkBase(context.value, report);
  checkAxes(context.value, report);
});

function checkBase({ base }: SweepDocument, report: Report): void {
  const given = (['experiment', 'file', 'published', 'task'] as const).filter((key) => base[key] !== undefined);
  if (given.length !== 1) {
    const what = given.length === 0 ? 'it has none of them' : `it has ${given.join(' and ')}`;
    report(['base'], `a base is exactly one of experiment, file, published and task, but ${what}`);
  }
  for (const text of Object.keys(base.changes)) if (parsePath(text) === null) report(['base', 'changes', text], notAPath(text));
}

function checkAxes({ axes, repeats }: SweepDocument, report: Report): void {
  const names = new Set<string>(['cell', 'repeat', 'seed', 'status', 'reason']);
  const taken = new Map<string, number>();
  let cells = repeats;
  axes.forEach(({ name, parameters, values }, index) => {
    if (names.has(name)) report(['axes', index, 'name'], `"${name}" is the name of another column`);
    names.add(name);
    parameters.forEach((text, position) => {
      const path = parsePath(text);
      if (path === null) return report(['axes', index, 'parameters', position], notAPath(text));
      const other = taken.get(JSON.stringify(path));
      if (other !== undefined) report(['axes', index, 'parameters', position], `"${text}" is set by axes[${other}] already`);
      taken.set(JSON.stringify(path), index);
      if (path[0] === 'seed' && repeats > 1)
        report(['repeats'], `an axis sets the seed (axes[${index}]), so that repeats would all be the same`);
    });
    const keys = valuesOf(values).map(valueKey);
    const twice = keys.findIndex((key, position) => keys.indexOf(key) < position);
    if (twice >= 0) report(['axes', index, 'values'], `${keys[twice]} stands there twice`);
    if (hasOverrun(values)) {
      report(
        ['axes', index, 'values'],
        `the range has no room for ${keys.length} different multiples: take fewer, or begin at its sparse end`,
      );
    }
    cells *= keys.length;
  });
  if (cells > MOST_CELLS) report(['axes'], `the sweep has ${cells} cells, more than ${MOST_CELLS}: make several of it`);
}

function notAPath(text: string): string {
  return `"${text}" is no path; paths look like "schedule.period" or "imperfections[0].spread"`;
}

/** How sweep documents are read. */
export const sweepDocument: DocumentKind<SweepDocument> = { format: SWEEP_FORMAT, version: SWEEP_VERSION, schema: sweepSchema };
