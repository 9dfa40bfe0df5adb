import type { ComparedSource } from '../../shared/compare.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import { chooseMachine } from '../machines/chooseMachine.ts';
import { isSavedName } from '../machines/savedCalibrations.ts';
import type { BoardParameters } from '../twin/boardParameters.ts';
import { learningBoardOf } from '../twin/calibrateBoard.ts';
import { digipotNoiseOf } from '../twin/digipots/digipotNoise.ts';
import { isOfDigipots, type AnyCalibration } from '../twin/digipots/document.ts';
import { whyUnfitDigipots } from '../twin/digipots/whyUnfit.ts';
import type { MeasuredNoise } from '../twin/comparison/tolerance.ts';
import { wiringFor } from '../twin/judge.ts';
import { whyUnfit } from '../twin/whyUnfit.ts';

/** A calibration, and what it is called. */
export interface NamedCalibration {
  readonly name: string;
  readonly document: AnyCalibration;
}

/** The calibration that a side is the twin of; "" where it is none. @throws ProblemError where there is no such machine */
export function twinOf(source: ComparedSource): string {
  if (source.kind === 'run') return '';
  const { kind, place } = chooseMachine(source.machine);
  return kind.spec.kind === 'twin' ? place : '';
}

/** Whether a screen may ask for it: it names calibrations of this computer, and no files. */
export function mayBeAsked(source: ComparedSource): boolean {
  const name = twinOf(source);
  return name === '' || isSavedName(name);
}

/**
 * Everything that moves the gates of the board under an experiment; `null` where it is of another board, was not calibrated, or has no
 * gates: a wiper steps by a coin that the voltages load, which no update residual tells.
 */
export function boardOf({ document }: NamedCalibration, experiment: Experiment): BoardParameters | null {
  if (isOfDigipots(document) || whyUnfit(document, experiment, true) !== '') return null;
  return learningBoardOf(wiringFor(document, { experiment }), experiment.document.clamping.kind);
}

/** The noise of its readings; `null` where it is of another board or was not measured. */
export function noiseOf({ document }: NamedCalibration, experiment: Experiment): MeasuredNoise | null {
  if (isOfDigipots(document)) return whyUnfitDigipots(document, experiment) === '' ? digipotNoiseOf(document) : null;
  return whyUnfit(document, experiment, false) === '' ? wiringFor(document, { experiment }).noise : null;
}
