import { parseDocument } from '../../../shared/documents/parse.ts';
import { experimentDocument, type ExperimentDocument } from '../../learning/experiment/document.ts';
import { randomStream } from '../../math/random.ts';
import { STEP_TIME } from '../transistors2024/lattice.ts';
import { HIGH, LOW } from './lattice.ts';

/** Two tasks of the 2 + 1-edge network, with what was measured of the board. */
export interface BowtieCase {
  readonly title: string;
  readonly place: string;
  /** V1 and label of each datapoint, V, and its task. */
  readonly points: readonly { readonly input: number; readonly label: number; readonly group: 0 | 1 }[];
  /** A_0 = γ·S, 1/(V s) (Appendix D). */
  readonly rate: number;
  /** B of the edges to V₋ and to V₊, V/s (Appendix E). */
  readonly bias: readonly [number, number];
  /** The predetermined central point at which it was measured, V (Appendix E). */
  readonly centre: readonly [number, number];
}

const TRANSCONDUCTANCE = 8e-4;
const ALPHA = { input: HIGH, label: 0.31, group: 0 } as const;

/** Appendices B, D and E. Appendix E still has the figure numbers of an earlier version: its 1F, 1G and 2 are 2F, 2G and 3. */
export const bowtieCases = {
  steep: {
    title: 'Compatible tasks, first pair',
    place: 'Fig. 2B, F',
    points: [ALPHA, { input: LOW, label: 0.14, group: 1 }],
    rate: 2.4e6 * TRANSCONDUCTANCE,
    bias: [2.97, 4.41],
    centre: [3, 3.5],
  },
  shallow: {
    title: 'Compatible tasks, second pair',
    place: 'Fig. 2C, G',
    points: [ALPHA, { input: LOW, label: 0.18, group: 1 }],
    rate: 2.4e6 * TRANSCONDUCTANCE,
    bias: [-0.16, 1.98],
    centre: [3.1, 4.3],
  },
  incompatible: {
    title: 'Incompatible tasks',
    place: 'Fig. 3',
    points: [
      { input: LOW, label: 0.143, group: 0 },
      { input: HIGH, label: 0.268, group: 0 },
      { input: LOW, label: 0.156, group: 1 },
    ],
    rate: 3.2e6 * TRANSCONDUCTANCE,
    bias: [-1.79, 0.68],
    centre: [2.5, 2.5],
  },
} as const satisfies Record<string, BowtieCase>;

/** A case as a document for the bench, with a period of τ, s. */
export function bowtieDocument(
  { title, place, points, rate, bias, centre }: BowtieCase,
  period: number,
  hasBias = true,
): ExperimentDocument {
  const drawn = drawnBias(bias);
  return parseDocument(
    experimentDocument,
    {
      format: experimentDocument.format,
      version: experimentDocument.version,
      title,
      description: 'Two learning edges and a fixed one, two tasks in turn: the gates settle into a cycle instead of the joint solution.',
      source: `Dillavou 2025, ${place}`,
      generate: {
        topology: { kind: 'bowtie', fixedConductance: 1e-3 },
        edgeModel: { kind: 'transistor', transconductance: TRANSCONDUCTANCE, threshold: 0.7 },
        state: 0.5 * (centre[0] + centre[1]),
        spread: 0.5,
      },
      roles: {
        inputs: [{ name: 'V1', node: 'V1' }],
        supplies: [
          { name: 'V−', node: 'V-', voltage: LOW },
          { name: 'V+', node: 'V+', voltage: HIGH },
        ],
        outputs: [{ name: 'O', node: 'O' }],
      },
      dataset: { kind: 'table', inputs: points.map(({ input }) => [input]), labels: points.map(({ label }) => [label]) },
      rule: { kind: 'continuous', rate, gateFloor: 1.1 },
      clamping: { kind: 'standard', nudge: 1 },
      schedule: { kind: 'alternating', groups: points.map(({ group }) => group), period: Math.round(period / STEP_TIME) },
      stepTime: STEP_TIME,
      steps: Math.round(10 / STEP_TIME),
      measure: { every: 20, of: 'training' },
      imperfections: hasBias ? [{ kind: 'bias', mean: drawn.mean, spread: drawn.spread }] : [],
      seed: drawn.seed,
    },
    title,
  );
}

/**
 * The mean, spread and seed with which the imperfection `bias` draws just these two numbers, so that a plain document carries a
 * measured bias: B_e = mean + spread·n_e, with the two normal numbers n_e of the seed.
 */
export function drawnBias([first, second]: readonly [number, number]): { mean: number; spread: number; seed: number } {
  for (let seed = 1; ; seed++) {
    const random = randomStream(seed, 'bias 0');
    const [n1, n2] = [random.normal(), random.normal()];
    const spread = (second - first) / (n2 - n1);
    // Numbers that lie too near to each other would need a huge spread, to which the third edge's draw is exposed too.
    if (spread >= 0 && Math.abs(n2 - n1) > 1) return { mean: first - spread * n1, spread, seed };
  }
}
