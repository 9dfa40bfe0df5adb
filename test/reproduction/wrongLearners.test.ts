import { describe, expect, it } from 'vitest';
import type { ExperimentDocument } from '../../src-main/learning/experiment/document.ts';
import type { SimulatedMachine } from '../../src-main/machine/simulated.ts';
import { median } from '../../src-main/math/statistics.ts';
import { runAllostery } from './allostery.ts';
import { runDivider } from './divider.ts';
import { runIris } from './iris.ts';
import { machineOf, random, reversed, seeds, withRule } from './support.ts';
import { runXor } from './xor.ts';

/** Whether some machines meet the bars of a task; half of the seeds of the real test, or fewer, do for telling a learner from a wrong one. */
const bars: Record<string, { seeds: number; meets: (machines: SimulatedMachine[]) => boolean }> = {
  divider: { seeds: 4, meets: (machines) => machines.every((machine) => runDivider(machine).settling.every((steps) => steps <= 60)) },
  allostery: {
    seeds: 8,
    meets: (machines) => {
      const runs = machines.map(runAllostery);
      return median(runs.map(({ lowest }) => lowest)) >= 4 && median(runs.map(({ settled }) => settled)) >= 2.8;
    },
  },
  iris: {
    seeds: 8,
    meets: (machines) => {
      const runs = machines.map((machine) => runIris(machine));
      return median(runs.map(({ settled }) => settled)) >= 0.92 && median(runs.map(({ best }) => best)) >= 0.95;
    },
  },
  xor: { seeds: 3, meets: (machines) => median(machines.map((machine) => runXor(machine, 4).late)) < 0.02 },
};

/** The node of this role is left alone: it becomes a hidden one, and its column of the dataset goes. */
function without(document: ExperimentDocument, name: string): ExperimentDocument {
  const { roles, dataset } = document;
  const column = roles.inputs.findIndex((input) => input.name === name);
  const inputs = column < 0 ? dataset.inputs : dataset.inputs.map((row) => row.filter((_, place) => place !== column));
  return {
    ...document,
    roles: {
      ...roles,
      inputs: roles.inputs.filter((input) => input.name !== name),
      supplies: roles.supplies.filter((supply) => supply.name !== name),
    },
    dataset: { ...dataset, inputs },
  };
}

const missing: Record<string, string> = { divider: 'V+', allostery: '5 V', iris: 'petal width', xor: 'V1' };

describe.each(Object.keys(bars))('%s: a wrong learner misses the bars', (task) => {
  const machines = (change?: (document: ExperimentDocument) => ExperimentDocument): SimulatedMachine[] =>
    seeds(bars[task].seeds).map((seed) => machineOf(task, seed, change));

  it('that the right one meets', () => {
    expect(bars[task].meets(machines())).toBe(true);
  });

  it('when its rule is reversed', () => {
    expect(withRule(reversed, () => bars[task].meets(machines()))).toBe(false);
  });

  it('when it is nudged away from the label', () => {
    const nudged = machines().map((machine) => {
      machine.setNudge(task === 'iris' ? -0.1 : -0.5);
      return machine;
    });
    expect(bars[task].meets(nudged)).toBe(false);
  });

  it('when an input or a supply is missing', () => {
    expect(bars[task].meets(machines((document) => without(document, missing[task])))).toBe(false);
  });

  it('when every update is forwards or backwards by chance', () => {
    expect(withRule(random, () => bars[task].meets(machines()))).toBe(false);
  });
});
