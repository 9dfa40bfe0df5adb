import { z } from 'zod';
import { historyPointSchema, markerSchema, frameSchema } from './frames.ts';

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
  task: z.string().describe('Name in the task registry, or "" for a document of the user'),
  title: z.string(),
  doc: z.string(),
  source: z.string().describe('"Dillavou 2024, Fig. 3" or ""'),
  machine: z.strictObject({ kind: z.enum(['simulated', 'board', 'replay']), title: z.string() }),
  seed: z.int(),
  plannedSteps: z.int(),
  stepTime: z.number().describe('Learning time of one step, s'),
  nudge: z.number(),
  /** What \`run.speed\` last asked for: steps per second of wall time; \`null\`: as fast as it goes. A reconnected screen shows it. */
  speed: z.number().gt(0).nullable(),
  edgeKind: z.enum(['resistor', 'digipot', 'transistor']),
  /** Range of an edge's state (gate voltage, V; wiper position), for the meters. */
  stateRange: z.tuple([z.number(), z.number()]),
  /** Range of the imposed voltages, for the colour of the nodes, V. */
  voltageRange: z.tuple([z.number(), z.number()]),
  /** Chord conductances at the ends of the state range, for the width of the edges, S. */
  conductanceRange: z.tuple([z.number(), z.number()]),
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
  history: z.array(historyPointSchema),
  markers: z.array(markerSchema),
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

export const catalogueSchema = z.strictObject({
  version: z.string(),
  tasks: z.array(taskEntrySchema),
});
export type Catalogue = z.infer<typeof catalogueSchema>;
