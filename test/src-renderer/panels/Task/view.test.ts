import { describe, expect, it } from 'vitest';
import { countClasses, formatGiven, predictClasses, tableFormOf, tableUnitOf } from '../../../../src-renderer/panels/Task/view.ts';
import { allosteryBoard, divider, irisBoard, xorLattice } from '../../fake/networks.ts';

describe('tableFormOf', () => {
  it('fits the task', () => {
    expect([xorLattice(), divider(), allosteryBoard(), irisBoard()].map(tableFormOf)).toEqual(['flat', 'flat', 'grouped', 'long']);
  });
});

describe('units of the table', () => {
  it('are millivolts below a volt, else volts', () => {
    const small = tableUnitOf([[0, 0.45]], [[-0.087]]);
    expect(small.unit).toBe('mV');
    expect(small.format(-0.0849)).toBe('−84.9');
    expect(small.format(-0.00001)).toBe('0.0');
    expect(small.format(null)).toBe('–');
    expect(tableUnitOf([[5]], [[3]]).format(2.9984)).toBe('2.998');
  });

  it('write given voltages with the digits that they have', () => {
    expect(formatGiven(-0.087, 'mV')).toBe('−87');
    expect(formatGiven(2.5, 'V')).toBe('2.5');
  });
});

describe('classes', () => {
  const labels = [
    [1, 0],
    [0, 1],
    [1, 0],
  ];

  it('are predicted by the nearest label', () => {
    expect(
      predictClasses(
        [
          [0.9, 0.2],
          [0.7, 0.4],
          [null, 1],
        ],
        labels,
        [0, 1, 0],
      ),
    ).toEqual([0, 0, -1]);
  });

  it('are counted by name', () => {
    expect(countClasses([0, 0, -1], [0, 1, 0], ['left', 'right'])).toEqual([
      { name: 'left', correct: 1, total: 2 },
      { name: 'right', correct: 0, total: 1 },
    ]);
  });
});
