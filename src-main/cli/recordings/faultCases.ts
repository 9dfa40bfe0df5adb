import { networkOf } from '../../twin/calibrationDraft.ts';
import type { CalibrationDocument } from '../../twin/calibrationDocument.ts';
import { diagnose, missesOf, type Diagnosis, type FaultData } from '../../twin/diagnose.ts';
import { diagnoseDigipots, missesOfDigipots } from '../../twin/digipots/diagnoseDigipots.ts';
import { digipotBoardOf } from '../../twin/digipots/digipotTwin.ts';
import type { DigipotCalibration } from '../../twin/digipots/document.ts';
import { wiringFor } from '../../twin/judge.ts';
import { heldNodes, wiringOf, type MeasuredRun } from '../../twin/measured.ts';

/** Of a reading about the healthy twin of a board with transistors, V, and how many of the last states are looked at. */
export const DEFAULT_NOISE = 0.6e-3;
export const DEFAULT_STATES = 30;

/** What is looked at, whatever the board. */
export interface FaultCase {
  /** Σ(miss/σ)² of the healthy twin at every state. */
  readonly misses: () => readonly number[];
  readonly diagnosis: () => Diagnosis;
}

/** As `twinbench diagnose` was asked. */
export interface FaultQuestion {
  readonly clamped?: boolean | undefined;
  readonly states?: number | undefined;
  readonly noise?: number | undefined;
}

export function transistorCase(run: MeasuredRun, calibration: CalibrationDocument, options: FaultQuestion): FaultCase {
  const { network } = run.experiment;
  const isClamped = options.clamped === true;
  const wiring = wiringFor(calibration, run);
  const all = run.moments.flatMap(({ gates, states }) =>
    states.map((state) => ({ gates, voltages: isClamped ? state.clampedVoltages : state.freeVoltages })),
  );
  const isHeld = heldNodes(wiringOf(run.experiment), network.nodeCount, isClamped);
  const parameters = networkOf(isClamped ? wiring.clamped : wiring.free);
  const data: Omit<FaultData, 'samples'> = { network, parameters, isHeld, noise: options.noise ?? DEFAULT_NOISE };
  return {
    misses: () => all.map((sample) => missesOf({ ...data, samples: [sample] })),
    diagnosis: () => diagnose({ ...data, samples: all.slice(-(options.states ?? DEFAULT_STATES)) }),
  };
}

/** The noise of a board with digital potentiometers is that of its converters, unless another is given. */
export function digipotCase({ experiment, moments }: MeasuredRun, calibration: DigipotCalibration, options: FaultQuestion): FaultCase {
  const known = digipotBoardOf(calibration, experiment);
  const board = { ...known, noise: options.noise ?? known.noise };
  const data = { experiment, board, repeats: calibration.converters?.repeats ?? 1, isClamped: options.clamped === true };
  return {
    misses: () => missesOfDigipots({ ...data, moments }).map(({ cost }) => cost),
    diagnosis: () => diagnoseDigipots({ ...data, moments: moments.slice(-(options.states ?? DEFAULT_STATES)) }),
  };
}
