import { z } from 'zod';
import { driveTermNames, type DriveTerm } from './boardParameters.ts';

const numbers = z.array(z.number());
const node = z.int().min(0);
const stray = z.strictObject({ from: node, to: node, conductance: z.number().gt(0) });

const spread = z.strictObject({
  factor: z
    .array(numbers)
    .describe(
      'L of the covariance L·Lᵀ of ln S of every edge, the thresholds, softness, body, degradation, the zeros and ln of the conductances of the ' +
        'strays: lower triangle by rows; zero where nothing was fitted.',
    ),
  reading: z.number().gt(0).describe('Standard deviation of one reading of a node, V.'),
  gate: z.number().min(0).describe('Standard deviation of one reading of a gate, as the nodes show it, V.'),
});

const networkSchema = z.strictObject({
  shape: z.strictObject({ softness: z.number().min(0), body: z.number(), degradation: z.number().min(0) }),
  transconductances: numbers.describe('S of each edge, A/V².'),
  thresholds: numbers.describe('Threshold of each edge, V.'),
  zeros: numbers.describe('What each node reads above its true voltage, V.'),
  strays: z.array(stray).describe('Connections that are not in the schematic.'),
  deviations: z
    .strictObject({ gains: numbers, thresholds: numbers, zeros: numbers, shape: numbers })
    .describe('Standard deviations: of ln S, of the thresholds, of the zeros, and of softness, body and degradation.'),
  spread: spread.optional().describe('What bands of the outputs of a forecast are drawn from; absent: the network is taken as known.'),
});

const sourceSchema = z.strictObject({
  node,
  gain: z.number(),
  zero: z.number(),
  resistance: z.number().gt(0),
  deviations: z.strictObject({ resistance: z.number(), zero: z.number(), gain: z.number() }),
});

const nudgeSchema = z.strictObject({
  node,
  byLabel: z.number(),
  byOutput: z.number(),
  byNudge: z.number(),
  zero: z.number(),
});

const factors = z.strictObject(Object.fromEntries(driveTermNames.map((term) => [term, numbers])) as Record<DriveTerm, typeof numbers>);

const learningSchema = z.strictObject({
  factors,
  deviations: factors,
  covariances: z
    .array(numbers)
    .optional()
    .describe('Covariances of the factors of each edge, upper triangle by rows: what bands of a forecast are drawn from.'),
  floor: z.number().optional().describe('Where gates stop dead below, V; absent where the diodes bound them.'),
  ceiling: z.number().optional().describe('Where gates stop dead above, V; absent where the end of the supply bounds them.'),
  reading: z.number().gt(0).optional().describe('Standard deviation of one reading of a gate about its path, V.'),
  diodes: numbers.describe('Gate at which the diode of each edge lifts it by 1 V/s, V.'),
  ceilings: numbers.describe('Where the supply ends, V.'),
  missed: z
    .number()
    .gt(0)
    .default(1)
    .describe('Standard deviation of what all this misses of the rate of a gate, V/s: what a forecast is uncertain by.'),
});

const sessionSchema = z.strictObject({
  clamping: z.string().describe('The clamping protocol under which it was measured.'),
  nudges: z.array(nudgeSchema),
  learning: learningSchema.nullable().describe('What moves the gates; null where those stages were skipped.'),
});

const readingSchema = z.strictObject({
  node,
  zero: z.number().describe('Read where 0 V is imposed, V.'),
  gain: z.number(),
  scatter: z.number().describe('About the line, V.'),
  deviations: z.strictObject({ zero: z.number(), gain: z.number() }),
});

const noiseSchema = z.strictObject({
  free: numbers.describe('Standard deviation of a reading of each node about the calibrated twin, V; of sources about what was imposed.'),
  clamped: numbers,
  gates: numbers.describe('Standard deviation of a reading of each gate, V.'),
});

const wiringSchema = z.strictObject({
  key: z.string(),
  sources: z.array(node),
  targets: z.array(node),
  runs: z.array(z.string()).describe('The recordings that it was calibrated on.'),
  free: networkSchema,
  clamped: networkSchema,
  freeSources: z.array(sourceSchema),
  clampedSources: z.array(sourceSchema),
  sessions: z.array(sessionSchema),
  indistinguishable: z.array(z.string()).describe('Combinations that the data do not separate, and what would.'),
  converters: z
    .strictObject({ free: z.array(readingSchema), clamped: z.array(readingSchema) })
    .nullable()
    .describe('What is read at the sources against what is imposed there; null where that stage was skipped.'),
  noise: noiseSchema.nullable().describe('null where that stage was skipped.'),
});

const stepSchema = z.strictObject({
  name: z.enum(['converters', 'edges', 'rate', 'bias', 'noise']),
  status: z.enum(['done', 'skipped', 'open']),
});

/** The shape of `twinbench.calibration`; that its arrays are as long as the board is checked apart (`calibrationLengths.ts`). */
export const calibrationSchema = z.strictObject({
  format: z.literal('twinbench.calibration'),
  version: z.literal(1),
  board: z.strictObject({ serial: z.string(), edges: z.int().min(1), nodes: z.int().min(2) }),
  date: z.iso.datetime().describe('When it was made, UTC.'),
  staleAfterDays: z.number().gt(0).describe('Days after which it should be made again: amplifiers and contacts age.'),
  device: z.string().describe('The description of an edge that was fitted.'),
  steps: z.array(stepSchema),
  wirings: z.array(wiringSchema),
});

/** Everything that calibration found out about one board. */
export type CalibrationDocument = z.infer<typeof calibrationSchema>;
export type WiringCalibration = CalibrationDocument['wirings'][number];
export type NetworkCalibration = WiringCalibration['free'];
export type LearningCalibration = z.infer<typeof learningSchema>;
