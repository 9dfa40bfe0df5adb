import type { Matrix } from 'ml-matrix';
import type { NetworkParameters } from './boardNetwork.ts';
import { confinedShape, type NetworkLayout } from './networkLayout.ts';

/** Places of the numbers of a network in the order of `NetworkSpread`. */
export interface SpreadPlaces {
  readonly gain: number;
  readonly threshold: number;
  readonly softness: number;
  readonly body: number;
  readonly degradation: number;
  readonly zero: number;
  readonly stray: number;
  readonly count: number;
}

export function spreadPlaces(edgeCount: number, nodeCount: number, strayCount: number): SpreadPlaces {
  const shape = 2 * edgeCount;
  const zero = shape + 3;
  const stray = zero + nodeCount;
  const places = { gain: 0, threshold: edgeCount, softness: shape, body: shape + 1, degradation: shape + 2, zero, stray };
  return { ...places, count: stray + strayCount };
}

/** Digits of the factor that are kept: uncertainties are not known better. */
const DIGITS = 4;

/** The factor of the covariance of a fit, with zeros for what was not fitted. @cost parameters³/6 */
export function spreadFactor({ names, edgeCount, nodeCount, strays }: NetworkLayout, covariance: Matrix): number[][] {
  const places = spreadPlaces(edgeCount, nodeCount, strays.length);
  const fitted = new Int32Array(places.count).fill(-1);
  names.forEach(({ kind, index }, at) => (fitted[places[kind] + index] = at));
  const factor: number[][] = [];
  for (let row = 0; row < places.count; row++) {
    factor.push([]);
    for (let column = 0; column <= row; column++) {
      let sum = fitted[row] < 0 || fitted[column] < 0 ? 0 : covariance.get(fitted[row], fitted[column]);
      for (let inner = 0; inner < column; inner++) sum -= factor[row][inner] * factor[column][inner];
      const pivot = column === row ? Math.sqrt(Math.max(sum, 0)) : factor[column][column];
      factor[row].push(column === row ? pivot : pivot > 0 ? sum / pivot : 0);
    }
  }
  return factor.map((values) => values.map((value) => Number(value.toPrecision(DIGITS))));
}

/** The network with its numbers moved by so much, [number] in the order of `NetworkSpread`. */
export function movedNetwork(network: NetworkParameters, moves: Float64Array): NetworkParameters {
  const { shape, transconductances, thresholds, zeros, strays } = network;
  const places = spreadPlaces(thresholds.length, zeros.length, strays.length);
  const moveOf = (place: number): number => moves[place] ?? 0;
  // What was not fitted may stand outside the range of fits: a sharp corner does.
  const shapeOf = (kind: keyof typeof shape): number => {
    const move = moveOf(places[kind]);
    return move === 0 ? shape[kind] : confinedShape(kind, shape[kind] + move);
  };
  return {
    ...network,
    shape: { softness: shapeOf('softness'), body: shapeOf('body'), degradation: shapeOf('degradation') },
    transconductances: transconductances.map((value, edge) => value * Math.exp(moveOf(places.gain + edge))),
    thresholds: thresholds.map((value, edge) => value + moveOf(places.threshold + edge)),
    zeros: zeros.map((value, node) => value + moveOf(places.zero + node)),
    strays: strays.map((stray, index) => ({ ...stray, conductance: stray.conductance * Math.exp(moveOf(places.stray + index)) })),
  };
}
