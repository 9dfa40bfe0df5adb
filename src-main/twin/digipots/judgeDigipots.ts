import { BoardModel } from './boardModel.ts';
import { clampCodes } from './clampCodes.ts';
import { decisionChance, LAPSE, type DecisionChance } from './comparatorDecision.ts';
import { digipotData, type DigipotData } from './data.ts';
import type { DigipotCalibration } from './document.ts';
import { vectorOf } from './draft.ts';
import type { MeasuredRun } from '../measured.ts';

/** How well a twin tells the steps of the wipers of a recording before they are made. */
export interface StepFigures {
  /** Steps that were looked at. */
  readonly steps: number;
  /** Share of the steps whose likelier direction was the right one. */
  readonly right: number;
  /** Share that would be right if every probability is true: what the noise of the comparators leaves to the best twin. */
  readonly best: number;
  /** Mean of −log₂ of the probability that was given to what happened: 1 is a coin. */
  readonly bits: number;
  /** Root mean square over the nodes that no source or target holds, V. */
  readonly free: number;
  readonly clamped: number;
}

/** The calibrated twin beside one that was never calibrated, on a recording that the calibration did not see. */
export interface DigipotJudgement {
  readonly run: string;
  readonly calibrated: StepFigures;
  readonly uncalibrated: StepFigures;
  /** Clock edges left out because the code of an output was not certain. */
  readonly uncertain: number;
}

/** Noise of a reading that a twin without calibration reckons with, in steps of the converter. */
const USUAL_NOISE = 0.3;

/**
 * Holds the twin against the steps of a recording: from the wipers as they stood, the sources as imposed and the outputs as held, the
 * probability of every step. A twin without calibration has nominal resistances, no offsets, and noise and lift as they are usual.
 *
 * @throws ProblemError E-RUN-INVALID where the recording tells nothing of single steps
 */
export function judgeDigipots(calibration: DigipotCalibration, run: MeasuredRun): DigipotJudgement {
  const data = digipotData([run]);
  const nothing = { wipers: null, comparators: null, wirings: [] };
  const noise = calibration.converters?.noise ?? USUAL_NOISE * data.step;
  const known = vectorOf(calibration, data);
  const held = clampCodes(data, known.parameters, noise)?.held ?? null;
  const uncertain = held === null ? 0 : held.filter((targets) => !targets.every(Number.isFinite)).length;
  return {
    run: run.name,
    calibrated: figuresOf(data, known, held),
    uncalibrated: figuresOf(data, vectorOf(nothing, data), held),
    uncertain,
  };
}

function figuresOf(
  data: DigipotData,
  { layout, parameters }: ReturnType<typeof vectorOf>,
  held: readonly Float64Array[] | null,
): StepFigures {
  const { network, wirings } = data;
  const models = wirings.map((_, wiring) => new BoardModel(data, layout, wiring));
  const chance: DecisionChance = { up: 0, byDifference: 0, bySense: 0, byLift: 0, byLogNoise: 0 };
  let [steps, right, best, bits] = [0, 0, 0, 0];
  const missed = { free: { sum: 0, count: 0 }, clamped: { sum: 0, count: 0 } };
  data.decisions.forEach((decision, index) => {
    const targets = held?.[index] ?? null;
    if (targets !== null && !targets.every(Number.isFinite)) return;
    const model = models[decision.wiring];
    const { sources, targets: outputs } = wirings[decision.wiring];
    const later = model.free(parameters, decision.after, decision);
    const laterClamped = later === null ? null : model.clamped(parameters, decision.after, decision, later, targets);
    const free = model.free(parameters, decision.before, decision);
    const clamped = free === null ? null : model.clamped(parameters, decision.before, decision, free, targets);
    if (later === null || laterClamped === null || free === null || clamped === null) return;
    add(missed.free, decision.free, later.voltages, sources);
    add(missed.clamped, decision.clamped, laterClamped.voltages, [...sources, ...outputs]);
    for (let edge = 0; edge < layout.edges; edge++) {
      const move = decision.moves[edge];
      if (move === 0) continue;
      const drop = (voltages: Float64Array): number => voltages[network.from[edge]] - voltages[network.to[edge]];
      const comparators = {
        offset: parameters[layout.offset + edge],
        signOffset: parameters[layout.signOffset + edge],
        noise: Math.exp(parameters[layout.logNoise + edge]),
        lift: parameters[layout.lift],
      };
      decisionChance(drop(free.voltages), drop(clamped.voltages), comparators, LAPSE, chance);
      const given = move > 0 ? chance.up : 1 - chance.up;
      steps++;
      best += Math.max(given, 1 - given);
      bits -= Math.log2(given);
      if (given > 0.5) right++;
    }
  });
  const root = ({ sum, count }: { sum: number; count: number }): number => Math.sqrt(sum / count);
  return { steps, right: right / steps, best: best / steps, bits: bits / steps, free: root(missed.free), clamped: root(missed.clamped) };
}

function add(into: { sum: number; count: number }, readings: Float64Array, voltages: Float64Array, held: readonly number[]): void {
  readings.forEach((reading, node) => {
    if (!Number.isFinite(reading) || held.includes(node)) return;
    into.sum += (reading - voltages[node]) ** 2;
    into.count++;
  });
}
