import type { PublishedExperiment } from '../experiment.ts';
import { alternatingClassification } from './alternatingClassification.ts';
import { alternatingRegression } from './alternatingRegression.ts';
import { biasBudget } from './biasBudget.ts';
import { biasFromDrift } from './biasFromDrift.ts';
import { compatibleTasks } from './compatibleTasks.ts';
import { incompatibleTasks } from './incompatibleTasks.ts';
import { overclamping } from './overclamping.ts';
import { unbiasedRegression } from './unbiasedRegression.ts';

/** Dillavou 2025: imperfection, in the order of the figures. */
export const imperfection2025: Readonly<Record<string, PublishedExperiment>> = {
  alternatingClassification,
  alternatingRegression,
  unbiasedRegression,
  compatibleTasks,
  incompatibleTasks,
  overclamping,
  biasBudget,
  biasFromDrift,
};
