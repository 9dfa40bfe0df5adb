import { byWiring, groupBy, networkOf, sessionOf, withWirings, type EdgesPart } from '../calibrationDraft.ts';
import type { NetworkCalibration } from '../calibrationDocument.ts';
import { deviceModels } from '../devices/index.ts';
import { identifiabilityWords, nullDirections } from '../identifiability.ts';
import { networkData, type NetworkData } from '../networkData.ts';
import { fitNetwork, residualsOf, uncertaintyOf, type NetworkFit } from '../networkFit.ts';
import { spreadFactor } from '../networkSpread.ts';
import { fitNudges, fitSources } from '../sourceFit.ts';
import { findStrays } from '../strayConnections.ts';
import { defineStage, thinned, type StageContext, type StageParameter, type StagePlot } from './stage.ts';

/** Both networks: gain and threshold of every edge, and how sources and nudges drive them. */
export const edges = defineStage({
  spec: {
    kind: 'edges',
    title: 'Edges: transconductance and threshold',
    doc:
      'Fits the free and the clamped network to the node voltages under Kirchhoff’s law: gain and threshold of the transistor of every edge, ' +
      'zeros of the nodes, connections that are in no schematic, then the resistances of the sources and the nudge as it is made.',
    equation: 'I = S/(2(1+δ))·[p(x_b)² − p(x_a)²]/(1 + θ·p(x̄))',
    parameters: {},
  },
  needs: 'Recordings in which the gates take many values: each edge should have been open and nearly closed, under several inputs.',
  after: [],
  missing(runs) {
    const states = runs.reduce((sum, { moments }) => sum + moments.length, 0);
    const wanted = runs.length === 0 ? 1 : Math.ceil((2 * runs[0].experiment.network.edgeCount) / runs[0].experiment.network.nodeCount);
    return states >= wanted ? null : `${states} measurements are too few for two numbers per edge; ${wanted} are the least`;
  },

  run(context, draft) {
    const parameters: StageParameter[] = [];
    const points: StagePlot['points'][number][] = [];
    const groups = byWiring(context.runs, draft);
    const wirings = groups.map(({ runs, draft: wiring }, index) => {
      const report = (part: number, message: string): void =>
        context.report?.({ done: (index + part) / groups.length, message: `${wiring.key}: ${message}` });
      report(0, 'networks');
      const found = fitNetworks({ ...context, runs });
      const { network } = runs[0].experiment;
      for (const name of ['free', 'clamped'] as const) {
        parameters.push(...parametersOf(found[name].calibration, name, network.edgeIds));
        for (const { node, measured, missed } of found[name].residuals)
          points.push({ x: measured, y: missed, series: `${name}, ${network.nodeIds[node]}` });
      }
      report(0.7, 'sources and nudges');
      const sourcesOf = (calibration: NetworkCalibration, isClamped: boolean): EdgesPart['freeSources'] =>
        fitSources(runs, networkOf(calibration), isClamped).map(({ source, deviations }) => ({ ...source, deviations }));
      const [free, clamped] = [found.free.calibration, found.clamped.calibration];
      const earlier = wiring.edges?.nudges ?? {};
      const nudges = [...groupBy(runs, sessionOf)].map(
        ([clamping, group]) => [clamping, fitNudges(group).map(({ nudge }) => nudge)] as const,
      );
      const part: EdgesPart = {
        free,
        clamped,
        freeSources: sourcesOf(free, false),
        clampedSources: sourcesOf(clamped, true),
        nudges: { ...earlier, ...Object.fromEntries(nudges) },
        indistinguishable: found.words,
      };
      return { ...wiring, edges: part };
    });
    const misses = points.map(({ y }) => y);
    return {
      draft: withWirings(draft, wirings),
      figure: { title: 'missed of the node voltages, root mean square', value: rootMeanSquare(misses), unit: 'V' },
      parameters,
      plot: { x: { title: 'measured', unit: 'V' }, y: { title: 'twin − measured', unit: 'V' }, points: thinned(points) },
      notes: [...new Set(wirings.flatMap(({ edges: { indistinguishable } }) => indistinguishable))],
    };
  },
});

interface FittedNetwork {
  readonly calibration: NetworkCalibration;
  readonly residuals: ReturnType<typeof residualsOf>;
}

function fitNetworks({ runs, device }: StageContext): { free: FittedNetwork; clamped: FittedNetwork; words: string[] } {
  const freeData = networkData(runs, false);
  const strays = findStrays(freeData);
  const clampedData = networkData(runs, true);
  const free = fitNetwork(freeData, deviceModels[device], strays);
  const clamped = fitNetwork(clampedData, deviceModels[device], strays);
  const { edgeIds, nodeIds } = freeData.network;
  const words = identifiabilityWords({
    free: nullDirections(free, edgeIds, nodeIds),
    clamped: nullDirections(clamped, edgeIds, nodeIds),
  });
  const fitted = (fit: NetworkFit, data: NetworkData): FittedNetwork => ({
    calibration: calibrationOf(fit),
    residuals: residualsOf(data, fit.parameters),
  });
  return { free: fitted(free, freeData), clamped: fitted(clamped, clampedData), words };
}

function calibrationOf(fit: NetworkFit): NetworkCalibration {
  const { parameters, layout } = fit;
  const { covariance, reading, gate } = uncertaintyOf(fit);
  const deviationsOf = (place: number, count: number): number[] =>
    Array.from({ length: count }, (_, index) => (place < 0 ? 0 : Math.sqrt(covariance.get(place + index, place + index))));
  const { place, edgeCount, nodeCount } = layout;
  return {
    shape: { ...parameters.shape },
    transconductances: [...parameters.transconductances],
    thresholds: [...parameters.thresholds],
    zeros: [...parameters.zeros],
    strays: parameters.strays.map((stray) => ({ ...stray })),
    deviations: {
      gains: deviationsOf(place.gain, edgeCount),
      thresholds: deviationsOf(place.threshold, edgeCount),
      zeros: deviationsOf(place.zero, nodeCount),
      shape: (['softness', 'body', 'degradation'] as const).map((kind) => deviationsOf(place[kind], 1)[0]),
    },
    spread: { factor: spreadFactor(layout, covariance), reading, gate },
  };
}

function parametersOf(
  { transconductances, thresholds, deviations }: NetworkCalibration,
  name: string,
  edgeIds: readonly string[],
): StageParameter[] {
  return edgeIds.flatMap((id, edge) => [
    {
      quantity: `S, ${name}`,
      of: id,
      unit: 'A/V²',
      value: transconductances[edge],
      deviation: transconductances[edge] * deviations.gains[edge],
    },
    { quantity: `V_T, ${name}`, of: id, unit: 'V', value: thresholds[edge], deviation: deviations.thresholds[edge] },
  ]);
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
