import { parseDocument } from '../../../shared/documents/parse.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import { calibrationDocument, isStale, type CalibrationDocument } from '../../twin/calibrationDocument.ts';
import {
  digipotCalibrationDocument,
  isOfDigipots,
  parseAnyCalibration,
  type AnyCalibration,
  type DigipotCalibration,
} from '../../twin/digipots/document.ts';
import { whyUnfitDigipots } from '../../twin/digipots/whyUnfit.ts';
import { readValue } from '../documents.ts';
import { formatJson } from '../formatJson.ts';
import type { Io } from '../io.ts';
import { usageProblem } from '../usage.ts';

/**
 * Reads the calibration of a board with transistors; one that is stale is used with a warning.
 *
 * @throws ProblemError E-FILE-READ, E-DOC-…
 */
export async function readCalibration(path: string, io: Io): Promise<CalibrationDocument> {
  return warned(parseDocument(calibrationDocument, await readValue(path, io), path), io);
}

/** The same of a board with digital potentiometers. */
export async function readDigipotCalibration(path: string, io: Io): Promise<DigipotCalibration> {
  return warned(parseDocument(digipotCalibrationDocument, await readValue(path, io), path), io);
}

/** The same of any board. */
export async function readAnyCalibration(path: string, io: Io): Promise<AnyCalibration> {
  return warned(parseAnyCalibration(await readValue(path, io), path), io);
}

/** @throws ProblemError E-USAGE where a calibration tells nothing of the board of a recording */
export function requireFit(calibration: AnyCalibration, path: string, experiment: Experiment): void {
  const why = isOfDigipots(calibration)
    ? whyUnfitDigipots(calibration, experiment)
    : experiment.edgeModel.kind === 'transistor'
      ? ''
      : 'it is of a board with transistors, and the edges of the recording are none';
  if (why === '') return;
  throw usageProblem(
    'The calibration does not fit the recording',
    path,
    why,
    'Calibrate the board of the recording: `twinbench calibrate … --out board.json`.',
  );
}

function warned<C extends AnyCalibration>(calibration: C, io: Io): C {
  if (isStale(calibration, io.recordings.clock.now())) {
    io.error(
      `The calibration of ${calibration.date.slice(0, 10)} is older than ${calibration.staleAfterDays} days: the board may have changed.\n`,
    );
  }
  return calibration;
}

/** Writes a calibration, in the place of an earlier one. */
export function writeCalibration(path: string, calibration: AnyCalibration, io: Io): Promise<void> {
  return io.recordings.files.writeBytes(path, new TextEncoder().encode(formatJson(calibration)));
}
