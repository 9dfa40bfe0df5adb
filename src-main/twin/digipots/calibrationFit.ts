import { clampCodes } from './clampCodes.ts';
import type { DigipotData } from './data.ts';
import { requirePart, vectorOf } from './draft.ts';
import { fitDigipots, type DigipotFit } from './fit.ts';
import type { DigipotDraft } from './stages/stage.ts';

/** What a fit found, and of how many clock edges the codes of the targets were certain. */
export interface CalibrationFit {
  readonly fit: DigipotFit;
  readonly known: number;
}

/**
 * Fits the board in turn: the free network, which needs no code; the codes at which the targets were held; then everything at once.
 *
 * @param usesSteps  whether the steps of the wipers are used, which tell the comparators
 * @throws ProblemError E-RUN-INVALID where the converters were never calibrated
 */
export function calibrationFit(
  data: DigipotData,
  draft: DigipotDraft,
  usesSteps: boolean,
  report: (message: string) => void,
): CalibrationFit {
  const { noise } = requirePart(draft.converters, 'converters');
  let { layout, parameters } = vectorOf(draft, data);
  if (draft.wipers === null && data.step > 0) {
    report('free network');
    ({ layout, parameters } = fitDigipots(data, { noise, held: null, usesClamped: false, usesSteps: false, start: parameters }));
  }
  const codes = clampCodes(data, parameters, noise);
  const start = parameters.slice();
  codes?.zeros.forEach((zeros, wiring) => start.set(zeros, layout.zeros[wiring] + data.wirings[wiring].sources.length));
  report(usesSteps ? 'both networks and comparators' : 'both networks');
  const fit = fitDigipots(data, { noise, held: codes?.held ?? null, usesClamped: true, usesSteps, start });
  const known = codes === null ? data.decisions.length : codes.held.filter((targets) => targets.every(Number.isFinite)).length;
  return { fit, known };
}
