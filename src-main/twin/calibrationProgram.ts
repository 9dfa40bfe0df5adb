import type { ExperimentDocument } from '../learning/experiment/document.ts';

/** Datapoints of a program, and how long each is trained before the next: the gates move by some tenths of a volt in that time. */
const DATAPOINTS = 24;
const HOLD_STEPS = 100;
/** Measurements of a program, one per turn of a datapoint. */
export const PROGRAM_MEASUREMENTS = 100;
export const PROGRAM_STEPS = HOLD_STEPS * PROGRAM_MEASUREMENTS;
/**
 * Where the gates of each program start, V. Experiments begin with nearly closed channels and take some of them down to the threshold, where
 * a few millivolts of it are a tenth of the conductance: every second program is there, the others are over most of the range. Fitted to
 * open channels alone, thresholds were uncertain by 30 mV, and the twin was three times as far from the board in training XOR as its
 * schematic. The last one, which judges, has both.
 */
const starts = [
  { gate: 1.5, spread: 0.7 },
  { gate: 3, spread: 1.5 },
  { gate: 1.5, spread: 0.7 },
  { gate: 3, spread: 1.5 },
  { gate: 2.6, spread: 1.8 },
] as const;
/** Programs of a campaign. */
export const PROGRAMS = starts.length;
/** Labels lie within this part of the range of voltages about its middle: farther ones would pull the gates to their rails. */
const LABEL_PART = 0.12;

/**
 * A program that moves every gate and every input: what a calibration of the board of this experiment is recorded under. Inputs step
 * through their range in an order that mixes them (multiples of a number without a common factor with the count of datapoints), labels
 * lie now above and now below what the network does by itself, and each datapoint is trained for a few milliseconds before it is read.
 *
 * @param part  number of the program, from 0: another one has other inputs, and where the board can be charged other gates
 */
export function calibrationProgram(document: ExperimentDocument, part: number): ExperimentDocument {
  const { roles, dataset, generate } = document;
  const imposed = [...('inputs' in dataset ? dataset.inputs.flat() : []), ...roles.supplies.map(({ voltage }) => voltage)];
  const [low, high] = [Math.min(...imposed), Math.max(...imposed)];
  const partAt = (datapoint: number, factor: number, shift: number): number =>
    ((datapoint * factor + shift) % DATAPOINTS) / (DATAPOINTS - 1);
  const inputs = Array.from({ length: DATAPOINTS }, (_, datapoint) =>
    roles.inputs.map(
      (_input, input) => low + (high - low) * partAt(datapoint, FACTORS[input % FACTORS.length], (5 + 3 * part) * input + part),
    ),
  );
  const labels = Array.from({ length: DATAPOINTS }, (_, datapoint) =>
    roles.outputs.map((output, index) => {
      const about = (2 * partAt(datapoint, 5, part + 7 * index) - 1) * LABEL_PART * (high - low);
      return 'plus' in output ? about : (low + high) / 2 + about;
    }),
  );
  const { goal: _goal, ...rest } = document;
  const { gate, spread } = starts[part % PROGRAMS];
  return {
    ...rest,
    title: `Calibration ${part + 1}: ${document.title}`,
    seed: document.seed + part,
    ...(generate === undefined ? {} : { generate: { ...generate, state: gate, spread } }),
    dataset: { kind: 'table', inputs, labels },
    schedule: { kind: 'cyclic', hold: HOLD_STEPS },
    measure: { every: HOLD_STEPS, of: 'present' },
    steps: PROGRAM_STEPS,
    stop: [],
    imperfections: [],
    damage: [],
    sequence: [],
  };
}

/** None has a factor in common with the number of datapoints. */
const FACTORS = [7, 11, 13, 5, 17, 19];
