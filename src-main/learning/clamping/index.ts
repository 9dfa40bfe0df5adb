import { differential } from './differential.ts';
import { standard } from './standard.ts';

/** Every clamping protocol. */
export const clampings = { standard, differential } as const;
