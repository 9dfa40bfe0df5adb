import { parseDocument } from '../../../shared/documents/parse.ts';
import { calibrationDocument, isStale, type CalibrationDocument } from '../../twin/calibrationDocument.ts';
import {
  digipotCalibrationDocument,
  parseAnyCalibration,
  type AnyCalibration,
  type DigipotCalibration,
} from '../../twin/digipots/document.ts';
import { readValue } from '../documents.ts';
import { formatJson } from '../formatJson.ts';
import type { Io } from '../io.ts';

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
