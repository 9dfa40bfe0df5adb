import type { PublishedExperiment } from '../experiment.ts';
import { channelCurves } from './channelCurves.ts';
import { learningPower } from './learningPower.ts';
import { manyTasks } from './manyTasks.ts';
import { orthonormalModes } from './orthonormalModes.ts';
import { regression } from './regression.ts';
import { singleDatapoint } from './singleDatapoint.ts';
import { xor } from './xor.ts';
import { xorBias } from './xorBias.ts';
import { xorModes } from './xorModes.ts';

/** Dillavou 2024: transistors and the continuous rule, in the order of the figures. */
export const transistors2024: Readonly<Record<string, PublishedExperiment>> = {
  singleDatapoint,
  xor,
  xorModes,
  xorBias,
  regression,
  manyTasks,
  channelCurves,
  orthonormalModes,
  learningPower,
};
