import { createGainQueue, type GainQueue } from './gainQueue.ts';
import { coarsen, type WeightedGraph } from './weightedGraph.ts';

/** Coarsening ends at so many vertices, each tried in turn, or where a round no longer removes a tenth of them. */
const COARSEST = [100, 200, 400] as const;
const STALLED = 0.9;
/** The heavier side may weigh this part of the whole. */
const BALANCE = 0.6;
/** First vertices from which the halves of the coarsest graph are grown. */
const SEEDS = 16;
/** A pass of the refinement ends after so many moves that found nothing better. */
const PATIENCE = 100;
const PASSES = 8;

/**
 * Few vertices whose removal leaves two halves without an edge between them, by the multilevel method: vertices are merged along
 * heavy edges until few are left, the small graph is separated, and the separator is carried back and thinned at every level (Karypis
 * and Kumar, SIAM J. Sci. Comput. 20, 359, 1998). It counts vertices, not edges that are cut: on a square lattice that finds the diagonal separators,
 * between pieces of which the factors fill in least. Ties go the same way everywhere.
 *
 * @returns  0 or 1 for the halves, 2 for what separates them, [vertex]
 * @cost   about linear in the edges
 */
export function separate(graph: WeightedGraph): Uint8Array {
  return best(
    graph,
    COARSEST.filter((coarsest, index) => index === 0 || coarsest < graph.count).map((coarsest) => () => separateFrom(graph, coarsest)),
  );
}

function separateFrom(graph: WeightedGraph, coarsest: number): Uint8Array {
  if (graph.count > coarsest) {
    const { coarse, image } = coarsen(graph);
    if (coarse.count < STALLED * graph.count) {
      const coarseSides = separateFrom(coarse, coarsest);
      const sides = Uint8Array.from(image, (vertex) => coarseSides[vertex]);
      refine(graph, sides);
      return sides;
    }
  }
  const seeds = Array.from({ length: SEEDS }, (_, seed) => Math.floor((seed * graph.count) / SEEDS));
  return best(
    graph,
    seeds.map((seed) => () => {
      const sides = grow(graph, seed);
      refine(graph, sides);
      return sides;
    }),
  );
}

/** The lightest separator; balance decides between those of like weight. */
function best(graph: WeightedGraph, tries: readonly (() => Uint8Array)[]): Uint8Array {
  let chosen = new Uint8Array(graph.count);
  let least = Infinity;
  for (const attempt of tries) {
    const sides = attempt();
    const [first, second, separator] = weightsOf(graph, sides);
    const badness = separator * (1 + 0.2 * (Math.abs(first - second) / (first + second + 1)));
    if (badness < least) [chosen, least] = [Uint8Array.from(sides), badness];
  }
  return chosen;
}

/** Half of the weight gathered breadth first from a vertex (where the graph falls apart, from the next one on), and its rim as separator. */
function grow(graph: WeightedGraph, seed: number): Uint8Array<ArrayBuffer> {
  const { count, starts, targets, vertexWeights } = graph;
  const sides = new Uint8Array(count).fill(1);
  const half = vertexWeights.reduce((sum, weight) => sum + weight, 0) / 2;
  const isQueued = new Uint8Array(count);
  const queue = [seed];
  isQueued[seed] = 1;
  let weight = 0;
  for (let reached = 0; weight < half && reached < count; reached++) {
    if (reached === queue.length) {
      const next = isQueued.indexOf(0);
      queue.push(next);
      isQueued[next] = 1;
    }
    const vertex = queue[reached];
    sides[vertex] = 0;
    weight += vertexWeights[vertex];
    for (let place = starts[vertex]; place < starts[vertex + 1]; place++) {
      if (isQueued[targets[place]] === 1) continue;
      isQueued[targets[place]] = 1;
      queue.push(targets[place]);
    }
  }
  for (let vertex = 0; vertex < count; vertex++) {
    if (sides[vertex] !== 1) continue;
    for (let place = starts[vertex]; place < starts[vertex + 1]; place++) if (sides[targets[place]] === 0) sides[vertex] = 2;
  }
  return sides;
}

function weightsOf({ count, vertexWeights }: WeightedGraph, sides: Uint8Array): [number, number, number] {
  const weights: [number, number, number] = [0, 0, 0];
  for (let vertex = 0; vertex < count; vertex++) weights[sides[vertex]] += vertexWeights[vertex];
  return weights;
}

/** Moves vertices out of the separator while that makes it lighter; a pass may climb, and ends at its best moment. */
function refine(graph: WeightedGraph, sides: Uint8Array): void {
  const refinement = new Refinement(graph, sides);
  for (let pass = 0; pass < PASSES; pass++) if (!refinement.pass()) return;
}

/** The method of Fiduccia and Mattheyses (DAC 1982) for vertex separators. */
class Refinement {
  readonly #graph: WeightedGraph;
  readonly #sides: Uint8Array;
  /** Vertices of the separator by what their move to side 0 or 1 gains. */
  readonly #queues: readonly [GainQueue, GainQueue];
  readonly #hasMoved: Uint8Array;
  /** What has changed in this pass: vertex and its side before, in turn. */
  readonly #trail: number[] = [];
  #weights: [number, number, number];
  readonly #limit: number;

  constructor(graph: WeightedGraph, sides: Uint8Array) {
    this.#graph = graph;
    this.#sides = sides;
    this.#queues = [createGainQueue(graph), createGainQueue(graph)];
    this.#hasMoved = new Uint8Array(graph.count);
    this.#weights = weightsOf(graph, sides);
    this.#limit = BALANCE * this.#weights.reduce((sum, weight) => sum + weight, 0);
  }

  /** One pass; true where it found something better. */
  pass(): boolean {
    const sides = this.#sides;
    const trail = this.#trail;
    trail.length = 0;
    this.#hasMoved.fill(0);
    this.#queues.forEach((queue) => queue.clear());
    this.#weights = weightsOf(this.#graph, sides);
    for (let vertex = 0; vertex < sides.length; vertex++) if (sides[vertex] === 2) this.#enqueue(vertex);
    let [least, bestEnd, sinceBest] = [this.#badness(), 0, 0];
    while (sinceBest < PATIENCE) {
      const side = this.#choose();
      if (side < 0) break;
      this.#move(this.#queues[side].takeLargest(), side);
      sinceBest++;
      const badness = this.#badness();
      if (badness < least) [least, bestEnd, sinceBest] = [badness, trail.length, 0];
    }
    for (let place = trail.length - 2; place >= bestEnd; place -= 2) sides[trail[place]] = trail[place + 1];
    return bestEnd > 0;
  }

  /** The separator's weight, and far more where a side is too heavy; the smaller difference of the halves decides a tie. */
  #badness(): number {
    const [first, second, separator] = this.#weights;
    const excess = Math.max(first - this.#limit, second - this.#limit, 0);
    return separator + 1000 * excess + Math.abs(first - second) / (first + second + separator + 1);
  }

  /** The side to move a vertex to: not the one that is full, else where it gains more, else the lighter one; −1 at the end. */
  #choose(): number {
    const [first, second] = this.#queues.map((queue) => queue.largest());
    if (first === -Infinity && second === -Infinity) return -1;
    const [weight, other] = this.#weights;
    if (weight > this.#limit) return second === -Infinity ? -1 : 1;
    if (other > this.#limit) return first === -Infinity ? -1 : 0;
    if (first === second) return weight <= other ? 0 : 1;
    return first > second ? 0 : 1;
  }

  #move(vertex: number, side: number): void {
    const { starts, targets } = this.#graph;
    this.#hasMoved[vertex] = 1;
    this.#queues[1 - side].remove(vertex);
    this.#assign(vertex, side);
    for (let place = starts[vertex]; place < starts[vertex + 1]; place++) {
      const other = targets[place];
      if (this.#sides[other] === 1 - side) {
        this.#assign(other, 2);
        if (this.#hasMoved[other] === 0) this.#enqueue(other);
        for (let next = starts[other]; next < starts[other + 1]; next++) this.#update(targets[next]);
      } else this.#update(other);
    }
  }

  #assign(vertex: number, side: number): void {
    this.#trail.push(vertex, this.#sides[vertex]);
    this.#weights[this.#sides[vertex]] -= this.#graph.vertexWeights[vertex];
    this.#weights[side] += this.#graph.vertexWeights[vertex];
    this.#sides[vertex] = side;
  }

  #update(vertex: number): void {
    if (this.#sides[vertex] === 2 && this.#hasMoved[vertex] === 0) this.#enqueue(vertex);
  }

  /** A move to a side draws the neighbours on the other side into the separator. */
  #enqueue(vertex: number): void {
    const { starts, targets, vertexWeights } = this.#graph;
    const sides = this.#sides;
    let [first, second] = [0, 0];
    for (let place = starts[vertex]; place < starts[vertex + 1]; place++) {
      const other = targets[place];
      if (sides[other] === 0) first += vertexWeights[other];
      else if (sides[other] === 1) second += vertexWeights[other];
    }
    this.#queues[0].insert(vertex, vertexWeights[vertex] - second);
    this.#queues[1].insert(vertex, vertexWeights[vertex] - first);
  }
}
