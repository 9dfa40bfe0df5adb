import { calibrate } from './calibrate.ts';
import type { Command } from './command.ts';
import { board } from './board.ts';
import { compare } from './compare.ts';
import { describe } from './describe.ts';
import { diagnose } from './diagnose.ts';
import { experiment } from './experiment.ts';
import { exportRun } from './export.ts';
import { importRun } from './import.ts';
import { predict } from './predict.ts';
import { record } from './record.ts';
import { replay } from './replay.ts';
import { runs } from './runs.ts';
import { schema } from './schema.ts';
import { solve } from './solve.ts';
import { sweep } from './sweep.ts';
import { task } from './task.ts';
import { train } from './train.ts';
import { validate } from './validate.ts';

/** Every command, in the order of the help. */
export const commands: Readonly<Record<string, Command>> = {
  train,
  solve,
  record,
  replay,
  runs,
  export: exportRun,
  import: importRun,
  compare,
  calibrate,
  diagnose,
  predict,
  board,
  sweep,
  task,
  experiment,
  validate,
  describe,
  schema,
};
