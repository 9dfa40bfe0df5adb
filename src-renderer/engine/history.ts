/**
 * A table of numbers that grows at the end and never gets longer than its capacity: when it is full, every second row is dropped,
 * so that it always covers the whole run, at half the density. Kept in one typed array outside of reactivity.
 */
export class History {
  readonly columns: number;
  readonly capacity: number;
  readonly #data: Float64Array;
  #length = 0;
  /** Only every so many of the rows offered is kept. */
  #stride = 1;
  #offered = 0;

  /**
   * @param columns   numbers per row; the first one is the abscissa
   * @param capacity  rows, even
   */
  constructor(columns: number, capacity = 4096) {
    this.columns = columns;
    this.capacity = capacity;
    this.#data = new Float64Array(columns * capacity);
  }

  /** Rows kept. */
  get length(): number {
    return this.#length;
  }

  /** Adds a row, or skips it when the table has been thinned. `NaN` stands for a value that there is none of. O(columns), amortised. */
  push(row: ArrayLike<number>): void {
    const isKept = this.#offered % this.#stride === 0;
    this.#offered += 1;
    if (!isKept) return;
    if (this.#length === this.capacity) this.#thin();
    const start = this.#length * this.columns;
    for (let column = 0; column < this.columns; column++) this.#data[start + column] = row[column] ?? Number.NaN;
    this.#length += 1;
  }

  /** One number. */
  at(row: number, column: number): number {
    return this.#data[row * this.columns + column];
  }

  /** One column as the plots take it: `null` where there is no value. Allocates; at most once per animation frame. */
  column(column: number): (number | null)[] {
    const values: (number | null)[] = new Array<number | null>(this.#length);
    for (let row = 0; row < this.#length; row++) {
      const value = this.at(row, column);
      values[row] = Number.isFinite(value) ? value : null;
    }
    return values;
  }

  /** All columns. */
  table(): (number | null)[][] {
    return Array.from({ length: this.columns }, (_, column) => this.column(column));
  }

  clear(): void {
    this.#length = 0;
    this.#stride = 1;
    this.#offered = 0;
  }

  #thin(): void {
    const half = Math.floor(this.#length / 2);
    for (let row = 1; row < half; row++) {
      this.#data.copyWithin(row * this.columns, 2 * row * this.columns, (2 * row + 1) * this.columns);
    }
    this.#length = half;
    this.#stride *= 2;
  }
}
