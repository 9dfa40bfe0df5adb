import { describe, expect, it } from 'vitest';
import { allosteryDraw, FLOOR, NUDGE } from '../../../../src-main/experiments/quasistatic/allosteryDraw.ts';
import { laboratoryDocument } from '../../../../src-main/experiments/quasistatic/laboratory.ts';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import type { ExperimentDocument } from '../../../../src-main/learning/experiment/document.ts';
import { tasks } from '../../../../src-main/learning/tasks/index.ts';
import { Trainer } from '../../../../src-main/learning/trainer.ts';
import { CoupledRun } from '../../../../src-main/learning/transient/coupledRun.ts';
import { heldTask } from '../../../../src-main/learning/transient/heldTaskOf.ts';
import { createSimulatedMachine } from '../../../../src-main/machine/simulated.ts';
import { parse, refusal } from '../support.ts';

/** Decides by the drops themselves, without comparators. */
const quiet = { rule: { kind: 'sign', decision: 'magnitude' } as const, imperfections: [] };
const trainerOf = (document: ExperimentDocument): Trainer => new Trainer(compileExperiment(document));

function lookOf(trainer: Trainer): { free: Float64Array; clamped: Float64Array } {
  const { nodeCount } = trainer.experiment.network;
  const [free, clamped] = [new Float64Array(nodeCount), new Float64Array(nodeCount)];
  trainer.look(free, clamped);
  return { free, clamped };
}

describe('the dynamics "capacitors"', () => {
  it('is in equilibrium at every step when it waits long enough, with the clamp set from the step before', () => {
    // R = 1e-9: a thousand seconds for 2.2 µF.
    const slow = trainerOf({ ...laboratoryDocument(2.2e-5, 2.2e-6), ...quiet });
    const { twin, experiment } = trainerOf({ ...laboratoryDocument(1, 1), ...quiet, dynamics: { kind: 'settled' } });
    const { network, outputs, training } = experiment;
    for (let step = 0; step < 100; step++) {
      const before = Float64Array.from(slow.twin.bank.states);
      const lagging = lookOf(slow).free;
      slow.step();
      twin.bank.states.set(before);
      twin.refresh();
      const { free, clamped } = lookOf(slow);
      const [settledFree, settledClamped] = [Float64Array.from(free), Float64Array.from(clamped)];
      outputs.plus.forEach((node, output) => (settledClamped[node] = lagging[node] + 0.5 * (training.labels[output] - lagging[node])));
      twin.solveFree(settledFree);
      twin.solveClamped(settledClamped);
      for (let node = 0; node < network.nodeCount; node++) {
        expect(Math.abs(free[node] - settledFree[node])).toBeLessThan(1e-10);
        expect(Math.abs(clamped[node] - settledClamped[node])).toBeLessThan(1e-10);
      }
      const drop = (voltages: Float64Array, edge: number): number => Math.abs(voltages[network.from[edge]] - voltages[network.to[edge]]);
      before.forEach((tap, edge) => {
        const excess = drop(settledClamped, edge) - drop(settledFree, edge);
        // At a tie rounding decides; at a rail nothing moves.
        if (Math.abs(excess) > 1e-9 && tap > 1 && tap < 128) expect(slow.twin.bank.states[edge] - tap).toBe(Math.sign(excess));
      });
    }
  });

  it('depends on capacitance and step time by their ratio alone', () => {
    const [small, large] = [22e-6, 2200e-6].map((capacitance) => trainerOf(laboratoryDocument(2, capacitance)));
    for (let step = 0; step < 100; step++) {
      small.step();
      large.step();
    }
    expect([...small.twin.bank.states]).toEqual([...large.twin.bank.states]);
    // Rounding alone, amplified by nothing: the wipers are the same.
    lookOf(small).free.forEach((voltage, node) => expect(Math.abs(voltage - lookOf(large).free[node])).toBeLessThan(1e-9));
  });

  it('begins in equilibrium, and a microsecond is nothing to 2200 µF', () => {
    const trainer = trainerOf({ ...laboratoryDocument(30, 2200e-6), stepTime: 1e-6 });
    const before = lookOf(trainer).free;
    trainer.step();
    // Currents of 0.1 mA carry 1e-10 C: 5e-8 V.
    lookOf(trainer).free.forEach((voltage, node) => expect(Math.abs(voltage - before[node])).toBeLessThan(1e-7));
  });

  it('carries a jump of the inputs on at once, and then relaxes to the new datapoint', () => {
    const { roles } = laboratoryDocument(30, 1e-6);
    const document = parse({
      ...laboratoryDocument(30, 1e-6),
      ...quiet,
      roles: { ...roles, supplies: roles.supplies.slice(1), inputs: [{ name: 'I', node: roles.supplies[0].node }] },
      dataset: {
        kind: 'table',
        inputs: [[5], [1]],
        labels: [
          [4, 1],
          [0.8, 0.2],
        ],
      },
      schedule: { kind: 'cyclic', hold: 1 },
      stepTime: 1e-9,
    });
    const trainer = trainerOf(document);
    trainer.step();
    const first = lookOf(trainer).free;
    trainer.step();
    const second = lookOf(trainer).free;
    const { inputNodes, supplyNodes } = trainer.experiment;
    expect(second[inputNodes[0]]).toBe(1);
    expect(second[supplyNodes[0]]).toBe(0);
    // Every other node jumped down with the input, by the capacitive divider, and by less than it.
    first.forEach((voltage, node) => {
      if (node === inputNodes[0] || node === supplyNodes[0]) return;
      expect(voltage - second[node]).toBeGreaterThan(0.1);
      expect(voltage - second[node]).toBeLessThan(4);
    });
    // A second is a hundred times the slowest relaxation (1 µF, 12.8 kΩ).
    trainer.setStepTime(1);
    trainer.step();
    trainer.step();
    const relaxed = Float64Array.from(trainer.memory.freeOf[1]);
    const states = lookOf(trainer).free;
    // The voltages are those before the last move of the wipers: solve with them put back.
    trainer.twin.solveFree(relaxed);
    states.forEach((voltage, node) => expect(Math.abs(voltage - relaxed[node])).toBeLessThan(0.1));
  });

  it('keeps the charge of a node that is cut off', () => {
    const machine = createSimulatedMachine(compileExperiment(laboratoryDocument(30, 2200e-6)));
    machine.advance(5);
    const { network } = machine;
    const node = network.nodeIds.indexOf('6');
    machine.damage(
      network.edgeIds.flatMap((_, edge) => (network.from[edge] === node || network.to[edge] === node ? [edge] : [])),
      'cut',
    );
    expect(machine.advance(50)).toBe(50);
    expect(machine.read().freeVoltages[node]).toBeNaN();
    expect([...machine.read().freeVoltages].filter((_, other) => other !== node).every(Number.isFinite)).toBe(true);
  });
});

describe('the dynamics "overdamped"', () => {
  it.each([0.1, 100])('is the run of the equations at R = %d, step after step', (rate) => {
    const document = allosteryDraw(2, 5, rate);
    const trainer = trainerOf(document);
    const run = new CoupledRun(heldTask(trainer.experiment), { relaxation: 1 / rate, learning: 1, nudge: NUDGE, floor: FLOOR }, 1e-9);
    for (let step = 0; step < 40; step++) trainer.step();
    run.advanceTo(40 * document.stepTime);
    // The trainer integrates with an error of 1e-6 a step of the integrator, some hundreds of them.
    trainer.twin.bank.states.forEach((state, edge) => expect(Math.abs(state - run.conductances[edge])).toBeLessThan(1e-4));
    const { free, clamped } = lookOf(trainer);
    free.forEach((voltage, node) => expect(Math.abs(voltage - run.state[node])).toBeLessThan(1e-4));
    const { outputs, training } = trainer.experiment;
    outputs.plus.forEach((node, output) =>
      expect(clamped[node] - free[node]).toBeCloseTo(NUDGE * (training.labels[output] - free[node]), 12),
    );
  });

  it('tells the error of the moment beside that of the settled voltages', () => {
    const machine = createSimulatedMachine(compileExperiment(allosteryDraw(1, 5, 100)));
    const first = machine.measure('training');
    expect(first.momentaryError).toBeCloseTo(first.error, 12);
    machine.advance(20);
    const { error, momentaryError } = machine.measure('training');
    expect(momentaryError).toBe(machine.measure('present').error);
    // Conductances run ahead of the voltages: the settled error overshoots (Stern 2022, Fig. 2a).
    expect(error).toBeGreaterThan(2 * momentaryError!);
    expect(createSimulatedMachine(compileExperiment(allosteryDraw(1, 5))).measure('training').momentaryError).toBeUndefined();
  });

  it('settles while learning is off', () => {
    const machine = createSimulatedMachine(compileExperiment(allosteryDraw(1, 5, 100)));
    machine.advance(20);
    const { states } = machine.read();
    machine.setLearning(false);
    const { error, momentaryError } = machine.measure('training');
    expect(momentaryError).toBeCloseTo(error, 10);
    expect([...machine.read().states]).toEqual([...states]);
  });

  it('moves no damaged edge, conducts nothing through a cut one, and learns on after the repair', () => {
    const machine = createSimulatedMachine(compileExperiment(allosteryDraw(1, 5, 10)));
    machine.advance(10);
    machine.damage([3], 'cut');
    machine.damage([4], 'short');
    machine.damage([5], 'stuck');
    const before = machine.read();
    expect([before.conductances[3], before.conductances[4]]).toEqual([0, 10]);
    const kept = [3, 4, 5].map((edge) => before.states[edge]);
    machine.advance(100);
    const after = machine.read();
    expect([3, 4, 5].map((edge) => after.states[edge])).toEqual(kept);
    // Kirchhoff, once the voltages have settled, with the chords that it tells: the cut edge carries no current.
    machine.setLearning(false);
    const settled = machine.read();
    const balance = new Float64Array(machine.network.nodeCount);
    settled.conductances.forEach((conductance, edge) => {
      const current = conductance * (settled.freeVoltages[machine.network.from[edge]] - settled.freeVoltages[machine.network.to[edge]]);
      balance[machine.network.from[edge]] -= current;
      balance[machine.network.to[edge]] += current;
    });
    const isHeld = new Set(machine.experiment.supplyNodes);
    balance.forEach((current, node) => expect(isHeld.has(node) ? 0 : Math.abs(current)).toBeLessThan(1e-9));
    machine.setLearning(true);
    machine.damage([3, 4, 5], null);
    machine.advance(100);
    expect([3, 4, 5].map((edge) => machine.read().states[edge])).not.toEqual(kept);
  });

  it('never lets a conductance leave its rails', () => {
    const document = allosteryDraw(1, 5, 100);
    const machine = createSimulatedMachine(
      compileExperiment({ ...document, rule: { ...document.rule, ceiling: 1.5 } as typeof document.rule }),
    );
    machine.advance(500);
    const { states } = machine.read();
    expect(Math.min(...states)).toBe(FLOOR);
    expect(Math.max(...states)).toBe(1.5);
  });
});

describe('a document with dynamics', () => {
  const overdamped = allosteryDraw(1, 5, 10);

  it('is settled unless it says otherwise', () => {
    expect(tasks['xor'].build().dynamics).toEqual({ kind: 'settled' });
  });

  it.each<[string, object, string]>([
    ['transistors with capacitors', { ...tasks['xor'].build(), dynamics: { kind: 'capacitors' } }, 'transistor edges'],
    ['digipots without', { ...laboratoryDocument(1, 1e-6), dynamics: { kind: 'overdamped' } }, 'digipot edges'],
    ['an imperfect network', { ...overdamped, imperfections: [{ kind: 'converters' }] }, 'imperfections'],
    ['another clamping', { ...overdamped, clamping: { kind: 'hinge' } }, 'hinge clamping'],
    [
      'two datapoints',
      {
        ...overdamped,
        dataset: {
          kind: 'table',
          inputs: [[], []],
          labels: [
            [0, 0, 0],
            [1, 1, 1],
          ],
        },
      },
      'more than one datapoint',
    ],
  ])('is refused for %s', (_, document, reason) => {
    const problem = refusal(() => parse(document));
    expect(`${problem.code} ${problem.why}`).toMatch(new RegExp(`^E-DOC.*${reason} can't be combined with the dynamics`));
  });
});
