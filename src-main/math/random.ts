/**
 * Seeded random numbers, the same on every machine. The state is four 32-bit words of xoshiro128** (Blackman and Vigna 2018,
 * period 2^128 − 1); streams with different labels are independent, so that a new consumer of randomness never shifts the
 * numbers of an old one.
 */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal; never beyond ±`NORMAL_LIMIT`. */
  normal(): number;
  /** The same, written to a place of an array: for inner loops, where a number that is handed back may be an object of its own. */
  drawNormal(into: Float64Array, index: number): void;
  /** Whole number in 0 .. bound − 1, without modulo bias. */
  below(bound: number): number;
  /** The four words of the state, and the way back to it. */
  save(): number[];
  load(state: readonly number[]): void;
}

/** No normal number lies further out: 2·√(−ln u) with the smallest u = 2⁻³², rounded up. */
export const NORMAL_LIMIT = 9.5;

/** The random numbers of one purpose ("bias", "schedule" …) of one seed. */
export function randomStream(seed: number, label: string): Random {
  let hash = mix32(seed >>> 0);
  const high = Math.floor(seed / 4294967296) >>> 0;
  // One word after the other: with both mixed alike, seeds with equal or exchanged words would share their numbers.
  if (high !== 0) hash = mix32(hash ^ high);
  for (let index = 0; index < label.length; index++) hash = mix32(hash ^ label.charCodeAt(index));
  const words: number[] = [];
  for (let word = 0; word < 4; word++) {
    hash = (hash + 0x9e3779b9) >>> 0;
    words.push(mix32(hash));
  }
  return createRandom(words);
}

/** A shuffled copy (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index--) {
    const other = random.below(index + 1);
    [result[index], result[other]] = [result[other], result[index]];
  }
  return result;
}

/** Finaliser of MurmurHash3: every input bit reaches every output bit. */
function mix32(value: number): number {
  let word = value >>> 0;
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}

function createRandom(words: readonly number[]): Random {
  // A typed array keeps whole words out of the heap, where a number above 2^31 would be a new object at every draw.
  const state = new Int32Array(4);

  const load = (saved: readonly number[]): void => {
    if (saved.length !== 4) throw new Error('the state of a random stream is four words');
    state.set(saved.map((word) => word | 0));
  };

  /** The next 32 bits, signed. */
  const next = (): number => {
    const b = state[1];
    const c = state[2] ^ state[0];
    const d = state[3] ^ b;
    const scrambled = Math.imul(b, 5);
    state[1] = b ^ c;
    state[0] = state[0] ^ d;
    state[2] = c ^ (b << 9);
    state[3] = (d << 11) | (d >>> 21);
    return Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
  };

  const uniform = (): number => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;

  /**
   * Ratio of uniforms (Leva 1992, ACM TOMS algorithm 712), each uniform of 32 bits. Chosen because the value is a quotient of two
   * uniforms: the logarithm only decides rare borderline rejections, so that its last bit, which differs between machines, never
   * shows.
   */
  const drawNormal = (into: Float64Array, index: number): void => {
    for (;;) {
      const u = ((next() >>> 0) + 1) / 4294967296;
      const v = 1.7156 * ((next() >>> 0) / 4294967296 - 0.5);
      const x = u - 0.449871;
      const y = Math.abs(v) + 0.386595;
      const q = x * x + y * (0.196 * y - 0.25472 * x);
      if (q < 0.27597 || (q <= 0.27846 && v * v <= -4 * u * u * Math.log(u))) {
        into[index] = v / u;
        return;
      }
    }
  };

  const drawn = new Float64Array(1);
  const normal = (): number => {
    drawNormal(drawn, 0);
    return drawn[0];
  };

  const below = (bound: number): number => {
    const limit = 4294967296 - (4294967296 % bound);
    for (;;) {
      const word = next() >>> 0;
      if (word < limit) return word % bound;
    }
  };

  load(words);
  return { uniform, normal, drawNormal, below, save: () => Array.from(state, (word) => word >>> 0), load };
}
