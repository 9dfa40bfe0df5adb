import { BoardNetwork, type Stray } from './boardNetwork.ts';
import { deviceModels } from './devices/index.ts';
import type { NetworkData } from './networkData.ts';
import { fitNetwork } from './networkFit.ts';

/** A connection has to explain this part of what is missed before it is believed. */
const SHARE = 0.25;
/** What conducts less than this, S, is no wire: beside channels of some millisiemens it would only mend their gains. */
const WEAKEST = 5e-3;
/** Each further one is looked for in what the earlier leave. */
const MOST = 4;
/** To begin with: a wire of some ohms. */
const WIRE = 0.05;

/**
 * Looks for connections that are not in the schematic: between which two nodes would a conductor explain most of what the ideal
 * network misses? By the first-order gain of every pair, (Σ x·e)²/Σ x² with x the answer of all voltages to that conductor; the
 * best is fitted and kept while it removes a large part.
 *
 * @cost pairs × samples × nodes, and a fit of the found conductances
 */
export function findStrays(data: NetworkData): Stray[] {
  let strays: Stray[] = [];
  let cost = fitNetwork(data, deviceModels.softIdeal, strays, 1).cost;
  for (let count = 0; count < MOST; count++) {
    const candidate = bestPair(data, strays);
    if (candidate === null) break;
    const fit = fitNetwork(data, deviceModels.softIdeal, [...strays, candidate], 20);
    if (fit.cost > (1 - SHARE) * cost || fit.parameters.strays.some(({ conductance }) => conductance < WEAKEST)) break;
    cost = fit.cost;
    strays = [...fit.parameters.strays];
  }
  return strays;
}

function bestPair(data: NetworkData, strays: readonly Stray[]): Stray | null {
  const { network, isHeld, samples } = data;
  const parameters = fitNetwork(data, deviceModels.softIdeal, strays, 1).parameters;
  const board = new BoardNetwork(network, parameters, isHeld);
  const count = network.nodeCount;
  const size = board.unknowns.length;
  const slopes = new Float64Array(count * count);
  const squares = new Float64Array(count * count);
  const inverse = new Float64Array(size * size);
  const answer = new Float64Array(size);
  for (const { gates, voltages } of samples) {
    const solved = voltages.slice();
    if (!board.solve(gates, solved, [], 1e-7) || !board.invert(gates, solved, inverse)) continue;
    for (let from = 0; from < count; from++) {
      for (let to = from + 1; to < count; to++) {
        const a = board.indexOf[from];
        const b = board.indexOf[to];
        if (a < 0 && b < 0) continue;
        // At what was read: with the connection both ends are nearer to each other than without.
        const drop = solved[from] - solved[to];
        for (let unknown = 0; unknown < size; unknown++) {
          answer[unknown] = -((a < 0 ? 0 : inverse[unknown * size + a]) - (b < 0 ? 0 : inverse[unknown * size + b])) * drop;
          const miss = voltages[board.unknowns[unknown]] - solved[board.unknowns[unknown]];
          slopes[from * count + to] += answer[unknown] * miss;
          squares[from * count + to] += answer[unknown] ** 2;
        }
      }
    }
  }
  let best = -1;
  let gain = 0;
  for (let pair = 0; pair < slopes.length; pair++) {
    const value = slopes[pair] > 0 && squares[pair] > 0 ? slopes[pair] ** 2 / squares[pair] : 0;
    if (value > gain) [best, gain] = [pair, value];
  }
  return best < 0 ? null : { from: Math.floor(best / count), to: best % count, conductance: WIRE };
}
