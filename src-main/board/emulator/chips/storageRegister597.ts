/** 74HCT597, any number of them in a row: parallel inputs are stored, copied to the shift register, and shifted out. */
export class StorageRegisters597 {
  #stored: readonly number[];
  #shifted: number[];

  constructor(count: number) {
    this.#stored = Array.from({ length: count }, () => 0);
    this.#shifted = [...this.#stored];
  }

  /** A rising edge of STCP. @param inputs  one byte each, the one that is shifted out first first */
  store(inputs: readonly number[]): void {
    this.#stored = inputs;
  }

  /** PL is low: the shift registers take what is stored. */
  load(): void {
    this.#shifted = [...this.#stored];
  }

  /** Eight edges of SHCP; the last register of the row has its serial input at ground. */
  shift(): number {
    this.#shifted.push(0);
    return this.#shifted.shift() ?? 0;
  }
}
