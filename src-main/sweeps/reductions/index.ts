import { accuracy } from './accuracy.ts';
import { cycle } from './cycle.ts';
import { finalError } from './finalError.ts';
import { goal } from './goal.ts';
import { lowestError } from './lowestError.ts';
import { timeToThreshold } from './timeToThreshold.ts';

/** What can be kept of every cell of a sweep. */
export const reductions = { finalError, lowestError, accuracy, timeToThreshold, goal, cycle } as const;
