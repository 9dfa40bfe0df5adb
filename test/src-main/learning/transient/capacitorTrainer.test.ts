import { describe, expect, it } from 'vitest';
import { laboratory } from '../../../../src-main/experiments/quasistatic/laboratory.ts';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import { tasks } from '../../../../src-main/learning/tasks/index.ts';
import { Trainer } from '../../../../src-main/learning/trainer.ts';
import { CapacitorTrainer } from '../../../../src-main/learning/transient/capacitorTrainer.ts';

const document = laboratory.document()!;
/** Decides by the drops themselves, without comparators. */
const quiet = { ...document, rule: { kind: 'sign', decision: 'magnitude' } as const, imperfections: [] };

describe('training with capacitors', () => {
  it('is in equilibrium at every step when it waits long enough, with the clamp set from the step before', () => {
    const experiment = compileExperiment(quiet);
    const slow = new CapacitorTrainer(experiment, { capacitance: 2.2e-6, learningRate: 1e-3 });
    const { twin } = new Trainer(experiment);
    const { network, outputs, training } = experiment;
    for (let step = 0; step < 100; step++) {
      const before = Float64Array.from(slow.states);
      const lagging = Float64Array.from(slow.freeVoltages);
      slow.step();
      twin.bank.states.set(before);
      twin.refresh();
      const free = Float64Array.from(slow.freeVoltages);
      const clamped = Float64Array.from(slow.clampedVoltages);
      outputs.plus.forEach((node, output) => (clamped[node] = lagging[node] + 0.5 * (training.labels[output] - lagging[node])));
      twin.solveFree(free);
      twin.solveClamped(clamped);
      for (let node = 0; node < network.nodeCount; node++) {
        expect(Math.abs(slow.freeVoltages[node] - free[node])).toBeLessThan(1e-10);
        expect(Math.abs(slow.clampedVoltages[node] - clamped[node])).toBeLessThan(1e-10);
      }
      const drop = (voltages: Float64Array, edge: number): number => Math.abs(voltages[network.from[edge]] - voltages[network.to[edge]]);
      before.forEach((tap, edge) => {
        const excess = drop(clamped, edge) - drop(free, edge);
        // At a tie rounding decides; at a rail nothing moves.
        if (Math.abs(excess) > 1e-9 && tap > 1 && tap < 128) {
          expect(slow.states[edge] - tap).toBe(Math.sign(excess));
        }
      });
    }
    expect(slow.error).toBeLessThan(1e-2);
  });

  it('depends on capacitance and learning rate by their product alone', () => {
    const small = new CapacitorTrainer(compileExperiment(document), { capacitance: 22e-6, learningRate: 10 });
    const large = new CapacitorTrainer(compileExperiment(document), { capacitance: 2200e-6, learningRate: 0.1 });
    for (let step = 0; step < 100; step++) {
      small.step();
      large.step();
    }
    expect([...small.states]).toEqual([...large.states]);
    expect(small.error).toBeCloseTo(large.error, 9);
  });

  it('begins in equilibrium', () => {
    const trainer = new CapacitorTrainer(compileExperiment(document), { capacitance: 2200e-6, learningRate: 1e6 });
    const before = Float64Array.from(trainer.freeVoltages);
    trainer.step();
    // A microsecond is nothing to 2200 µF.
    trainer.freeVoltages.forEach((voltage, node) => expect(Math.abs(voltage - before[node])).toBeLessThan(1e-9));
  });

  it('refuses transistors', () => {
    expect(() => new CapacitorTrainer(compileExperiment(tasks['xor'].build()), { capacitance: 1e-6, learningRate: 1 })).toThrow(
      'E-RUN-INVALID',
    );
  });
});
