import { describe, expect, it } from 'vitest';
import { Trainer } from '../../../src-main/learning/trainer.ts';
import { solvers } from '../../../src-main/physics/solvers/index.ts';
import { createSystem } from '../../../src-main/physics/solvers/system.ts';
import { experimentOf } from './support.ts';

const STEPS = 400;
const ideal = { rule: { kind: 'sign', decision: 'magnitude' } as const, imperfections: [] };

/** Wiper positions after every step with both networks solved by one solver, by a loop of its own. */
function trajectory(task: string, kind: (typeof solvers)[string]): number[][] {
  const experiment = experimentOf(task, ideal);
  const { twin, memory, labels, nudge } = new Trainer(experiment);
  const { network, inputNodes, supplyNodes, outputs } = experiment;
  const isHeld = new Uint8Array(network.nodeCount);
  for (const node of [...inputNodes, ...supplyNodes]) isHeld[node] = 1;
  const none = new Uint8Array(network.nodeCount);
  const free = kind.create(createSystem(network, Uint8Array.from(isHeld), none), twin.bank.elements, null);
  for (const node of outputs.plus) isHeld[node] = 1;
  const clamped = kind.create(createSystem(network, isHeld, none), twin.bank.elements, null);
  const [freeVoltages, clampedVoltages] = [memory.freeOf[0], memory.clampedOf[0]];
  const history: number[][] = [];
  for (let step = 0; step < STEPS; step++) {
    free.solve(freeVoltages);
    outputs.plus.forEach((node, output) => (clampedVoltages[node] = freeVoltages[node] + nudge * (labels[output] - freeVoltages[node])));
    clamped.solve(clampedVoltages);
    const drop = (voltages: Float64Array, edge: number): number => Math.abs(voltages[network.from[edge]] - voltages[network.to[edge]]);
    for (let edge = 0; edge < network.edgeCount; edge++) {
      const way = drop(clampedVoltages, edge) > drop(freeVoltages, edge) ? 1 : -1;
      twin.bank.states[edge] = Math.min(Math.max(twin.bank.states[edge] + way, 1), 128);
    }
    twin.refresh();
    history.push([...twin.bank.states]);
  }
  return history;
}

describe('trajectories of the sign rule without noise', () => {
  const trainer = new Trainer(experimentOf('allostery', ideal));
  const expected = Array.from({ length: STEPS }, () => {
    trainer.step();
    return [...trainer.twin.bank.states];
  });
  const suitable = Object.entries(solvers).filter(([, kind]) =>
    kind.suits(new Trainer(experimentOf('allostery', ideal)).twin.bank.elements),
  );

  it.each(suitable)('have the same wiper positions at every step by the solver %s', (_name, kind) => {
    expect(trajectory('allostery', kind)).toEqual(expected);
  });

  it('are compared for every solver that takes linear conductors, and move', () => {
    expect(suitable.length).toBeGreaterThanOrEqual(2);
    expect(expected.at(-1)).not.toEqual(expected[0]);
  });
});
