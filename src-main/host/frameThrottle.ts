/** Frames per second at most; more than a screen needs to look alive. */
export const FRAME_INTERVAL_MS = 1000 / 30;

/**
 * Decides when one screen gets its next frame: only the newest, at most 30 per second, and only after it acknowledged the
 * last one. A slow screen thus sees fewer frames and never slows the engine.
 */
export class FrameThrottle {
  #lastSequence = -1;
  #lastTime = Number.NEGATIVE_INFINITY;
  #awaited: number | null = null;

  /**
   * How long to wait before the frame `sequence` may be sent, ms: 0 now, `null` when only an acknowledgement (or something
   * new to show) can bring it about.
   */
  wait(sequence: number, now: number): number | null {
    if (this.#awaited !== null || sequence === this.#lastSequence) return null;
    return Math.max(0, this.#lastTime + FRAME_INTERVAL_MS - now);
  }

  sent(sequence: number, now: number): void {
    this.#awaited = sequence;
    this.#lastSequence = sequence;
    this.#lastTime = now;
  }

  /** The screen has drawn this frame. An acknowledgement of another one is ignored. */
  acknowledge(sequence: number): void {
    if (this.#awaited === sequence) this.#awaited = null;
  }

  /** The screen was given everything by other means; it owes no acknowledgement. */
  reset(sequence: number, now: number): void {
    this.#awaited = null;
    this.#lastSequence = sequence;
    this.#lastTime = now;
  }
}
