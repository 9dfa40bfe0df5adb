import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../../shared/problem.ts';
import { networkOf, resistors, solve, transistors } from '../../physics/support/documents.ts';

describe('solving a document', () => {
  it('with every node held solves nothing and still reports currents', () => {
    const solution = solve(resistors([['a', 'b', 10]], { a: 1, b: 0 }));
    expect([...solution.currents]).toEqual([0.1]);
    expect(solution.power).toBeCloseTo(0.1, 15);
    expect(solution.residual).toBe(0);
  });

  it('with nothing held leaves every node undetermined', () => {
    for (const document of [resistors([['a', 'b', 10]], {}), transistors([['a', 'b', 3]], {})]) {
      const solution = solve(document);
      expect([...solution.voltages]).toEqual([Number.NaN, Number.NaN]);
      expect([...solution.currents]).toEqual([0]);
      expect(solution.power).toBe(0);
    }
    const { hold: _hold, ...withoutHold } = resistors([['a', 'b', 10]], {});
    expect([...solve(withoutHold).voltages]).toEqual([Number.NaN, Number.NaN]);
  });

  it('with one held node puts everything at its voltage, without a trace of current', () => {
    const solution = solve(
      transistors(
        [
          ['a', 'b', 3],
          ['b', 'c', 2],
          ['c', 'a', { conductance: 1e-3 }],
        ],
        { a: 0.3 },
      ),
    );
    expect([...solution.voltages]).toEqual([0.3, 0.3, 0.3]);
    expect([...solution.currents]).toEqual([0, 0, 0]);
    expect(solution.power).toBe(0);
  });

  it('with no edges', () => {
    const solution = solve({ ...networkOf({ kind: 'resistor' }, [], { a: 2 }), nodes: [{ id: 'a' }, { id: 'b' }] });
    expect([...solution.voltages]).toEqual([2, Number.NaN]);
  });

  it('reports edges at floating nodes: no drop, no current, the conductance where it is known', () => {
    const solution = solve(
      resistors(
        [
          ['a', 'b', 10],
          ['c', 'd', 5],
        ],
        { a: 1, b: 0 },
      ),
    );
    expect([solution.drops[1], solution.currents[1], solution.conductances[1]]).toEqual([Number.NaN, 0, 0.2]);
    const channels = solve(
      transistors(
        [
          ['a', 'b', 2],
          ['c', 'd', 2],
          ['c', 'd', -1],
        ],
        { a: 1, b: 0 },
      ),
    );
    expect([...channels.conductances.slice(1)]).toEqual([Number.NaN, 0]);
  });

  it('knows a small voltage to its own last digits beside a large one', () => {
    const { network, voltages } = solve(
      resistors(
        [
          ['top', 'O', 1e6],
          ['O', 'bottom', 47],
        ],
        { top: 12, bottom: 0 },
      ),
    );
    expect(Math.abs(voltages[network.nodeIds.indexOf('O')] / ((12 * 47) / (1e6 + 47)) - 1)).toBeLessThan(1e-14);
  });

  it('balances tiny currents beside large ones: 1 nS beside a short', () => {
    const solution = solve(
      networkOf(
        { kind: 'resistor' },
        [
          ['a', 'm', { conductance: 1e-9 }],
          ['m', 'n', { conductance: 1e-3, damage: 'short' }],
          ['n', 'b', { conductance: 1e-9 }],
        ],
        { a: 12, b: 0 },
      ),
    );
    expect([...solution.currents].every((current) => Math.abs(current / 6e-9 - 1) < 1e-9)).toBe(true);
    expect(solution.residual).toBeLessThan(1e-12);
  });

  it('takes node ids that are names of JavaScript’s own', () => {
    const solution = solve(
      resistors(
        [
          ['constructor', '__proto__x', 1],
          ['__proto__x', 'toString', 1],
        ],
        { constructor: 1, toString: 0 },
      ),
    );
    expect(solution.voltage('__proto__x')).toBeCloseTo(0.5, 14);
  });

  it('refuses numbers that overflow instead of reporting infinity', () => {
    const document = resistors([['a', 'b', 1e-300]], { a: 1e200, b: 0 });
    expect(() => solve(document)).toThrow(ProblemError);
  });
});
