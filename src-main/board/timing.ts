/** Time, handed in: that of the computer, or that of an emulated board, which runs as fast as it is let. */
export interface Timing {
  /** Monotonic, ms. */
  now(): number;
  /** Calls back once after `milliseconds`; answers the way to call it off. */
  after(milliseconds: number, callback: () => void): () => void;
}
