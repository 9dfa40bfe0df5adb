import { describe, expect, it } from 'vitest';
import { solveNetwork } from '../../src-main/physics/solveNetwork.ts';
import { periodicSquare } from '../../src-main/physics/topologies/periodicSquare.ts';
import { randomStream } from '../../src-main/math/random.ts';
import { networkOf, relativeError, resistors, solve, type ShortEdge } from './support/documents.ts';

/** Linear solutions are good to a few roundings of the largest term. */
const ROUNDING = 1e-13;

describe('the voltage divider', () => {
  it.each([
    [5, 100e3, 100e3],
    [5, 781.25, 100e3],
    [0.45, 1, 3],
    [-12, 1e6, 47],
  ])('%d V over %d Ω and %d Ω', (supply, upper, lower) => {
    const solution = solve(
      resistors(
        [
          ['top', 'O', upper],
          ['O', 'bottom', lower],
        ],
        { top: supply, bottom: 0 },
      ),
    );
    expect(relativeError(solution.voltage('O'), (supply * lower) / (upper + lower))).toBeLessThan(ROUNDING);
    expect(relativeError(solution.current('e0'), supply / (upper + lower))).toBeLessThan(ROUNDING);
    expect(relativeError(solution.current('e1'), supply / (upper + lower))).toBeLessThan(ROUNDING);
    expect(relativeError(solution.power, supply ** 2 / (upper + lower))).toBeLessThan(ROUNDING);
  });

  it('reports drops and conductances with the sign of from minus to', () => {
    const solution = solveNetwork(
      resistors(
        [
          ['bottom', 'O', 2],
          ['top', 'O', 3],
        ],
        { top: 5, bottom: 0 },
      ),
    );
    expect([...solution.drops]).toEqual([expect.closeTo(-2, 12), expect.closeTo(3, 12)]);
    expect([...solution.currents]).toEqual([expect.closeTo(-1, 12), expect.closeTo(1, 12)]);
    expect([...solution.conductances]).toEqual([1 / 2, 1 / 3].map((value) => expect.closeTo(value, 12) as number));
  });

  it('of digital potentiometers: R = tap · stepOhms', () => {
    const digipots = { kind: 'digipot', stepOhms: 781.25, taps: 128 } as const;
    const solution = solve(
      networkOf(
        digipots,
        [
          ['top', 'O', { tap: 32 }],
          ['O', 'bottom', { tap: 96 }],
        ],
        { top: 5, bottom: 0 },
      ),
    );
    expect(solution.voltage('O')).toBeCloseTo(3.75, 13);
    expect(relativeError(solution.current('e0'), 5 / 100e3)).toBeLessThan(ROUNDING);
  });
});

/** A ladder of `rungs` series and shunt resistors of 1 Ω, fed with 1 V. */
function ladder(rungs: number): ReturnType<typeof solve> {
  const edges: [string, string, number][] = [];
  for (let rung = 0; rung < rungs; rung++) edges.push([`n${rung}`, `n${rung + 1}`, 1], [`n${rung + 1}`, 'ground', 1]);
  return solve(resistors(edges, { n0: 1, ground: 0 }));
}

describe('the ladder', () => {
  it.each([1, 2, 3, 10, 15])('of %d rungs: its resistance is F(2n+1)/F(2n), its voltages fall as Fibonacci numbers', (rungs) => {
    const fibonacci = [0, 1];
    while (fibonacci.length < 2 * rungs + 3) fibonacci.push(fibonacci.at(-1)! + fibonacci.at(-2)!);
    const solution = ladder(rungs);
    expect(relativeError(1 / solution.currentFrom('n0'), fibonacci[2 * rungs + 1] / fibonacci[2 * rungs])).toBeLessThan(ROUNDING);
    for (let rung = 0; rung <= rungs; rung++) {
      expect(relativeError(solution.voltage(`n${rung}`), fibonacci[2 * (rungs - rung) + 1] / fibonacci[2 * rungs + 1])).toBeLessThan(1e-9);
    }
  });

  it('of a hundred rungs has the golden ratio', () => {
    expect(relativeError(1 / ladder(100).currentFrom('n0'), (1 + Math.sqrt(5)) / 2)).toBeLessThan(ROUNDING);
  });
});

/** A Wheatstone bridge: r1 over r2 on the left, r3 over r4 on the right, `bridge` between the middles. */
function wheatstone(r1: number, r2: number, r3: number, r4: number, bridge: number): ReturnType<typeof solve> {
  return solve(
    resistors(
      [
        ['top', 'left', r1],
        ['left', 'bottom', r2],
        ['top', 'right', r3],
        ['right', 'bottom', r4],
        ['left', 'right', bridge],
      ],
      { top: 10, bottom: 0 },
    ),
  );
}

describe('the Wheatstone bridge', () => {
  it('carries no current across when balanced', () => {
    const solution = wheatstone(100, 200, 330, 660, 50);
    // Nothing but the rounding of two voltages of 6.7 V over 50 Ω.
    expect(Math.abs(solution.current('e4'))).toBeLessThan(1e-16);
    expect(solution.voltage('left')).toBeCloseTo(20 / 3, 13);
  });

  it.each([
    [100, 200, 330, 470, 50],
    [1, 1e6, 1e6, 1, 10],
    [120, 121, 120, 120, 1e5],
  ])('carries Thévenin’s current when not (%d, %d, %d, %d, %d Ω)', (r1, r2, r3, r4, bridge) => {
    const open = 10 * (r2 / (r1 + r2) - r4 / (r3 + r4));
    const inner = (r1 * r2) / (r1 + r2) + (r3 * r4) / (r3 + r4);
    // The open voltage is a difference, so that its relative rounding is larger.
    expect(relativeError(wheatstone(r1, r2, r3, r4, bridge).current('e4'), open / (inner + bridge))).toBeLessThan(1e-11);
  });
});

describe('the star-mesh transformation', () => {
  it.each([2, 3, 4, 7])('a star of %d arms draws the same currents as the mesh k_i·k_j/Σk', (arms) => {
    const random = randomStream(arms, 'star-mesh');
    const conductances = Array.from({ length: arms }, () => 10 ** (-4 * random.uniform()));
    const hold = Object.fromEntries(conductances.map((_, arm) => [`t${arm}`, 12 * random.uniform()]));
    const total = conductances.reduce((sum, value) => sum + value, 0);
    const star: ShortEdge[] = conductances.map((conductance, arm) => [`t${arm}`, 'centre', { conductance }]);
    const mesh: ShortEdge[] = conductances.flatMap((a, i) =>
      conductances.flatMap((b, j): ShortEdge[] => (i < j ? [[`t${i}`, `t${j}`, { conductance: (a * b) / total }]] : [])),
    );
    const ofStar = solve(networkOf({ kind: 'resistor' }, star, hold));
    const ofMesh = solve(networkOf({ kind: 'resistor' }, mesh, hold));
    const largest = Math.max(...ofMesh.currents.map(Math.abs));
    for (const terminal of Object.keys(hold)) {
      expect(Math.abs(ofStar.currentFrom(terminal) - ofMesh.currentFrom(terminal)) / largest).toBeLessThan(ROUNDING);
    }
    expect(relativeError(ofStar.power, ofMesh.power)).toBeLessThan(ROUNDING);
  });
});

describe('resistances that symmetry gives', () => {
  const corners = [0, 1, 2, 3, 4, 5, 6, 7];
  const cube = corners.flatMap((corner) =>
    [1, 2, 4].filter((bit) => (corner & bit) === 0).map((bit): [string, string, number] => [`c${corner}`, `c${corner | bit}`, 1]),
  );

  it.each([
    ['an edge', 'c1', 7 / 12],
    ['the diagonal of a face', 'c3', 3 / 4],
    ['the diagonal of the cube', 'c7', 5 / 6],
  ])('a cube of 1 Ω between the ends of %s', (_, far, ohms) => {
    const solution = solve(resistors(cube, { c0: 1, [far]: 0 }));
    expect(relativeError(1 / solution.currentFrom('c0'), ohms)).toBeLessThan(ROUNDING);
  });

  it.each([3, 4, 10, 40])('neighbours on a torus of N = %d: (1 − 1/N²)/2, half an ohm on the infinite lattice', (size) => {
    const layout = periodicSquare.generate({ kind: 'periodicSquare', rows: size, columns: size }, randomStream(1, 'unused'));
    const edges = layout.edges.map(({ from, to }): [string, string, number] => [from, to, 1]);
    const solution = solve(resistors(edges, { n0: 1, n1: 0 }));
    // Foster: the resistances along all edges of n nodes sum to n − 1, and on a torus they are all alike.
    expect(relativeError(1 / solution.currentFrom('n0'), (1 - 1 / size ** 2) / 2)).toBeLessThan(1e-12);
  });

  it('Foster’s theorem on a random network: Σ k·R = nodes − 1', () => {
    const random = randomStream(7, 'foster');
    const edges: [string, string, number][] = [];
    for (let node = 1; node < 9; node++) edges.push([`n${random.below(node)}`, `n${node}`, 1 + 99 * random.uniform()]);
    for (let extra = 0; extra < 12; extra++) {
      const from = random.below(9);
      edges.push([`n${from}`, `n${(from + 1 + random.below(8)) % 9}`, 1 + 99 * random.uniform()]);
    }
    const sum = edges.reduce(
      (total, [from, to, ohms]) => total + 1 / (ohms * solve(resistors(edges, { [from]: 1, [to]: 0 })).currentFrom(from)),
      0,
    );
    expect(sum).toBeCloseTo(8, 10);
  });
});
