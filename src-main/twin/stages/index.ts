import { bias } from './bias.ts';
import { converters } from './converters.ts';
import { edges } from './edges.ts';
import { noise } from './noise.ts';
import { rate } from './rate.ts';
import type { CalibrationStage } from './stage.ts';

/** The stages of a calibration, in the order in which they are done. */
export const calibrationStages = { converters, edges, rate, bias, noise } as const satisfies Record<string, CalibrationStage>;

export type StageName = keyof typeof calibrationStages;
export const stageNames = Object.keys(calibrationStages) as StageName[];
