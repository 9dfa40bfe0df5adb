import { BoardModel } from './boardModel.ts';
import type { DigipotData } from './data.ts';
import { layoutOf } from './layout.ts';
import { SPREADING } from './reading.ts';
import { normalCdf } from './rounding.ts';

/** Wrong once in this many cases at most, a code counts as known. */
const CERTAIN = 0.98;
/** How far the free output is known before the codes are, in steps: by the gains of the wipers as the free network tells them. */
const OUTPUT_UNCERTAINTY = 0.3;
/** Chance of a code that Eq. 1 does not explain. */
const UNEXPLAINED = 1e-3;

/**
 * The voltages at which a board held its clamped outputs, but for the zeros of the channels. The board reads each free output once,
 * rounded, applies Eq. 1 in whole codes, and holds the result; what was recorded is the reading of the held node. A code is told by
 * both: the reading about the code, with the zero of its channel, and Eq. 1 about the free output.
 *
 * @param parameters  of which gains and zeros of the sources are looked at
 * @param noise       of one reading, V
 * @returns           V, [decision][target], NaN where two codes are about as likely; and the zeros of the targets, V, [wiring][target].
 *                    `null` where converters are continuous: Eq. 1 holds exactly.
 */
export function clampCodes(
  data: DigipotData,
  parameters: Float64Array,
  noise: number,
): { readonly held: Float64Array[]; readonly zeros: number[][] } | null {
  const { step, repeats, wirings, decisions } = data;
  if (step === 0) return null;
  const layout = layoutOf(data);
  const models = wirings.map((_, wiring) => new BoardModel(data, layout, wiring));
  const inSteps = noise / step;
  /** Free outputs at each clock edge, in steps. */
  const outputs = decisions.map((decision) => {
    const free = models[decision.wiring].free(parameters, decision.before, decision);
    return wirings[decision.wiring].targets.map((node) => (free === null ? Number.NaN : free.voltages[node] / step));
  });
  const zeros = wirings.map(({ targets }, wiring) =>
    targets.map((node, target) => {
      const own = decisions.flatMap(({ wiring: other, clamped, labels, nudge }, index) => {
        const reading = clamped[node] / step;
        const output = outputs[index][target];
        const expected = output + nudge * (labels[target] / step - output);
        return other === wiring && Number.isFinite(reading - expected) ? [{ reading, expected }] : [];
      });
      return zeroOf(own);
    }),
  );
  const reach = Math.sqrt((inSteps * inSteps + 1 / 12) / (inSteps < SPREADING ? 1 : repeats));
  const blur = Math.hypot(inSteps, OUTPUT_UNCERTAINTY);
  const held = decisions.map(({ wiring, clamped, labels, nudge }, index) =>
    Float64Array.from(wirings[wiring].targets, (node, target) => {
      const seen = clamped[node] / step - zeros[wiring][target];
      return step * likeliestCode(seen, reach, outputs[index][target], blur, Math.round(labels[target] / step), nudge);
    }),
  );
  return { held, zeros: zeros.map((values) => values.map((value) => value * step)) };
}

/** What is read above the codes: its part below one code from how readings lie between codes, the whole ones from Eq. 1. */
function zeroOf(readings: readonly { readonly reading: number; readonly expected: number }[]): number {
  if (readings.length === 0) return 0;
  let [cosine, sine, rough] = [0, 0, 0];
  for (const { reading, expected } of readings) {
    cosine += Math.cos(2 * Math.PI * reading);
    sine += Math.sin(2 * Math.PI * reading);
    rough += (reading - expected) / readings.length;
  }
  const part = Math.atan2(sine, cosine) / (2 * Math.PI);
  return part + Math.round(rough - part);
}

/** NaN where the likeliest code is not certain. */
function likeliestCode(seen: number, reach: number, output: number, blur: number, label: number, nudge: number): number {
  const middle = Math.round(seen);
  let [best, bestWeight, sum] = [Number.NaN, 0, 0];
  for (let code = middle - 2; code <= middle + 2; code++) {
    const weight = Math.exp((-0.5 * (seen - code) ** 2) / reach ** 2) * (chanceOf(code, output, blur, label, nudge) + UNEXPLAINED);
    sum += weight;
    if (weight > bestWeight) [best, bestWeight] = [code, weight];
  }
  return bestWeight > CERTAIN * sum ? best : Number.NaN;
}

/** Probability that Eq. 1 gives this code, over the reading of the free output that the board may have had. */
function chanceOf(code: number, output: number, blur: number, label: number, nudge: number): number {
  if (!Number.isFinite(output)) return 0;
  let chance = 0;
  for (let value = Math.floor(output - 4 * blur); value <= Math.ceil(output + 4 * blur); value++) {
    if (clampedCode(value, label, nudge) !== code) continue;
    chance += normalCdf((value + 0.5 - output) / blur) - normalCdf((value - 0.5 - output) / blur);
  }
  return chance;
}

/** O + η(L − O) in whole codes, the move rounded half away from O, as the firmware of the board does it. */
export function clampedCode(value: number, label: number, nudge: number): number {
  const error = label - value;
  return value + Math.sign(error) * Math.floor(Math.abs(error) * nudge + 0.5);
}
