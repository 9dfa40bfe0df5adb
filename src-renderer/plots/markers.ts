import type { Marker } from '../../shared/frames.ts';
import type { Abscissa } from '../view/abscissa.ts';
import type { PlotMarker } from './plot.ts';

/** The engine's markers as lines on a plot. */
export function plotMarkers(markers: readonly Marker[], abscissa: Abscissa): PlotMarker[] {
  return markers.map((marker) => ({ at: abscissa.of(marker), text: marker.label }));
}
