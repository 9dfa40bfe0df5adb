import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../shared/documents/parse.ts';
import { damageCurve } from '../../../src-main/analysis/damageCurve.ts';
import { extremeLoss, measureLosses, type EdgeLoss } from '../../../src-main/analysis/edgeImportance.ts';
import { compileExperiment } from '../../../src-main/learning/experiment/compile.ts';
import { experimentDocument, type ExperimentInput } from '../../../src-main/learning/experiment/document.ts';
import { tasks } from '../../../src-main/learning/tasks/index.ts';
import { createSimulatedMachine, type SimulatedMachine } from '../../../src-main/machine/simulated.ts';

/** A ladder of known conductances: 1 V over e0 (1 S) and the pair e1, e2 (1 S each) in parallel; O is between. */
function ladder(): SimulatedMachine {
  const document: ExperimentInput = {
    format: 'twinbench.experiment',
    version: 1,
    title: 'A ladder',
    network: {
      format: 'twinbench.network',
      version: 1,
      edgeModel: { kind: 'resistor' },
      nodes: [{ id: 'top' }, { id: 'O' }, { id: 'ground' }],
      edges: [
        { id: 'e0', from: 'top', to: 'O', conductance: 1 },
        { id: 'e1', from: 'O', to: 'ground', conductance: 1 },
        { id: 'e2', from: 'O', to: 'ground', conductance: 1 },
      ],
      hold: {},
    },
    roles: {
      inputs: [{ name: 'V', node: 'top' }],
      supplies: [{ name: 'ground', node: 'ground', voltage: 0 }],
      outputs: [{ name: 'O', node: 'O' }],
    },
    dataset: { kind: 'table', inputs: [[1]], labels: [[1 / 3]] },
    rule: { kind: 'conductance' },
    clamping: { kind: 'standard', nudge: 0.5 },
    schedule: { kind: 'cyclic' },
    stepTime: 1e-3,
    steps: 100,
    measure: { every: 10, of: 'training' },
  };
  return createSimulatedMachine(compileExperiment(parseDocument(experimentDocument, document, 'the ladder')));
}

async function all<T>(parts: AsyncIterable<T>): Promise<T[]> {
  const result: T[] = [];
  for await (const part of parts) result.push(part);
  return result;
}

describe('the importance of an edge', () => {
  it('is the error without it, as the voltage divider says', async () => {
    const losses = await all(measureLosses(ladder(), [0, 1, 2], 'training'));
    // O = 1/3 before. Without e0 it is grounded: O = 0, E = 1/9. Without e1 or e2 the halves are equal: O = 1/2, E = 1/36.
    const expected = [1 / 9, 1 / 36, 1 / 36];
    losses.forEach(({ errorBefore, errorAfter }, edge) => {
      // Rounding of a solve of order one, squared.
      expect(errorBefore).toBeLessThan(1e-24);
      expect(errorAfter).toBeCloseTo(expected[edge], 12);
    });
    expect(extremeLoss(losses, 'most')?.edge).toBe(0);
    expect(extremeLoss(losses, 'least')?.edge).toBe(1);
  });

  it('leaves the machine as it was, also when it is given up halfway', async () => {
    const machine = ladder();
    machine.advance(30);
    const before = JSON.stringify(machine.checkpoint());
    for await (const _ of measureLosses(machine, [0, 1, 2], 'training')) break;
    expect(JSON.stringify(machine.checkpoint())).toBe(before);
    expect(machine.read().damage).toEqual([null, null, null]);
  });

  it('passes over edges whose loss leaves an output without any path', () => {
    const losses: EdgeLoss[] = [
      { edge: 4, errorBefore: 1, errorAfter: Number.NaN },
      { edge: 7, errorBefore: 1, errorAfter: 2 },
    ];
    expect(extremeLoss(losses, 'most')?.edge).toBe(7);
    expect(extremeLoss(losses.slice(0, 1), 'most')).toBeNull();
  });
});

describe('the damage curve', () => {
  const options = { candidates: [0, 1, 2], draws: 4, relearnSteps: 0, measures: 'training', seed: 5 } as const;

  it('follows the ladder as it loses its edges, in orders that differ, and the same ones again', async () => {
    const draws = (await all(damageCurve(ladder(), options))).flatMap(({ draw }) => (draw === null ? [] : [draw]));
    expect(draws).toHaveLength(4);
    for (const { frozen, relearned } of draws) {
      expect([1 / 9, 1 / 36].some((error) => Math.abs(frozen[0] - error) < 1e-12)).toBe(true);
      // Nothing was learned in between.
      expect([...relearned]).toEqual([...frozen]);
    }
    expect(new Set(draws.map(({ frozen }) => frozen.join())).size).toBeGreaterThan(1);
    const again = (await all(damageCurve(ladder(), options))).flatMap(({ draw }) => (draw === null ? [] : [draw]));
    expect(again).toEqual(draws);
  });

  it('tells how far it is, up to the end, and leaves the machine as it was', async () => {
    const machine = ladder();
    const before = JSON.stringify(machine.checkpoint());
    const done = (await all(damageCurve(machine, { ...options, relearnSteps: 50 }))).map((progress) => progress.done);
    expect(done).toEqual(done.toSorted((one, other) => one - other));
    expect(done.at(-1)).toBe(1);
    expect(JSON.stringify(machine.checkpoint())).toBe(before);
  });

  it('shows what learning is good for: XOR that goes on learning loses edges at a lower error than a frozen one', async () => {
    const machine = createSimulatedMachine(compileExperiment(parseDocument(experimentDocument, tasks.xor.build(), 'xor')));
    machine.advance(30_000);
    const candidates = Array.from({ length: 32 }, (_, edge) => edge);
    const [{ frozen, relearned }] = (
      await all(damageCurve(machine, { candidates, draws: 1, relearnSteps: 2000, measures: 'training', seed: 1 }))
    ).flatMap(({ draw }) => (draw === null ? [] : [draw]));
    // Early losses, while both can still do the task: a later one may cost either its last way to do it.
    const early = (errors: Float64Array): number => Math.log(errors[0]) + Math.log(errors[1]) + Math.log(errors[2]);
    expect(early(relearned)).toBeLessThan(early(frozen));
  });
});
