import { describe, expect, it } from 'vitest';
import type { ExperimentDocument } from '../../../src-main/learning/experiment/document.ts';
import { allosteryDraw } from '../../../src-main/experiments/quasistatic/allosteryDraw.ts';
import { laboratoryDocument } from '../../../src-main/experiments/quasistatic/laboratory.ts';
import { compileExperiment } from '../../../src-main/learning/experiment/compile.ts';
import type { MachineCheckpoint, Measurement } from '../../../src-main/machine/machine.ts';
import { createSimulatedMachine, type SimulatedMachine } from '../../../src-main/machine/simulated.ts';
import { experimentOf, refusal } from '../learning/support.ts';

/** Documents whose voltages lag behind the edges, beside the tasks. */
const lagging: Readonly<Record<string, () => ExperimentDocument>> = {
  capacitors: () => laboratoryDocument(30, 2200e-6),
  'overdamped and fast': () => allosteryDraw(1, 5, 100),
  'overdamped and slow': () => allosteryDraw(1, 5, 0.1),
};

function machineOf(task: string, change: Partial<ExperimentDocument> = {}): SimulatedMachine {
  const experiment = task in lagging ? compileExperiment({ ...lagging[task](), ...change }) : experimentOf(task, change);
  return createSimulatedMachine(experiment);
}

const throughJson = (checkpoint: MachineCheckpoint): MachineCheckpoint => JSON.parse(JSON.stringify(checkpoint)) as MachineCheckpoint;

/** Everything that decides how a run goes on; equal numbers are equal bits, for JSON writes every digit that a number needs. */
function bytesOf(machine: SimulatedMachine): MachineCheckpoint {
  return throughJson(machine.checkpoint());
}

const everyTask = ['divider', 'allostery', 'iris', 'xor', ...Object.keys(lagging)];

describe.each(everyTask)('a simulated machine with the task %s', (task) => {
  it('gives the same bytes for the same document and seed, however it is advanced', () => {
    const [whole, parts] = [machineOf(task, { seed: 5 }), machineOf(task, { seed: 5 })];
    whole.advance(300);
    for (const steps of [1, 2, 97, 200]) parts.advance(steps);
    expect(bytesOf(parts)).toEqual(bytesOf(whole));
  });

  it('gives other bytes for another seed', () => {
    const [first, second] = [machineOf(task, { seed: 5 }), machineOf(task, { seed: 6 })];
    first.advance(300);
    second.advance(300);
    expect([...second.read().states]).not.toEqual([...first.read().states]);
  });

  it('is untouched by measurements and readings', () => {
    const [watched, alone] = [machineOf(task), machineOf(task)];
    watched.onMeasurement(() => {});
    const state = watched.read();
    for (let turn = 0; turn < 50; turn++) {
      watched.advance(7);
      alone.advance(7);
      for (const set of ['training', 'test', 'present'] as const) watched.measure(set);
      watched.read(state);
    }
    expect(bytesOf(watched)).toEqual(bytesOf(alone));
  });

  it('goes on from a checkpoint bit for bit, with damage, nudge and step time changed on the way', () => {
    const original = machineOf(task);
    original.advance(101);
    original.setNudge(0.3);
    original.setStepTime(3e-5);
    original.advance(50);
    const edges = original.network.edgeCount > 2 ? [3, 7] : [1];
    original.damage(edges, 'stuck');
    if (original.network.edgeCount > 2) original.damage([5], 'cut');
    original.advance(77);
    const checkpoint = throughJson(original.checkpoint());
    original.advance(500);
    const copy = machineOf(task);
    // What the copy did before must not matter.
    copy.advance(33);
    copy.damage([0], 'cut');
    copy.restore(checkpoint);
    expect(bytesOf(copy)).toEqual(checkpoint);
    copy.advance(500);
    expect(bytesOf(copy)).toEqual(bytesOf(original));
    expect(copy.read()).toEqual(original.read());
    expect(copy.measure('training')).toEqual(original.measure('training'));
  });
});

describe('a simulated machine', () => {
  it('applies the damage of the document once so many steps are done, and repairs it', () => {
    const machine = machineOf('xor', {
      damage: [
        { step: 60, edges: ['e1'], damage: 'none' },
        { step: 20, edges: ['e1', 'e2'], damage: 'cut' },
      ],
    });
    const damageAfter = (steps: number) => {
      machine.advance(steps - machine.read().step);
      return machine.read().damage.slice(1, 3);
    };
    expect(damageAfter(20)).toEqual([null, null]);
    expect(damageAfter(21)).toEqual(['cut', 'cut']);
    expect(machine.read().conductances[1]).toBe(0);
    expect(damageAfter(61)).toEqual([null, 'cut']);
  });

  it('applies each event of the document once, also after a checkpoint', () => {
    const machine = machineOf('xor', { damage: [{ step: 20, edges: ['e1'], damage: 'cut' }] });
    machine.advance(30);
    machine.damage([1], null);
    const copy = machineOf('xor', { damage: [{ step: 20, edges: ['e1'], damage: 'cut' }] });
    copy.restore(throughJson(machine.checkpoint()));
    copy.advance(30);
    expect(copy.read().damage[1]).toBeNull();
  });

  it('measures when the document says', () => {
    const machine = machineOf('xor', { measure: { every: 30, of: 'training' } });
    const measurements: Measurement[] = [];
    machine.onMeasurement((measurement) => measurements.push(measurement));
    machine.advance(70);
    machine.advance(20);
    expect(measurements.map(({ step }) => step)).toEqual([30, 60, 90]);
    expect(measurements.at(-1)).toEqual(machine.measure('training'));
    expect(measurements[1].time).toBeCloseTo(60e-4, 15);
    // The mean over datapoints of the squared error, summed over outputs.
    const { outputs, labels, error } = measurements[0];
    expect(error).toBeCloseTo(outputs.reduce((sum, output, index) => sum + (output - labels[index]) ** 2, 0) / 4, 15);
  });

  it('stands still while frozen', () => {
    const machine = machineOf('xor');
    machine.advance(10);
    machine.setLearning(false);
    const before = [...machine.read().states];
    expect(machine.advance(10)).toBe(0);
    expect([...machine.read().states]).toEqual(before);
    expect(machine.read()).toMatchObject({ step: 10, isLearning: false });
    machine.setLearning(true);
    expect(machine.advance(10)).toBe(10);
  });

  it('reads a state that obeys Kirchhoff with the chord conductances it tells', () => {
    const machine = machineOf('xor');
    machine.advance(1000);
    const { freeVoltages, conductances } = machine.read();
    const { from, to } = machine.network;
    const balance = new Float64Array(16);
    conductances.forEach((conductance, edge) => {
      const current = conductance * (freeVoltages[from[edge]] - freeVoltages[to[edge]]);
      balance[from[edge]] -= current;
      balance[to[edge]] += current;
    });
    const hidden = [2, 3, 4, 6, 7, 9, 10, 11, 12, 13, 14, 15];
    // The voltages are known to 1e-9 V, conductances are below 1e-3 S.
    for (const node of hidden) expect(Math.abs(balance[node])).toBeLessThan(1e-12);
  });

  it('tells a floating output by NaN and trains on', () => {
    const machine = machineOf('xor');
    machine.damage([4, 7, 16, 20], 'cut');
    expect(machine.advance(100)).toBe(100);
    expect(machine.read().freeVoltages[4]).toBeNaN();
    expect(machine.measure('training').error).toBeNaN();
    machine.damage([4, 7, 16, 20], null);
    machine.advance(100);
    expect(machine.measure('training').error).toBeGreaterThan(0);
  });

  it('measures classes by the nearest label, on the set that is asked for', () => {
    const machine = machineOf('iris');
    machine.advance(60);
    const test = machine.measure('test');
    expect([test.outputs.length, test.labels.length]).toEqual([360, 360]);
    const { classes } = machine.experiment.test!;
    const labelOf = (row: number) => test.labels.slice(3 * row, 3 * row + 3);
    const distance = (row: number, other: number) =>
      labelOf(other).reduce((sum, label, index) => sum + (label - test.outputs[3 * row + index]) ** 2, 0);
    const representatives = [0, 1, 2].map((species) => classes.indexOf(species));
    const correct = classes.filter((species, row) =>
      representatives.every((other, index) => index === species || distance(row, representatives[species]) < distance(row, other)),
    );
    expect(test.accuracy).toBe(correct.length / 120);
    expect(machine.measure('training').outputs).toHaveLength(90);
  });

  it('refuses a checkpoint of another experiment and stays as it was', () => {
    const machine = machineOf('xor');
    machine.advance(10);
    const before = bytesOf(machine);
    for (const checkpoint of [machineOf('iris').checkpoint(), { kind: 'simulated', data: { steps: 3 } } as const]) {
      expect(refusal(() => machine.restore(checkpoint)).code).toBe('E-RUN-INVALID');
    }
    expect(bytesOf(machine)).toEqual(before);
  });

  it('declares what it can do', () => {
    const machine = machineOf('divider');
    expect([...machine.capabilities].sort()).toEqual(
      ['checkpoint', 'damage', 'freeze', 'readClamped', 'readFree', 'readStates', 'respond', 'setNudge', 'setStates', 'setStepTime'].sort(),
    );
    expect(machine.identity.kind).toBe('simulated');
  });
});
