import type { BoardNetwork } from './boardNetwork.ts';
import type { ParameterKind } from './devices/deviceModel.ts';

/** First place of each kind of number of a network, −1 where it is not among them. */
export type ParameterPlaces = Readonly<Record<ParameterKind, number>>;

/**
 * How what is read at every node that is not held answers the numbers of a network, ∂(read voltage)/∂number, at the channels of the last
 * `invert` of the board.
 *
 * @param voltages  true ones, V, [node]
 * @param inverse   what `invert` gave, Ω, [unknown × unknown]
 * @param rows      overwritten, [unknown × width]
 * @cost unknowns × numbers
 */
export function fillResponses(
  board: BoardNetwork,
  voltages: Float64Array,
  inverse: Float64Array,
  place: ParameterPlaces,
  rows: Float64Array,
  width: number,
): void {
  rows.fill(0);
  const { network, points, indexOf, unknowns, parameters } = board;
  const add = (parameter: number, from: number, to: number, slope: number): void =>
    addBranch(inverse, unknowns.length, rows, width, parameter, from, to, slope);
  for (let edge = 0; edge < network.edgeCount; edge++) {
    const point = points[edge];
    const from = indexOf[network.from[edge]];
    const to = indexOf[network.to[edge]];
    if (place.gain >= 0) add(place.gain + edge, from, to, point.current);
    if (place.threshold >= 0) add(place.threshold + edge, from, to, -point.byGate);
    if (place.softness >= 0) add(place.softness, from, to, point.bySoftness);
    if (place.body >= 0) add(place.body, from, to, point.byBody);
    if (place.degradation >= 0) add(place.degradation, from, to, point.byDegradation);
    if (place.zero >= 0) {
      // A held node is truly at what was read minus its zero.
      if (from < 0) add(place.zero + network.from[edge], from, to, -point.byA);
      if (to < 0) add(place.zero + network.to[edge], from, to, -point.byB);
    }
  }
  parameters.strays.forEach(({ from, to, conductance }, index) => {
    add(place.stray + index, indexOf[from], indexOf[to], conductance * (voltages[from] - voltages[to]));
    if (place.zero < 0) return;
    if (indexOf[from] < 0) add(place.zero + from, indexOf[from], indexOf[to], -conductance);
    if (indexOf[to] < 0) add(place.zero + to, indexOf[from], indexOf[to], conductance);
  });
  if (place.zero >= 0) unknowns.forEach((node, unknown) => (rows[unknown * width + place.zero + node] += 1));
}

/** The same for the gates, ∂V/∂G, in `edgeCount` columns from `column` on, added to what is there. */
export function addGateResponses(
  { network, points, indexOf, unknowns }: BoardNetwork,
  inverse: Float64Array,
  rows: Float64Array,
  width: number,
  column = 0,
): void {
  for (let edge = 0; edge < network.edgeCount; edge++) {
    const ends = [indexOf[network.from[edge]], indexOf[network.to[edge]]] as const;
    addBranch(inverse, unknowns.length, rows, width, column + edge, ...ends, points[edge].byGate);
  }
}

/** The current of a branch between unknowns (−1: held) rises with a number by `slope`: all voltages answer, in that number's column. */
export function addBranch(
  inverse: Float64Array,
  size: number,
  rows: Float64Array,
  width: number,
  column: number,
  from: number,
  to: number,
  slope: number,
): void {
  if (slope === 0) return;
  for (let unknown = 0; unknown < size; unknown++) {
    const answer = (from < 0 ? 0 : inverse[unknown * size + from]) - (to < 0 ? 0 : inverse[unknown * size + to]);
    rows[unknown * width + column] -= answer * slope;
  }
}
