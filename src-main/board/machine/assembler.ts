import type { MeasuredKind, MeasurementFrame } from '../protocol/frames.ts';

/** A measurement as it came: sums of codes by kind and row. States have no row. */
export interface RawMeasurement {
  readonly step: number;
  /** µs, modulo 2³². */
  readonly learningTime: number;
  /** V in steps of the converter, mean of the readings, by kind and row. */
  readonly rows: ReadonlyMap<string, readonly number[]>;
}

/** Key of a row of a kind in a `RawMeasurement`. */
export function keyOf(what: MeasuredKind, row: number): string {
  return what === 'states' ? what : `${what} ${row}`;
}

/** What a frame read, as means of its readings, in steps of the converter. */
export function meansOf({ sums, repeats }: MeasurementFrame): readonly number[] {
  return sums.map((sum) => sum / repeats);
}

/**
 * Puts the frames of one measurement together: they follow one another and share a step. A measurement is handed on when its last
 * frame, the states, has come, or, where that was lost, when the next one begins.
 */
export class Assembler {
  #step = -1;
  #learningTime = 0;
  #rows = new Map<string, readonly number[]>();
  readonly #complete: (measurement: RawMeasurement) => void;

  constructor(complete: (measurement: RawMeasurement) => void) {
    this.#complete = complete;
  }

  add(frame: MeasurementFrame): void {
    const { step, learningTime, what, row } = frame;
    if (step !== this.#step) this.finish();
    this.#step = step;
    this.#learningTime = learningTime;
    this.#rows.set(keyOf(what, row), meansOf(frame));
    if (what === 'states') this.finish();
  }

  /** Hands on what there is. */
  finish(): void {
    if (this.#rows.size === 0) return;
    const measurement = { step: this.#step, learningTime: this.#learningTime, rows: this.#rows };
    this.#rows = new Map();
    this.#complete(measurement);
  }
}
