import type { DocumentKind } from '../../shared/documents/parse.ts';
import { checkCalibration } from './calibrationLengths.ts';
import { calibrationSchema, type CalibrationDocument } from './calibrationSchema.ts';

export type { CalibrationDocument, WiringCalibration, NetworkCalibration, LearningCalibration } from './calibrationSchema.ts';

const checked = calibrationSchema.check(({ value, issues }) => {
  checkCalibration(value, (path, message) => issues.push({ code: 'custom', input: value, path, message }));
});

export const calibrationDocument: DocumentKind<CalibrationDocument> = { format: 'twinbench.calibration', version: 1, schema: checked };

const DAY = 86_400;

/** @param now  s since 1970 */
export function isStale({ date, staleAfterDays }: Pick<CalibrationDocument, 'date' | 'staleAfterDays'>, now: number): boolean {
  return now - secondsOf(date) > staleAfterDays * DAY;
}

/** Seconds since 1970 of a date as the document has it: the calendar's rule of 400 years, since the science rooms have no clock. */
function secondsOf(date: string): number {
  const [year, month, day, hour, minute, second] = date.match(/[\d.]+/g)!.map(Number);
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const days = era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
  return days * DAY + hour * 3600 + minute * 60 + second;
}
