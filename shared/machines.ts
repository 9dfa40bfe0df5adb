import { z } from 'zod';

/** How far an emulated board is from an ideal one. */
export const boardConditions = ['ideal', 'mild', 'laboratory'] as const;

/** The machine that is to run an experiment; the simulation where nothing is said. */
export const machineChoiceSchema = z.strictObject({
  machine: z.string().optional().describe('"simulated", "emulated" or "board:PATH"'),
  condition: z.enum(boardConditions).optional(),
  /** Number of the emulated board, from which its hidden imperfections follow. */
  board: z.int().min(1).max(4294967295).optional(),
  misbehave: z.string().optional().describe('What goes wrong with the emulated board: "unplug:after=5:duration=2"'),
  /** The program put it on the bench by itself, as at the first launch. */
  isDemo: z.boolean().optional(),
});
export type MachineChoice = z.infer<typeof machineChoiceSchema>;

/** One line of the picker. */
export const machineEntrySchema = z.strictObject({
  machine: z.string().describe('As `session.load` takes it'),
  /** `known`: a board that was connected before; `likely`: by vendor and product; `other`: any port, shown on demand. */
  group: z.enum(['always', 'known', 'likely', 'other']),
  title: z.string(),
  detail: z.string(),
  /** Of the USB device, by which it is known again; "" where it has none. */
  serialNumber: z.string(),
  /** Whether opening it may reset the board, and the user has not said yet that it may. */
  warns: z.boolean(),
});
export type MachineEntry = z.infer<typeof machineEntrySchema>;

/** What a board told of itself when hands were shaken, and was checked then. */
export const boardAboutSchema = z.strictObject({
  place: z.string().describe('"/dev/ttyACM0", "emulated"'),
  serialNumber: z.string().describe('"0": never set'),
  firmware: z.string().describe('Version'),
  protocol: z.string().describe('Version'),
  profile: z.string(),
  /** Of its network, which is that of the experiment: another one is refused. */
  topology: z.string(),
  nodes: z.int(),
  edges: z.int(),
  outputs: z.int().describe('Output voltages that it imposes'),
  /** Shortest and longest learning pulse, s; `null`: a clock edge per step. */
  pulse: z.tuple([z.number(), z.number()]).nullable(),
  clock: z.number().describe('Time since its last start, by its own clock, s'),
  cause: z.string().describe('Cause of that start'),
});
export type BoardAbout = z.infer<typeof boardAboutSchema>;

/** How the way to a board is now, and what was lost on it. */
export const boardLinkSchema = z.strictObject({
  state: z.enum(['connected', 'lost', 'over']),
  framesLost: z.int(),
  /** Lines and answers that were damaged and said again. */
  damaged: z.int(),
  /** What was told of it last, newest last. */
  news: z.array(z.strictObject({ kind: z.enum(['damaged', 'gap', 'lost', 'restored', 'over', 'held']), step: z.int(), text: z.string() })),
});
export type BoardLink = z.infer<typeof boardLinkSchema>;

/** The bias of every edge of a board, as its calibration has found it. */
export const edgeBiasesSchema = z.strictObject({
  calibration: z.string().describe('"board 7, 2026-11-21"'),
  biases: z.array(z.strictObject({ value: z.number().describe('V/s'), deviation: z.number().describe('One standard deviation, V/s') })),
});
export type EdgeBiases = z.infer<typeof edgeBiasesSchema>;

const named = { name: z.string(), title: z.string(), doc: z.string() };

/** What can be said of a misbehaviour, as its spec has it. */
export const misbehaviourParameterSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...named,
    type: z.literal('number'),
    unit: z.string(),
    default: z.number(),
    minimum: z.number(),
    maximum: z.number(),
    isInteger: z.boolean(),
  }),
  z.strictObject({ ...named, type: z.literal('choice'), choices: z.array(z.string()), default: z.string() }),
]);
export type MisbehaviourParameter = z.infer<typeof misbehaviourParameterSchema>;

/** Something that an emulated board does wrong on demand. */
export const misbehaviourEntrySchema = z.strictObject({
  kind: z.string(),
  title: z.string(),
  doc: z.string(),
  parameters: z.array(misbehaviourParameterSchema),
});

export const machineListSchema = z.strictObject({
  machines: z.array(machineEntrySchema),
  /** Why serial ports are missing from the list, or "". */
  missing: z.string(),
  misbehaviours: z.array(misbehaviourEntrySchema),
});
export type MachineList = z.infer<typeof machineListSchema>;
