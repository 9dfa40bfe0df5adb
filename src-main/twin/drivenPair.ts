import type { Experiment } from '../learning/experiment/experiment.ts';
import { BoardNetwork, type NetworkParameters } from './boardNetwork.ts';
import type { BoardParameters, SourceParameters } from './boardParameters.ts';

/** The calibrated networks driven as the board drives them: sources behind their resistances, outputs nudged. */
export class DrivenPair {
  readonly #experiment: Experiment;
  readonly #board: BoardParameters;
  readonly #free: DrivenNetwork;
  readonly #clamped: DrivenNetwork;

  constructor(experiment: Experiment, board: BoardParameters) {
    this.#experiment = experiment;
    this.#board = board;
    this.#free = new DrivenNetwork(experiment, board.free, board.freeSources, []);
    this.#clamped = new DrivenNetwork(
      experiment,
      board.clamped,
      board.clampedSources,
      board.nudges.map(({ node }) => node),
    );
  }

  /**
   * True voltages of both networks, V, [node]; what is in the arrays is the guess.
   *
   * @param inputs  imposed, V, [input]
   * @param target  what stands for the label of an output, given the free output as read, V; `null`: it is not nudged
   * @returns false where there is no solution
   */
  solve(
    gates: ArrayLike<number>,
    inputs: ArrayLike<number>,
    nudge: number,
    target: (output: number, value: number) => number | null,
    free: Float64Array,
    clamped: Float64Array,
    tolerance: number,
  ): boolean {
    if (!this.#free.solve(gates, inputs, free, tolerance)) return false;
    const { nudges } = this.#board;
    const outputs = this.#experiment.outputs;
    const freeZeros = this.#board.free.zeros;
    const clampedZeros = this.#board.clamped.zeros;
    for (const { node, byLabel, byOutput, byNudge, zero } of nudges) {
      const output = outputOf(outputs, node);
      const value = this.outputRead(output, free);
      const goal = target(output, value);
      const move = (goal === null ? 0 : nudge * (byLabel * goal + byOutput * value + byNudge)) + zero;
      clamped[node] = free[node] + freeZeros[node] + move - clampedZeros[node];
    }
    return this.#clamped.solve(gates, inputs, clamped, tolerance);
  }

  solveFree(gates: ArrayLike<number>, inputs: ArrayLike<number>, free: Float64Array, tolerance: number): boolean {
    return this.#free.solve(gates, inputs, free, tolerance);
  }

  /** An output as the board reads it, V. */
  outputRead(output: number, free: Float64Array): number {
    const { plus, minus } = this.#experiment.outputs;
    const { zeros } = this.#board.free;
    const high = free[plus[output]] + zeros[plus[output]];
    return minus[output] < 0 ? high : high - free[minus[output]] - zeros[minus[output]];
  }
}

/** The output to which a node belongs. */
export function outputOf({ plus, minus }: Experiment['outputs'], node: number): number {
  const output = plus.indexOf(node);
  return output >= 0 ? output : minus.indexOf(node);
}

/** One calibrated network behind its sources; nodes that are clamped are held. */
export class DrivenNetwork {
  readonly network: BoardNetwork;
  readonly #imposed: Float64Array;
  readonly #experiment: Experiment;
  readonly #sources: readonly SourceParameters[];

  constructor(
    experiment: Experiment,
    parameters: NetworkParameters,
    sources: readonly SourceParameters[],
    clampedNodes: readonly number[],
  ) {
    const isHeld = new Uint8Array(experiment.network.nodeCount);
    for (const node of clampedNodes) isHeld[node] = 1;
    this.#experiment = experiment;
    this.#sources = sources;
    this.#imposed = new Float64Array(sources.length);
    const drives = sources.map(({ node, resistance }) => ({ node, conductance: 1 / resistance }));
    this.network = new BoardNetwork(experiment.network, parameters, isHeld, drives);
  }

  solve(gates: ArrayLike<number>, inputs: ArrayLike<number>, voltages: Float64Array, tolerance: number): boolean {
    const { inputNodes, supplyNodes, supplyVoltages } = this.#experiment;
    this.#sources.forEach(({ node, gain, zero }, index) => {
      const input = inputNodes.indexOf(node);
      const wanted = input >= 0 ? inputs[input] : supplyVoltages[supplyNodes.indexOf(node)];
      this.#imposed[index] = gain * wanted + zero;
    });
    return this.network.solve(gates, voltages, this.#imposed, tolerance);
  }

  /** How the voltages of the last solution answer currents, Ω, [unknown × unknown]. */
  invert(gates: ArrayLike<number>, voltages: Float64Array, inverse: Float64Array): boolean {
    return this.network.invert(gates, voltages, inverse, this.#imposed);
  }
}
