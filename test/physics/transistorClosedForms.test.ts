import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { always } from '../properties.ts';
import { relativeError, resistors, S, solve, transistors } from './support/documents.ts';
import { linearNetworks } from './support/randomNetworks.ts';

/** Newton's method ends at a step of 1e-9 V; its last steps converge quadratically, and the polish takes what is left. */
const TIGHT = 1e-12;

describe('a single channel between two held nodes', () => {
  it.each([
    [3, 0.45, 0.11],
    [3, 0.11, 0.45],
    [5, 4.9, 0],
    [1, -2, -3],
  ])('Ohmic: K = S·(g − V̄) (g = %d V, %d V, %d V)', (overdrive, high, low) => {
    const solution = solve(transistors([['a', 'b', overdrive]], { a: high, b: low }));
    const conductance = S * (overdrive - (high + low) / 2);
    expect(relativeError(solution.conductances[0], conductance)).toBeLessThan(TIGHT);
    expect(relativeError(solution.current('e0'), conductance * (high - low))).toBeLessThan(TIGHT);
    expect(relativeError(solution.power, conductance * (high - low) ** 2)).toBeLessThan(TIGHT);
  });

  it.each([
    [1, 5, 0],
    [1, 1, 0],
    [2.5, 12, 2],
  ])('pinched off at its upper end: I = S/2·(g − V_low)², whatever the upper voltage (g = %d V, %d V, %d V)', (overdrive, high, low) => {
    const forward = solve(transistors([['a', 'b', overdrive]], { a: high, b: low })).current('e0');
    const backward = solve(transistors([['b', 'a', overdrive]], { a: high, b: low })).current('e0');
    expect(relativeError(forward, (S / 2) * (overdrive - low) ** 2)).toBeLessThan(TIGHT);
    expect(backward).toBe(-forward);
  });

  it.each([0, -1, 0.29])('closed at both ends: exactly nothing (g = %d V)', (overdrive) => {
    const solution = solve(transistors([['a', 'b', overdrive]], { a: 5, b: 0.3 }));
    expect(solution.current('e0')).toBe(0);
    expect(solution.conductances[0]).toBe(0);
    expect(solution.power).toBe(0);
  });

  it('stays passive where the papers’ K would turn negative', () => {
    const paper = S * (1 - (5 + 0) / 2);
    expect(paper).toBeLessThan(0);
    expect(solve(transistors([['a', 'b', 1]], { a: 5, b: 0 })).conductances[0]).toBeGreaterThan(0);
  });

  it('obeys the transconductance and the threshold of its own', () => {
    const solution = solve(transistors([['a', 'b', { gate: 2, transconductance: 2e-3, threshold: 1.5 }]], { a: 0.2, b: 0.1 }));
    expect(relativeError(solution.current('e0'), 2e-3 * (0.5 - 0.15) * 0.1)).toBeLessThan(TIGHT);
  });
});

describe('two channels in series', () => {
  it.each([
    [3, 2, 0, 'Ohmic'],
    [2, 5, 0, 'the upper one pinched off'],
    [1, 12, 0.5, 'the upper one pinched off'],
    [4, 4, 0, 'at the edge'],
  ])('equal ones: (g − V)₊² in the middle is the mean of the ends (g = %d V, %d V, %d V, %s)', (overdrive, high, low) => {
    const solution = solve(
      transistors(
        [
          ['a', 'm', overdrive],
          ['m', 'b', overdrive],
        ],
        { a: high, b: low },
      ),
    );
    const squares = [high, low].map((voltage) => Math.max(overdrive - voltage, 0) ** 2);
    const middle = overdrive - Math.sqrt((squares[0] + squares[1]) / 2);
    expect(relativeError(solution.voltage('m'), middle)).toBeLessThan(TIGHT);
    expect(relativeError(solution.current('e0'), (S / 4) * (squares[1] - squares[0]))).toBeLessThan(TIGHT);
  });

  it.each([
    [2, 1.5],
    [2, 1.01],
    [2, 0.99],
    [3, 0.5],
    [0.2, 4],
  ])('a narrow one above a wide one under 12 V (g = %d V above %d V)', (upper, lower) => {
    const solution = solve(
      transistors(
        [
          ['supply', 'm', upper],
          ['m', 'ground', lower],
        ],
        { supply: 12, ground: 0 },
      ),
    );
    // (g₁ − V)² = g₂² − (g₂ − V)₊²: either both are pinched off, or the lower one is Ohmic.
    const middle = upper >= 2 * lower ? upper - lower : (upper + lower - Math.sqrt((upper + lower) ** 2 - 2 * upper ** 2)) / 2;
    expect(relativeError(solution.voltage('m'), middle)).toBeLessThan(TIGHT);
    expect(relativeError(solution.current('e1'), (S / 2) * (upper - middle) ** 2)).toBeLessThan(TIGHT);
  });
});

describe('the pinch-off chain, which conducts like diodes', () => {
  const chain = (load: number): ReturnType<typeof solve> =>
    solve(
      transistors(
        [
          ['supply', 'a', 3],
          ['a', 'b', 2],
          ['b', 'c', 4],
          ['c', 'ground', { conductance: load }],
        ],
        { supply: 5, ground: 0 },
      ),
    );

  it.each([1e-3, 1e-6, 1e-9])('under a load of %d S the node behind the smallest gate follows it', (load) => {
    const solution = chain(load);
    const current = solution.current('e3');
    // From the supply down: each end is where the channel above it carries the current of the load.
    const behind = (overdrive: number, above: number): number =>
      overdrive - Math.sqrt((2 * current) / S + Math.max(overdrive - above, 0) ** 2);
    const a = behind(3, 5);
    const b = behind(2, a);
    const c = behind(4, b);
    expect(relativeError(solution.voltage('a'), a)).toBeLessThan(TIGHT);
    expect(relativeError(solution.voltage('b'), b)).toBeLessThan(TIGHT);
    expect(relativeError(solution.voltage('c'), c)).toBeLessThan(TIGHT);
    expect(relativeError(current, load * c)).toBeLessThan(TIGHT);
    expect(solution.voltage('b')).toBeLessThan(2);
  });

  it('without a load its nodes are undetermined: any voltage above the gate carries no current', () => {
    const solution = chain(0);
    expect([solution.voltage('a'), solution.voltage('b'), solution.voltage('c')]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect([...solution.currents]).toEqual([0, 0, 0, 0]);
    expect(solution.power).toBe(0);
  });

  it('conducts in one direction only when its gate follows one end', () => {
    const diode = (anode: number, cathode: number): number =>
      solve(transistors([['a', 'c', anode]], { a: anode, c: cathode })).current('e0');
    expect(relativeError(diode(2, 0.5), (S / 2) * 1.5 ** 2)).toBeLessThan(TIGHT);
    expect(diode(0.5, 0.5)).toBe(0);
    // Backwards the gate sits at the lower end: the channel is closed at both.
    expect(diode(0.5, 2)).toBe(0);
  });
});

describe('fixed resistors between channels', () => {
  it.each([1e2, 1e4, 1e7])('a follower on %d Ω: S/2·(g − V)² = V/R', (ohms) => {
    const solution = solve(
      transistors(
        [
          ['supply', 'O', 2],
          ['O', 'ground', { conductance: 1 / ohms }],
        ],
        { supply: 5, ground: 0 },
      ),
    );
    const b = 2 + 1 / (S * ohms);
    expect(relativeError(solution.voltage('O'), b - Math.sqrt(b * b - 4))).toBeLessThan(1e-10);
  });

  it('a channel beside a resistor: currents add', () => {
    const solution = solve(
      transistors(
        [
          ['a', 'b', 3],
          ['a', 'b', { conductance: 1e-3 }],
        ],
        { a: 1, b: 0 },
      ),
    );
    expect(relativeError(solution.currentFrom('a'), S * 2.5 + 1e-3)).toBeLessThan(TIGHT);
  });
});

describe('damage', () => {
  const series = (damage: 'cut' | 'short' | 'stuck') =>
    transistors(
      [
        ['a', 'm', 3],
        ['m', 'b', { gate: 3.7, damage }],
      ],
      { a: 0.4, b: 0 },
    );

  it('cut: no current, and what hangs on it floats up to the other side', () => {
    const solution = solve(series('cut'));
    expect([...solution.currents]).toEqual([0, 0]);
    expect(solution.voltage('m')).toBeCloseTo(0.4, 12);
    expect(solution.conductances[1]).toBe(0);
  });

  it('short: 0.1 Ω', () => {
    const solution = solve(series('short'));
    expect(solution.conductances[1]).toBe(10);
    expect(relativeError(solution.current('e1'), 10 * solution.voltage('m'))).toBeLessThan(TIGHT);
    // S/2·[(g − V)² − (g − a)²] = 10·V
    const b = 3 + 10 / S;
    expect(relativeError(solution.voltage('m'), (9 - 2.6 ** 2) / (b + Math.sqrt(b * b - (9 - 2.6 ** 2))))).toBeLessThan(TIGHT);
  });

  it('stuck: conducts as before', () => {
    const intact = solve(
      transistors(
        [
          ['a', 'm', 3],
          ['m', 'b', 3],
        ],
        { a: 0.4, b: 0 },
      ),
    );
    expect(solve(series('stuck')).voltages).toEqual(intact.voltages);
  });

  it.each(['cut', 'short', 'stuck'] as const)('%s acts on resistors and fixed resistors alike', (damage) => {
    const intact = resistors(
      [
        ['a', 'm', 100],
        ['m', 'b', 100],
      ],
      { a: 1, b: 0 },
    );
    const damaged = { ...intact, edges: intact.edges.map((edge, index) => (index === 1 ? { ...edge, damage } : edge)) };
    const expected = { cut: 1, short: 0.1 / 100.1, stuck: 0.5 }[damage];
    expect(solve(damaged).voltage('m')).toBeCloseTo(expected, 12);
    const fixed = transistors(
      [
        ['a', 'm', { conductance: 0.01 }],
        ['m', 'b', { conductance: 0.01, damage }],
      ],
      { a: 1, b: 0 },
    );
    expect(solve(fixed).voltage('m')).toBeCloseTo(expected, 12);
  });
});

describe('a network with one gate voltage', () => {
  it('is exactly linear in u = gV − V²/2 while it is Ohmic', () => {
    const overdrive = 13;
    always(
      fc.property(linearNetworks({ damage: false }), (document) => {
        const edges = document.edges.map(({ from, to, conductance }): [string, string, object] => [
          from,
          to,
          { gate: overdrive + 0.7, transconductance: conductance },
        ]);
        const curved = solve(transistors(edges, document.hold ?? {}));
        const transform = (voltage: number): number => overdrive * voltage - voltage ** 2 / 2;
        const hold = Object.fromEntries(Object.entries(document.hold ?? {}).map(([id, voltage]) => [id, transform(voltage)]));
        const straight = solve({ ...document, hold });
        document.edges.forEach((edge, index) => {
          if (Number.isNaN(straight.voltage(edge.from))) expect(curved.voltage(edge.from)).toBeNaN();
          // u reaches 84 V²; rounding of it is divided by g − V ≥ 1 V.
          else expect(Math.abs(transform(curved.voltage(edge.from)) - straight.voltage(edge.from))).toBeLessThan(1e-11);
          const largest = Math.max(...straight.currents.map(Math.abs));
          expect(Math.abs(curved.currents[index] - straight.currents[index])).toBeLessThanOrEqual(1e-11 * largest);
        });
      }),
      150,
    );
  });

  it('is linear in (g − V)₊² even where channels are pinched off', () => {
    const overdrive = 4;
    always(
      fc.property(linearNetworks({ damage: false }), (document) => {
        const edges = document.edges.map(({ from, to, conductance }): [string, string, object] => [
          from,
          to,
          { gate: overdrive + 0.7, transconductance: conductance },
        ]);
        const curved = solve(transistors(edges, document.hold ?? {}));
        const transform = (voltage: number): number => -0.5 * Math.max(overdrive - voltage, 0) ** 2;
        const hold = Object.fromEntries(Object.entries(document.hold ?? {}).map(([id, voltage]) => [id, transform(voltage)]));
        const straight = solve({ ...document, hold });
        const largest = Math.max(...straight.currents.map(Math.abs));
        document.edges.forEach((_, index) => {
          expect(Math.abs(curved.currents[index] - straight.currents[index])).toBeLessThanOrEqual(1e-10 * largest);
        });
      }),
      150,
    );
  });
});
