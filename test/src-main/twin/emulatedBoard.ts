import { randomStream, type Random } from '../../../src-main/math/random.ts';
import { quantised } from '../../../src-main/physics/imperfections/imperfection.ts';
import { buildNetwork, type Network } from '../../../src-main/physics/network.ts';
import { topologies } from '../../../src-main/physics/topologies/index.ts';
import { BoardNetwork, type NetworkParameters } from '../../../src-main/twin/boardNetwork.ts';
import type { NetworkData, NetworkSample } from '../../../src-main/twin/networkData.ts';

/** A 32-edge board with hidden imperfections: what a calibration has to find out. */
export interface EmulatedBoard {
  readonly network: Network;
  readonly truth: NetworkParameters;
  readonly isHeld: Uint8Array;
  readonly random: Random;
}

/** One step of an 8-bit converter over 0.45 V, and the noise before it, V. */
export const STEP = 1.8e-3;
export const NOISE = 1e-3;
/** Standard deviation of a reading: noise and rounding, V. */
export const READING = Math.hypot(NOISE, STEP / Math.sqrt(12));

/** Sources at every second node, so that no edge joins two of them and every edge moves some voltage. */
const SOURCES = [5, 7, 13, 15];

export function emulatedBoard(seed: number): EmulatedBoard {
  const { nodes, edges } = topologies.periodicSquare.generate(
    { kind: 'periodicSquare', rows: 4, columns: 4 } as never,
    randomStream(1, 'layout'),
  );
  const network = buildNetwork(nodes, edges);
  const random = randomStream(seed, 'emulated board');
  const isHeld = new Uint8Array(network.nodeCount);
  for (const node of SOURCES) isHeld[node] = 1;
  const truth: NetworkParameters = {
    shape: { softness: 0.09 + 0.01 * random.normal(), body: 0.4 + 0.05 * random.normal(), degradation: 0.08 + 0.01 * random.normal() },
    transconductances: Float64Array.from({ length: network.edgeCount }, () => 8e-4 * Math.exp(0.05 * random.normal())),
    thresholds: Float64Array.from({ length: network.edgeCount }, () => 0.6 + 0.06 * random.normal()),
    zeros: Float64Array.from({ length: network.nodeCount }, () => 1e-3 * random.normal()),
    strays: [],
  };
  return { network, truth, isHeld, random };
}

export function randomGates({ network, random }: EmulatedBoard): Float64Array {
  return Float64Array.from({ length: network.edgeCount }, () => 1 + 4 * random.uniform());
}

/**
 * What the board reads at some gates under random sources.
 *
 * @param repeats   readings that are averaged
 * @param actual    the gates that the channels really have, where they differ from those that are told
 */
export function read(
  board: EmulatedBoard,
  gates: Float64Array,
  moment: number,
  repeats: number,
  parameters: NetworkParameters = board.truth,
  actual: Float64Array = gates,
): NetworkSample {
  const { network, isHeld, random } = board;
  const voltages = new Float64Array(network.nodeCount).fill(0.2);
  for (const node of SOURCES) voltages[node] = quantised(0.018 + 0.417 * random.uniform(), STEP);
  if (!new BoardNetwork(network, parameters, isHeld).solve(actual, voltages)) throw new Error('the emulated board has no solution');
  const readings = voltages.map((voltage, node) => {
    let sum = 0;
    for (let repeat = 0; repeat < repeats; repeat++) sum += quantised(voltage + parameters.zeros[node] + NOISE * random.normal(), STEP);
    return sum / repeats;
  });
  return { gates, voltages: readings, moment };
}

/**
 * A calibration campaign: some moments of the gates, each under some inputs.
 *
 * @param gateNoise  standard deviation of the gates as they are told, V: all inputs of a moment share these errors
 */
export function campaign(board: EmulatedBoard, moments: number, inputs: number, repeats: number, gateNoise = 0): NetworkData {
  const samples = Array.from({ length: moments }, (_, moment) => {
    const actual = randomGates(board);
    const gates = gateNoise === 0 ? actual : actual.map((gate) => gate + gateNoise * board.random.normal());
    return Array.from({ length: inputs }, () => read(board, gates, moment, repeats, board.truth, actual));
  }).flat();
  return { network: board.network, isHeld: board.isHeld, samples };
}
