import type { PublishedExperiment } from '../experiment.ts';
import { allostery } from './allostery.ts';
import { comparator } from './comparator.ts';
import { cutStatistics } from './cutStatistics.ts';
import { damage } from './damage.ts';
import { divider } from './divider.ts';
import { iris } from './iris.ts';
import { power } from './power.ts';
import { regression } from './regression.ts';
import { resistanceRule } from './resistanceRule.ts';
import { tenTasks } from './tenTasks.ts';

/** Dillavou 2022: digital potentiometers and the sign rule, in the order of the figures. */
export const digipots2022: Readonly<Record<string, PublishedExperiment>> = {
  resistanceRule,
  divider,
  allostery,
  regression,
  iris,
  tenTasks,
  damage,
  cutStatistics,
  comparator,
  power,
};
