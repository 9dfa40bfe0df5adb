import { describe, expect, test } from 'vitest';
import { twinbench } from './terminal.ts';

/*
 * The ideal rule written down once more, as directly as can be and with nothing of ours: a dense Newton solver by Gaussian elimination,
 * explicit Euler with rates taken at the start of the step, then clipped to the rails.
 */
const S = 8e-4;
const THRESHOLD = 0.7;
const RATE = 1377.4;
const STEP_TIME = 1e-4;
const RAILS = [0.9, 3.6] as const;

/** Two edges are parallel, one is a fixed resistor, some gates are low enough for pinch-off, some hit a rail. */
const edges = [
  { id: 'a', from: 0, to: 1, gate: 2.1 },
  { id: 'b', from: 1, to: 2, gate: 1.3 },
  { id: 'c', from: 2, to: 3, gate: 0.95 },
  { id: 'd', from: 3, to: 0, gate: 2.9 },
  { id: 'e', from: 1, to: 3, gate: 1.05 },
  { id: 'f', from: 3, to: 1, gate: 3.5 },
  { id: 'g', from: 2, to: 4, gate: 2.2 },
  { id: 'h', from: 4, to: 3, conductance: 6e-4 },
  { id: 'i', from: 4, to: 1, gate: 1.6 },
] as const;
const nodeCount = 5;
const rows = [
  { input: 0.1, label: 0.22 },
  { input: 0.42, label: 0.05 },
  { input: 0.3, label: 0.3 },
];
const ground = 0.02;
const order = [0, 2, 1, 1, 0];

type Held = Map<number, number>;

function current(edge: (typeof edges)[number], gate: number, a: number, b: number): number {
  if ('conductance' in edge) return edge.conductance * (a - b);
  return (S / 2) * (Math.max(gate - THRESHOLD - b, 0) ** 2 - Math.max(gate - THRESHOLD - a, 0) ** 2);
}

function slope(edge: (typeof edges)[number], gate: number, voltage: number): number {
  return 'conductance' in edge ? edge.conductance : S * Math.max(gate - THRESHOLD - voltage, 0);
}

function solveNaively(gates: readonly number[], held: Held): number[] {
  const voltages = Array.from({ length: nodeCount }, (_, node) => held.get(node) ?? 0.2);
  for (let round = 0; round < 60; round++) {
    const matrix = Array.from({ length: nodeCount }, () => new Array<number>(nodeCount + 1).fill(0));
    edges.forEach((edge, index) => {
      const flow = current(edge, gates[index], voltages[edge.from], voltages[edge.to]);
      const [slopeFrom, slopeTo] = [slope(edge, gates[index], voltages[edge.from]), slope(edge, gates[index], voltages[edge.to])];
      for (const [node, sign] of [
        [edge.from, 1],
        [edge.to, -1],
      ] as const) {
        matrix[node][nodeCount] -= sign * flow;
        matrix[node][edge.from] += sign * slopeFrom;
        matrix[node][edge.to] -= sign * slopeTo;
      }
    });
    for (const node of held.keys()) {
      matrix[node].fill(0);
      matrix[node][node] = 1;
    }
    const change = eliminate(matrix);
    change.forEach((move, node) => (voltages[node] += move));
    if (Math.max(...change.map(Math.abs)) < 1e-15) break;
  }
  return voltages;
}

function eliminate(matrix: number[][]): number[] {
  const size = matrix.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) if (Math.abs(matrix[row][column]) > Math.abs(matrix[pivot][column])) pivot = row;
    [matrix[column], matrix[pivot]] = [matrix[pivot], matrix[column]];
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = matrix[row][column] / matrix[column][column];
      for (let place = column; place <= size; place++) matrix[row][place] -= factor * matrix[column][place];
    }
  }
  return matrix.map((row, index) => row[size] / row[index]);
}

type Clamp = (free: readonly number[], label: number) => [number, number][];

/** Both networks of one datapoint. */
function both(gates: readonly number[], datapoint: number, clamp: Clamp) {
  const { input, label } = rows[datapoint];
  const held: Held = new Map([
    [0, input],
    [3, ground],
  ]);
  const free = solveNaively(gates, held);
  return { free, clamped: solveNaively(gates, new Map([...held, ...clamp(free, label)])) };
}

function trainNaively(steps: number, clamp: Clamp, orderOf: (step: number) => number) {
  let gates = edges.map((edge) => ('gate' in edge ? edge.gate : Number.NaN));
  for (let step = 0; step < steps; step++) {
    const { free, clamped } = both(gates, orderOf(step), clamp);
    gates = edges.map((edge, index) => {
      const freeDrop = free[edge.from] - free[edge.to];
      const clampedDrop = clamped[edge.from] - clamped[edge.to];
      const moved = gates[index] + STEP_TIME * RATE * (freeDrop ** 2 - clampedDrop ** 2);
      return Math.min(Math.max(moved, RAILS[0]), RAILS[1]);
    });
  }
  return { gates, ...both(gates, orderOf(steps - 1), clamp) };
}

const documentOf = (clamping: object, outputs: object[], schedule: object) => ({
  format: 'twinbench.experiment',
  version: 1,
  title: 'trajectory',
  network: {
    format: 'twinbench.network',
    version: 1,
    edgeModel: { kind: 'transistor', transconductance: S, threshold: THRESHOLD },
    nodes: Array.from({ length: nodeCount }, (_, node) => ({ id: `n${node}` })),
    edges: edges.map((edge) => ({ ...edge, from: `n${edge.from}`, to: `n${edge.to}` })),
    hold: { n3: ground },
  },
  roles: { inputs: [{ name: 'V', node: 'n0' }], outputs },
  dataset: { kind: 'table', inputs: rows.map(({ input }) => [input]), labels: rows.map(({ label }) => [label]) },
  rule: { kind: 'continuous', rate: RATE, gateFloor: RAILS[0], gateCeiling: RAILS[1] },
  clamping,
  schedule,
  stepTime: STEP_TIME,
  steps: 1000,
  measure: { every: 100, of: 'training' },
});

const standardClamp: Clamp = (free, label) => [[2, free[2] + 0.3 * (label - free[2])]];
const differentialClamp: Clamp = (free, label) => {
  const move = 0.5 * (label - (free[2] - free[4]));
  return [
    [2, free[2] + move / 2],
    [4, free[4] - move / 2],
  ];
};

describe('the ideal rule, step by step, against an independent implementation', () => {
  test.each([
    [
      'standard, in turn',
      { kind: 'standard', nudge: 0.3 },
      [{ name: 'O', node: 'n2' }],
      standardClamp,
      { kind: 'cyclic' },
      (step: number) => step % 3,
    ],
    [
      'differential, as listed',
      { kind: 'differential', nudge: 0.5 },
      [{ name: 'O', plus: 'n2', minus: 'n4' }],
      differentialClamp,
      { kind: 'list', order },
      (step: number) => order[step % order.length],
    ],
  ] as const)('%s', async (_, clamping, outputs, clamp, schedule, orderOf) => {
    const document = documentOf(clamping, [...outputs], schedule);
    const { code, out, error } = await twinbench(['train', '-', '--json', '--at', '1,10,100,1000'], { input: JSON.stringify(document) });
    expect({ code, error }).toMatchObject({ code: 0, error: expect.stringContaining('Done') });
    const { at } = JSON.parse(out);
    const rails = new Set<number>();
    for (const steps of [1, 10, 100, 1000]) {
      const naive = trainNaively(steps, clamp, orderOf);
      expect(at[steps]).toMatchObject({ step: steps, datapoint: orderOf(steps - 1) });
      expect(at[steps].time).toBeCloseTo(steps * STEP_TIME, 15);
      // Both solve to the last digits of a double; a thousand steps add up their rounding.
      const near = (mine: number, other: number) => expect(Math.abs(mine - other)).toBeLessThan(1e-9);
      edges.forEach((edge, index) => {
        if (!('gate' in edge)) return expect(at[steps].edges[edge.id]).toEqual({ conductance: edge.conductance });
        near(at[steps].edges[edge.id].gate, naive.gates[index]);
        if (RAILS.some((rail) => rail === naive.gates[index])) rails.add(index);
        const drop = naive.free[edge.from] - naive.free[edge.to];
        near(at[steps].edges[edge.id].conductance * drop, current(edge, naive.gates[index], naive.free[edge.from], naive.free[edge.to]));
      });
      for (let node = 0; node < nodeCount; node++) {
        near(at[steps].free[`n${node}`], naive.free[node]);
        near(at[steps].clamped[`n${node}`], naive.clamped[node]);
      }
    }
    // The test is worth something only if gates move far and some of them meet a rail.
    const moved = trainNaively(1000, clamp, orderOf).gates.map((gate, index) => Math.abs(gate - (edges[index] as { gate?: number }).gate!));
    expect(Math.max(...moved.filter((value) => !Number.isNaN(value)))).toBeGreaterThan(0.1);
    expect(rails.size).toBeGreaterThan(0);
  });
});
