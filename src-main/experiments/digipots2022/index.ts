import type { PublishedExperiment } from '../experiment.ts';
import { allostery } from './allostery.ts';
import { cutStatistics } from './cutStatistics.ts';
import { damage } from './damage.ts';
import { divider } from './divider.ts';
import { iris } from './iris.ts';
import { regression } from './regression.ts';
import { tenTasks } from './tenTasks.ts';

/** Dillavou 2022: digital potentiometers and the sign rule, in the order of the figures. */
export const digipots2022: Readonly<Record<string, PublishedExperiment>> = {
  divider,
  allostery,
  regression,
  iris,
  tenTasks,
  damage,
  cutStatistics,
};
