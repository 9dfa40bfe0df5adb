import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { runsFolder, type Surroundings } from '../../recording/runsFolder.ts';

/** The folder of the projects: TWINBENCH_PROJECTS where it is set; within TWINBENCH_RUNS where that is; else beside the runs. */
export function projectsFolder(surroundings: Surroundings): string {
  const { TWINBENCH_PROJECTS: chosen, TWINBENCH_RUNS: runs } = surroundings.environment;
  if (chosen !== undefined && chosen !== '') return chosen;
  if (runs !== undefined && runs !== '') return join(runs, 'projects');
  return join(dirname(runsFolder(surroundings)), 'projects');
}

export function thisComputer(): Surroundings {
  return { platform: process.platform, home: homedir(), environment: process.env };
}
