import type { Marker } from '../../shared/frames.ts';
import type { Abscissa } from '../view/abscissa.ts';
import type { PlotMarker } from './plot.ts';

/** The engine's markers as lines on a plot. Only the plot of errors names them; the others below it line up. */
export function plotMarkers(markers: readonly Marker[], abscissa: Abscissa, isNamed: boolean): PlotMarker[] {
  return markers.map((marker) => ({ at: abscissa.of(marker), text: isNamed ? marker.label : '' }));
}
