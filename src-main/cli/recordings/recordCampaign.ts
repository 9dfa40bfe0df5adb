import { basename } from 'node:path';
import packageInfo from '../../../package.json' with { type: 'json' };
import { calibrationKindOf, calibrationKinds } from '../../host/calibrationKinds.ts';
import type { ExperimentDocument } from '../../learning/experiment/document.ts';
import type { MachineChoice } from '../../machines/chooseMachine.ts';
import { newPath } from '../../recording/place.ts';
import { runId } from '../../recording/runsFolder.ts';
import { openMachine } from '../boards/machineChoice.ts';
import { compileAt, placeOf, readExperiment } from '../documents.ts';
import type { Io } from '../io.ts';
import { usageProblem } from '../usage.ts';
import { recordRun } from './recordRun.ts';

/**
 * Drives a board through the programs that calibrate it, and records each. Recordings stay in the folder of the runs, so that a campaign
 * that was stopped is not lost: what was recorded can be given by name.
 *
 * @param name  the experiment that the board is wired for
 * @returns     the recordings, the last one to judge by
 * @throws ProblemError where the machine is not there, can't do it, or the person stopped it
 */
export async function recordCampaign(name: string, choice: MachineChoice, io: Io): Promise<string[]> {
  const document = await readExperiment(name, io, 'calibrate');
  const edges = compileAt(document, placeOf(name)).edgeModel.kind;
  const kind = calibrationKindOf(edges);
  if (kind === null) throw notCalibrated(name, edges);
  const { count, of } = calibrationKinds[kind].programs;
  const paths: string[] = [];
  for (let part = 0; part < count; part++) {
    const path = await recordProgram(of(document, part), placeOf(name), choice, io);
    if (path === null) throw stopped(paths);
    paths.push(path);
    io.error(`recorded ${part + 1} of ${count}: ${path}\n`);
  }
  return paths;
}

/** Answers the path; `null` where it was stopped on the way. */
async function recordProgram(program: ExperimentDocument, place: string, choice: MachineChoice, io: Io): Promise<string | null> {
  const createdAt = io.recordings.clock.now();
  const path = await newPath(io.recordings, runId(createdAt, program.title));
  const id = basename(path).replace(/\.mcap$/, '');
  const machine = await openMachine(compileAt(program, place), choice, io);
  const parts = { id, name: program.title, createdAt, program: `twinbench ${packageInfo.version}` };
  const { isInterrupted } = await recordRun(machine, path, parts, '', io).finally(() => machine.close?.());
  return isInterrupted ? null : path;
}

function notCalibrated(name: string, edges: string): Error {
  const remedy = 'Name an experiment with transistors or digital potentiometers, such as xor or allostery.';
  return usageProblem('There is nothing to calibrate', name, `its edges are of the kind ${edges}`, remedy);
}

function stopped(paths: readonly string[]): Error {
  const remedy = paths.length === 0 ? 'Begin it again.' : `Begin it again, or calibrate from what there is: ${paths.join(' ')}.`;
  return usageProblem('The board was not recorded to the end', '--machine', 'it was stopped', remedy);
}
