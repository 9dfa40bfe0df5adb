import { byWiring, withWirings } from '../calibrationDraft.ts';
import { regress } from '../linearRegression.ts';
import { wiringOf, type MeasuredRun } from '../measured.ts';
import { imposedAt } from '../sourceFit.ts';
import { defineStage, thinned, type StageParameter, type StagePlot } from './stage.ts';

/** Sources that never change by more than this tell no gain, V. */
const VARIED = 1e-3;

type Reading = NonNullable<ReturnType<typeof byWiring>[number]['draft']['converters']>['free'][number];

/**
 * What is read at a source against what was imposed there: zero and gain of the pair of converters. The drop across the source's
 * own resistance is in the scatter; the stage of the edges, which knows the currents, separates it.
 */
export const converters = defineStage({
  spec: {
    kind: 'converters',
    title: 'Converters: zero and gain',
    doc: 'Reads the sources back: zero and gain of what sets a voltage and what measures it, node by node, in both networks.',
    equation: 'V_read = gain·V_imposed + zero',
    parameters: {},
  },
  needs: 'Recordings with node voltages. A source that is imposed at several voltages tells its gain, one that is constant only its zero.',
  after: [],
  missing: (runs) => (runs.some(({ moments }) => moments.length > 1) ? null : 'no recording has two measurements of node voltages'),

  run({ runs, report }, draft) {
    const parameters: StageParameter[] = [];
    const points: StagePlot['points'][number][] = [];
    const scatters: number[] = [];
    const wirings = byWiring(runs, draft).map(({ runs: group, draft: wiring }, index, all) => {
      report?.({ done: index / all.length, message: wiring.key });
      const nodeIds = group[0].experiment.network.nodeIds;
      const found = ([false, true] as const).map((isClamped) => {
        const name = isClamped ? 'clamped' : 'free';
        return Array.from(wiringOf(group[0].experiment).sources, (node): Reading => {
          const { imposed, read } = readingsAt(group, node, isClamped);
          const reading = fitReading(node, imposed, read);
          scatters.push(reading.scatter);
          parameters.push({
            quantity: `zero, ${name}`,
            of: nodeIds[node],
            unit: 'V',
            value: reading.zero,
            deviation: reading.deviations.zero,
          });
          if (reading.deviations.gain > 0) {
            parameters.push({
              quantity: `gain, ${name}`,
              of: nodeIds[node],
              unit: '',
              value: reading.gain,
              deviation: reading.deviations.gain,
            });
          }
          imposed.forEach((x, at) => points.push({ x, y: read[at] - reading.gain * x - reading.zero, series: name }));
          return reading;
        });
      });
      return { ...wiring, converters: { free: found[0], clamped: found[1] } };
    });
    return {
      draft: withWirings(draft, wirings),
      figure: { title: 'scatter of the readings', value: Math.hypot(...scatters) / Math.sqrt(scatters.length), unit: 'V' },
      parameters,
      plot: { x: { title: 'imposed', unit: 'V' }, y: { title: 'read − line', unit: 'V' }, points: thinned(points) },
      notes: [],
    };
  },
});

function fitReading(node: number, imposed: readonly number[], read: readonly number[]): Reading {
  const [low, high] = imposed.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, -Infinity]);
  const isVaried = high - low > VARIED;
  const { coefficients, covariance, scatter } = regress(
    imposed.map((value) => (isVaried ? [1, value] : [1])),
    read.map((value, at) => value - (isVaried ? 0 : imposed[at])),
  );
  const deviation = (at: number): number => Math.sqrt(covariance.get(at, at));
  return {
    node,
    zero: coefficients[0],
    gain: isVaried ? coefficients[1] : 1,
    scatter,
    deviations: { zero: deviation(0), gain: isVaried ? deviation(1) : 0 },
  };
}

function readingsAt(runs: readonly MeasuredRun[], node: number, isClamped: boolean): { imposed: number[]; read: number[] } {
  const [imposed, read]: [number[], number[]] = [[], []];
  for (const run of runs) {
    for (const { states } of run.moments) {
      for (const { set, datapoint, freeVoltages, clampedVoltages } of states) {
        const value = (isClamped ? clampedVoltages : freeVoltages)[node];
        if (Number.isNaN(value)) continue;
        imposed.push(imposedAt(run, set, datapoint, node));
        read.push(value);
      }
    }
  }
  return { imposed, read };
}
