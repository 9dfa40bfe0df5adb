import { noDefects, type Defects } from '../../physics/imperfections/imperfection.ts';
import { imperfections } from '../../physics/imperfections/index.ts';
import { createEdgeBank } from '../../physics/edgeBank.ts';
import { buildNetwork } from '../../physics/network.ts';
import { comparators2022, digipots2022 } from '../../learning/tasks/board2022.ts';
import { rules } from '../../learning/rules/index.ts';
import { randomStream } from '../../math/random.ts';
import { defineExperiment } from '../experiment.ts';

const source = { source: 'dillavou2022', place: 'Fig. 7e' } as const;
const START = 64;
const REPEATS = 400;
/** One clock edge; the sign rule asks for nothing of it. */
const PULSE = { nudge: 1, stepTime: 1 };
/** V_C − V_F at which the curve is sampled, V. */
const DIFFERENCES = Array.from({ length: 61 }, (_, index) => (index - 30) / 1000);
/** Drops over the clamped edge, V, well away from 0. */
const DROPS = [-2, -1, 1, 2];

/** Fig. 7e: which way a single edge steps, averaged, against the difference of its two drops. */
export const comparator = defineExperiment({
  spec: {
    kind: 'comparator',
    title: 'Transfer curve of the comparators',
    doc: 'Average wiper step of one edge against V_C − V_F for clamped drops of either sign: a step function that noise spreads and offsets shift.',
    reference: source,
    parameters: {},
  },
  seeds: 16,
  quickSeeds: 16,
  claims: [
    {
      id: 'saturation',
      quantity: 'Average step 30 mV from the threshold in the right direction, in wiper steps (lowest over the signs of both)',
      unit: '',
      source,
      published: 'step functions: ±1',
      bar: { statistic: 'median', relation: '>=', value: 0.99 },
      reason: 'Thirty millivolts are six standard deviations of the noise: a curve that does not saturate there decides by something else.',
    },
    {
      id: 'width',
      quantity: 'Distance over which the average step rises from −0.68 to 0.68 (two standard deviations of the noise)',
      unit: 'V',
      source: { source: 'dillavou2022', place: 'Sec. II, Fig. 7e' },
      published: 'occasional incorrect evaluations below 0.01 V',
      bar: { statistic: 'median', relation: 'between', value: [0.005, 0.02] },
      reason: 'The paper gives the scale of the noise, 0.01 V; a factor of two either way is as near as "order 0.01 V" can be held.',
    },
    {
      id: 'shift',
      quantity: 'Distance of the crossing from V_C = V_F, with its sign, for positive drops',
      unit: 'V',
      source,
      published: 'shifted to the right on the edge shown',
      reason: 'One edge of the board is shown; each has an offset of its own, and the deliberate lift is larger or smaller.',
      note: 'The lift of 2 mV shifts a positive drop’s curve to the left, the offsets of 2 mV shift it either way.',
    },
    {
      id: 'mirrored',
      quantity: 'Edges whose average step changes its direction with the sign of the drop, 30 mV from the threshold',
      unit: '',
      source: { source: 'dillavou2022', place: 'Appendix C, Eq. C2' },
      published: 'the exclusive or turns the comparison round for negative drops',
      bar: { statistic: 'fraction', relation: '>=', value: 1 },
      reason: 'A rule without the second comparator trains backwards wherever the drop is negative; Eq. C2 as printed does so everywhere.',
    },
  ],
  document: () => null,
  run(seed, report) {
    const step = edgeUnderTest(seed);
    const curve = DIFFERENCES.map((difference, index) => {
      report((index + 1) / DIFFERENCES.length);
      return step(1, difference);
    });
    const ends = DROPS.flatMap((drop) => [step(drop, 0.03) * Math.sign(drop), -step(drop, -0.03) * Math.sign(drop)]);
    const rising = (level: number): number | null => {
      const index = curve.findIndex((value, place) => place > 0 && curve[place - 1] < level && value >= level);
      if (index === -1) return null;
      const part = (level - curve[index - 1]) / (curve[index] - curve[index - 1]);
      return DIFFERENCES[index - 1] + part * (DIFFERENCES[index] - DIFFERENCES[index - 1]);
    };
    const [low, high] = [rising(-0.68), rising(0.68)];
    return {
      saturation: Math.min(...ends),
      width: low === null || high === null ? null : high - low,
      shift: rising(0),
      mirrored: step(1, 0.03) > 0 && step(-1, 0.03) < 0 ? 1 : 0,
    };
  },
});

/** An edge of the board, drawn by the seed: its average step under a clamped drop V_C and a difference V_C − V_F, V. */
function edgeUnderTest(seed: number): (drop: number, difference: number) => number {
  const network = buildNetwork([{ id: 'a' }, { id: 'b' }], [{ id: 'a-b', from: 'a', to: 'b' }]);
  const bank = createEdgeBank(digipots2022, [{ id: 'a-b', from: 'a', to: 'b', tap: START }]);
  const defects: Defects = noDefects(1);
  imperfections.comparators.apply(comparators2022, defects, randomStream(seed, 'comparators'));
  const setup = { network, bank, learns: Uint8Array.of(1), defects, random: randomStream(seed, 'rule') };
  const update = rules.sign.create({ kind: 'sign', decision: 'comparators' }, setup);
  return (drop, difference) => {
    let sum = 0;
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      bank.states[0] = START;
      update(Float64Array.of(drop - difference, 0), Float64Array.of(drop, 0), PULSE);
      sum += bank.states[0] - START;
    }
    return sum / REPEATS;
  };
}
