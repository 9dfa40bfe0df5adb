import { describe, expect, it } from 'vitest';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import { tasks } from '../../../../src-main/learning/tasks/index.ts';
import { createSimulatedMachine } from '../../../../src-main/machine/simulated.ts';

describe.each(Object.entries(tasks))('task %s', (key, task) => {
  it('is a document that runs, with a goal and a source', () => {
    const document = task.build();
    expect(task.spec.kind).toBe(key);
    expect(document).toMatchObject({ format: 'twinbench.experiment', version: 1, title: task.spec.title });
    expect(document.goal).toBeDefined();
    expect(task.spec.reference).toBeDefined();
    const machine = createSimulatedMachine(compileExperiment(document));
    expect(machine.advance(50)).toBe(50);
    expect(machine.measure('training').error).toBeGreaterThan(0);
  });
});

describe('Iris', () => {
  it('spans 0 to 5 V in every column', () => {
    const { dataset } = tasks.iris.build();
    for (const column of [0, 1, 2, 3]) {
      const values = dataset.inputs.map((row) => row[column]);
      expect([Math.min(...values), Math.max(...values)]).toEqual([0, 5]);
    }
    expect(dataset.inputs).toHaveLength(150);
  });
});
