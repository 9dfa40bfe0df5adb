import type { MeasuredRun } from '../measured.ts';
import { digipotBoardOf, DigipotTwin } from './digipotTwin.ts';
import type { DigipotCalibration } from './document.ts';
import { boundaryOf } from './data.ts';
import { forecastDigipots } from './forecastDigipots.ts';

/** What forecasts of one horizon miss, root mean square over edges or outputs and starts, beside "nothing changes". */
export interface DigipotForecastMiss {
  /** Clock edges. */
  readonly steps: number;
  readonly forecasts: number;
  /** Wiper positions. */
  readonly wipers: number;
  readonly stillWipers: number;
  /** Part of the wipers that lay within their bands; 0.8 is what these promise, or more, since positions are whole. */
  readonly covered: number;
  /** Free outputs at the mean of the forecast wipers, and at those of the start, V. */
  readonly outputs: number;
  readonly stillOutputs: number;
}

/** How far ahead, clock edges. */
const HORIZONS = [1, 3, 10, 30, 100];

/** Forecasts what was measured from earlier measurements of the same recording. @param starts  how many, evenly over the run */
export function judgeDigipotForecasts(
  run: MeasuredRun,
  calibration: DigipotCalibration,
  { starts, longest }: { readonly starts: number; readonly longest: number },
): DigipotForecastMiss[] {
  const { experiment, moments } = run;
  const { outputs } = experiment;
  const twin = new DigipotTwin(experiment, digipotBoardOf(calibration, experiment));
  const { step: converterStep } = digipotBoardOf(calibration, experiment);
  return HORIZONS.filter((steps) => steps <= longest).flatMap((steps) => {
    const begins = Array.from({ length: starts }, (_, start) => moments[Math.floor((start * moments.length) / starts)]);
    const sum = { forecasts: 0, wipers: 0, still: 0, covered: 0, edges: 0, outputs: 0, stillOutputs: 0 };
    for (const { gates, step, nudge } of begins) {
      const end = moments.find((moment) => moment.step === step + steps);
      if (end === undefined) continue;
      const { points } = forecastDigipots(experiment, calibration, { taps: gates, step, nudge, steps, points: 1, cut: null });
      const last = points.at(-1)!;
      sum.forecasts++;
      end.gates.forEach((tap, edge) => {
        sum.edges++;
        sum.wipers += (tap - last.gates[edge]) ** 2;
        sum.still += (tap - gates[edge]) ** 2;
        if (tap >= last.lowestGates[edge] && tap <= last.highestGates[edge]) sum.covered++;
      });
      const [{ set, datapoint }] = end.states;
      const { imposed } = boundaryOf(experiment, set, datapoint, converterStep);
      const outputsAt = (taps: Float64Array): number[] => {
        const voltages = twin.solveFree(taps, imposed);
        return Array.from(outputs.plus, (node) => voltages[node]);
      };
      const [measured, forecast, still] = [end.gates, last.gates, gates].map(outputsAt);
      measured.forEach((value, output) => {
        sum.outputs += (forecast[output] - value) ** 2;
        sum.stillOutputs += (still[output] - value) ** 2;
      });
    }
    if (sum.forecasts === 0) return [];
    const perOutput = sum.forecasts * outputs.plus.length;
    return [
      {
        steps,
        forecasts: sum.forecasts,
        wipers: Math.sqrt(sum.wipers / sum.edges),
        stillWipers: Math.sqrt(sum.still / sum.edges),
        covered: sum.covered / sum.edges,
        outputs: Math.sqrt(sum.outputs / perOutput),
        stillOutputs: Math.sqrt(sum.stillOutputs / perOutput),
      },
    ];
  });
}
