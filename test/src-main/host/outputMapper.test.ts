import { describe, expect, it } from 'vitest';
import { inputVariables } from '../../../src-main/host/inputVariables.ts';
import { decisionLevel, OutputMapper } from '../../../src-main/host/outputMapper.ts';
import { FakeMachine } from './fakeMachine.ts';
import { TestClock } from './testClock.ts';

const square = inputVariables([
  [0, 7, 10],
  [1, 7, 10],
  [0, 7, 20],
  [1, 7, 20],
]);

function setUp(variables = square) {
  const machine = new FakeMachine(1);
  const clock = new TestClock();
  return { machine, clock, mapper: new OutputMapper(machine, variables, ['A', 'B', 'C'], clock) };
}

describe('OutputMapper', () => {
  it('maps the output over both variables, first along the columns', async () => {
    const map = await setUp().mapper.map(5, [0.5, 1.5]);
    expect(map.step).toBe(5);
    expect(map.variables.map(({ name, column }) => [name, column])).toEqual([
      ['A', 0],
      ['C', 2],
    ]);
    expect(map.variables[1].values.at(0)).toBe(10);
    expect(map.variables[1].values.at(-1)).toBe(20);
    const { values } = map.variables[0];
    // The machine answers twice its first input.
    expect(map.outputs.slice(0, values.length)).toEqual(values.map((value) => 2 * value));
    expect(map.outputs.slice(-values.length)).toEqual(values.map((value) => 2 * value));
  });

  it('draws the contour at the level between the labels, in volts', async () => {
    const map = await setUp().mapper.map(0, [0.5, 1.5]);
    expect(map.level).toBe(1);
    expect(map.contour.length).toBeGreaterThan(10);
    // 2·A = 1
    for (const segment of map.contour) for (const [first] of segment) expect(first).toBeCloseTo(0.5, 9);
    const ends = map.contour.flat().map(([, second]) => second);
    expect(Math.min(...ends)).toBeCloseTo(10, 9);
    expect(Math.max(...ends)).toBeCloseTo(20, 9);
  });

  it('maps one variable as a curve, without a contour', async () => {
    const map = await setUp(inputVariables([[0], [2]])).mapper.map(0, [1]);
    expect(map.variables).toHaveLength(1);
    expect(map.outputs).toEqual(map.variables[0].values.map((value) => 2 * value));
    expect(map.contour).toEqual([]);
  });

  it('answers from memory for half a second, and while nothing happens', async () => {
    const { machine, clock, mapper } = setUp();
    await mapper.map(1, []);
    clock.time += 300;
    expect((await mapper.map(2, [])).step).toBe(1);
    clock.time += 300;
    expect((await mapper.map(2, [])).step).toBe(2);
    clock.time += 3000;
    await mapper.map(2, []);
    expect(machine.respondCount).toBe(2);
    mapper.forget();
    await mapper.map(2, []);
    expect(machine.respondCount).toBe(3);
  });

  it('refuses where there is nothing to map, or the machine can’t', async () => {
    await expect(setUp(inputVariables([[1], [1]])).mapper.map(0, [])).rejects.toMatchObject({ problem: { code: 'E-RUN-INVALID' } });
    const { machine, mapper } = setUp();
    machine.capabilities.delete('respond');
    await expect(mapper.map(0, [])).rejects.toMatchObject({ problem: { code: 'E-RUN-INVALID' } });
  });
});

describe('decisionLevel', () => {
  it.each([
    [[-0.2, 0.2, 0.1], 0],
    [[0, -0.087], -0.0435],
    [[1, 2, 4], 2.5],
    [[null, 3], 3],
    [[], 0],
  ])('of %j is %d', (labels, level) => expect(decisionLevel(labels)).toBeCloseTo(level, 12));
});
