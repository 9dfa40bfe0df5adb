import { describe, expect, it } from 'vitest';
import { curveNames } from '../../../src-renderer/panels/Outputs/view.ts';
import { decadesAround, decadeTicks, formatDecade, formatTick, paddedRange, sampleRows } from '../../../src-renderer/plots/scales.ts';
import { allosteryBoard, xorLattice } from '../fake/networks.ts';

describe('logarithmic axes', () => {
  it('show whole decades around the data, at least two', () => {
    expect(decadesAround(3e-5, 0.02)).toEqual([1e-5, 0.1]);
    expect(decadesAround(0.5, 0.6)).toEqual([0.01, 1]);
    expect(decadesAround(null, null)).toEqual([1e-4, 1]);
    expect(decadesAround(1e-30, 1)).toEqual([1e-14, 1]);
  });

  it('label few of them', () => {
    expect(decadeTicks(1e-5, 0.1)).toEqual([1e-5, 1e-4, 1e-3, 0.01, 0.1]);
    expect(decadeTicks(1e-14, 1).length).toBeLessThanOrEqual(6);
    // A low plot has room for fewer.
    expect(decadeTicks(1e-5, 0.1, 3)).toEqual([1e-5, 1e-3, 0.1]);
    expect([1e-5, 0.1, 1, 10].map(formatDecade)).toEqual(['10⁻⁵', '10⁻¹', '1', '10¹']);
  });
});

describe('linear axes', () => {
  it('are never empty', () => {
    expect(paddedRange(0, 1)).toEqual([-0.08, 1.08]);
    const [low, high] = paddedRange(2, 2);
    expect(high).toBeGreaterThan(low);
  });

  it('write ticks without superfluous digits', () => {
    expect([0.2, -0.1, 150, 0.30000000000000004].map(formatTick)).toEqual(['0.2', '−0.1', '150', '0.3']);
  });
});

describe('sampleRows', () => {
  it('keeps both ends', () => {
    expect(sampleRows(3, 20)).toEqual([0, 1, 2]);
    const rows = sampleRows(1000, 20);
    expect([rows.length, rows[0], rows.at(-1)]).toEqual([20, 0, 999]);
  });
});

describe('curveNames', () => {
  it('go by inputs or by outputs, whichever tells the curves apart', () => {
    expect(curveNames(xorLattice())).toEqual(['0, 0', '0, 450', '450, 0', '450, 450']);
    expect(curveNames(allosteryBoard())).toEqual(['O1', 'O2', 'O3']);
    expect(curveNames({ inputs: [[], [], []], outputNames: ['O'] })).toEqual(['O']);
    expect(
      curveNames({
        inputs: [
          [1, 2],
          [1, 2],
          [3, 4],
        ],
        outputNames: ['O'],
      }),
    ).toEqual(['#1', '#2', '#3']);
  });
});
