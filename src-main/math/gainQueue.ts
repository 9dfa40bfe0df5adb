import type { WeightedGraph } from './weightedGraph.ts';

/** Vertices by a whole-numbered gain; insertion, change and removal of the largest take constant time (buckets of linked lists). */
export interface GainQueue {
  clear(): void;
  /** Puts a vertex in, or moves it where it is already there. */
  insert(vertex: number, gain: number): void;
  /** The largest gain; −∞ where there is no vertex. */
  largest(): number;
  /** Takes out a vertex of the largest gain; −1 where there is none. */
  takeLargest(): number;
  /** Takes a vertex out, if it is there. */
  remove(vertex: number): void;
}

/** @param graph  a gain lies within the weight of the vertex and its neighbours */
export function createGainQueue({ count, starts, targets, vertexWeights }: WeightedGraph): GainQueue {
  let bound = 0;
  for (let vertex = 0; vertex < count; vertex++) {
    let weight = vertexWeights[vertex];
    for (let place = starts[vertex]; place < starts[vertex + 1]; place++) weight += vertexWeights[targets[place]];
    bound = Math.max(bound, weight);
  }
  const first = new Int32Array(2 * bound + 1).fill(-1);
  const next = new Int32Array(count).fill(-1);
  const previous = new Int32Array(count).fill(-1);
  const bucketOf = new Int32Array(count).fill(-1);
  let top = -1;

  const remove = (vertex: number): void => {
    const bucket = bucketOf[vertex];
    if (bucket < 0) return;
    if (previous[vertex] < 0) first[bucket] = next[vertex];
    else next[previous[vertex]] = next[vertex];
    if (next[vertex] >= 0) previous[next[vertex]] = previous[vertex];
    bucketOf[vertex] = -1;
  };
  const settle = (): void => {
    while (top >= 0 && first[top] < 0) top--;
  };

  return {
    remove,
    clear() {
      first.fill(-1);
      bucketOf.fill(-1);
      top = -1;
    },
    insert(vertex, gain) {
      remove(vertex);
      const bucket = gain + bound;
      next[vertex] = first[bucket];
      previous[vertex] = -1;
      if (first[bucket] >= 0) previous[first[bucket]] = vertex;
      first[bucket] = vertex;
      bucketOf[vertex] = bucket;
      top = Math.max(top, bucket);
    },
    largest() {
      settle();
      return top < 0 ? -Infinity : top - bound;
    },
    takeLargest() {
      settle();
      if (top < 0) return -1;
      const vertex = first[top];
      remove(vertex);
      return vertex;
    },
  };
}
