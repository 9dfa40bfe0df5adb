import type { Marker } from '../../shared/frames.ts';
import type { Abscissa } from '../view/abscissa.ts';
import type { PlotMarker } from './plot.ts';

/**
 * The engine's markers as lines on a plot, and the stretches of which nothing was heard. Only the plot of errors names them; the others below
 * it line up.
 */
export function plotMarkers(markers: readonly Marker[], abscissa: Abscissa, isNamed: boolean): PlotMarker[] {
  return markers.flatMap((marker, index): PlotMarker[] => {
    const line = { at: abscissa.of(marker), text: isNamed ? shortLabel(marker.label) : '' };
    if (marker.kind === 'return') return [];
    if (marker.kind === 'gap') return [{ ...line, until: line.at }];
    if (marker.kind !== 'lost') return [line];
    const end = markers.slice(index + 1).find(({ kind }) => kind === 'return');
    return [{ ...line, until: end === undefined ? Number.POSITIVE_INFINITY : abscissa.of(end) }];
  });
}

/** As much of a label as has room between two lines: what stands before a colon, and 24 letters at most. */
export function shortLabel(label: string): string {
  if (label.length <= 24) return label;
  const head = label.split(': ')[0];
  return head.length <= 24 ? head : `${head.slice(0, 23).trimEnd()}…`;
}
