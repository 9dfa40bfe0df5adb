import type { BoardParameters } from './boardParameters.ts';
import { DrivenPair } from './drivenPair.ts';
import type { MeasuredRun } from './measured.ts';
import { TwinEnsemble } from './twinEnsemble.ts';

/** What forecasts of one horizon miss, root mean square over edges or outputs and starts, beside "nothing changes". */
export interface ForecastMiss {
  /** Geometric middle of the horizons that are taken together, s. */
  readonly horizon: number;
  readonly forecasts: number;
  /** V. */
  readonly gates: number;
  readonly stillGates: number;
  /** Part of the gates that lay within their bands; 0.8 is what these promise. */
  readonly covered: number;
  /** V. */
  readonly outputs: number;
  readonly stillOutputs: number;
}

export interface ForecastJudging {
  /** Measurements that forecasts are made from, evenly over the run. */
  readonly starts: number;
  /** How far they go, s of learning and measurements. */
  readonly longest: number;
  readonly most: number;
}

/** Horizons within half a decade are taken together. */
const PER_DECADE = 2;
const TOLERANCE = 1e-7;

interface Sum {
  forecasts: number;
  gates: number;
  still: number;
  covered: number;
  edges: number;
  outputs: number;
  stillOutputs: number;
  outputCount: number;
}

/**
 * Forecasts measured gates and outputs of a run from states that were measured earlier in it, knowing only what came before these.
 * An output is that of the twin at the predicted gates, and for "nothing changes" at those of the start, under the datapoint that was on.
 *
 * @cost per start ten twins over the longest horizon
 */
export function judgeForecasts({ experiment, moments }: MeasuredRun, board: BoardParameters, judging: ForecastJudging): ForecastMiss[] {
  const pair = new DrivenPair(experiment, board);
  const sums = new Map<number, Sum>();
  const stride = Math.max(1, Math.floor((moments.length - 1) / judging.starts));
  for (let at = 0; at < moments.length - 1; at += stride) {
    const start = moments[at];
    const ensemble = new TwinEnsemble(experiment, board, { gates: start.gates, history: moments.slice(0, at + 1) });
    let last = start;
    for (const moment of moments.slice(at + 1, at + 1 + judging.most)) {
      const [duration, horizon] = [moment.time - last.time, moment.time - start.time];
      if (horizon > judging.longest) break;
      if (!(duration > 0) || moment.step <= last.step) continue;
      ensemble.advance({ from: last.step, to: moment.step, duration, nudge: moment.nudge });
      last = moment;
      const bin = Math.round(PER_DECADE * Math.log10(horizon));
      const sum = sums.get(bin) ?? { forecasts: 0, gates: 0, still: 0, covered: 0, edges: 0, outputs: 0, stillOutputs: 0, outputCount: 0 };
      sums.set(bin, sum);
      sum.forecasts++;
      const { gates, lowest, highest } = ensemble.band();
      moment.gates.forEach((gate, edge) => {
        sum.edges++;
        sum.gates += (gates[edge] - gate) ** 2;
        sum.still += (start.gates[edge] - gate) ** 2;
        if (gate >= lowest[edge] - READING && gate <= highest[edge] + READING) sum.covered++;
      });
      const [{ datapoint, freeVoltages }] = moment.states;
      const measured = outputsRead(experiment, freeVoltages);
      const predicted = outputsAt(experiment, pair, gates, datapoint);
      const still = outputsAt(experiment, pair, start.gates, datapoint);
      measured.forEach((output, index) => {
        if (Number.isNaN(output)) return;
        sum.outputCount++;
        sum.outputs += (predicted[index] - output) ** 2;
        sum.stillOutputs += (still[index] - output) ** 2;
      });
    }
  }
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([bin, sum]) => ({
      horizon: 10 ** (bin / PER_DECADE),
      forecasts: sum.forecasts,
      gates: Math.sqrt(sum.gates / sum.edges),
      stillGates: Math.sqrt(sum.still / sum.edges),
      covered: sum.covered / sum.edges,
      outputs: Math.sqrt(sum.outputs / sum.outputCount),
      stillOutputs: Math.sqrt(sum.stillOutputs / sum.outputCount),
    }));
}

/** A gate is read to this, V; a band that is narrower holds nothing. */
const READING = 2e-3;

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
