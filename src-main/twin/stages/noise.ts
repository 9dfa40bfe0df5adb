import { median, quantile } from '../../math/statistics.ts';
import { byWiring, drivenBoardOf, edgesOf, learningOf, networkOf, sessionOf, withWirings, type WiringDraft } from '../calibrationDraft.ts';
import type { NetworkCalibration, WiringCalibration } from '../calibrationDocument.ts';
import { intervalsOf } from '../intervals.ts';
import { LearningTwin } from '../learningTwin.ts';
import { scaleOf } from '../linearRegression.ts';
import type { MeasuredRun } from '../measured.ts';
import { networkData } from '../networkData.ts';
import { measuredOrder } from '../orderAt.ts';
import { residualsOf } from '../networkFit.ts';
import { defineStage, thinned, type StagePlot } from './stage.ts';

type Noise = NonNullable<WiringCalibration['noise']>;

/** Fewer readings of a node or gate tell no scatter: what the others show stands in. */
const FEWEST = 8;
/** The shortest intervals of a run, in which what is missed of the gates is mostly their reading: this part of all. */
const SHORTEST = 0.25;

/** What is left between the board and its twin: noise of every node and gate as it is read. */
export const noise = defineStage({
  spec: {
    kind: 'noise',
    title: 'Noise of nodes and gates',
    doc:
      'The scatter of every node about the calibrated twin, and of every gate over the shortest intervals: what thresholds of comparison, the ' +
      'monitor and the diagnosis reckon with.',
    equation: 'σ = 1.4826·median |r − median r|',
    parameters: {},
  },
  needs: 'Some tens of measurements; for the gates, measurements that follow each other within milliseconds of learning.',
  after: ['edges'],
  missing: (runs) => {
    const count = runs.reduce((sum, { moments }) => sum + moments.length, 0);
    return count >= FEWEST ? null : `${count} measurements are too few for a scatter; ${FEWEST} are the least`;
  },

  run({ runs, report }, draft) {
    const points: StagePlot['points'][number][] = [];
    const groups = byWiring(runs, draft);
    const wirings = groups.map(({ runs: group, draft: wiring }, index) => {
      report?.({ done: index / groups.length, message: wiring.key });
      const edges = edgesOf(wiring);
      const { nodeIds, edgeIds } = group[0].experiment.network;
      const found: Noise = {
        free: nodeNoise(group, edges.free, false, wiring),
        clamped: nodeNoise(group, edges.clamped, true, wiring),
        gates: gateNoise(group, wiring),
      };
      found.free.forEach((y, x) => points.push({ x, y, series: 'nodes, free' }));
      found.clamped.forEach((y, x) => points.push({ x, y, series: 'nodes, clamped' }));
      found.gates.forEach((y, x) => points.push({ x, y, series: 'gates' }));
      const parameters = [
        ...found.free.map((value, node) => ({ quantity: 'nodes, free', of: nodeIds[node], unit: 'V', value, deviation: null })),
        ...found.clamped.map((value, node) => ({ quantity: 'nodes, clamped', of: nodeIds[node], unit: 'V', value, deviation: null })),
        ...found.gates.map((value, edge) => ({ quantity: 'gates', of: edgeIds[edge], unit: 'V', value, deviation: null })),
      ];
      return { wiring: { ...wiring, noise: found }, parameters };
    });
    return {
      draft: withWirings(
        draft,
        wirings.map(({ wiring }) => wiring),
      ),
      figure: { title: 'noise of a node, median', value: median(wirings.flatMap(({ wiring }) => wiring.noise.free)), unit: 'V' },
      parameters: wirings.flatMap(({ parameters }) => parameters),
      plot: { x: { title: 'node or edge', unit: '' }, y: { title: 'standard deviation', unit: 'V' }, points: thinned(points) },
      notes: [],
    };
  },
});

/** V, [node]. */
function nodeNoise(
  runs: readonly MeasuredRun[],
  calibration: NetworkCalibration,
  isClamped: boolean,
  { converters }: WiringDraft,
): number[] {
  const byNode = calibration.zeros.map((): number[] => []);
  for (const { node, missed } of residualsOf(networkData(runs, isClamped), networkOf(calibration))) byNode[node].push(missed);
  const sources = (isClamped ? converters?.clamped : converters?.free) ?? [];
  const own = byNode.map((values, node) => scatterOf(values) ?? sources.find((source) => source.node === node)?.scatter ?? null);
  return filled(own);
}

/** V, [edge]: over the shortest intervals, each the difference of two readings. */
function gateNoise(runs: readonly MeasuredRun[], draft: WiringDraft): number[] {
  const { edgeCount } = runs[0].experiment.network;
  const byEdge = Array.from({ length: edgeCount }, (): number[] => []);
  for (const run of runs) {
    const intervals = intervalsOf(run);
    if (intervals.length === 0) continue;
    const limit = quantile(
      intervals.map(({ interval }) => interval.duration),
      SHORTEST,
    );
    const session = draft.sessions.find(({ clamping }) => clamping === sessionOf(run));
    const learning = session?.bias ?? session?.rate ?? null;
    const twin =
      learning === null
        ? null
        : new LearningTwin(
            run.experiment,
            { ...drivenBoardOf(draft, sessionOf(run)), learning: learningOf(learning) },
            measuredOrder(run.experiment, run.moments),
          );
    for (const { interval, end } of intervals.filter(({ interval }) => interval.duration <= limit)) {
      const gates = Float64Array.from(interval.gates);
      twin?.advance(interval, gates);
      end.forEach((gate, edge) => byEdge[edge].push((gate - gates[edge]) / Math.SQRT2));
    }
  }
  return filled(byEdge.map(scatterOf));
}

function scatterOf(values: readonly number[]): number | null {
  if (values.length < FEWEST) return null;
  const centre = median(values);
  return scaleOf(values.map((value) => value - centre));
}

function filled(values: readonly (number | null)[]): number[] {
  const known = values.filter((value) => value !== null);
  const typical = known.length === 0 ? 0 : median(known);
  return values.map((value) => value ?? typical);
}
