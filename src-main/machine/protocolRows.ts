/** The random order of a board: numbers one after the other, and a state to take them up from. */
export interface ProtocolRows {
  /** The row of the next visit. */
  next(): number;
  save(): number[];
  load(state: readonly number[]): void;
}

/** The seed that a board is given for an experiment's: 1 to 4294967295. */
export function protocolSeed(seed: number): number {
  return (Math.abs(seed) % 0xffffffff) + 1;
}

/** The generator of PROTOCOL.md ("Random order"): x ^= x << 13, x ^= x >> 17, x ^= x << 5; row = (x >> 16)·rows >> 16. */
export function protocolRows(start: number, rows: number): ProtocolRows {
  let state = start >>> 0;
  return {
    next() {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return Math.floor(((state >>> 16) * rows) / 65536);
    },
    save: () => [state],
    load: ([saved]) => (state = saved),
  };
}
