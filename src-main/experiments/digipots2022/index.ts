import type { PublishedExperiment } from '../experiment.ts';
import { divider } from './divider.ts';

/** Dillavou 2022: digital potentiometers and the sign rule, in the order of the figures. */
export const digipots2022: Readonly<Record<string, PublishedExperiment>> = { divider };
