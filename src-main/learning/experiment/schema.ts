import { z } from 'zod';
import { damageKinds, edgeModelSchema, networkSchema } from '../../../shared/documents/network.ts';
import { configSchema, type ConfigOf, type Spec } from '../../../shared/spec.ts';
import { imperfections } from '../../physics/imperfections/index.ts';
import { topologies } from '../../physics/topologies/index.ts';
import { clampings } from '../clamping/index.ts';
import { dynamics } from '../dynamics/index.ts';
import { rules } from '../rules/index.ts';
import { schedules } from '../schedules/index.ts';
import { stopConditions } from '../stopping/index.ts';

export const EXPERIMENT_FORMAT = 'twinbench.experiment';
export const EXPERIMENT_VERSION = 1;

type Registry = Readonly<Record<string, { readonly spec: Spec }>>;
/** The union of the configurations of a registry: one object per entry, told apart by `kind`. */
export type ConfigIn<R extends Registry> = { [K in keyof R]: ConfigOf<R[K]['spec']> }[keyof R];

/** The schema of a configuration that names one entry of a registry by its `kind`. */
export function oneOf<R extends Registry>(registry: R): z.ZodType<ConfigIn<R>, unknown> {
  const [first, ...others] = Object.values(registry).map(({ spec }) => configSchema(spec) as unknown as z.core.$ZodTypeDiscriminable);
  return z.discriminatedUnion('kind', [first, ...others]) as unknown as z.ZodType<ConfigIn<R>, unknown>;
}

const name = z.string().min(1).max(40);
const volts = z.number();
const table = z.array(z.array(volts)).min(1);

const rolesSchema = z
  .strictObject({
    inputs: z
      .array(z.strictObject({ name, node: z.string() }))
      .default([])
      .describe('Nodes whose voltage is a column of the dataset'),
    supplies: z
      .array(z.strictObject({ name, node: z.string(), voltage: volts }))
      .default([])
      .describe('Nodes at a constant voltage'),
    outputs: z
      .array(z.union([z.strictObject({ name, node: z.string() }), z.strictObject({ name, plus: z.string(), minus: z.string() })]))
      .min(1, 'there is no output: an experiment needs at least one')
      .describe('One node, or the difference of two'),
  })
  .describe('What the nodes are for; all others are hidden');

const datasetSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('table'),
      inputs: table.describe('V, [datapoint][input]'),
      labels: table.describe('V, [datapoint][output]'),
      test: z.strictObject({ inputs: table, labels: table }).optional().describe('Measured, never trained'),
    })
    .describe('Inputs with their labels'),
  z
    .strictObject({
      kind: z.literal('classes'),
      inputs: table.describe('V, [datapoint][input], training and test together'),
      classes: z.array(z.int().min(0)).min(1).describe('Class of each datapoint, from 0'),
      classNames: z.array(z.string()).min(2),
      trainPerClass: z
        .int()
        .min(1)
        .describe('Datapoints of each class that are trained; the seed chooses them, the others are the test set'),
      remeasureEvery: z.int().min(1).describe('Steps after which the labels are measured again'),
    })
    .describe(
      'Classes whose labels are the free response to the mean input of each class, measured again every epoch (Dillavou 2022, Appendix A)',
    ),
]);

const measureSchema = z.strictObject({
  every: z.int().min(1).describe('Steps between measurements'),
  of: z.enum(['training', 'test', 'present']).describe('training or test set as a whole, or the datapoint shown at the moment'),
});

/** Conditions on which a run stops before its planned steps; one of each kind at most. */
export const stopSchema = z.array(oneOf(stopConditions)).check(({ value, issues }) => {
  value.forEach(({ kind }, index) => {
    if (value.findIndex((other) => other.kind === kind) < index)
      issues.push({ code: 'custom', input: kind, path: [index, 'kind'], message: `there is a condition "${kind}" already` });
  });
});

const partSchema = z
  .strictObject({
    step: z.int().min(1).describe('It begins once so many steps of the whole run are done'),
    title: z.string().min(1).max(200),
    reset: z.boolean().default(false).describe('Every edge begins anew; else it begins where the last task left it'),
    roles: rolesSchema.optional(),
    dataset: datasetSchema.optional(),
    clamping: oneOf(clampings).optional(),
    schedule: oneOf(schedules).optional(),
    measure: measureSchema.optional(),
  })
  .describe('Another task on the same network; what it leaves out is as in the document itself');

/** What an experiment document may hold; how its parts must fit is in checks.ts. */
export const experimentShape = z.strictObject({
  format: z.literal(EXPERIMENT_FORMAT),
  version: z.literal(EXPERIMENT_VERSION),
  title: z.string().min(1).max(200),
  description: z.string().max(4000).default(''),
  source: z.string().max(400).default('').describe('Where it was published'),
  network: networkSchema.optional().describe('A whole network; or else `generate`'),
  generate: z
    .strictObject({
      topology: oneOf(topologies),
      edgeModel: edgeModelSchema,
      state: z.number().describe('State of every edge at the start: gate voltage, V, or wiper position'),
      spread: z.number().min(0).default(0).describe('Half-width of a uniform spread around it; the seed draws it'),
    })
    .optional(),
  roles: rolesSchema,
  dataset: datasetSchema,
  rule: oneOf(rules),
  clamping: oneOf(clampings),
  schedule: oneOf(schedules),
  dynamics: oneOf(dynamics).default({ kind: 'settled' }).describe('How voltages follow the edges'),
  stepTime: z.number().gt(0).lte(1e6).describe('Learning time of one step, s'),
  steps: z.int().min(1).max(1e12).describe('Training steps of a whole run'),
  measure: measureSchema.describe('When the error is measured, with learning frozen'),
  imperfections: z.array(oneOf(imperfections)).default([]),
  damage: z
    .array(z.strictObject({ step: z.int().min(0), edges: z.array(z.string()).min(1), damage: z.enum([...damageKinds, 'none']) }))
    .default([])
    .describe('Damage (or repair: none) once so many steps are done'),
  sequence: z.array(partSchema).default([]).describe('Tasks that follow the first one in the same run, by step'),
  goal: z
    .strictObject({
      errorBelow: z.number().gt(0).optional().describe('V²'),
      accuracyAtLeast: z.number().gt(0).lte(1).optional(),
      over: z.int().min(1).default(1).describe('The median of so many last measurements is judged'),
    })
    .optional(),
  stop: stopSchema.default([]).describe('Conditions checked at every measurement; the first to hold stops the run'),
  seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(1),
});

/** `twinbench.experiment` version 1: everything that decides a run. The same document and seed give the same bytes. */
export type ExperimentDocument = z.infer<typeof experimentShape>;
/** A condition on which a run stops. */
export type StopConfig = ExperimentDocument['stop'][number];
/** The document as it may be written, defaults left out. */
export type ExperimentInput = z.input<typeof experimentShape>;

/** A task of the sequence as an experiment of its own; damage belongs to the whole run. */
export function partDocument(document: ExperimentDocument, index: number): ExperimentDocument {
  const { step: _step, reset: _reset, title, ...task } = document.sequence[index];
  const given = Object.fromEntries(Object.entries(task).filter(([, value]) => value !== undefined));
  return { ...document, ...given, title: `${document.title}: ${title}`, sequence: [], damage: [] };
}
