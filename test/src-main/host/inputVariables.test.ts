import { describe, expect, it } from 'vitest';
import { inputsAt, inputVariables } from '../../../src-main/host/inputVariables.ts';

const truthTable = [
  [0, 0],
  [0, 0.45],
  [0.45, 0],
  [0.45, 0.45],
];

describe('inputVariables', () => {
  it('finds two variables of a truth table, with their ranges', () => {
    const found = inputVariables(truthTable);
    expect(found.variables).toEqual([0, 1]);
    expect(found.ranges).toEqual([
      [0, 0.45],
      [0, 0.45],
    ]);
    expect(inputsAt(found, [0.1, 0.2])).toEqual([0.1, 0.2]);
  });

  it('lets inverted inputs follow their variable, and keeps constant ones where they are', () => {
    const rows = truthTable.map(([first, second]) => [first, 0.5 - first, 2.5, second, 0.5 - second]);
    const found = inputVariables(rows);
    expect(found.variables).toEqual([0, 3]);
    const inputs = inputsAt(found, [0.1, 0.3]);
    [0.1, 0.4, 2.5, 0.3, 0.2].forEach((voltage, column) => expect(inputs[column]).toBeCloseTo(voltage, 12));
  });

  it('takes an input that only looks like an inverse in some rows as a variable', () => {
    expect(
      inputVariables([
        [0, 1],
        [1, 0],
        [1, 1],
      ]).variables,
    ).toEqual([0, 1]);
  });

  it('has no variables where nothing varies', () => {
    expect(inputVariables([[5, 1]]).variables).toEqual([]);
    expect(inputVariables([[]])).toEqual({ columns: [], variables: [], ranges: [] });
  });
});
