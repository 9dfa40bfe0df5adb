/** TLC7226: four 8-bit digital-to-analog converters behind one data bus. A latch is transparent while WR is low. */
export class QuadConverter7226 {
  /** Codes in the four latches; a fresh chip holds zeros. */
  readonly codes = new Uint8Array(4);

  /** The levels at the pins: true where a latch changed. */
  drive(isWriteLow: boolean, address: number, data: number): boolean {
    if (!isWriteLow || this.codes[address] === data) return false;
    this.codes[address] = data;
    return true;
  }
}
