import { comparators } from './comparators.ts';
import { converters } from './converters.ts';
import { wipers } from './wipers.ts';

/** The stages of the calibration of a board with digital potentiometers, in the order in which they are done. */
export const digipotStages = { converters, wipers, comparators } as const;

export type DigipotStageName = keyof typeof digipotStages;
export const digipotStageNames = Object.keys(digipotStages) as DigipotStageName[];
