import type { Random } from '../../../math/random.ts';

/** TLC0820: an 8-bit analog-to-digital converter that samples at the falling edge of RD. */
export class Converter0820 {
  readonly #random: Random;
  readonly #noise: number;
  /** The code of the last conversion. */
  code = 0;

  /** @param noise  standard deviation of a conversion, in steps */
  constructor(random: Random, noise: number) {
    this.#random = random;
    this.#noise = noise;
  }

  /** @param fraction  input over reference */
  convert(fraction: number): void {
    const noise = this.#noise === 0 ? 0 : this.#noise * this.#random.normal();
    this.code = Math.min(Math.max(Math.round(256 * fraction + noise), 0), 255);
  }
}
