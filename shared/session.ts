import { z } from 'zod';
import { frameSchema, historyPointSchema, markerSchema, pathPointSchema, periodPointSchema, sampleSchema } from './frames.ts';
import { boardAboutSchema } from './machines.ts';
import { plotKinds } from './plots.ts';
import { exportFormatSchema, replaySchema } from './runs.ts';
import { stopKindSchema } from './stop.ts';

/** What a node is for in the experiment. A hidden node has no role. */
export const nodeRoleSchema = z.strictObject({
  node: z.int(),
  role: z.enum(['input', 'supply', 'output']),
  /** "V1", "V+", "O" … */
  name: z.string(),
  /** +1 and −1 for the two nodes of a differential output, else 0. */
  sign: z.union([z.literal(-1), z.literal(0), z.literal(1)]),
  /** Index of the input or output column that it belongs to; −1 for a supply. */
  column: z.int(),
});
export type NodeRole = z.infer<typeof nodeRoleSchema>;

/** Everything about a loaded experiment that does not change while it runs, and the whole history up to now. */
export const sessionSchema = z.strictObject({
  /** Counts loads and restarts, so that a frame of the old run is never mistaken for one of the new. */
  run: z.int(),
  task: z.string().describe('Name in the task registry, or ""'),
  experiment: z.string().describe('Full name in the catalogue of published experiments, "paper/kind", or ""'),
  title: z.string(),
  doc: z.string(),
  source: z.string().describe('"Dillavou 2024, Fig. 3" or ""'),
  machine: z.strictObject({ kind: z.enum(['simulated', 'board', 'replay']), title: z.string(), isDemo: z.boolean().optional() }),
  /** What the board told of itself that runs it; absent where none does. */
  board: boardAboutSchema.optional(),
  /** Where the machine is a recording. Its history is complete from the start. */
  replay: replaySchema.nullable(),
  seed: z.int(),
  plannedSteps: z.int(),
  stepTime: z.number().describe('Learning time of one step, s'),
  nudge: z.number(),
  edgeKind: z.enum(['resistor', 'digipot', 'transistor']),
  /** Range of an edge's state (gate voltage, V; wiper position), for the meters. */
  stateRange: z.tuple([z.number(), z.number()]),
  /** Range of the imposed voltages, for the colour of the nodes, V. */
  voltageRange: z.tuple([z.number(), z.number()]),
  /** Chord conductances at the ends of the state range, for the width of the edges, S. */
  conductanceRange: z.tuple([z.number(), z.number()]),
  /** What the edges conduct in the experiment's document, S, [edge]: what the scale of widths is fitted to, at whatever step it is opened. */
  initialConductances: z.array(z.number()),
  nodes: z.array(z.strictObject({ id: z.string(), x: z.number(), y: z.number() })),
  edges: z.array(z.strictObject({ id: z.string(), from: z.int(), to: z.int(), isAdaptive: z.boolean() })),
  /** Columns and rows of the periodic lattice that edges wrap around, or `null`. */
  period: z.strictObject({ x: z.number(), y: z.number() }).nullable(),
  roles: z.array(nodeRoleSchema),
  inputNames: z.array(z.string()),
  outputNames: z.array(z.string()),
  /** Training inputs, [datapoint][input], V. */
  inputs: z.array(z.array(z.number())),
  /** Class of each datapoint, or empty. */
  classes: z.array(z.int()),
  classNames: z.array(z.string()),
  goal: z.string().describe('The goal in words, "" where there is none'),
  /** What error and accuracy are taken over, and how many datapoints there are to train and to test. */
  measured: z.strictObject({ of: z.enum(['training', 'test', 'present']), training: z.int(), test: z.int() }),
  /** The plots that this experiment has something to show in, the most telling ones first. */
  plots: z.array(z.enum(plotKinds)),
  /** "00", "10" …: the powers of the variable inputs behind each mode of error. */
  modeNames: z.array(z.string()),
  /** Datapoints of each task trained in turn, from 0; empty where there is one task. */
  taskGroups: z.array(z.array(z.int())),
  history: z.array(historyPointSchema),
  markers: z.array(markerSchema),
  periods: z.array(periodPointSchema),
  /** The newest part of it. */
  path: z.array(pathPointSchema),
  /** Moments of a recording from its beginning to its end, for the curves that a live run samples as it goes; empty for a live run. */
  samples: z.array(sampleSchema),
  frame: frameSchema,
});
export type Session = z.infer<typeof sessionSchema>;

/** What a damage request did, in words and numbers. */
export const damageReportSchema = z.strictObject({
  edges: z.array(z.string()),
  damage: z.enum(['cut', 'short', 'stuck']).nullable().describe('null: repaired'),
  /** Why these edges ("raises the error most: ×240"), for the toast. */
  reason: z.string(),
  isolatedNodes: z.int(),
});
export type DamageReport = z.infer<typeof damageReportSchema>;

/** One entry of the task list. */
export const taskEntrySchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  doc: z.string(),
  source: z.string(),
  edges: z.int(),
});
export type TaskEntry = z.infer<typeof taskEntrySchema>;

/** One published statement, in words, beside what `twinbench experiment run` measured when the program was released. */
export const claimEntrySchema = z.strictObject({
  quantity: z.string(),
  published: z.string().describe('With its unit, or in the words of the paper'),
  bar: z.string().describe('"median ≥ 4", or "" where the claim is only reported'),
  measured: z
    .string()
    .describe('"0.936 [0.923, 0.955] of 16": statistic of the bar and quartiles over seeds; "" where it was not measured'),
  verdict: z.enum(['holds', 'fails', 'reported']),
  source: z.string(),
  note: z.string().describe('Where an honest simulation differs from the paper, or ""'),
});
export type ClaimEntry = z.infer<typeof claimEntrySchema>;

/** One published experiment of the gallery. */
export const experimentEntrySchema = z.strictObject({
  name: z.string().describe('"paper/kind", as `session.load` and the command line take it'),
  title: z.string(),
  doc: z.string(),
  source: z.string(),
  /** Whether there is a document to open; an analysis has none. */
  opens: z.boolean(),
  claims: z.array(claimEntrySchema),
});
export type ExperimentEntry = z.infer<typeof experimentEntrySchema>;

export const paperEntrySchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  experiments: z.array(experimentEntrySchema),
});
export type PaperEntry = z.infer<typeof paperEntrySchema>;

export const catalogueSchema = z.strictObject({
  version: z.string(),
  tasks: z.array(taskEntrySchema),
  /** The published experiments by paper, in the order of the catalogue. */
  papers: z.array(paperEntrySchema),
  exportFormats: z.array(exportFormatSchema),
  /** The conditions on which a run can stop. */
  stopKinds: z.array(stopKindSchema),
});
export type Catalogue = z.infer<typeof catalogueSchema>;
