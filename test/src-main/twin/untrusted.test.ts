import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileExperiment } from '../../../src-main/learning/experiment/compile.ts';
import type { Experiment } from '../../../src-main/learning/experiment/experiment.ts';
import { tasks } from '../../../src-main/learning/tasks/index.ts';
import { twin } from '../../../src-main/machines/kinds/twin.ts';
import type { MachineSetting } from '../../../src-main/machines/kinds/machineKind.ts';
import { parseAnyCalibration } from '../../../src-main/twin/digipots/document.ts';
import { wiringKeyOf } from '../../../src-main/twin/digipots/data.ts';
import { always } from '../../properties.ts';
import { changed, takenOrRefusedLater } from '../../untrusted.ts';
import { MemoryFiles, TestClock } from '../recording/memoryFiles.ts';
import { nominalCalibration, xor } from './nominalCalibration.ts';

const divider = compileExperiment(tasks.divider.build());

/** A board with two digital potentiometers that is as its schematic says. */
function digipots({ network, inputNodes, supplyNodes, outputs }: Experiment): object {
  const each = (value: number): number[] => new Array<number>(network.edgeCount).fill(value);
  const [sources, targets] = [[...inputNodes, ...supplyNodes], [...outputs.plus]];
  const channel = (role: string) => (node: number) => ({ node, role, zero: 0, deviation: 1e-4 });
  return {
    format: 'twinbench.digipotCalibration',
    version: 1,
    board: { serial: '7', edges: network.edgeCount, nodes: network.nodeCount },
    date: '2026-11-21T00:00:00.000Z',
    staleAfterDays: 30,
    steps: [],
    converters: { step: 1e-3, repeats: 1, noise: 1e-4, gain: 1, deviations: { noise: 1e-5, gain: null } },
    wipers: { free: each(1), clamped: each(1), deviations: { free: each(0.01), ratio: each(0.01) } },
    comparators: {
      ...{ offsets: each(0), signOffsets: each(0), noise: each(1e-3), lift: 0, decisions: each(10) },
      deviations: { offsets: each(1e-3), signOffsets: each(1e-3), noise: each(1e-4), lift: 1e-4 },
    },
    wirings: [
      {
        ...{ key: wiringKeyOf({ inputNodes, supplyNodes, outputs }), sources, targets, runs: [] },
        channels: [...sources.map(channel('source')), ...targets.map(channel('label'))],
      },
    ],
    indistinguishable: [],
  };
}

/** The twin of a file, trained for three steps. */
async function trained(value: unknown, experiment: Experiment) {
  const files = new MemoryFiles();
  await files.writeText('/a.json', JSON.stringify(value));
  const recordings = { files, folder: '/runs', clock: new TestClock() };
  const setting = { place: '/a.json', recordings, tell: () => undefined } as unknown as MachineSetting;
  const machine = await twin.open(experiment, setting);
  await machine.advance(3);
  return machine.read();
}

describe.each([
  ['transistors', xor(), nominalCalibration(xor()) as object],
  ['digital potentiometers', divider, digipots(divider)],
] as const)('the calibration of a board with %s', (_, experiment, calibration) => {
  test('as it is trains as a twin', async () => {
    const { states, freeVoltages } = await trained(calibration, experiment);
    expect([...states, ...freeVoltages].every(Number.isFinite)).toBe(true);
  });

  test('with anything changed is refused, or is that of a twin with numbers for every node and edge', async () => {
    const property = fc.asyncProperty(changed(calibration), async (value) => {
      const state = await takenOrRefusedLater(() => trained(value, experiment));
      if (state === null) return;
      expect(state.freeVoltages).toHaveLength(experiment.network.nodeCount);
      expect([...state.states, ...state.freeVoltages, ...state.clampedVoltages].some(Number.isNaN)).toBe(false);
    });
    await always(property, 30);
  });

  test('with an array that is longer or shorter than the board is refused with its place', () => {
    const lengthened: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      const isOfBoard = Array.isArray(value) && [experiment.network.edgeCount, experiment.network.nodeCount].includes(value.length);
      if (isOfBoard && typeof value[0] === 'number' && !/(sources|targets)$/.test(path)) {
        value.push(value[0]);
        const where = { where: `a.json, at ${path}` };
        expect(() => parseAnyCalibration(calibration, 'a.json'), path).toThrow(
          expect.objectContaining({ problem: expect.objectContaining(where) as object }) as Error,
        );
        value.pop();
        lengthened.push(path);
      }
      for (const [key, child] of Object.entries(value)) visit(child, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`);
    };
    visit(calibration, '$');
    expect(lengthened.length).toBeGreaterThan(8);
  });
});
