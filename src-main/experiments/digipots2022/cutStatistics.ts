import { compileExperiment } from '../../learning/experiment/compile.ts';
import type { ExperimentDocument } from '../../learning/experiment/document.ts';
import { createSimulatedMachine, type SimulatedMachine } from '../../machine/simulated.ts';
import { median } from '../../math/statistics.ts';
import { randomStream, shuffled } from '../../math/random.ts';
import { defineExperiment } from '../experiment.ts';
import { damageTask } from './board.ts';

const INTERVAL = 100;
const CUTS = 5;
const RECOVERED_OVER = 20;
/** An edge matters when cutting it raises the error at once by this factor. */
const SPIKE = 10;

/** Chooses the edge to cut from the error that each cut would cause; `null` where none is fit. */
type Choice = (candidates: readonly { readonly edge: number; readonly error: number }[], before: number) => number | null;

const source = { source: 'dillavou2022', place: 'Sec. III, Fig. 5' } as const;

/** What Fig. 5 leaves open: how often five cuts are survived where the edges are not picked by hand. */
export const cutStatistics = defineExperiment({
  spec: {
    kind: 'cutStatistics',
    title: 'Five cuts: chance and malice',
    doc: 'The task of Fig. 5 with five cuts, 100 steps apart: at edges drawn among all, among those whose loss raises the error tenfold, and always at the worst.',
    reference: source,
    parameters: {},
  },
  seeds: 40,
  quickSeeds: 0,
  claims: [
    {
      id: 'anyRecovered',
      quantity: 'Runs that recover from five cuts at random edges (below 1 % of the first error after each)',
      unit: '',
      source,
      published: 'a substantial fraction of edges produce only a modest change',
      statistic: 'fraction',
      reason: 'The paper shows one hand-picked run, so that there is no number to hold this against.',
      note: 'About half recover. No output is disconnected; of the failures two thirds are only slower than 100 steps, the others are not back after 1000 more.',
    },
    {
      id: 'spikingRecovered',
      quantity: 'The same where every cut is drawn among the edges that matter',
      unit: '',
      source,
      published: 'edges chosen because they produce a spike; recovers each time',
      statistic: 'fraction',
      reason: 'The paper shows one hand-picked run, so that there is no number to hold this against.',
      note: 'Figure 5 is an existence claim: less than half of such runs survive (and where no edge matters any more, that counts as survival).',
    },
    {
      id: 'worstRecovered',
      quantity: 'The same where always the edge is cut whose loss raises the error most',
      unit: '',
      source,
      published: 'no single part of the network is essential',
      statistic: 'fraction',
      reason: 'The paper shows one hand-picked run, so that there is no number to hold this against.',
      note: 'No run is back in time; given 1000 steps more, nearly all come back from the cut that they failed at.',
    },
    {
      id: 'harmlessEdges',
      quantity: 'Share of edges whose loss raises the error of the trained board less than tenfold',
      unit: '',
      source,
      published: 'a substantial fraction',
      bar: { statistic: 'median', relation: 'between', value: [0.15, 0.85] },
      reason: 'Both extremes would contradict the paper: most edges matter little, yet some produce spikes.',
    },
  ],
  document: randomCuts,
  run(seed, report) {
    const random = randomStream(seed, 'cuts');
    const pick = (edges: readonly number[]): number | null => (edges.length === 0 ? null : edges[random.below(edges.length)]);
    const any: Choice = (candidates) => pick(candidates.map(({ edge }) => edge));
    const spiking: Choice = (candidates, before) => pick(candidates.filter(({ error }) => matters(error, before)).map(({ edge }) => edge));
    const worst: Choice = (candidates) => candidates.reduce((most, other) => (rank(other.error) > rank(most.error) ? other : most)).edge;
    const runs = [any, spiking, worst].map((choose, index) => {
      const result = survives(seed, choose);
      report((index + 1) / 3);
      return result;
    });
    return {
      anyRecovered: runs[0].isRecovered ? 1 : 0,
      spikingRecovered: runs[1].isRecovered ? 1 : 0,
      worstRecovered: runs[2].isRecovered ? 1 : 0,
      harmlessEdges: runs[0].harmless,
    };
  },
});

/** On the bench: five edges drawn among all. */
function randomCuts(): ExperimentDocument {
  const task = damageTask((CUTS + 1) * INTERVAL);
  const edges = shuffled([...compileExperiment(task).network.edgeIds], randomStream(task.seed, 'cuts')).slice(0, CUTS);
  return {
    ...task,
    title: 'Five random cuts',
    damage: edges.map((edge, cut) => ({ step: (cut + 1) * INTERVAL, edges: [edge], damage: 'cut' as const })),
  };
}

/** Trains, then cuts five times as `choose` says. */
function survives(seed: number, choose: Choice): { isRecovered: boolean; harmless: number } {
  const machine = createSimulatedMachine(compileExperiment({ ...damageTask(INTERVAL), seed }));
  const initial = machine.measure('training').error;
  const errors: number[] = [];
  machine.onMeasurement(({ error }) => errors.push(error));
  machine.advance(INTERVAL);
  let isRecovered = true;
  let harmless = Number.NaN;
  for (let cut = 0; cut < CUTS && isRecovered; cut++) {
    const before = median(errors.slice(-RECOVERED_OVER));
    const candidates = tryCuts(machine);
    if (cut === 0) harmless = candidates.filter(({ error }) => !matters(error, before)).length / candidates.length;
    const edge = choose(candidates, before);
    // Where no edge matters any more there is nothing left to recover from.
    if (edge === null) break;
    machine.damage([edge], 'cut');
    machine.advance(INTERVAL);
    isRecovered = median(errors.slice(-RECOVERED_OVER).map(rank)) / initial < 0.01;
  }
  return { isRecovered, harmless };
}

/** The error that cutting each edge that is left would cause at once. */
function tryCuts(machine: SimulatedMachine): { edge: number; error: number }[] {
  return machine.read().damage.flatMap((kind, edge) => {
    if (kind !== null) return [];
    machine.damage([edge], 'cut');
    const { error } = machine.measure('training');
    machine.damage([edge], null);
    return [{ edge, error }];
  });
}

function matters(error: number, before: number): boolean {
  return rank(error) > SPIKE * before;
}

/** An output that floats has no error; that is worse than any. */
function rank(error: number): number {
  return Number.isNaN(error) ? Infinity : error;
}
