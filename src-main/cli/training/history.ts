/** One measurement of a run. */
export interface HistoryPoint {
  readonly step: number;
  /** Learning time, s. */
  readonly time: number;
  /** V²; NaN where an output floats. */
  readonly error: number;
  /** Fraction found right; `null` where there are no classes. */
  readonly accuracy: number | null;
}

/** Most points that a history keeps. */
const LIMIT = 100_000;

/**
 * The error history of a run of any length in bounded memory: every `stride`-th measurement, the stride doubled whenever there are
 * too many. What is kept depends on the measurements alone, not on time.
 */
export class History {
  readonly #limit: number;
  #points: HistoryPoint[] = [];
  #seen = 0;
  #stride = 1;

  constructor(limit = LIMIT) {
    this.#limit = limit;
  }

  /** Every how many measurements one is kept. */
  get stride(): number {
    return this.#stride;
  }

  get points(): readonly HistoryPoint[] {
    return this.#points;
  }

  add(point: HistoryPoint): void {
    if (this.#seen % this.#stride === 0) this.#points.push(point);
    this.#seen++;
    if (this.#points.length <= this.#limit) return;
    this.#stride *= 2;
    this.#points = this.#points.filter((_, index) => index % 2 === 0);
  }

  /** The last measurement of all, whatever the stride. */
  close(point: HistoryPoint): void {
    if (this.#points.at(-1)?.step !== point.step) this.#points.push(point);
  }
}

/** A few points of a history, more of them early on, where the error falls fastest. The first and the last are always there; at most `most`, three or more. */
export function thinned(points: readonly HistoryPoint[], most: number): HistoryPoint[] {
  if (points.length <= most) return [...points];
  const chosen = new Set<number>();
  for (let row = 0; row < most - 1; row++) chosen.add(Math.round((points.length - 1) ** (row / (most - 2))));
  return [points[0], ...[...chosen].filter((index) => index > 0).map((index) => points[index])];
}
