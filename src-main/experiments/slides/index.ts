import type { PublishedExperiment } from '../experiment.ts';
import { energyPerParameter } from './energyPerParameter.ts';
import { nonlinearClassification } from './nonlinearClassification.ts';

/** The slides of Durian: what the papers don't show. */
export const slides: Readonly<Record<string, PublishedExperiment>> = { nonlinearClassification, energyPerParameter };
