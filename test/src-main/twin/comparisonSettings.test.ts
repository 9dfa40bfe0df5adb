import { expect, it } from 'vitest';
import { compileExperiment } from '../../../src-main/learning/experiment/compile.ts';
import type { ExperimentDocument } from '../../../src-main/learning/experiment/document.ts';
import { tasks } from '../../../src-main/learning/tasks/index.ts';
import { settingDifferences } from '../../../src-main/twin/comparison/settings.ts';

const simulated = { kind: 'simulated', title: 'Simulated board' } as const;
const side = (change: Partial<ExperimentDocument> = {}, machine: { kind: 'simulated' | 'board'; title: string } = simulated) => ({
  machine,
  experiment: compileExperiment({ ...tasks.xor.build(), ...change }),
});
const { clamping, stepTime } = tasks.xor.build();

it('tells nothing where nothing is set otherwise, but how much was looked at', () => {
  const { same, differing } = settingDifferences(side(), side());
  expect(differing).toEqual([]);
  // At the least the machine, rule, clamping, schedule, steps and seed.
  expect(same).toBeGreaterThan(6);
});

it('tells the settings that differ and no others, by their path, with both values', () => {
  const other = side(
    { seed: 9, clamping: { ...clamping, nudge: 0.25 } as typeof clamping, stepTime: 2 * stepTime },
    { kind: 'board', title: 'A board' },
  );
  const { same, differing } = settingDifferences(side({ seed: 7 }), other);
  expect(differing.toSorted((one, next) => one.setting.localeCompare(next.setting))).toEqual([
    { setting: 'clamping.nudge', a: '0.5', b: '0.25' },
    { setting: 'machine', a: 'Simulated board', b: 'A board' },
    { setting: 'seed', a: '7', b: '9' },
    { setting: 'stepTime', a: String(stepTime), b: String(2 * stepTime) },
  ]);
  expect(same + differing.length).toBe(settingDifferences(side(), side()).same);
});

it('tells what only one side has, and a long list once', () => {
  const { measure } = tasks.xor.build();
  const list = (edge: number): ExperimentDocument['damage'] =>
    Array.from({ length: 10 }, (_, index) => ({ step: index, edges: [`e${index + edge}`], damage: 'cut' as const }));
  const { differing } = settingDifferences(
    side({ damage: list(0), goal: { errorBelow: 1e-5, over: 1 } }),
    side({ damage: list(5), goal: undefined, measure }),
  );
  expect(differing).toEqual(
    expect.arrayContaining([
      { setting: 'damage', a: '10 entries', b: '10 of 10 entries are other ones' },
      { setting: 'goal', a: '{"errorBelow":0.00001,"over":1}', b: 'not given' },
    ]),
  );
  expect(differing).toHaveLength(2);
});
