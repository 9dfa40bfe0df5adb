import { z } from 'zod';
import { draftSchema } from './draft.ts';
import { problemSchema } from './problem.ts';

const range = z.tuple([z.number(), z.number()]);

/** Axes of the plots that somebody fixed. */
const axesSchema = z.strictObject({
  /** Ordinates, by the title of the plot. */
  ordinates: z.record(z.string().max(200), range),
  /** The part of the run that all plots show, in s or steps; `null`: all of it. */
  span: range.nullable(),
  /** Length of the newest part that they show instead, in s or steps; `null`: all of it. */
  window: z.number().gt(0).nullable(),
});

/** What widths and colours of edges stand for, on which scales. */
const meaningSchema = z.strictObject({
  width: z.string().max(40),
  colour: z.string().max(40),
  widthRange: range,
  rateRange: z.number().gt(0),
});

/** How somebody looks at an experiment: what a project brings back besides the experiment itself. */
export const lookSchema = z.strictObject({
  /** Parts of the bench that are out of sight: the flags of a lesson. */
  hidden: z.array(z.enum(['task', 'plots', 'meters'])).default([]),
  plots: z.array(z.string().max(40)).max(20).default([]),
  viewport: z.strictObject({ zoom: z.number().gt(0), x: z.number(), y: z.number() }).default({ zoom: 1, x: 0, y: 0 }),
  shownNetwork: z.enum(['free', 'clamped', 'both']).default('free'),
  isFlowShown: z.boolean().default(false),
  pinnedEdges: z.array(z.string().max(200)).max(20).default([]),
  axes: axesSchema.default({ ordinates: {}, span: null, window: null }),
  meaning: meaningSchema.nullable().default(null),
});
export type Look = z.infer<typeof lookSchema>;

/** The project on the bench: its file, what of it is not saved yet, and what will be trained after the next restart. */
export const projectStatusSchema = z.strictObject({
  /** Name of its file without the ending, "" before it was ever saved. */
  name: z.string(),
  path: z.string(),
  /** s since 1970-01-01 UTC; `null` before it was ever saved. */
  savedAt: z.number().nullable(),
  /** Whether anything has changed since it was saved, opened or loaded. */
  isChanged: z.boolean(),
  /** Whether what is on the bench can be saved as a project: "", or why not. */
  obstacle: z.string(),
  /** Whether this computer asks where files go and come from; else the screen lists the folder of the projects. */
  hasDialogs: z.boolean(),
  look: lookSchema.nullable(),
  /** The experiment as it was edited and will be trained after a restart, or `null`: it is trained already. */
  draft: draftSchema.nullable(),
  /** What is wrong with it, or `null`. */
  draftProblem: problemSchema.nullable(),
  /** How many projects with unsaved changes wait to be recovered. */
  recoverable: z.int(),
});
export type ProjectStatus = z.infer<typeof projectStatusSchema>;

/** A project in a list. */
export const projectEntrySchema = z.strictObject({
  name: z.string(),
  path: z.string(),
  /** s since 1970-01-01 UTC: when it was opened or saved last, or when its file was written. */
  time: z.number(),
});
export type ProjectEntry = z.infer<typeof projectEntrySchema>;

/** Unsaved changes of a project that nobody works on any more, newest snapshot first. */
export const recoverableSchema = z.strictObject({
  key: z.string(),
  name: z.string(),
  path: z.string().describe('Its file, or "" where it was never saved'),
  snapshots: z.array(z.strictObject({ id: z.string(), time: z.number() })).min(1),
});
export type Recoverable = z.infer<typeof recoverableSchema>;

export const projectListSchema = z.strictObject({
  folder: z.string(),
  recent: z.array(projectEntrySchema),
  /** Projects in the folder that are not among the recent ones. */
  others: z.array(projectEntrySchema),
  recoverable: z.array(recoverableSchema),
});
export type ProjectList = z.infer<typeof projectListSchema>;
