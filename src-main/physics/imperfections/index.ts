import { bias } from './bias.ts';
import { comparators } from './comparators.ts';
import { converters } from './converters.ts';
import { leak } from './leak.ts';
import { mismatch } from './mismatch.ts';
import { noise } from './noise.ts';

/** Every kind of imperfection. */
export const imperfections = { bias, comparators, mismatch, noise, converters, leak } as const;
