import { describe, expect, it } from 'vitest';
import { digipots2022 } from '../../../src-main/experiments/digipots2022/index.ts';
import { transistors2024 } from '../../../src-main/experiments/transistors2024/index.ts';
import { compileExperiment } from '../../../src-main/learning/experiment/compile.ts';
import type { ExperimentDocument } from '../../../src-main/learning/experiment/document.ts';
import type { MachineCheckpoint } from '../../../src-main/machine/machine.ts';
import { createSimulatedMachine, type SimulatedMachine } from '../../../src-main/machine/simulated.ts';
import { parse, refusal } from '../learning/support.ts';

const tenTasks = digipots2022['tenTasks'].document()!;
const machineOf = (document: ExperimentDocument): SimulatedMachine => createSimulatedMachine(compileExperiment(document));
const throughJson = (checkpoint: MachineCheckpoint): MachineCheckpoint => JSON.parse(JSON.stringify(checkpoint)) as MachineCheckpoint;

/** One task of the sequence as a document of its own, on a board whose wipers stand where an earlier task left them. */
function alone(index: number, taps: Float64Array): ExperimentDocument {
  const { step: _step, reset: _reset, ...task } = tenTasks.sequence[index];
  const { network, experiment } = machineOf(tenTasks);
  const { generate: _generate, ...rest } = tenTasks;
  return parse({
    ...rest,
    ...task,
    sequence: [],
    network: {
      format: 'twinbench.network',
      version: 1,
      edgeModel: experiment.edgeModel,
      nodes: network.nodeIds.map((id) => ({ id })),
      edges: experiment.edges.map(({ id, from, to }, edge) => ({ id, from, to, tap: taps[edge] })),
    },
  });
}

describe('tasks in a row', () => {
  it('go on at their steps, in one count of steps and time, each with its own outputs', () => {
    const machine = machineOf(tenTasks);
    const widths = new Map<number, number>();
    machine.onMeasurement(({ step, labels }) => {
      if (step % 500 === 250) widths.set(step, labels.length / (machine.experiment.test ?? machine.experiment.training).count);
    });
    const parts: number[] = [];
    for (let step = 500; step <= 5000; step += 500) {
      machine.advance(500);
      parts.push(machine.part);
      expect(machine.read()).toMatchObject({ step, time: step * tenTasks.stepTime });
    }
    expect(parts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 9]);
    expect([...widths.values()]).toEqual([3, 1, 2, 3, 4, 2, 2, 1, 2, 1]);
  });

  it('begin with the wipers as the task before left them, and are then what they are alone', () => {
    const machine = machineOf(tenTasks);
    machine.advance(500);
    const single = machineOf(alone(0, machine.read().states));
    expect(single.measure('training')).toMatchObject({ outputs: machine.measure('training').outputs });
    machine.advance(300);
    single.advance(300);
    expect([...machine.read().states]).toEqual([...single.read().states]);
  });

  it('measure the labels of classes on the wipers that they begin with', () => {
    const { roles, dataset, clamping, schedule, measure } = tenTasks;
    const { step: _step, reset: _reset, ...second } = tenTasks.sequence[0];
    const again = { step: 100, title: 'again', reset: false, roles, dataset, clamping, schedule, measure };
    const machine = machineOf(parse({ ...tenTasks, ...second, sequence: [again], steps: 200 }));
    machine.advance(100);
    const { labels } = machine.measure('training');
    const fresh = machineOf({ ...tenTasks, sequence: [] }).measure('training').labels;
    expect([...labels]).not.toEqual([...fresh]);
    // Labels are free responses to voltages between 0 and 5 V.
    expect(Math.min(...labels)).toBeGreaterThanOrEqual(0);
  });

  it('keep damage, also where the edges begin anew', () => {
    const twentyNine = transistors2024['manyTasks'].document()!;
    const document = { ...twentyNine, sequence: twentyNine.sequence.map((task, index) => ({ ...task, step: 50 * (index + 1) })) };
    const machine = machineOf(document);
    const start = [...machine.read().states];
    machine.advance(20);
    machine.damage([3], 'cut');
    expect([...machine.read().states]).not.toEqual(start);
    machine.advance(30);
    const { step, states, damage } = machine.read();
    expect([step, machine.part, damage[3]]).toEqual([50, 1, 'cut']);
    expect([...states]).toEqual(start);
  });

  it('apply the damage of the document at the steps of the whole run', () => {
    const edge = machineOf(tenTasks).network.edgeIds[4];
    const machine = machineOf({ ...tenTasks, damage: [{ step: 700, edges: [edge], damage: 'cut' }] });
    machine.advance(700);
    expect(machine.read().damage[4]).toBeNull();
    machine.advance(1);
    expect(machine.read().damage[4]).toBe('cut');
    machine.advance(400);
    expect([machine.part, machine.read().damage[4]]).toEqual([2, 'cut']);
  });

  it('give the same bytes however they are advanced, and go on from a checkpoint in any of them', () => {
    const [whole, parts] = [machineOf(tenTasks), machineOf(tenTasks)];
    whole.advance(1300);
    for (const steps of [1, 499, 3, 730, 67]) parts.advance(steps);
    const checkpoint = throughJson(whole.checkpoint());
    expect(throughJson(parts.checkpoint())).toEqual(checkpoint);
    const copy = machineOf(tenTasks);
    copy.advance(2100);
    copy.restore(checkpoint);
    expect([copy.part, copy.read().step]).toEqual([2, 1300]);
    whole.advance(900);
    copy.advance(900);
    expect(throughJson(copy.checkpoint())).toEqual(throughJson(whole.checkpoint()));
  });

  it('refuse a checkpoint of a task that there is not, and stay as they were', () => {
    const machine = machineOf(tenTasks);
    machine.advance(1300);
    const before = throughJson(machine.checkpoint());
    const { data, kind } = throughJson(machine.checkpoint()) as { kind: 'simulated'; data: object };
    expect(refusal(() => machine.restore({ kind, data: { ...data, part: 12 } })).code).toBe('E-RUN-INVALID');
    expect(throughJson(machine.checkpoint())).toEqual(before);
  });
});

describe('a document with tasks in a row', () => {
  const [second, third] = tenTasks.sequence;

  it.each<[string, object, string]>([
    ['tasks out of order', { sequence: [third, second] }, 'sequence[1].step'],
    ['a task after the end', { steps: 800, sequence: [second, third] }, 'sequence[1].step'],
    ['labels that do not fit the outputs', { sequence: [{ ...second, roles: third.roles }] }, 'sequence[0].dataset.labels[0]'],
  ])('is refused for %s', (_, change, place) => {
    expect(refusal(() => parse({ ...tenTasks, ...change })).where).toContain(place);
  });

  it('is refused for a node that there is not, naming the task', () => {
    const roles = { ...second.roles!, outputs: [{ name: 'O', node: 'nowhere' }] };
    const problem = refusal(() => compileExperiment(parse({ ...tenTasks, sequence: [{ ...second, roles }] })));
    expect(problem).toMatchObject({ code: 'E-RUN-INVALID', where: expect.stringContaining('$.sequence[0].roles.outputs[0]') as string });
  });
});
