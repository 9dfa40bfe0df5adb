import { describe, expect, it } from 'vitest';
import { randomStream, type Random } from '../../../src-main/math/random.ts';
import { planFactor, slotOf } from '../../../src-main/math/factorPlan.ts';
import { factorGeneral, factorSymmetric, solveFactored, solveInterior, substituteBack } from '../../../src-main/math/sparseFactor.ts';
import { denseSolve } from './denseSolve.ts';
import { gridGraph, randomGraph } from './graphs.ts';

/** A matrix on a graph, dominated by its diagonal column by column, as the Jacobians of this program are. */
function dominantMatrix(neighbours: readonly ReadonlySet<number>[], isSymmetric: boolean, random: Random): number[][] {
  const matrix = neighbours.map(() => neighbours.map(() => 0));
  neighbours.forEach((set, row) => {
    for (const column of set) {
      if (!isSymmetric || column < row) matrix[row][column] = -random.uniform();
      if (isSymmetric && column < row) matrix[column][row] = matrix[row][column];
    }
  });
  matrix.forEach((_, index) => {
    matrix[index][index] = 0.01 + random.uniform() - matrix.reduce((sum, row, other) => sum + (other === index ? 0 : row[index]), 0);
  });
  return matrix;
}

function solveSparse(
  neighbours: readonly ReadonlySet<number>[],
  matrix: readonly number[][],
  vector: readonly number[],
  isSymmetric: boolean,
): number[] {
  const plan = planFactor(neighbours);
  const values = new Float64Array(plan.size);
  matrix.forEach((row, i) => row.forEach((entry, j) => (entry === 0 ? undefined : (values[slotOf(plan, i, j)] += entry))));
  expect((isSymmetric ? factorSymmetric : factorGeneral)(plan, values)).toBe(true);
  const solution = new Float64Array(plan.count);
  vector.forEach((entry, unknown) => (solution[plan.position[unknown]] = entry));
  solveFactored(plan, values, isSymmetric ? plan.lower : plan.upper, solution);
  return vector.map((_, unknown) => solution[plan.position[unknown]]);
}

describe.each([true, false])('sparse factors agree with a dense solution (symmetric: %s)', (isSymmetric) => {
  it.each([
    [1, 0],
    [2, 1],
    [5, 0.5],
    [12, 0.3],
    [30, 0.1],
    [30, 0.02],
    [40, 1],
  ])('on random graphs of %d unknowns, joined with probability %d', (count, probability) => {
    for (let seed = 0; seed < 10; seed++) {
      const random = randomStream(seed, `${count} ${probability}`);
      const graph = randomGraph(count, probability, random);
      const matrix = dominantMatrix(graph, isSymmetric, random);
      const vector = graph.map(() => random.normal());
      const expected = denseSolve(matrix, vector);
      const scale = Math.max(...expected.map(Math.abs));
      // The condition number of these matrices is below 1e4, so that some twelve digits agree.
      solveSparse(graph, matrix, vector, isSymmetric).forEach((value, unknown) => {
        expect(Math.abs(value - expected[unknown])).toBeLessThan(1e-11 * scale);
      });
    }
  });

  it('on a grid of 100 unknowns', () => {
    const random = randomStream(1, 'grid');
    const matrix = dominantMatrix(gridGraph(10), isSymmetric, random);
    const vector = matrix.map(() => random.normal());
    const solution = solveSparse(gridGraph(10), matrix, vector, isSymmetric);
    matrix.forEach((row, i) => expect(row.reduce((sum, entry, j) => sum + entry * solution[j], 0)).toBeCloseTo(vector[i], 11));
  });

  it('on a grid of 900 unknowns, by supernodes, and on its interior alone', () => {
    const random = randomStream(2, 'grid');
    const graph = gridGraph(30);
    const matrix = dominantMatrix(graph, isSymmetric, random);
    const border = 7;
    const plan = planFactor(graph, border);
    expect(plan.blocks).not.toBeNull();
    expect([...plan.order.slice(-border)]).toEqual(Array.from({ length: border }, (_, index) => 900 - border + index));
    const values = new Float64Array(plan.size);
    graph.forEach((set, i) => [i, ...set].forEach((j) => (values[slotOf(plan, i, j)] = matrix[i][j])));
    const vector = graph.map(() => random.normal());
    const right = Float64Array.from(plan.order, (unknown) => vector[unknown]);
    const solution = Float64Array.from(right);
    const interior = Float64Array.from(right);
    const eliminated = Float64Array.from(right);
    expect((isSymmetric ? factorSymmetric : factorGeneral)(plan, values, eliminated)).toBe(true);
    const upper = isSymmetric ? plan.lower : plan.upper;
    substituteBack(plan, values, upper, eliminated);
    solveFactored(plan, values, upper, solution);
    solveInterior(plan, values, upper, interior);
    const product = (x: Float64Array, i: number): number =>
      [i, ...graph[i]].reduce((sum, j) => sum + matrix[i][j] * x[plan.position[j]], 0);
    // The condition number of these matrices is below 1e4, so that some twelve digits agree.
    vector.forEach((entry, i) => {
      expect(product(solution, i)).toBeCloseTo(entry, 11);
      expect(product(eliminated, i)).toBeCloseTo(entry, 11);
      if (i < 900 - border) expect(product(interior, i)).toBeCloseTo(entry, 11);
      else expect(interior[plan.position[i]]).toBe(0);
    });
  });

  it('on a graph without good separators, by iterating, and on its interior alone', () => {
    const random = randomStream(3, 'expander');
    const count = 1600;
    const graph = Array.from({ length: count }, () => new Set<number>());
    for (let edge = 0; edge < 4 * count; edge++) {
      const [a, b] = [random.below(count), random.below(count)];
      if (a === b) continue;
      graph[a].add(b);
      graph[b].add(a);
    }
    const border = 5;
    const plan = planFactor(graph, border);
    expect(plan.iterated).not.toBeNull();
    const values = new Float64Array(plan.size);
    const sums = new Float64Array(count);
    graph.forEach((set, i) =>
      set.forEach((j) => {
        if (isSymmetric && j > i) return;
        for (const [row, column] of isSymmetric ? [[i, j] as const, [j, i] as const] : [[i, j] as const]) {
          const entry = isSymmetric && row === j ? values[slotOf(plan, i, j)] : -random.uniform();
          values[slotOf(plan, row, column)] = entry;
          sums[column] -= entry;
        }
      }),
    );
    for (let i = 0; i < count; i++) values[slotOf(plan, i, i)] = 0.01 + sums[i];
    const vector = Float64Array.from({ length: count }, () => random.normal());
    const upper = isSymmetric ? plan.lower : plan.upper;
    expect((isSymmetric ? factorSymmetric : factorGeneral)(plan, values)).toBe(true);
    const [solution, interior] = [Float64Array.from(vector), Float64Array.from(vector)];
    expect(solveFactored(plan, values, upper, solution)).toBe(true);
    expect(solveInterior(plan, values, upper, interior)).toBe(true);
    const product = (x: Float64Array, i: number): number => [i, ...graph[i]].reduce((sum, j) => sum + values[slotOf(plan, i, j)] * x[j], 0);
    const size = Math.hypot(...vector);
    // The residual is taken below 1e-14 of the right-hand side; what is summed up here anew has its own rounding.
    vector.forEach((entry, i) => {
      expect(Math.abs(product(solution, i) - entry)).toBeLessThan(1e-12 * size);
      if (i < count - border) expect(Math.abs(product(interior, i) - entry)).toBeLessThan(1e-12 * size);
      else expect(interior[i]).toBe(0);
    });
  });

  it('on the interior of small graphs', () => {
    const random = randomStream(6, 'interior');
    const graph = randomGraph(14, 0.3, random);
    const matrix = dominantMatrix(graph, isSymmetric, random);
    const plan = planFactor(graph, 3);
    const values = new Float64Array(plan.size);
    matrix.forEach((row, i) => row.forEach((entry, j) => (entry === 0 ? undefined : (values[slotOf(plan, i, j)] += entry))));
    (isSymmetric ? factorSymmetric : factorGeneral)(plan, values);
    const vector = graph.map(() => random.normal());
    const solution = Float64Array.from(plan.order, (unknown) => vector[unknown]);
    solveInterior(plan, values, isSymmetric ? plan.lower : plan.upper, solution);
    const expected = denseSolve(
      matrix.slice(0, 11).map((row) => row.slice(0, 11)),
      vector.slice(0, 11),
    );
    expected.forEach((value, unknown) => expect(solution[plan.position[unknown]]).toBeCloseTo(value, 11));
  });

  it('and eliminate a right-hand side on the way', () => {
    const random = randomStream(4, 'right-hand side');
    const graph = randomGraph(12, 0.3, random);
    const plan = planFactor(graph);
    const values = new Float64Array(plan.size);
    dominantMatrix(graph, isSymmetric, random).forEach((row, i) =>
      row.forEach((entry, j) => (entry === 0 ? undefined : (values[slotOf(plan, i, j)] += entry))),
    );
    const eliminated = Float64Array.from(graph, () => random.normal());
    const solved = Float64Array.from(eliminated);
    const upper = isSymmetric ? plan.lower : plan.upper;
    (isSymmetric ? factorSymmetric : factorGeneral)(plan, values, eliminated);
    substituteBack(plan, values, upper, eliminated);
    solveFactored(plan, values, upper, solved);
    // The order of the multiplications differs: D⁻¹ is applied to the factor here and to the unknown there.
    eliminated.forEach((value, unknown) => expect(value).toBeCloseTo(solved[unknown], 13));
    expect(plan.nothing.every((zero) => zero === 0)).toBe(true);
  });

  it('not at all where a pivot is not positive', () => {
    const plan = planFactor([new Set([1]), new Set([0])]);
    const values = new Float64Array(plan.size);
    const factor = isSymmetric ? factorSymmetric : factorGeneral;
    // Singular: two nodes that nothing ties to a held one.
    [0, 1].forEach((i) => [0, 1].forEach((j) => (values[slotOf(plan, i, j)] = i === j ? 1 : -1)));
    expect(factor(plan, values)).toBe(false);
    values.fill(Number.NaN);
    expect(factor(plan, values)).toBe(false);
  });
});

describe('a plan', () => {
  it('gives every entry a slot of its own, and knows its waste slot', () => {
    const graph = randomGraph(20, 0.2, randomStream(9, 'plan'));
    const plan = planFactor(graph);
    const slots = graph.flatMap((set, i) => [slotOf(plan, i, i), ...[...set].map((j) => slotOf(plan, i, j))]);
    expect(new Set(slots).size).toBe(slots.length);
    expect(slots).not.toContain(plan.waste);
    expect(Math.max(...slots)).toBeLessThan(plan.size);
  });

  it('refuses an entry outside the pattern', () => {
    const plan = planFactor([new Set([1]), new Set([0]), new Set<number>()]);
    expect(() => slotOf(plan, 0, 2)).toThrow('not in the pattern');
  });

  it('of no unknowns solves nothing', () => {
    const plan = planFactor([]);
    const values = new Float64Array(plan.size);
    expect(factorSymmetric(plan, values)).toBe(true);
    solveFactored(plan, values, plan.lower, new Float64Array(0));
  });
});
