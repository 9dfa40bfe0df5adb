import type { Interval } from './learningTwin.ts';

/** Changes below this came true by reading alone, V. */
const SMALL = 0.02;
/** What an interval still says after the next one of its length. */
const KEPT = 0.5;
/** Intervals whose lengths differ by this many decades are half as much alike. */
const DECADES = 0.5;
/** Alike enough to be looked at. */
const LEAST = 0.02;

interface Seen {
  readonly length: number;
  weight: number;
  readonly products: Float64Array;
  readonly squares: Float64Array;
}

/**
 * How far the changes that a twin predicts come true, edge by edge, over the intervals of a run: the slope of measured over predicted
 * changes through zero, with intervals of like length counting most and the latest of them more. Between 0 and 1, and 1 before
 * anything was seen. Over seconds a rate that is wrong by a tenth of a volt per second carries a gate to the other rail, which
 * a board at rest then shows to be wrong again and again.
 */
export class Reliability {
  readonly #edgeCount: number;
  #seen: Seen[] = [];

  constructor(edgeCount: number) {
    this.#edgeCount = edgeCount;
  }

  /** 0 to 1, [edge]. @cost edges × intervals that are remembered */
  at(duration: number): Float64Array {
    const [products, squares] = [new Float64Array(this.#edgeCount).fill(SMALL ** 2), new Float64Array(this.#edgeCount).fill(SMALL ** 2)];
    for (const seen of this.#seen) {
      const weight = seen.weight * alike(seen.length, Math.log10(duration));
      if (weight < LEAST) continue;
      for (let edge = 0; edge < this.#edgeCount; edge++) {
        products[edge] += weight * seen.products[edge];
        squares[edge] += weight * seen.squares[edge];
      }
    }
    return products.map((product, edge) => Math.min(1, Math.max(0, product / squares[edge])));
  }

  /** @param predicted  gates at the end, V, [edge] */
  add({ gates, duration }: Interval, predicted: Float64Array, end: Float64Array): void {
    const length = Math.log10(duration);
    for (const seen of this.#seen) seen.weight *= 1 - (1 - KEPT) * alike(seen.length, length);
    this.#seen = this.#seen.filter(({ weight }) => weight > LEAST);
    const changes = predicted.map((gate, edge) => gate - gates[edge]);
    const products = changes.map((change, edge) => change * (end[edge] - gates[edge]));
    this.#seen.push({ length, weight: 1, products, squares: changes.map((change) => change * change) });
  }
}

function alike(a: number, b: number): number {
  return 2 ** -(((a - b) / DECADES) ** 2);
}
