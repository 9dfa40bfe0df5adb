import { z } from 'zod';
import { machineChoiceSchema } from './machines.ts';
import { problemSchema } from './problem.ts';
import { edgeDamageSchema } from './frames.ts';
import { sessionSchema } from './session.ts';

/** A value that may be missing: `null` on the wire. */
const value = z.number().nullable();
const name = z.string().max(200);

/** One side of a comparison: a machine that runs the program, or a recording of the library. */
export const comparedSourceSchema = z.discriminatedUnion('kind', [
  machineChoiceSchema.omit({ misbehave: true }).extend({ kind: z.literal('machine'), machine: name }),
  z.strictObject({ kind: z.literal('run'), run: name }),
]);
export type ComparedSource = z.infer<typeof comparedSourceSchema>;

export const comparedQuantities = ['output', 'error', 'free', 'clamped', 'state', 'drive'] as const;
export type ComparedQuantity = (typeof comparedQuantities)[number];

/** How far B may be from A: max(absolute, relative·|A|, sigmas·σ). */
export const toleranceSchema = z.strictObject({
  absolute: z.number().min(0),
  relative: z.number().min(0),
  sigmas: z.number().min(0),
  sigma: z.number().min(0).describe('Standard deviation of a reading, in the unit of the quantity'),
});
export type ComparedTolerance = z.infer<typeof toleranceSchema>;

const tolerancesSchema = z.strictObject(
  Object.fromEntries(comparedQuantities.map((quantity) => [quantity, toleranceSchema])) as Record<ComparedQuantity, typeof toleranceSchema>,
);
const changedSchema = z.strictObject(
  Object.fromEntries(comparedQuantities.map((quantity) => [quantity, toleranceSchema.partial().optional()])) as Record<
    ComparedQuantity,
    z.ZodOptional<ReturnType<typeof toleranceSchema.partial>>
  >,
);

export const alignmentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('step') }),
  z.strictObject({ kind: z.literal('trigger'), level: z.number() }),
  z.strictObject({ kind: z.literal('marker'), text: name.describe('Of the mark; "": the first that both have') }),
  z.strictObject({ kind: z.literal('correlation'), reach: z.number().gt(0).describe('Largest shift that is tried, s') }),
  z.strictObject({ kind: z.literal('manual'), shift: z.number().describe('Added to the times of B, s') }),
]);
export type ComparedAlignment = z.infer<typeof alignmentSchema>;

export const comparisonSettingsSchema = z.strictObject({
  alignment: alignmentSchema,
  /** Signal that is aligned by; "" for the first output. */
  aligner: name,
  /** Instead of those that the measurements suggest. */
  tolerances: changedSchema,
  /** And of single signals, by name, instead of those of their quantity. */
  signals: z.record(name, toleranceSchema.partial()),
  /** Difference in time alone that is forgiven, s. */
  time: z.number().min(0),
});
export type ComparisonSettings = z.infer<typeof comparisonSettingsSchema>;

/** What is to be held against what. */
export const comparisonRequestSchema = z.strictObject({
  baseline: comparedSourceSchema,
  compared: comparedSourceSchema,
  /** Steps of machines that follow no recording; `null`: those of the document. */
  steps: z.int().min(1).max(100_000_000).nullable(),
  /** Where two machines begin: as the experiment says, or one of them in the state that is measured on the other. */
  start: z.enum(['program', 'measured']),
});
export type ComparisonRequest = z.infer<typeof comparisonRequestSchema>;

export const comparedSideSchema = z.strictObject({
  title: z.string(),
  /** Task, date, or what the machine is. */
  detail: z.string(),
  /** Measured on hardware, or on an emulation of it: points; else a line. */
  isMeasured: z.boolean(),
  moments: z.int(),
});
export type ComparedSide = z.infer<typeof comparedSideSchema>;

/** How far the sides have come. */
export const comparisonStatusSchema = z.strictObject({
  id: z.int(),
  request: comparisonRequestSchema,
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  /** 0..1 */
  done: z.number(),
  /** Measurements that both sides have made. */
  moments: z.int(),
  problem: problemSchema.nullable(),
});
export type ComparisonStatus = z.infer<typeof comparisonStatusSchema>;

/** What of a comparison is looked at. */
export const comparisonQuerySchema = z.strictObject({
  settings: comparisonSettingsSchema,
  quantity: z.enum(comparedQuantities),
  /** Signal whose course is drawn; "" for the first. */
  signal: name,
  /** Learning time at which the networks are shown, s; `null`: the end. */
  time: z.number().nullable(),
});
export type ComparisonQuery = z.infer<typeof comparisonQuerySchema>;

export const comparedSignalSchema = z.strictObject({
  name: z.string(),
  quantity: z.enum(comparedQuantities),
  unit: z.enum(['V', 'V²', 'S', '']),
  edge: z.int(),
  node: z.int(),
  verdict: z.enum(['within', 'outside', 'not aligned']),
  reason: z.string(),
  tolerance: toleranceSchema,
  count: z.int(),
  /** Of both sides at the time that is shown. */
  a: value,
  b: value,
  /** (B − A)/tolerance there. */
  ratio: value,
  /** Fraction of measurements within. */
  within: value,
  rootMeanSquare: value,
  /** B − A where it is largest, and when, s. */
  maximum: value,
  maximumTime: value,
  /** The largest |B − A|/tolerance, with its sign. */
  worst: value,
  slope: value,
  bias: value,
  determination: value,
});
export type ComparedSignal = z.infer<typeof comparedSignalSchema>;

const momentSchema = z.strictObject({
  time: z.number(),
  step: z.int(),
  freeVoltages: z.array(value),
  clampedVoltages: z.array(value),
  states: z.array(value),
  conductances: z.array(value),
  damage: z.array(edgeDamageSchema),
});
export type ComparedMoment = z.infer<typeof momentSchema>;

export const updateResidualSchema = z.strictObject({
  /** Whose changes were predicted. */
  of: z.enum(['a', 'b']),
  /** By what: "the rule, without an imperfection", or a calibration. */
  by: z.string(),
  /** [edge, predicted, measured], V; evenly picked where there are many. */
  changes: z.array(z.tuple([z.int(), z.number(), z.number()])),
  correlation: value,
  /** Root mean square of the measured changes, and of what is missed, V. */
  measured: z.number(),
  missed: z.number(),
  /** What two readings of a gate may differ by, V. */
  allowed: z.number(),
  byEdge: z.array(z.strictObject({ edge: z.int(), correlation: value, missed: z.number(), drift: z.number().describe('V/s') })),
});
export type UpdateResidual = z.infer<typeof updateResidualSchema>;

const networkSchema = sessionSchema.pick({
  nodes: true,
  edges: true,
  period: true,
  roles: true,
  edgeKind: true,
  stateRange: true,
  voltageRange: true,
  conductanceRange: true,
});
export type ComparedNetwork = z.infer<typeof networkSchema>;

/** What is set otherwise on the two sides. */
export const settingDifferencesSchema = z.strictObject({
  /** Settings that are the same. */
  same: z.int(),
  differing: z.array(z.strictObject({ setting: z.string().describe('Path in the document, or "machine"'), a: z.string(), b: z.string() })),
});
export type SettingDifferences = z.infer<typeof settingDifferencesSchema>;

/** A comparison as it is looked at. */
export const comparisonViewSchema = z.strictObject({
  id: z.int(),
  a: comparedSideSchema,
  b: comparedSideSchema,
  /** The network of A. */
  network: networkSchema,
  /** That of B and its state, where it is another one; `null` where both are the same. */
  other: z.strictObject({ network: networkSchema, moment: momentSchema.nullable() }).nullable(),
  verdict: z.enum(['within', 'outside', 'not aligned']),
  reason: z.string(),
  counts: z.strictObject({ within: z.int(), outside: z.int(), notAligned: z.int() }),
  /** Signal of the largest |B − A|/tolerance, or "". */
  worst: z.string(),
  /** Added to the times of B, in steps or s; and the correlation there. */
  shift: value,
  shiftUnit: z.enum(['step', 's']),
  correlation: value,
  /** Time of A at which a level or a mark of both was laid on each other, s. */
  alignedAt: value,
  /** What happened on both sides, in the time of A, s. */
  marks: z.array(z.strictObject({ side: z.enum(['a', 'b']), time: z.number(), text: z.string() })),
  settings: settingDifferencesSchema,
  tolerances: tolerancesSchema,
  signals: z.array(comparedSignalSchema),
  /** Course of one signal: times of A, s; both sides; the tolerance around A. */
  course: z
    .strictObject({
      name: z.string(),
      unit: z.enum(['V', 'V²', 'S', '']),
      times: z.array(z.number()),
      /** The training datapoint that was on, −1 where that does not matter: each has a line of its own. */
      datapoints: z.array(z.int()),
      a: z.array(z.number()),
      b: z.array(z.number()),
      allowed: z.array(z.number()),
    })
    .nullable(),
  /** All signals of the quantity at the time shown. */
  parity: z.strictObject({
    points: z.array(z.strictObject({ name: z.string(), a: z.number(), b: z.number(), ratio: z.number(), allowed: z.number() })),
    slope: value,
    bias: value,
    determination: value,
  }),
  /** (B − A)/tolerance of the quantity over the whole run. */
  histogram: z.strictObject({ from: z.number(), to: z.number(), counts: z.array(z.int()), within: value }),
  /** Both by the nodes and edges of A; what B has not is `null`. */
  momentA: momentSchema.nullable(),
  momentB: momentSchema.nullable(),
  /** Times that can be shown, s: first and last. */
  span: z.tuple([z.number(), z.number()]),
  updates: updateResidualSchema.nullable(),
  /** Why there is no update residual, or "". */
  noUpdates: z.string(),
  /** What happened on the way: a lost connection, an order that could not be followed. */
  remarks: z.array(z.string()),
});
export type ComparisonView = z.infer<typeof comparisonViewSchema>;

/** The requests about comparisons. */
const nothing = z.strictObject({});
export const compareRequests = {
  /** Begins a comparison, in place of the one before; the event `comparison` tells how far it is. */
  'compare.start': { parameters: comparisonRequestSchema, result: comparisonStatusSchema },
  'compare.cancel': { parameters: nothing, result: nothing },
  /** The comparison that there is, or `null`. */
  'compare.status': { parameters: nothing, result: z.strictObject({ status: comparisonStatusSchema.nullable() }) },
  /** What is known of it now, as asked. `null` before there is anything to compare. */
  'compare.view': { parameters: comparisonQuerySchema, result: z.strictObject({ view: comparisonViewSchema.nullable() }) },
  /** The comparison as one page that stands alone. */
  'compare.report': {
    parameters: z.strictObject({ settings: comparisonSettingsSchema }),
    result: z.strictObject({ name: z.string(), html: z.string() }),
  },
} as const;
