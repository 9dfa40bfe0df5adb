import { describe, expect, test } from 'vitest';
import type { ProblemError } from '../../../../shared/problem.ts';
import { BoardConnection } from '../../../../src-main/board/driver/connection.ts';
import { handsAt } from '../../../../src-main/board/emulator/emulate.ts';
import { BoardMachine } from '../../../../src-main/board/machine/boardMachine.ts';
import { handsOfPerson } from '../../../../src-main/board/machine/hands.ts';
import { experiments } from '../../../../src-main/experiments/index.ts';
import { inSequence } from '../../../../src-main/experiments/inSequence.ts';
import { xorDocument } from '../../../../src-main/experiments/transistors2024/xorTask.ts';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import type { ExperimentDocument } from '../../../../src-main/learning/experiment/document.ts';
import { tasks } from '../../../../src-main/learning/tasks/index.ts';
import { createSimulatedMachine } from '../../../../src-main/machine/simulated.ts';
import { openBoard, portFor, xorMeasured } from '../support.ts';

/** Two of the steps in which the board of 2024 reads and imposes voltages, V: its converters round twice. */
const TWO_STEPS = 2 * 0.00178;

/** Which training datapoint is shown at each of these steps, and so which one the next step learnt. */
async function shownAt(machine: Pick<BoardMachine, 'advance' | 'read'>, steps: readonly number[]): Promise<number[]> {
  const shown: number[] = [];
  let done = 0;
  for (const step of steps) {
    done += await machine.advance(step - done);
    shown.push((await machine.read()).datapoint);
  }
  return shown;
}

describe('orders that a board can’t follow alone', () => {
  test('a list with repeats stands in the table; datapoints that are not in it are measured all the same', async () => {
    const document: ExperimentDocument = { ...xorMeasured(50), schedule: { kind: 'list', order: [0, 0, 3, 2] } };
    const { machine, measurements } = await openBoard(document, { condition: 'ideal' });
    const simulated = createSimulatedMachine(compileExperiment(document)).measure('training').outputs;
    const measured = (await machine.measure('training')).outputs;
    measured.forEach((output, datapoint) => expect(Math.abs(output - simulated[datapoint])).toBeLessThan(TWO_STEPS));
    expect(await shownAt(machine, [1, 2, 3, 4, 5, 101, 103])).toEqual([0, 0, 3, 2, 0, 0, 3]);
    expect(measurements.map(({ step, outputs }) => [step, outputs.length])).toEqual([
      [50, 4],
      [100, 4],
    ]);
    await machine.close();
  });

  test('three tasks in turn come in segments, in the order of the simulation', async () => {
    const document: ExperimentDocument = { ...xorMeasured(1000), schedule: { kind: 'alternating', groups: [0, 1, 2, 2], period: 30 } };
    const { machine } = await openBoard(document, { condition: 'ideal' });
    // A segment has 255 rows here: the steps lie on both sides of its end.
    const steps = [1, 11, 21, 22, 254, 255, 256, 257, 266, 511, 512];
    expect(await shownAt(machine, steps)).toEqual(await shownAt(createSimulatedMachine(compileExperiment(document)) as never, steps));
    await machine.close();
  });

  test('more datapoints than the table has room for', async () => {
    const figure = experiments['digipots2022/regression'].document()!;
    const document: ExperimentDocument = { ...figure, measure: { ...figure.measure, every: 150 } };
    const { machine, measurements } = await openBoard(document, { condition: 'ideal' });
    const steps = [1, 2, 255, 256, 300];
    const simulated = createSimulatedMachine(compileExperiment(document));
    expect(await shownAt(machine, steps)).toEqual(await shownAt(simulated as never, steps));
    expect(measurements.map(({ step, outputs }) => [step, outputs.length])).toEqual([
      [150, 40],
      [300, 40],
    ]);
    expect(measurements[1].error).toBeLessThan(measurements[0].error);
    await machine.close();
  });
});

test('labels that are measured anew: Iris is told apart', async () => {
  const iris = tasks['iris'].build();
  const { machine, measurements } = await openBoard({ ...iris, measure: { ...iris.measure, every: 60 } }, { condition: 'mild' });
  const before = await machine.measure('test');
  await machine.advance(240);
  // The untrained network separates the species as far as its own answers do (Dillavou 2022, Appendix A: beyond 0.33).
  expect(before.accuracy).toBeGreaterThan(0.8);
  expect(measurements.length).toBe(4);
  expect(measurements.at(-1)?.accuracy).toBeGreaterThanOrEqual(before.accuracy ?? 1);
  // Labels of a class: the answer to its mean flower, so that they move as the network learns.
  expect(measurements.at(-1)?.labels).not.toEqual(before.labels);
  await machine.close();
});

describe('what needs hands', () => {
  test('damage in the course of a run is done at its step, and the network learns on', async () => {
    const figure = experiments['digipots2022/damage'].document()!;
    const { machine, measurements } = await openBoard(figure, { condition: 'mild' });
    await machine.advance(200);
    const { damage } = await machine.read();
    const cut = machine.experiment.network.edgeIds.filter((_, edge) => damage[edge] === 'cut');
    // Cuts come after step 100, 200 ...: the second one before the next step.
    expect(cut).toEqual(['2-8']);
    const errors = new Map(measurements.map(({ step, error }) => [step, error]));
    expect(errors.get(101)).toBeGreaterThan(10 * errors.get(100)!);
    expect(errors.get(200)).toBeLessThan(errors.get(101)!);
    await machine.close();
  });

  test.each([true, false])('tasks in a row, with other wires; edges brought back in between: %s', async (reset) => {
    const parts = [
      { ...xorDocument('a'), steps: 300 },
      { ...xorDocument('b'), steps: 200 },
    ].map((document) => ({ ...document, measure: { ...document.measure, every: 100 } }));
    const whole = inSequence(parts, { title: 'Two placements', description: '' }, reset);
    const { machine, measurements } = await openBoard(whole, { condition: 'ideal' });
    const start = await machine.read();
    await machine.advance(299);
    expect(machine.part).toBe(0);
    const trained = await machine.read();
    await machine.advance(1);
    expect(machine.part).toBe(1);
    const moved = await machine.read();
    const distance = (other: Float64Array): number => Math.max(...moved.states.map((state, edge) => Math.abs(state - other[edge])));
    // One more step moves no gate by more than a step of the converter, 39 mV.
    expect(distance(reset ? start.states : trained.states)).toBeLessThan(0.04);
    expect(distance(reset ? trained.states : start.states)).toBeGreaterThan(0.04);
    await machine.advance(200);
    expect(measurements.map(({ step }) => step)).toEqual([100, 200, 300, 400, 500]);
    const last = await machine.read();
    expect([last.step, last.time]).toEqual([500, expect.closeTo(0.05, 9)]);
    // The second placement has its inputs elsewhere: V+ of 0.33 V is at n5 in the first, and at n5 again; V− at n1, then n2.
    expect(Math.abs(moved.freeVoltages[2] - 0.11)).toBeLessThan(TWO_STEPS);
    await machine.close();
  });

  test('at a real board the person is asked, at the right moment; without one it is refused', async () => {
    const figure = experiments['digipots2022/damage'].document()!;
    const experiment = compileExperiment({ ...figure, measure: { ...figure.measure, every: 50 } });
    const port = portFor(experiment, { condition: 'ideal' });
    const connection = await BoardConnection.open(port);
    const asked: string[] = [];
    const hands = handsOfPerson(experiment, connection.info.capability.outputs, async (instruction) => {
      asked.push(instruction);
      // Nothing learns while somebody is at the board.
      expect((await connection.status()).state).toBe('HELD');
      await handsAt(port).damage([experiment.network.edgeIds.indexOf('2-8')], 'cut');
    });
    await expect(BoardMachine.create(connection, experiment, null)).rejects.toSatisfy((error: ProblemError) =>
      /damages edges in its course.*nobody can be asked/.test(error.problem.why),
    );
    const machine = await BoardMachine.create(connection, experiment, hands);
    await machine.advance(120);
    expect(asked).toEqual(['Pull the jumper of the edge: 2-8 (between nodes 2 and 8), in both networks.']);
    expect((await machine.read()).damage.filter((kind) => kind === 'cut').length).toBe(1);
    await machine.close();
  });
});
