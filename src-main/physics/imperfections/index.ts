import { bias } from './bias.ts';
import { comparators } from './comparators.ts';

/** Every kind of imperfection. */
export const imperfections = { bias, comparators } as const;
