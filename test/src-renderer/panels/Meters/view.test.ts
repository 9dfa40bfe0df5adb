import { describe, expect, it } from 'vitest';
import {
  describeMeters,
  filterEdges,
  meterFormOf,
  meterFraction,
  meterRow,
  orderEdges,
  shortEdgeName,
} from '../../../../src-renderer/panels/Meters/view.ts';
import { FakeRun } from '../../fake/fakeRun.ts';
import { xorLattice } from '../../fake/networks.ts';

describe('meters', () => {
  it('scale between the rails', () => {
    expect([1, 3, 5, 9, 0].map((state) => meterFraction(state, [1, 5]))).toEqual([0, 0.5, 1, 1, 0]);
  });

  it('become heat rows beyond 64 edges', () => {
    expect([32, 64, 65].map(meterFormOf)).toEqual(['columns', 'columns', 'heat']);
  });

  it('sort by state and by size of the rate, larger first', () => {
    const frame = { states: [1, 3, 2], stateRates: [0.1, -0.5, 0.3] };
    expect(orderEdges('id', frame)).toEqual([0, 1, 2]);
    expect(orderEdges('state', frame)).toEqual([1, 2, 0]);
    expect(orderEdges('rate', frame)).toEqual([1, 2, 0]);
  });

  it('show those alone that are damaged, at a limit or moving', () => {
    const frame = { states: [1, 3, 5, 4], stateRates: [0, -0.5, 0.01, 0.3], damage: [null, null, null, 'cut' as const] };
    const shown = (filter: Parameters<typeof filterEdges>[1]): number[] => filterEdges([3, 2, 1, 0], filter, frame, [1, 5], 1);
    expect(shown('all')).toEqual([3, 2, 1, 0]);
    expect(shown('damaged')).toEqual([3]);
    expect(shown('limit')).toEqual([2, 0]);
    // More than a quarter of the scale of rates, as the arrows of the network.
    expect(shown('moving')).toEqual([3, 1]);
  });

  it('name edges briefly', () => {
    expect(['e10', '1-2', 'edge'].map(shortEdgeName)).toEqual(['10', '1-2', 'edge']);
  });

  it('show no resistance of a cut edge but infinity', () => {
    const run = new FakeRun(xorLattice(), 1);
    run.setDamage(
      run.damage.map((_, edge) => (edge === 2 ? 'cut' : null)),
      'cut e2',
    );
    const session = run.session(1, 1);
    expect(meterRow(session, session.frame, 2).slice(5)).toEqual(['∞', 'cut']);
    expect(describeMeters(session)).toContain('gate voltage G (0.7–5.7 V)');
  });
});
