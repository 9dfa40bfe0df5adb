/** One curve of a plot. */
export interface Series {
  label: string;
  colour: string;
  /** Dash pattern, px; none for a solid line. */
  dash?: readonly number[];
  width?: number;
  /**
   * What a twin says is a line also beside the points of a board. Two bounds in a row, the upper one first, enclose a band; legends
   * and readings leave them out, tables and data do not.
   */
  kind?: 'twin' | 'bound';
}

/** A level drawn across the plot: a label, a rail. */
export interface Level {
  value: number;
  colour: string;
  text?: string;
}

/** A vertical line with a word: a cut, a changed parameter. */
export interface PlotMarker {
  at: number;
  text: string;
  /** A stretch of which nothing was heard, hatched up to here; infinite where it still lasts. */
  until?: number;
}

/** Abscissa, then one column per series; `null` leaves a gap. */
export type PlotData = readonly (readonly (number | null)[])[];

/** Everything that a plot shows besides its data. */
export interface PlotSpec {
  /** Spoken name, and the name of the table of the data. */
  title: string;
  xLabel: string;
  xUnit: string;
  isLogarithmic: boolean;
  /** On a logarithmic ordinate: what is less than this is rounding, and is drawn as this. */
  floor?: number;
  /** Fixed ordinate, or `null`: follows the data. */
  yRange: readonly [number, number] | null;
  series: readonly Series[];
  levels: readonly Level[];
  formatX(value: number): string;
  formatY(value: number): string;
  /** Labels of the ordinate's ticks. */
  formatTick(value: number): string;
}
