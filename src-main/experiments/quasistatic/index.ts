import { allosteryErrors } from './allosteryErrors.ts';
import { dampedOscillator } from './dampedOscillator.ts';
import { flatness } from './flatness.ts';
import { laboratory } from './laboratory.ts';
import { oscillations } from './oscillations.ts';
import { trainingTime } from './trainingTime.ts';

/** Stern et al. 2022: learning beyond the quasistatic limit. */
export const quasistatic = { laboratory, allosteryErrors, trainingTime, oscillations, flatness, dampedOscillator } as const;
