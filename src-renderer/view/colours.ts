import { interpolateCividis } from 'd3-scale-chromatic';

/** The two looks of the screen; each has palettes of its own, so that every mark keeps its contrast on both. */
export type Theme = 'light' | 'dark';

/**
 * Signed quantities (rate of change, error, residual): orange is plus, blue is minus, grey is zero. The middle is grey and not
 * white, because an edge that does not change must still be seen. Every stop has 3:1 on its background, and the ends stay
 * distinguishable under simulated protanopia, deuteranopia and tritanopia.
 */
const signedStops: Record<Theme, readonly string[]> = {
  light: ['#08519c', '#4a86c5', '#8a9099', '#cf7a2c', '#963a00'],
  dark: ['#8fd0ff', '#4f93d6', '#69717c', '#dd8a3e', '#ffc681'],
};

/** Colours of up to five series in one plot; more repeat with another dash pattern. */
export const seriesColours: Record<Theme, readonly string[]> = {
  light: ['#1241a4', '#95371b', '#7d87a9', '#a48b70', '#341a26'],
  dark: ['#5dcff1', '#dd841a', '#e2e2c8', '#4967c2', '#7e6d6c'],
};

/** Shades of each map. Nobody tells more apart, and an edge whose shade stays the same is not drawn anew. */
const shades = 128;

/** A map of 0..1 onto shades, each worked out once. */
function shaded(colourOf: (fraction: number) => string): (fraction: number) => string {
  const known: (string | undefined)[] = [];
  return (fraction) => {
    const shade = Math.round(Math.min(Math.max(Number.isFinite(fraction) ? fraction : 0, 0), 1) * shades);
    return (known[shade] ??= colourOf(shade / shades));
  };
}

const signedMaps: Record<Theme, (fraction: number) => string> = {
  light: shaded((fraction) => signedMix(fraction, signedStops.light)),
  dark: shaded((fraction) => signedMix(fraction, signedStops.dark)),
};
const magnitudeMap = shaded(interpolateCividis);

/**
 * Colour of a signed quantity on a fixed scale, in 128 shades.
 *
 * @param fraction  value over the end of the scale; clipped to −1..1
 * @example signedColour(0, 'light') // => 'rgb(138, 144, 153)'
 */
export function signedColour(fraction: number, theme: Theme): string {
  return signedMaps[theme](Number.isFinite(fraction) ? (fraction + 1) / 2 : 0.5);
}

/** @param part  0..1, from minus to plus */
function signedMix(part: number, stops: readonly string[]): string {
  const position = part * (stops.length - 1);
  const left = Math.min(Math.floor(position), stops.length - 2);
  const from = channels(stops[left]);
  const to = channels(stops[left + 1]);
  const mixed = from.map((channel, index) => Math.round(channel + (to[index] - channel) * (position - left)));
  return `rgb(${mixed.join(', ')})`;
}

/** The signed map as a CSS gradient from minus to plus, for legends. */
export function signedGradient(theme: Theme): string {
  return `linear-gradient(to right, ${signedStops[theme].join(', ')})`;
}

/**
 * Colour of a magnitude: cividis, dark blue to yellow, in 128 shades.
 *
 * @param fraction  0..1; clipped
 */
export function magnitudeColour(fraction: number): string {
  return magnitudeMap(fraction);
}

/** The magnitude map as a CSS gradient. */
export function magnitudeGradient(): string {
  const stops = [0, 0.25, 0.5, 0.75, 1].map((fraction) => interpolateCividis(fraction));
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

/** Whether black or white is read better on the cividis colour of this fraction; its lightness rises steadily. */
export function inkOnMagnitude(fraction: number): string {
  return fraction > 0.42 ? '#14181f' : '#ffffff';
}

function channels(hex: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
}
