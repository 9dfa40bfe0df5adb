import { expect, test } from 'vitest';
import { parseDocument } from '../../../shared/documents/parse.ts';
import { compileExperiment } from '../../../src-main/learning/experiment/compile.ts';
import { experimentDocument } from '../../../src-main/learning/experiment/document.ts';
import { withDamage } from '../../../src-main/twin/benchMonitor.ts';
import { updateResidual } from '../../../src-main/twin/comparison/updates.ts';
import { LearningTwin } from '../../../src-main/twin/learningTwin.ts';
import { orderAt } from '../../../src-main/twin/orderAt.ts';
import type { MeasuredMoment } from '../../../src-main/twin/measured.ts';
import { protocolRows, protocolSeed } from '../../../src-main/machine/protocolRows.ts';
import { Trainer } from '../../../src-main/learning/trainer.ts';
import { hiddenBoard } from './hiddenBoard.ts';

const documentWith = (schedule: { kind: 'random' } | { kind: 'cyclic'; hold: number }) =>
  parseDocument(
    experimentDocument,
    {
      format: 'twinbench.experiment',
      version: 1,
      title: 'updates',
      generate: {
        topology: { kind: 'periodicSquare', rows: 3, columns: 3 },
        edgeModel: { kind: 'transistor', transconductance: 8e-4, threshold: 0.62 },
        state: 2.5,
      },
      roles: {
        inputs: [{ name: 'V1', node: 'n0' }],
        supplies: [{ name: 'high', node: 'n8', voltage: 0.4 }],
        outputs: [{ name: 'O', node: 'n2' }],
      },
      dataset: { kind: 'table', inputs: [[0.1], [0.3], [0.2]], labels: [[0.16], [0.24], [0.2]] },
      rule: { kind: 'continuous', rate: 1900, gateFloor: 0.7 },
      clamping: { kind: 'standard', nudge: 0.5 },
      schedule,
      stepTime: 1e-4,
      steps: 10_000,
      measure: { every: 100, of: 'training' },
    },
    'updates.test',
  );

test('damage that was told is in the twin too, and the damaged edge is no residual', () => {
  const experiment = compileExperiment(documentWith({ kind: 'cyclic', hold: 1 }));
  const board = hiddenBoard(experiment, 3);
  const { network } = experiment;
  // The edge that feeds the output from the supply.
  const cut = Array.from(network.from.keys()).find((edge) => [network.from[edge], network.to[edge]].sort().join() === '2,8')!;
  const damage = Array.from(network.from, (_, edge) => (edge === cut ? ('cut' as const) : null));
  const under = (parameters: typeof board.free): typeof board.free => withDamage({ network, parameters }, damage);
  const twin = new LearningTwin(experiment, { ...board, free: under(board.free), clamped: under(board.clamped) });
  const gates = new Float64Array(network.edgeCount).fill(2.5);
  const nothing = new Float64Array(network.nodeCount);
  const moments: MeasuredMoment[] = [];
  for (let step = 0; step < 2000; step += 100) {
    if (step > 0) twin.advance({ gates: gates.slice(), from: step - 100, to: step, duration: 0.01, nudge: 0.5 }, gates);
    const state = { set: 'training' as const, datapoint: 0, freeVoltages: nothing, clampedVoltages: nothing };
    // What is stuck in the hands of the laboratory moves by itself.
    moments.push({
      step,
      time: step * 1e-4,
      nudge: 0.5,
      gates: gates.map((gate, edge) => gate + (edge === cut ? step / 1000 : 0)),
      states: [state],
    });
  }
  const run = { name: 'run', date: null, experiment, moments, omitted: 0 };
  const extras = moments.map(() => ({ conductances: new Float64Array(network.edgeCount), damage }));
  const told = updateResidual({ ...run, extras }, board)!;
  expect(told.byEdge.map(({ edge }) => edge)).not.toContain(cut);
  // The same twin from the same gates: only the gate of the cut edge, which carries nothing, differs.
  expect(told.missed).toBeLessThan(1e-6);
  expect(updateResidual(run, board)!.missed).toBeGreaterThan(1e-3);
});

test('a board that draws its order itself is predicted in that order', () => {
  const experiment = compileExperiment(documentWith({ kind: 'random' }));
  const board = hiddenBoard(experiment, 3);
  const rows = protocolRows(protocolSeed(experiment.document.seed), experiment.training.count);
  const shown = Array.from({ length: 1000 }, () => rows.next());
  const twin = new LearningTwin(experiment, board, (step) => shown[step]);
  const gates = new Float64Array(experiment.network.edgeCount).fill(2.5);
  const nothing = new Float64Array(experiment.network.nodeCount);
  const moments: MeasuredMoment[] = [];
  // Later a gate would be held at its floor.
  for (let step = 10; step < 1000; step += 10) {
    if (step > 10) twin.advance({ gates: gates.slice(), from: step - 10, to: step, duration: 1e-3, nudge: 0.5 }, gates);
    const state = { set: 'training' as const, datapoint: shown[step - 1], freeVoltages: nothing, clampedVoltages: nothing };
    moments.push({ step, time: step * 1e-4, nudge: 0.5, gates: gates.slice(), states: [state] });
  }
  // The same twin in the same order: what is left is rounding.
  expect(updateResidual({ name: 'run', date: null, experiment, moments, omitted: 0 }, board)!.missed).toBeLessThan(1e-6);
});

test('a random order is that of the machine, whatever is asked first', () => {
  const experiment = compileExperiment(documentWith({ kind: 'random' }));
  const order = orderAt(experiment);
  const late = [9000, 4095, 4096, 12].map(order);
  expect([9000, 4095, 4096, 12].map(orderAt(experiment))).toEqual(late);
  const trainer = new Trainer(experiment);
  const shown = Array.from({ length: 40 }, () => {
    trainer.step();
    return trainer.datapoint;
  });
  expect(shown).toEqual(Array.from({ length: 40 }, (_, step) => order(step)));
});
