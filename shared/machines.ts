import { z } from 'zod';

/** The machine that is to run an experiment; the simulation where nothing is said. */
export const machineChoiceSchema = z.strictObject({
  machine: z.string().optional().describe('"simulated", "emulated" or "board:PATH"'),
  /** How far the emulated board is from an ideal one. */
  condition: z.enum(['ideal', 'mild', 'laboratory']).optional(),
  /** Number of the emulated board, from which its hidden imperfections follow. */
  board: z.int().min(1).max(4294967295).optional(),
  misbehave: z.string().optional().describe('What goes wrong with the emulated board: "unplug:after=5:duration=2"'),
});
export type MachineChoice = z.infer<typeof machineChoiceSchema>;

/** One line of the picker. */
export const machineEntrySchema = z.strictObject({
  machine: z.string().describe('As `session.load` takes it'),
  title: z.string(),
  detail: z.string(),
  /** What is to be known before it is opened, such as that this may reset it; "" for nothing. */
  warning: z.string(),
});
export type MachineEntry = z.infer<typeof machineEntrySchema>;

export const machineListSchema = z.strictObject({
  machines: z.array(machineEntrySchema),
  /** Why serial ports are missing from the list, or "". */
  missing: z.string(),
});
export type MachineList = z.infer<typeof machineListSchema>;
