import { error } from './error.ts';
import { plateau } from './plateau.ts';
import { steps } from './steps.ts';
import { time } from './time.ts';

/** Every condition on which a run can stop. */
export const stopConditions = { error, time, steps, plateau } as const;
