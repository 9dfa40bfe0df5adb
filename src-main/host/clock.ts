/** Time and turns of the event loop, handed in so that tests decide when time passes. */
export interface Clock {
  /** Monotonic wall time, ms. */
  now(): number;
  /** Resolves after the requests that are waiting have been served. */
  yield(): Promise<void>;
  /** Calls back once after `milliseconds`; answers the way to call it off. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** Calls back again and again; answers the way to end it. Keeps no process alive. */
export function everyInterval(milliseconds: number, callback: () => void): () => void {
  const timer = setInterval(callback, milliseconds);
  timer.unref();
  return () => clearInterval(timer);
}
