import { z } from 'zod';
import { parseDocument, type DocumentKind } from '../../../shared/documents/parse.ts';
import { calibrationDocument, type CalibrationDocument } from '../calibrationDocument.ts';
import { checkLength, checkNodes, type Report } from '../calibrationLengths.ts';

// The calibration of a board with digital potentiometers. A document of its own kind beside `twinbench.calibration`, which stays as it
// is: `format` tells the two apart, in files and in TypeScript (`AnyCalibration`). What belongs to the board stands once, whatever it
// was wired for: `wipers` (resistance of a step, both networks) and `comparators` (two offsets and the noise of each edge, and the
// lift that all share), arrays over the edges. What belongs to a wiring stands in `wirings`: the zero of every channel. Each part is
// `null` where its stage was skipped; stages in order: converters, wipers, comparators. `decisions` counts, per edge, the clock edges
// that were looked at: 0 where nothing is known but the prior. `indistinguishable` are sentences, as they are shown.

const numbers = z.array(z.number());
const node = z.int().min(0);

const convertersSchema = z.strictObject({
  step: z.number().min(0).describe('Step of the converters, V; 0: continuous, as in a simulation.'),
  repeats: z.int().min(1).describe('Readings of which a recorded voltage is the mean.'),
  noise: z.number().min(0).describe('Standard deviation of one reading before it is rounded, V.'),
  gain: z.number().describe('What is read over what is imposed.'),
  deviations: z.strictObject({ noise: z.number(), gain: z.number().nullable().describe('null: no channel was at two voltages.') }),
});

const channelSchema = z.strictObject({
  node,
  role: z.enum(['source', 'label']).describe('A source is held in both networks, a label in the clamped one.'),
  zero: z.number().describe('What is there above what was imposed, as the converter reads it, V.'),
  deviation: z.number(),
});

const wipersSchema = z.strictObject({
  free: numbers.describe('Resistance of a wiper step of each edge over the nominal one.'),
  clamped: numbers,
  deviations: z
    .strictObject({ free: numbers, ratio: numbers })
    .describe('Standard deviations: of the free network, and of the clamped over the free one, relative.'),
});

const comparatorsSchema = z.strictObject({
  offsets: numbers.describe('Offset of the comparator of V_C − V_F of each edge, V.'),
  signOffsets: numbers.describe('Offset of the comparator of the sign of V_C of each edge, V.'),
  noise: numbers.describe('Standard deviation at each decision of each edge, V.'),
  lift: z.number().describe('Added on the side of a rising resistance, the same on all edges, V.'),
  deviations: z.strictObject({ offsets: numbers, signOffsets: numbers, noise: numbers, lift: z.number() }),
  decisions: z.array(z.int().min(0)).describe('Clock edges that each edge was looked at.'),
});

const wiringSchema = z.strictObject({
  key: z.string(),
  sources: z.array(node),
  targets: z.array(node),
  runs: z.array(z.string()).describe('The recordings that it was calibrated on.'),
  channels: z.array(channelSchema).describe('Sources, then labels.'),
});

const stepSchema = z.strictObject({
  name: z.enum(['converters', 'wipers', 'comparators']),
  status: z.enum(['done', 'skipped', 'open']),
});

const schema = z.strictObject({
  format: z.literal('twinbench.digipotCalibration'),
  version: z.literal(1),
  board: z.strictObject({ serial: z.string(), edges: z.int().min(1), nodes: z.int().min(2) }),
  date: z.iso.datetime().describe('When it was made, UTC.'),
  staleAfterDays: z.number().gt(0).describe('Days after which it should be made again: offsets drift with temperature and age.'),
  steps: z.array(stepSchema),
  converters: convertersSchema.nullable(),
  wipers: wipersSchema.nullable(),
  comparators: comparatorsSchema.nullable(),
  wirings: z.array(wiringSchema),
  indistinguishable: z.array(z.string()).describe('What the data do not tell or separate, and what would.'),
});

/** Everything that calibration found out about one board with digital potentiometers. */
export type DigipotCalibration = z.infer<typeof schema>;
export type WiperCalibration = z.infer<typeof wipersSchema>;
export type ComparatorCalibration = z.infer<typeof comparatorsSchema>;
export type DigipotWiring = z.infer<typeof wiringSchema>;
export type ChannelCalibration = z.infer<typeof channelSchema>;

/** Whether the arrays are as long as the board has edges, and channels are of its nodes. */
const checked = schema.check(({ value: { board, wipers, comparators, wirings }, issues }) => {
  const report: Report = (path, message) => issues.push({ code: 'custom', input: board, path, message });
  const ofEdges = {
    ...(wipers === null ? {} : { 'wipers.free': wipers.free, 'wipers.clamped': wipers.clamped }),
    ...(wipers === null ? {} : { 'wipers.deviations.free': wipers.deviations.free, 'wipers.deviations.ratio': wipers.deviations.ratio }),
    ...(comparators === null ? {} : comparatorArrays(comparators)),
  };
  for (const [name, values] of Object.entries(ofEdges)) checkLength(report, name.split('.'), values, board.edges, 'edges');
  wirings.forEach(({ sources, targets, channels }, index) => {
    const path = ['wirings', index];
    const nodes = channels.map(({ node: channel }) => channel);
    for (const [name, of] of Object.entries({ sources, targets, channels: nodes })) checkNodes(report, [...path, name], of, board.nodes);
    checkLength(report, [...path, 'channels'], channels, sources.length + targets.length, 'sources and targets');
  });
});

function comparatorArrays({ offsets, signOffsets, noise, deviations, decisions }: ComparatorCalibration): Record<string, number[]> {
  return {
    ...{ 'comparators.offsets': offsets, 'comparators.signOffsets': signOffsets, 'comparators.noise': noise },
    'comparators.deviations.offsets': deviations.offsets,
    'comparators.deviations.signOffsets': deviations.signOffsets,
    'comparators.deviations.noise': deviations.noise,
    'comparators.decisions': decisions,
  };
}

export const digipotCalibrationDocument: DocumentKind<DigipotCalibration> = {
  format: 'twinbench.digipotCalibration',
  version: 1,
  schema: checked,
};

/** The calibration of any board: `format` tells which. */
export type AnyCalibration = CalibrationDocument | DigipotCalibration;

/** Whether it is of a board with digital potentiometers. */
export function isOfDigipots(calibration: AnyCalibration): calibration is DigipotCalibration {
  return calibration.format === 'twinbench.digipotCalibration';
}

/**
 * Reads the calibration of any board.
 *
 * @throws ProblemError E-DOC-FORMAT, E-DOC-VERSION or E-DOC-INVALID
 */
export function parseAnyCalibration(value: unknown, where: string): AnyCalibration {
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : null;
  return format === digipotCalibrationDocument.format
    ? parseDocument(digipotCalibrationDocument, value, where)
    : parseDocument(calibrationDocument, value, where);
}
