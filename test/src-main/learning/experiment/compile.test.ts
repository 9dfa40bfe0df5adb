import { describe, expect, it } from 'vitest';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import { documentOf, experimentOf, parse, refusal, smallest } from '../support.ts';

const problem = (change: object) => refusal(() => compileExperiment(parse({ ...smallest, ...change })));

describe('compileExperiment', () => {
  it('resolves names to nodes and edges', () => {
    const experiment = experimentOf('xor', {
      damage: [
        { step: 9, edges: ['e31'], damage: 'cut' },
        { step: 2, edges: ['e0', 'e7'], damage: 'none' },
      ],
    });
    expect([...experiment.inputNodes]).toEqual([0, 8]);
    expect([...experiment.supplyNodes]).toEqual([1, 5]);
    expect([...experiment.outputs.plus, ...experiment.outputs.minus]).toEqual([4, 12]);
    expect(experiment.damage).toEqual([
      { step: 2, edges: [0, 7], kind: null },
      { step: 9, edges: [31], kind: 'cut' },
    ]);
    expect([experiment.network.nodeCount, experiment.network.edgeCount]).toEqual([16, 32]);
  });

  it.each<[string, object, string, RegExp]>([
    ['an output', { roles: { ...smallest.roles, outputs: [{ name: 'O', node: 'nowhere' }] } }, '$.roles.outputs[0]', /no node "nowhere"/],
    [
      'a supply',
      { roles: { ...smallest.roles, supplies: [{ name: 'V+', node: 'nowhere', voltage: 1 }] } },
      '$.roles.supplies[0].node',
      /no node "nowhere"/,
    ],
    ['a node of two roles', { roles: { ...smallest.roles, outputs: [{ name: 'O', node: 'top' }] } }, '$.roles.outputs[0]', /already V\+/],
    ['a damaged edge', { damage: [{ step: 0, edges: ['e1', 'e9'], damage: 'cut' }] }, '$.damage[0].edges[1]', /no edge "e9"/],
  ])('names the path where %s is wrong', (_, change, where, why) => {
    const refused = problem(change);
    expect(refused).toMatchObject({ code: 'E-RUN-INVALID', where });
    expect(refused.why).toMatch(why);
  });

  it('draws the states at the start from the seed, around the middle', () => {
    const generate = { ...documentOf('allostery').generate!, spread: 20 };
    const taps = (seed: number) => experimentOf('allostery', { generate, seed }).edges.map(({ tap }) => tap ?? 0);
    expect(taps(1)).toEqual(taps(1));
    expect(taps(1)).not.toEqual(taps(2));
    expect(new Set(taps(1)).size).toBeGreaterThan(5);
    expect(taps(1).every((tap) => Number.isInteger(tap) && tap >= 44 && tap <= 84)).toBe(true);
  });

  it('takes a whole network, with what it holds as supplies', () => {
    const document = parse({
      ...smallest,
      generate: undefined,
      network: {
        format: 'twinbench.network',
        version: 1,
        edgeModel: { kind: 'digipot', stepOhms: 100, taps: 128 },
        nodes: [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
        edges: [
          { id: 'x', from: 'a', to: 'b', tap: 3 },
          { id: 'y', from: 'b', to: 'c', conductance: 0.01 },
        ],
        hold: { c: 0.5 },
      },
      roles: { supplies: [{ name: 'V+', node: 'a', voltage: 5 }], outputs: [{ name: 'O', node: 'b' }] },
    });
    const experiment = compileExperiment(document);
    expect([...experiment.supplyNodes]).toEqual([0, 2]);
    expect([...experiment.supplyVoltages]).toEqual([5, 0.5]);
  });
});

describe('classes', () => {
  it('are split by the seed into 10 of each to train and the others to test', () => {
    const { training, test, classInputs, document } = experimentOf('iris', { seed: 3 });
    const { inputs, classes } = document.dataset as Extract<typeof document.dataset, { kind: 'classes' }>;
    expect([training.count, test?.count]).toEqual([30, 120]);
    for (const species of [0, 1, 2]) {
      expect([...training.classes].filter((value) => value === species)).toHaveLength(10);
      expect([...test!.classes].filter((value) => value === species)).toHaveLength(40);
    }
    const rows = (table: typeof training) =>
      Array.from({ length: table.count }, (_, row) => [...table.inputs.subarray(4 * row, 4 * row + 4), table.classes[row]].join());
    // Every flower is in one of the two sets, and nothing else is.
    expect([...rows(training), ...rows(test!)].sort()).toEqual(inputs.map((row, index) => [...row, classes[index]].join()).sort());
    const first = [...training.inputs].filter((_, index) => index % 4 === 0 && training.classes[index / 4] === 0);
    expect(classInputs[0]).toBeCloseTo(first.reduce((sum, value) => sum + value, 0) / 10, 12);
  });

  it('are split otherwise by another seed', () => {
    expect([...experimentOf('iris', { seed: 1 }).training.inputs]).not.toEqual([...experimentOf('iris', { seed: 2 }).training.inputs]);
  });
});
