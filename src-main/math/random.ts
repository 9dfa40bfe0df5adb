/**
 * Seeded random numbers, the same on every machine. The state is four 32-bit words of xoshiro128** (Blackman and Vigna 2018,
 * period 2^128 − 1); streams with different labels are independent, so that a new consumer of randomness never shifts the
 * numbers of an old one.
 */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Whole number in 0 .. bound − 1, without modulo bias. */
  below(bound: number): number;
  /** The four words of the state, and the way back to it. */
  save(): number[];
  load(state: readonly number[]): void;
}

/** The random numbers of one purpose ("bias", "schedule" …) of one seed. */
export function randomStream(seed: number, label: string): Random {
  let hash = mix32(seed >>> 0) ^ mix32(Math.floor(seed / 4294967296) >>> 0);
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
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;

  const load = (state: readonly number[]): void => {
    if (state.length !== 4) throw new Error('the state of a random stream is four words');
    [a, b, c, d] = state as [number, number, number, number];
  };

  const next = (): number => {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };

  const uniform = (): number => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;

  /**
   * Ratio of uniforms (Leva 1992, ACM TOMS algorithm 712). Chosen because the value is a quotient of two uniforms: the
   * logarithm only decides rare borderline rejections, so that its last bit, which differs between machines, never shows.
   */
  const normal = (): number => {
    for (;;) {
      const u = 1 - uniform();
      const v = 1.7156 * (uniform() - 0.5);
      const x = u - 0.449871;
      const y = Math.abs(v) + 0.386595;
      const q = x * x + y * (0.196 * y - 0.25472 * x);
      if (q < 0.27597) return v / u;
      if (q <= 0.27846 && v * v <= -4 * u * u * Math.log(u)) return v / u;
    }
  };

  const below = (bound: number): number => {
    const limit = 4294967296 - (4294967296 % bound);
    for (;;) {
      const word = next();
      if (word < limit) return word % bound;
    }
  };

  load(words);
  return { uniform, normal, below, save: () => [a, b, c, d], load };
}
