import { describe, expect, it } from 'vitest';
import { outputMap } from '../../../src-main/analysis/outputMap.ts';
import { zeroLine } from '../../../src-main/analysis/zeroLine.ts';
import { trainerOf } from './networks.ts';

/** O = (V1 + 2·V2 + V1′)/4: a star of three resistors. */
const star = trainerOf({
  network: {
    format: 'twinbench.network',
    version: 1,
    edgeModel: { kind: 'resistor' },
    nodes: [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'O' }],
    edges: [
      { id: 'e0', from: 'a', to: 'O', conductance: 1 },
      { id: 'e1', from: 'b', to: 'O', conductance: 2 },
      { id: 'e2', from: 'c', to: 'O', conductance: 1 },
    ],
  },
  roles: {
    inputs: [
      { name: 'V1', node: 'a' },
      { name: 'V2', node: 'b' },
      { name: 'V1′', node: 'c' },
    ],
    outputs: [{ name: 'O', node: 'O' }],
  },
  dataset: { kind: 'table', inputs: [[0, 0, 0]], labels: [[0]] },
});

describe('an output map', () => {
  it('has the first variable along its columns and the second along its rows', () => {
    const map = outputMap(star, 0, [0, 1], (first, second) => [first, second, 0]);
    [0, 0.25, 0.5, 0.75].forEach((output, index) => expect(map[index]).toBeCloseTo(output, 12));
  });

  it('sets the inputs that follow from others', () => {
    const map = outputMap(star, 0, [0, 1], (first, second) => [first, second, 1 - first]);
    [0.25, 0.25, 0.75, 0.75].forEach((output, index) => expect(map[index]).toBeCloseTo(output, 12));
  });

  it('leaves the run alone', () => {
    const before = Float64Array.from(star.memory.free);
    outputMap(star, 0, [0, 1], (first, second) => [first, second, 0]);
    expect(star.memory.free).toEqual(before);
  });
});

describe('the line of zeros', () => {
  const values = Array.from({ length: 41 }, (_, index) => -1 + index / 20);
  const mapOf = (height: (x: number, y: number) => number): Float64Array =>
    Float64Array.from(values.flatMap((y) => values.map((x) => height(x, y))));
  const lengthOf = (map: Float64Array, at: readonly number[]): number =>
    zeroLine(map, at).reduce((sum, [[x, y], [u, v]]) => sum + Math.hypot(u - x, v - y), 0);

  it('of a plane is straight and exact', () => {
    const map = mapOf((x, y) => x - 0.3 * y - 0.11);
    for (const ends of zeroLine(map, values)) for (const [x, y] of ends) expect(x - 0.3 * y).toBeCloseTo(0.11, 12);
    expect(lengthOf(map, values)).toBeCloseTo(2 * Math.hypot(1, 0.3), 10);
  });

  it('of a circle closes', () => {
    // Chords of a circle of radius 0.7 over cells of 0.05 are shorter by about 1e-3.
    const length = lengthOf(
      mapOf((x, y) => x * x + y * y - 0.49),
      values,
    );
    expect(length / (2 * Math.PI * 0.7)).toBeGreaterThan(0.995);
    expect(length / (2 * Math.PI * 0.7)).toBeLessThan(1.0001);
  });

  it('cuts the two corners off that differ from the middle of a saddle', () => {
    // Corners + − + −, counterclockwise; the middle is positive, then negative.
    const middle = (segments: ReturnType<typeof zeroLine>): number[] =>
      segments.map(([[x, y], [u, v]]) => Math.sign((x + u) / 2 - (y + v) / 2)).sort();
    expect(middle(zeroLine(Float64Array.of(3, -1, -1, 3), [0, 1]))).toEqual([-1, 1]);
    const [first, second] = zeroLine(Float64Array.of(1, -3, -3, 1), [0, 1]);
    const sums = [first, second].map(([[x, y], [u, v]]) => (x + u + y + v) / 2).sort((a, b) => a - b);
    expect(sums[0]).toBeLessThan(1);
    expect(sums[1]).toBeGreaterThan(1);
  });

  it('is empty where the sign never changes', () => {
    expect(zeroLine(Float64Array.of(1, 2, 3, 4), [0, 1])).toEqual([]);
  });
});
