import type { MeasurementFrame } from '../protocol/frames.ts';
import { keyOf, meansOf, type RawMeasurement } from './assembler.ts';

/** Number of the voltages that were set by hand, in the place of a row. */
const BY_HAND = 255;

/**
 * What has arrived of a board at the step at which it stands. Each frame says what it is of, so that frames of several measurements there
 * make one: learning is frozen and nothing differs between them but noise.
 */
export class HeldState {
  #step = -1;
  #learningTime = 0;
  #rows = new Map<string, readonly number[]>();

  get step(): number {
    return this.#step;
  }

  get raw(): RawMeasurement {
    return { step: this.#step, learningTime: this.#learningTime, rows: this.#rows };
  }

  forget(): void {
    this.#step = -1;
    this.#rows = new Map();
  }

  add(frame: MeasurementFrame): void {
    const { step, learningTime, what, row } = frame;
    this.take({ step, learningTime, rows: new Map([[keyOf(what, row), meansOf(frame)]]) });
  }

  take({ step, learningTime, rows }: RawMeasurement): void {
    if (step !== this.#step) this.forget();
    this.#step = step;
    this.#learningTime = learningTime;
    for (const [key, codes] of rows) this.#rows.set(key, codes);
  }
}

/**
 * The row whose voltages are on the bench and were read, outputs and both networks: that of the last step, or, where voltages were imposed
 * by hand since and put back, the number of those; `null` where neither was read whole.
 */
export function rowOnBench({ rows }: RawMeasurement, shown: number): number | null {
  const isRead = (row: number): boolean => (['outputs', 'free', 'clamped'] as const).every((what) => rows.has(keyOf(what, row)));
  return [shown, BY_HAND].find(isRead) ?? null;
}
