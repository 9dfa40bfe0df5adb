import type { BoardParameters } from './boardParameters.ts';
import { DrivenPair } from './drivenPair.ts';
import type { MeasuredRun } from './measured.ts';
import { randomStream } from '../math/random.ts';
import { quantile } from '../math/statistics.ts';
import { LEAST_READING } from './gateReadings.ts';
import { TwinEnsemble } from './twinEnsemble.ts';

/** What forecasts of one horizon miss, root mean square over edges or outputs and starts, beside "nothing changes". */
export interface ForecastMiss {
  /** Geometric middle of the horizons that are taken together, s. */
  readonly horizon: number;
  readonly forecasts: number;
  /** V. */
  readonly gates: number;
  readonly stillGates: number;
  /** Part of the gates that lay within their bands; 0.8 is what these promise. Bands here have the noise of the reading in them. */
  readonly covered: number;
  /** By how much narrower bands would have held 8 of 10: 1 is as promised, above it they are too wide. */
  readonly tooWide: number;
  /** V. */
  readonly outputs: number;
  readonly stillOutputs: number;
  /** Part of the outputs that lay within the bands of theirs, and by how much narrower ones would have held 8 of 10. */
  readonly coveredOutputs: number;
  readonly outputsTooWide: number;
}

export interface ForecastJudging {
  /** Standard deviation of a node as it is read, V; the least that is left of 8 bits otherwise. */
  readonly nodeNoise?: number;
  /** Measurements that forecasts are made from, evenly over the run. */
  readonly starts: number;
  /** How far they go, s of learning and measurements. */
  readonly longest: number;
  readonly most: number;
  /** Told before each start how many are done, 0..1: one takes seconds where many datapoints are learnt in turn. */
  readonly progress?: (done: number) => void;
}

/** Horizons within half a decade are taken together. */
const PER_DECADE = 2;
const TOLERANCE = 1e-7;

interface Sum {
  forecasts: number;
  gates: number;
  still: number;
  outputs: number;
  stillOutputs: number;
  /** How far each reading was from the middle of its band, in halves of its width. */
  readonly gatesOff: number[];
  readonly outputsOff: number[];
}

/**
 * Forecasts measured gates and outputs of a run from states that were measured earlier in it, knowing only what came before these.
 * An output is that of the twin at the predicted gates, and for "nothing changes" at those of the start, under the datapoint that was on.
 *
 * @cost per start ten twins over the longest horizon
 */
export function judgeForecasts({ experiment, moments }: MeasuredRun, board: BoardParameters, judging: ForecastJudging): ForecastMiss[] {
  const sums = new Map<number, Sum>();
  const random = randomStream(experiment.document.seed, 'readings of a forecast');
  const reading = board.learning.reading ?? LEAST_READING;
  const width = experiment.outputs.minus.some((node) => node >= 0) ? Math.SQRT2 : 1;
  const outputNoise = width * (judging.nodeNoise ?? NODE_READING);
  const stride = Math.max(1, Math.floor((moments.length - 1) / judging.starts));
  for (let at = 0; at < moments.length - 1; at += stride) {
    judging.progress?.(at / (moments.length - 1));
    const start = moments[at];
    const ensemble = new TwinEnsemble(experiment, board, { gates: start.gates, history: moments.slice(0, at + 1) });
    const pairs = ensemble.free.map((free) => new DrivenPair(experiment, { ...board, free }));
    const present = ensemble.gates[0].slice();
    let last = start;
    for (const moment of moments.slice(at + 1, at + 1 + judging.most)) {
      const [duration, horizon] = [moment.time - last.time, moment.time - start.time];
      if (horizon > judging.longest) break;
      if (!(duration > 0) || moment.step <= last.step) continue;
      ensemble.advance({ from: last.step, to: moment.step, duration, nudge: moment.nudge });
      last = moment;
      const bin = Math.round(PER_DECADE * Math.log10(horizon));
      const sum = sums.get(bin) ?? { forecasts: 0, gates: 0, still: 0, outputs: 0, stillOutputs: 0, gatesOff: [], outputsOff: [] };
      sums.set(bin, sum);
      sum.forecasts++;
      const [likeliest, ...drawn] = ensemble.gates;
      moment.gates.forEach((gate, edge) => {
        sum.gates += (likeliest[edge] - gate) ** 2;
        sum.still += (start.gates[edge] - gate) ** 2;
        sum.gatesOff.push(
          offBand(
            gate,
            drawn.map((gates) => gates[edge] + reading * random.normal()),
          ),
        );
      });
      const [{ datapoint, freeVoltages }] = moment.states;
      const [predicted, ...others] = ensemble.gates.map((gates, index) => outputsAt(experiment, pairs[index], gates, datapoint));
      const still = outputsAt(experiment, pairs[0], present, datapoint);
      outputsRead(experiment, freeVoltages).forEach((output, index) => {
        if (Number.isNaN(output)) return;
        sum.outputs += (predicted[index] - output) ** 2;
        sum.stillOutputs += (still[index] - output) ** 2;
        sum.outputsOff.push(
          offBand(
            output,
            others.map((values) => values[index] + outputNoise * random.normal()),
          ),
        );
      });
    }
  }
  return [...sums].sort(([a], [b]) => a - b).map(([bin, sum]) => missOf(10 ** (bin / PER_DECADE), sum));
}

function missOf(horizon: number, { forecasts, gates, still, outputs, stillOutputs, gatesOff, outputsOff }: Sum): ForecastMiss {
  const [edges, count] = [gatesOff.length, outputsOff.length];
  return {
    horizon,
    forecasts,
    gates: Math.sqrt(gates / edges),
    stillGates: Math.sqrt(still / edges),
    covered: gatesOff.filter((off) => off <= 1).length / edges,
    tooWide: 1 / quantile(gatesOff, PROMISED),
    outputs: Math.sqrt(outputs / count),
    stillOutputs: Math.sqrt(stillOutputs / count),
    coveredOutputs: outputsOff.filter((off) => off <= 1).length / count,
    outputsTooWide: 1 / quantile(outputsOff, PROMISED),
  };
}

/** Part of what comes that lies within the lowest and the highest of nine. */
const PROMISED = 0.8;
/** A node is read to this where nothing better is known, V: some tenths of a step of 8 bits. */
const NODE_READING = 0.5e-3;

/** How far a value is from the middle of the band of these, in halves of its width. */
function offBand(value: number, drawn: readonly number[]): number {
  const [low, high] = [Math.min(...drawn), Math.max(...drawn)];
  return Math.abs(value - 0.5 * (low + high)) / (0.5 * (high - low));
}

function outputsRead({ outputs: { plus, minus } }: MeasuredRun['experiment'], voltages: Float64Array): number[] {
  return Array.from(plus, (node, output) => voltages[node] - (minus[output] < 0 ? 0 : voltages[minus[output]]));
}

function outputsAt(experiment: MeasuredRun['experiment'], pair: DrivenPair, gates: Float64Array, datapoint: number): number[] {
  const { training, network, outputs } = experiment;
  const width = training.inputs.length / training.count;
  const voltages = new Float64Array(network.nodeCount).fill(0.2);
  pair.solveFree(gates, training.inputs.subarray(datapoint * width, (datapoint + 1) * width), voltages, TOLERANCE);
  return Array.from(outputs.plus, (_, output) => pair.outputRead(output, voltages));
}
