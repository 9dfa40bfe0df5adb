import { parseDocument } from '../../../shared/documents/parse.ts';
import { calibrationDocument, isStale, type CalibrationDocument } from '../../twin/calibrationDocument.ts';
import { readValue } from '../documents.ts';
import { formatJson } from '../formatJson.ts';
import type { Io } from '../io.ts';

/**
 * Reads a calibration; one that is stale is used with a warning.
 *
 * @throws ProblemError E-FILE-READ, E-DOC-…
 */
export async function readCalibration(path: string, io: Io): Promise<CalibrationDocument> {
  const calibration = parseDocument(calibrationDocument, await readValue(path, io), path);
  if (isStale(calibration, io.recordings.clock.now())) {
    io.error(
      `The calibration of ${calibration.date.slice(0, 10)} is older than ${calibration.staleAfterDays} days: the board may have changed.\n`,
    );
  }
  return calibration;
}

/** Writes a calibration, in the place of an earlier one. */
export function writeCalibration(path: string, calibration: CalibrationDocument, io: Io): Promise<void> {
  return io.recordings.files.writeBytes(path, new TextEncoder().encode(formatJson(calibration)));
}
