import { alternating } from './alternating.ts';
import { cyclic } from './cyclic.ts';
import { list } from './list.ts';
import { random } from './random.ts';

/** Every way to go through the training set. */
export const schedules = { cyclic, random, list, alternating } as const;
