/** Frames per second at most: thirty reach the screen even when some come late, and a screen needs no more to look alive. */
export const FRAME_INTERVAL_MS = 1000 / 36;
/** While a screen draws one frame, the next may be on its way to it. */
const MOST_UNDRAWN = 2;

/**
 * Beats of a fixed interval that a busy thread hears late: what is late is not added to the next one, so that the rate is kept.
 * After a pause the beats begin anew instead of being made up for.
 */
export class Beat {
  #next = Number.NEGATIVE_INFINITY;

  /** Time until the next beat, ms; 0 when it is due. */
  wait(now: number): number {
    return Math.max(0, this.#next - now);
  }

  /** Takes the beat that is due, or begins anew where none was. */
  take(now: number): void {
    const isInTime = this.#next <= now && now - this.#next < FRAME_INTERVAL_MS;
    this.#next = (isInTime ? this.#next : now) + FRAME_INTERVAL_MS;
  }
}

/**
 * Decides when one screen gets its next frame: only the newest, so many per second at most, and no more than two that it has not
 * acknowledged. A slow screen thus sees fewer frames and never slows the engine.
 */
export class FrameThrottle {
  readonly #beat = new Beat();
  #lastSequence = -1;
  /** Sent and not acknowledged, in order. */
  #undrawn: number[] = [];

  /**
   * How long to wait before the frame `sequence` may be sent, ms: 0 now, `null` when only an acknowledgement (or something
   * new to show) can bring it about.
   */
  wait(sequence: number, now: number): number | null {
    if (this.#undrawn.length >= MOST_UNDRAWN || sequence === this.#lastSequence) return null;
    return this.#beat.wait(now);
  }

  sent(sequence: number, now: number): void {
    this.#undrawn.push(sequence);
    this.#lastSequence = sequence;
    this.#beat.take(now);
  }

  /** The screen has drawn this frame, or skipped it for this one. An acknowledgement of another one is ignored. */
  acknowledge(sequence: number): void {
    if (this.#undrawn.includes(sequence)) this.#undrawn = this.#undrawn.filter((sent) => sent > sequence);
  }

  /** The screen was given everything by other means; it owes no acknowledgement. */
  reset(sequence: number, now: number): void {
    this.#undrawn = [];
    this.#lastSequence = sequence;
    this.#beat.take(now);
  }
}
