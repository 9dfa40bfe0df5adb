import type { CalibrationKind } from './calibrationKind.ts';
import { digipotCalibration } from './digipotCalibration.ts';
import { transistorCalibration } from './transistorCalibration.ts';

/** How boards are calibrated, by the kind of their edges. */
export const calibrationKinds: Readonly<Record<'transistor' | 'digipot', CalibrationKind>> = {
  transistor: transistorCalibration,
  digipot: digipotCalibration,
};
export type CalibrationKindName = keyof typeof calibrationKinds;

/** `null`: boards with such edges can't be calibrated. */
export function calibrationKindOf(edgeKind: string): CalibrationKindName | null {
  return Object.hasOwn(calibrationKinds, edgeKind) ? (edgeKind as CalibrationKindName) : null;
}
