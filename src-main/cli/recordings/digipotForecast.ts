import { forecastDigipots } from '../../twin/digipots/forecastDigipots.ts';
import type { DigipotCalibration } from '../../twin/digipots/document.ts';
import { judgeDigipotForecasts, type DigipotForecastMiss } from '../../twin/digipots/judgeForecasts.ts';
import type { Forecast } from '../../twin/forecast.ts';
import type { MeasuredRun } from '../../twin/measured.ts';
import { quantity } from '../quantity.ts';
import { textTable } from '../textTable.ts';

/** What `twinbench predict` was asked of a board with digital potentiometers; seconds are those of its clock. */
export interface DigipotPrediction {
  /** Index of the measurement that it begins with. */
  readonly at: number;
  readonly seconds: number;
  readonly points: number;
  /** Edge that is cut; −1: none. */
  readonly edge: number;
}

export function predictDigipots(
  run: MeasuredRun,
  calibration: DigipotCalibration,
  { at, seconds, points, edge }: DigipotPrediction,
): Forecast {
  const { gates, step, nudge } = run.moments[at];
  const steps = stepsIn(run, seconds);
  return forecastDigipots(run.experiment, calibration, { taps: gates, step, nudge, steps, points, cut: edge < 0 ? null : edge });
}

/** What forecasts missed of what was measured after them. */
export function judgeDigipotPredictions(
  run: MeasuredRun,
  calibration: DigipotCalibration,
  starts: number,
  seconds: number,
): readonly DigipotForecastMiss[] {
  return judgeDigipotForecasts(run, calibration, { starts, longest: stepsIn(run, seconds) });
}

export function digipotMissesText(misses: readonly DigipotForecastMiss[]): string {
  const columns = [
    'clock edges ahead',
    'forecasts',
    'wipers',
    'had they stayed',
    'outputs',
    'had they stayed',
    'wipers within their bands',
  ];
  const rows = misses.map(({ steps, forecasts, wipers, stillWipers, outputs, stillOutputs, covered }) => [
    String(steps),
    String(forecasts),
    wipers.toFixed(1),
    stillWipers.toFixed(1),
    quantity(outputs, 'V', 3),
    quantity(stillOutputs, 'V', 3),
    `${(100 * covered).toFixed(0)} %`,
  ]);
  return (
    `${textTable(
      columns.map((title) => ({ title, align: 'right' as const })),
      rows,
    )}\n\nRoot mean square misses; wipers in positions, outputs of the twin at the mean forecast wipers and at those measured. The comparators are noisy:\n` +
    'what is forecast is a mean of forty ways, and the bands hold 8 of 10 of them.\n'
  );
}

function stepsIn({ experiment }: MeasuredRun, seconds: number): number {
  return Math.max(Math.round(seconds / experiment.document.stepTime), 1);
}
