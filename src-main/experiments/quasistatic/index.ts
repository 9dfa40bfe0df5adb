import { laboratory } from './laboratory.ts';

/** Stern et al. 2022: learning beyond the quasistatic limit. */
export const quasistatic = { laboratory } as const;
