import { BoardNetwork, type NetworkParameters } from './boardNetwork.ts';
import type { NudgeParameters, SourceParameters } from './boardParameters.ts';
import { outputOf } from './drivenPair.ts';
import { regress } from './linearRegression.ts';
import { heldNodes, wiringOf, type MeasuredRun } from './measured.ts';

/** Sources that never change by more than this tell no gain, V. */
const VARIED = 1e-3;
/** No source is stiffer than a switch of half an ohm. */
const STIFFEST = 0.5;

/** A fitted source with the standard deviations of what was fitted and the scatter that is left, V. */
export interface SourceFit {
  readonly source: SourceParameters;
  readonly deviations: { readonly resistance: number; readonly zero: number; readonly gain: number };
  readonly scatter: number;
}

/**
 * How the sources of one network impose: V = gain·V_imposed + zero − R·I, by regression over all states, with the currents that
 * the calibrated network draws at the voltages that were read.
 *
 * @cost one solution per state
 */
export function fitSources(runs: readonly MeasuredRun[], parameters: NetworkParameters, isClamped: boolean): SourceFit[] {
  const [{ experiment }] = runs;
  const wiring = wiringOf(experiment);
  const board = new BoardNetwork(experiment.network, parameters, heldNodes(wiring, experiment.network.nodeCount, isClamped));
  const seen = Array.from(wiring.sources, () => ({ imposed: [] as number[], currents: [] as number[], voltages: [] as number[] }));
  for (const run of runs) {
    for (const { gates, states } of run.moments) {
      for (const state of states) {
        const read = isClamped ? state.clampedVoltages : state.freeVoltages;
        const voltages = read.map((voltage, node) => voltage - parameters.zeros[node]);
        if (!board.solve(gates, voltages, [], 1e-7)) continue;
        board.assemble(gates, voltages);
        wiring.sources.forEach((node, source) => {
          seen[source].imposed.push(imposedAt(run, state.set, state.datapoint, node));
          seen[source].currents.push(board.currentOut(node, voltages));
          seen[source].voltages.push(voltages[node]);
        });
      }
    }
  }
  return seen.map(({ imposed, currents, voltages }, index) => {
    const isVaried = Math.max(...extremes(imposed)) - Math.min(...extremes(imposed)) > VARIED;
    const rows = currents.map((current, at) => (isVaried ? [-current, 1, imposed[at]] : [-current, 1]));
    const fit = regress(
      rows,
      voltages.map((voltage, at) => voltage - (isVaried ? 0 : imposed[at])),
    );
    const [resistance, zero, gain = 1] = fit.coefficients;
    const deviation = (at: number): number => Math.sqrt(fit.covariance.get(at, at));
    return {
      source: { node: wiring.sources[index], gain, zero, resistance: Math.max(resistance, STIFFEST) },
      deviations: { resistance: deviation(0), zero: deviation(1), gain: isVaried ? deviation(2) : 0 },
      scatter: fit.scatter,
    };
  });
}

function extremes(values: readonly number[]): [number, number] {
  return values.reduce<[number, number]>(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
}

/** What the program imposes on a source node under a datapoint, V. */
export function imposedAt({ experiment }: MeasuredRun, set: 'training' | 'test', datapoint: number, node: number): number {
  const { inputNodes, supplyNodes, supplyVoltages } = experiment;
  const input = inputNodes.indexOf(node);
  if (input < 0) return supplyVoltages[supplyNodes.indexOf(node)];
  const table = set === 'test' && experiment.test !== null ? experiment.test : experiment.training;
  return table.inputs[datapoint * inputNodes.length + input];
}

/** A fitted nudge with its scatter, V. */
export interface NudgeFit {
  readonly nudge: NudgeParameters;
  readonly scatter: number;
}

/** How far each clamped target is moved: by regression over the training states of runs under one clamping protocol. */
export function fitNudges(runs: readonly MeasuredRun[]): NudgeFit[] {
  const { targets } = wiringOf(runs[0].experiment);
  return Array.from(targets, (node) => {
    const rows: number[][] = [];
    const moves: number[] = [];
    for (const { experiment, moments } of runs) {
      const { outputs, training, document } = experiment;
      const output = outputOf(outputs, node);
      const reach = document.clamping.kind === 'overclamping' ? document.clamping.reach : null;
      for (const { nudge, states } of moments) {
        const [{ datapoint, freeVoltages, clampedVoltages }] = states;
        const minus = outputs.minus[output];
        const value = freeVoltages[outputs.plus[output]] - (minus < 0 ? 0 : freeVoltages[minus]);
        const label = training.labels[datapoint * outputs.plus.length + output];
        rows.push([nudge * (reach === null ? label : reach * Math.sign(label)), nudge * value, nudge, 1]);
        moves.push(clampedVoltages[node] - freeVoltages[node]);
      }
    }
    const sign = runs[0].experiment.outputs.plus.includes(node) ? 1 : -1;
    const half = runs[0].experiment.outputs.minus.some((minus) => minus >= 0) ? 0.5 : 1;
    // What clamping is meant to do stands as a prior: a nudge that never changed can't be told from a zero.
    const isFar = runs[0].experiment.document.clamping.kind === 'overclamping';
    const prior = { mean: [sign * half, isFar ? 0 : -sign * half, 0, 0], spread: [0.2, 0.2, 0.01, 0.01] };
    const { coefficients, scatter } = regress(rows, moves, prior);
    const [byLabel, byOutput, byNudge, zero] = coefficients;
    return { nudge: { node, byLabel, byOutput, byNudge, zero }, scatter };
  });
}
