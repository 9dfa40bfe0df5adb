import type { Forecast, TwinStatus } from '../../../shared/twin.ts';
import { formatPlain, formatQuantity } from '../../../shared/units.ts';
import type { PlotData } from '../../plots/plot.ts';
import { formatTime } from '../../view/quantities.ts';

/** What the twin is about, in one line. */
export function statusText(status: TwinStatus): string {
  switch (status.state) {
    case 'off':
      return 'No calibration is applied: the twin does not know this board.';
    case 'unfit':
      return `Does not watch: ${status.why}.`;
    case 'learning':
      return `Learns what healthy looks like: ${status.seen} of ${status.wanted} measurements.`;
    case 'watching':
      return `Watches: misses ${formatQuantity(status.missed, 'V', 2)} of the nodes. One false alarm in ${status.between.toLocaleString('en')} measurements.`;
    case 'alarm':
      return `Alarm at step ${status.alarm!.step}; the board changed after step ${status.alarm!.sinceStep}.`;
  }
}

/** What is to be known where the calibration is of another board than the one on the bench. */
export function otherBoardText({ calibration, otherBoard }: Pick<TwinStatus, 'calibration' | 'otherBoard'>): string {
  return `On the bench is board ${otherBoard}, and the calibration is of ${calibration}: what it says is not of this board.`;
}

/** "spike ×6.1, back after 0.42 s". */
export function forecastText({ cut, before, peak, recovery, seconds, points }: Forecast): string {
  const last = points.at(-1)?.error ?? before;
  const root = (error: number): string => formatQuantity(Math.sqrt(error), 'V', 2);
  if (cut === '') {
    const end = points.at(-1);
    const band = end === undefined ? '' : `; ${root(end.lowest)} to ${root(end.highest)} by what is not known of the board`;
    return `In ${formatTime(seconds)}: error ${root(before)} → ${root(last)} (root mean square${band}).`;
  }
  const spike = before > 0 ? `spike ×${formatPlain(peak / before, 2)}` : `spike to ${root(peak)}`;
  const back =
    recovery === null ? `not back within ${formatTime(seconds)}` : recovery === 0 ? 'no rise' : `back after ${formatTime(recovery)}`;
  return `If ${cut} is cut: ${spike}, ${back}.`;
}

/**
 * Columns of the error plot with the curves of the forecast behind them: at abscissae that were measured meanwhile by straight lines between its
 * points, beyond them at its own.
 */
export function withForecast(data: PlotData, abscissae: readonly number[], curves: readonly (readonly number[])[]): PlotData {
  const [xs, ...columns] = data;
  const last = xs.at(-1) ?? Number.NEGATIVE_INFINITY;
  const ahead = abscissae.flatMap((x, index) => (x > last ? [index] : []));
  const at = (curve: readonly number[], x: number | null): number | null => {
    if (x === null || x < abscissae[0] || x > abscissae[abscissae.length - 1]) return null;
    const next = Math.max(
      abscissae.findIndex((value) => value >= x),
      1,
    );
    const part = (x - abscissae[next - 1]) / (abscissae[next] - abscissae[next - 1]);
    return curve[next - 1] + part * (curve[next] - curve[next - 1]);
  };
  return [
    [...xs, ...ahead.map((index) => abscissae[index])],
    ...columns.map((column) => [...column, ...ahead.map(() => null)]),
    ...curves.map((curve) => [...xs.map((x) => at(curve, x)), ...ahead.map((index) => curve[index])]),
  ];
}
