import { describe, expect, it } from 'vitest';
import {
  describeMeters,
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
