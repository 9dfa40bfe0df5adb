import { continuous } from './continuous.ts';
import { sign } from './sign.ts';

/** Every learning rule. */
export const rules = { continuous, sign } as const;
