import type { ExperimentDocument } from '../../learning/experiment/document.ts';
import { compileExperiment } from '../../learning/experiment/compile.ts';
import { randomStream } from '../../math/random.ts';
import { topologies } from '../../physics/topologies/index.ts';
import { createSimulatedMachine } from '../../machine/simulated.ts';
import { ordersBelow, summarise } from '../errorHistory.ts';
import { defineExperiment } from '../experiment.ts';
import { runDocument } from '../runDocument.ts';
import { damageTask } from './board.ts';

/** Learning rate γ, Ω³/V²: at 50 kΩ a change of 4 kΩ where the squared drops differ by 1 V². */
const RATE = 1e13;
const STEPS = 4000;
const DELTA_R = 781.25;

/** The two-output task of Fig. 5 on edges with wiper positions, or with continuous resistances of the same values. */
function documentOf(kind: 'sign' | 'resistance', taps: readonly number[]): ExperimentDocument {
  const { generate: _, ...task } = damageTask(STEPS);
  const layout = topologies.board2022.generate({ kind: 'board2022' }, randomStream(0, 'topology'));
  const nodes = layout.nodes.map((node) => ({ ...node }));
  const ends = layout.edges.map(({ id, from, to }) => ({ id, from, to }));
  const common = { format: 'twinbench.network', version: 1, nodes } as const;
  const isSign = kind === 'sign';
  return {
    ...task,
    title: isSign ? 'Two outputs, sign rule without noise' : 'Two outputs, continuous resistances',
    imperfections: [],
    network: isSign
      ? {
          ...common,
          edgeModel: { kind: 'digipot', stepOhms: DELTA_R, taps: 128 },
          edges: ends.map((edge, index) => ({ ...edge, tap: taps[index] })),
        }
      : {
          ...common,
          edgeModel: { kind: 'resistor' },
          edges: ends.map((edge, index) => ({ ...edge, conductance: 1 / (DELTA_R * taps[index]) })),
        },
    rule: isSign ? { kind: 'sign', decision: 'magnitude' } : { kind: 'resistance', rate: RATE, lowest: DELTA_R, highest: 1e5 },
    clamping: { kind: 'standard', nudge: 0.1 },
    measure: { every: 10, of: 'training' },
  };
}

/** Wiper positions at the start: the seed spreads them over the middle half of the range. */
function startOf(seed: number): number[] {
  const random = randomStream(seed, 'start');
  return Array.from({ length: 16 }, () => 32 + random.below(65));
}

/** Eq. 2, the original rule on continuous resistances, beside the sign rule that the board makes of it. */
export const resistanceRule = defineExperiment({
  spec: {
    kind: 'resistanceRule',
    title: 'The original rule on continuous resistances',
    doc: 'ΔR = γ/R² (ΔV_C² − ΔV_F²) on the task of Fig. 5: it agrees in direction with the sign rule, and without wiper steps and noise the error goes on falling.',
    reference: { source: 'dillavou2022', place: 'Eq. 2, Eq. 3' },
    parameters: {},
  },
  seeds: 16,
  quickSeeds: 10,
  claims: [
    {
      id: 'sameDirection',
      quantity: 'Share of the edges that change and that both rules move the same way in the first step',
      unit: '',
      source: { source: 'dillavou2022', place: 'Eq. 3' },
      published: 'the sign of Eq. 2',
      bar: { statistic: 'lowest', relation: '>=', value: 1 },
      reason: 'Equation 3 is the sign of Eq. 2: without noise every edge with a change must agree.',
    },
    {
      id: 'settledDrop',
      quantity: 'Orders of magnitude from the first error to the median of the last 1000 steps, continuous resistances without noise',
      unit: '',
      source: { source: 'dillavou2022', place: 'Discussion' },
      published: 'continuous states greatly reduce the error floor',
      bar: { statistic: 'median', relation: '>=', value: 8 },
      reason: 'The board with its steps and noise stops at 3.4 orders; without either rounding alone sets an end.',
      note: 'Not on the allostery of Fig. 3a: three equal outputs would need resistances below the lowest of the board, which keeps 2e-4 V² under either rule.',
    },
  ],
  document: () => documentOf('resistance', startOf(1)),
  run(seed, report) {
    const taps = startOf(seed);
    const moves = (['sign', 'resistance'] as const).map((kind) => firstMoves(documentOf(kind, taps)));
    const changing = moves[1].map((move, edge) => [move, moves[0][edge]]).filter(([move]) => move !== 0);
    const { initial, settled } = summarise(runDocument(documentOf('resistance', taps), seed, report).measurements);
    return {
      sameDirection: changing.filter(([move, sign]) => Math.sign(move) === Math.sign(sign)).length / changing.length,
      settledDrop: ordersBelow(initial, settled),
    };
  },
});

/** Change of every resistance in the first step, in any unit, [edge]. */
function firstMoves(document: ExperimentDocument): number[] {
  const machine = createSimulatedMachine(compileExperiment(document));
  const resistances = (): number[] => Array.from(machine.read().conductances, (conductance) => 1 / conductance);
  const before = resistances();
  machine.advance(1);
  return resistances().map((resistance, edge) =>
    Math.abs(resistance - before[edge]) < 1e-9 * before[edge] ? 0 : resistance - before[edge],
  );
}
