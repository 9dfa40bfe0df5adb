import { describe, expect, it } from 'vitest';
import { inputVariables } from '../../../src-main/host/inputVariables.ts';
import { decisionLevel, OutputMapper } from '../../../src-main/host/outputMapper.ts';
import { Queue } from '../../../src-main/host/queue.ts';
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
  const copy = new FakeMachine(1);
  const clock = new TestClock();
  const names = ['A', 'B', 'C'];
  const mapper = new OutputMapper({ machine, clock, variables, names, queue: new Queue(), createMachine: () => copy });
  return { machine, copy, clock, mapper };
}

describe('OutputMapper', () => {
  it('maps the output over both variables, first along the columns', async () => {
    const { machine, mapper } = setUp();
    machine.advance(5);
    const map = await mapper.map(5, [0.5, 1.5]);
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
    const { machine, copy, clock, mapper } = setUp();
    const mapAt = async (step: number): Promise<number> => {
      machine.advance(step - machine.read().step);
      return (await mapper.map(step, [])).step;
    };
    expect(await mapAt(1)).toBe(1);
    clock.time += 300;
    expect(await mapAt(2)).toBe(1);
    clock.time += 300;
    expect(await mapAt(2)).toBe(2);
    clock.time += 3000;
    const { respondCount } = copy;
    await mapAt(2);
    expect(copy.respondCount).toBe(respondCount);
    mapper.forget();
    await mapAt(2);
    expect(copy.respondCount).toBeGreaterThan(respondCount);
  });

  it('is made on a copy, in turns with the run, of the network as it was asked for', async () => {
    const { machine, copy, clock, mapper } = setUp();
    copy.onRespond = () => (clock.time += 10);
    const asked = mapper.map(0, []);
    // The copy is taken as soon as the queue is free; what the run does from then on is not seen.
    await clock.yield();
    let turns = 0;
    const run = async (): Promise<void> => {
      for (; copy.respondCount < 441; turns++) {
        machine.advance(1);
        await clock.yield();
      }
    };
    await Promise.all([run(), asked]);
    // Every point costs more than a turn, so that the run had one after each of the 21 × 21.
    expect(turns).toBeGreaterThan(400);
    expect(machine.respondCount).toBe(0);
    expect((await asked).step).toBe(0);
    // The map took 4.41 s: the run has the machine to itself for fifteen times as long.
    clock.time += 60_000;
    expect((await mapper.map(turns, [])).step).toBe(0);
    clock.time += 10_000;
    expect((await mapper.map(turns, [])).step).toBeGreaterThan(400);
  });

  it('forgets a map that is being made when the network is damaged', async () => {
    const { machine, mapper } = setUp();
    const asked = mapper.map(0, []);
    machine.advance(3);
    mapper.forget();
    const again = mapper.map(3, []);
    expect(await again).not.toBe(await asked);
    expect((await again).step).toBe(3);
    expect(await mapper.map(3, [])).toBe(await again);
  });

  it('asks a machine that can’t be copied between two of its slices, all at once', async () => {
    const { machine, copy, mapper } = setUp();
    machine.capabilities.delete('checkpoint');
    machine.advance(4);
    expect((await mapper.map(4, [])).step).toBe(4);
    expect([machine.respondCount, copy.respondCount]).toEqual([1, 0]);
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
