import { describe, expect, it } from 'vitest';
import type { OutputMap } from '../../../../shared/outputMap.ts';
import { mapPoints, mapReading, mapScale, mapTable, moveOnMap } from '../../../../src-renderer/panels/OutputMap/view.ts';

const square: OutputMap = {
  step: 1,
  variables: [
    { column: 0, name: 'V1', values: [0, 1, 2] },
    { column: 2, name: 'V2', values: [10, 20] },
  ],
  outputs: [0.1, 0.2, 0.3, -0.5, null, 0.6],
  level: 0.1,
  contour: [],
};
const curve: OutputMap = { ...square, variables: [square.variables[0]], outputs: [1, 2, 3] };

describe('the output map', () => {
  it('scales its colours to the output that is farthest from the level', () => {
    expect(mapScale(square)).toBeCloseTo(0.6, 12);
    expect(mapScale({ ...square, outputs: [null, 0.1] })).toBe(1);
  });

  it('places the training points by their variables, and judges them by their side of the level', () => {
    const inputs = [
      [0, 7, 10],
      [2, 7, 20],
      [1, 7, 10],
    ];
    const points = mapPoints(square, inputs, { labels: [[0.3], [-0.3], [null]], outputs: [[0.05], [-0.2], [0]] });
    expect(points).toEqual([
      { at: [0, 10], label: 0.3, output: 0.05, isAbove: true, isRight: false },
      { at: [2, 20], label: -0.3, output: -0.2, isAbove: false, isRight: true },
    ]);
    expect(mapPoints(square, inputs.slice(0, 1), { labels: [[0.3]], outputs: [[null]] })[0].isRight).toBe(false);
  });

  it('moves its cursor in both directions, up with the second variable, and stays on the map', () => {
    expect(moveOnMap(square, 0, 'ArrowRight')).toBe(1);
    expect(moveOnMap(square, 1, 'ArrowUp')).toBe(4);
    expect(moveOnMap(square, 4, 'ArrowUp')).toBe(4);
    expect(moveOnMap(square, 4, 'ArrowDown')).toBe(1);
    expect(moveOnMap(square, 0, 'ArrowLeft')).toBe(0);
    expect(moveOnMap(square, 1, 'End')).toBe(5);
    expect(moveOnMap(square, 1, 'Tab')).toBeNull();
    expect(moveOnMap(curve, 1, 'ArrowUp')).toBe(1);
  });

  it('reads what stands under the cursor', () => {
    expect(mapReading(square, 3)).toBe('V1 0.000\u00a0V, V2 20.000\u00a0V: O −0.500\u00a0V');
    expect(mapReading(square, 4)).toBe('V1 1.000\u00a0V, V2 20.000\u00a0V: O –');
    expect(mapReading(curve, 2)).toBe('V1 2.000\u00a0V: O 3.000\u00a0V');
  });

  it('is a table too', () => {
    const { spec, data } = mapTable(square);
    expect(spec.series.map(({ label }) => label)).toEqual(['V2 10.000\u00a0V', 'V2 20.000\u00a0V']);
    expect(data).toEqual([
      [0, 1, 2],
      [0.1, 0.2, 0.3],
      [-0.5, null, 0.6],
    ]);
    expect(mapTable(curve).data).toEqual([
      [0, 1, 2],
      [1, 2, 3],
    ]);
  });
});
