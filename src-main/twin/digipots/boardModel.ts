import type { DigipotData, Decision, DataWiring } from './data.ts';
import type { Layout } from './layout.ts';
import { LinearSolution } from './linearSolution.ts';

/** What one network does at some wipers, and what its voltages depend on. */
export interface NetworkState {
  readonly voltages: Float64Array;
  /** ∂V/∂parameter of those that it depends on, by their places in the vector: [dependence][node]. */
  readonly places: readonly number[];
  readonly derivatives: readonly Float64Array[];
}

export interface PairState {
  readonly free: NetworkState;
  readonly clamped: NetworkState;
}

/**
 * Both networks of one wiring of the board, under a parameter vector.
 *
 * On a board the targets are held by channels: at a code, which is known, and the zero of the channel, which is a parameter. In a
 * simulation they are where Eq. 1 puts them.
 */
export class BoardModel {
  readonly #data: DigipotData;
  readonly #layout: Layout;
  readonly #wiring: DataWiring;
  readonly #zeros: number;
  readonly #free: LinearSolution;
  readonly #clamped: LinearSolution;
  readonly #resistances: Float64Array;

  constructor(data: DigipotData, layout: Layout, wiring: number) {
    this.#data = data;
    this.#layout = layout;
    this.#wiring = data.wirings[wiring];
    this.#zeros = layout.zeros[wiring];
    this.#free = new LinearSolution(data.network, this.#wiring.sources);
    this.#clamped = new LinearSolution(data.network, [...this.#wiring.sources, ...this.#wiring.targets]);
    this.#resistances = new Float64Array(data.network.edgeCount);
  }

  /** The free network at some wipers; `null` where a node hangs on nothing. */
  free(parameters: Float64Array, taps: Float64Array, { imposed }: Pick<Decision, 'imposed'>): NetworkState | null {
    this.#impose(this.#free, parameters, imposed);
    if (!this.#free.solve(this.#resist(parameters, taps, false))) return null;
    const { gain, edges } = this.#layout;
    const places = Array.from({ length: edges }, (_, edge) => gain + edge);
    const derivatives = places.map((_, edge) => this.#derivative((into) => this.#free.byGain(edge, into)));
    this.#addSources(this.#free, places, derivatives);
    return { voltages: this.#free.voltages.slice(), places, derivatives };
  }

  /**
   * The clamped network.
   *
   * @param held  codes of the targets as voltages, V, [target]; `null`: they follow the free network by Eq. 1
   */
  clamped(
    parameters: Float64Array,
    taps: Float64Array,
    decision: Pick<Decision, 'imposed' | 'labels' | 'nudge'>,
    free: NetworkState,
    held: Float64Array | null,
  ): NetworkState | null {
    const { sources, targets } = this.#wiring;
    const { gain, ratio, edges } = this.#layout;
    const { labels, nudge } = decision;
    this.#impose(this.#clamped, parameters, decision.imposed);
    targets.forEach((node, target) => {
      const zero = this.#zeros < 0 ? 0 : parameters[this.#zeros + sources.length + target];
      const follows = free.voltages[node] + nudge * (labels[target] - free.voltages[node]);
      this.#clamped.voltages[node] = held === null ? follows : held[target] + zero;
    });
    if (!this.#clamped.solve(this.#resist(parameters, taps, true))) return null;
    const places = Array.from({ length: 2 * edges }, (_, index) => (index < edges ? gain + index : ratio + index - edges));
    const byEdge = Array.from({ length: edges }, (_, edge) => this.#derivative((into) => this.#clamped.byGain(edge, into)));
    const derivatives = [...byEdge.map((values) => values.slice()), ...byEdge];
    this.#addSources(this.#clamped, places, derivatives);
    targets.forEach((node, target) => {
      const byTarget = this.#derivative((into) => this.#clamped.byHeld(node, into));
      if (held === null) {
        // Eq. 1: the target moves with the free network, whose dependences come first in both lists.
        free.derivatives.forEach((values, index) => {
          const factor = (1 - nudge) * values[node];
          const own = derivatives[index];
          for (let place = 0; place < own.length; place++) own[place] += factor * byTarget[place];
        });
      } else if (this.#zeros >= 0) {
        places.push(this.#zeros + sources.length + target);
        derivatives.push(byTarget);
      }
    });
    return { voltages: this.#clamped.voltages.slice(), places, derivatives };
  }

  #impose({ voltages }: LinearSolution, parameters: Float64Array, imposed: Float64Array): void {
    this.#wiring.sources.forEach((node, source) => {
      voltages[node] = imposed[source] + (this.#zeros < 0 ? 0 : parameters[this.#zeros + source]);
    });
  }

  #addSources(solution: LinearSolution, places: number[], derivatives: Float64Array[]): void {
    if (this.#zeros < 0) return;
    this.#wiring.sources.forEach((node, source) => {
      places.push(this.#zeros + source);
      derivatives.push(this.#derivative((into) => solution.byHeld(node, into)));
    });
  }

  #resist(parameters: Float64Array, taps: Float64Array, isClamped: boolean): Float64Array {
    const { gain, ratio } = this.#layout;
    for (let edge = 0; edge < taps.length; edge++) {
      const logarithm = parameters[gain + edge] + (isClamped ? parameters[ratio + edge] : 0);
      this.#resistances[edge] = taps[edge] * this.#data.stepOhms * Math.exp(logarithm);
    }
    return this.#resistances;
  }

  #derivative(write: (into: Float64Array) => void): Float64Array {
    const into = new Float64Array(this.#data.network.nodeCount);
    write(into);
    return into;
  }
}
