import { conductance } from './conductance.ts';
import { continuous } from './continuous.ts';
import { resistance } from './resistance.ts';
import { sign } from './sign.ts';

/** Every learning rule. */
export const rules = { continuous, sign, conductance, resistance } as const;
