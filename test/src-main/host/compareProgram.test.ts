import { expect, test } from 'vitest';
import { comparisonViewSchema } from '../../../shared/compare.ts';
import { parseDocument } from '../../../shared/documents/parse.ts';
import { CompareBench } from '../../../src-main/host/compareBench.ts';
import { startingAt, type ReadRun } from '../../../src-main/host/compareProgram.ts';
import { compileExperiment } from '../../../src-main/learning/experiment/compile.ts';
import { experimentDocument, type ExperimentDocument } from '../../../src-main/learning/experiment/document.ts';
import { tasks } from '../../../src-main/learning/tasks/index.ts';
import { createSimulatedMachine } from '../../../src-main/machine/simulated.ts';
import { ComparedRunBuilder } from '../../../src-main/twin/comparison/comparedRun.ts';
import { MemoryFiles, TestClock } from '../recording/memoryFiles.ts';

const documentOf = (task: 'xor' | 'divider'): ExperimentDocument => parseDocument(experimentDocument, tasks[task].build(), task);

test.each(['xor', 'divider'] as const)('a machine that follows a recording of %s begins in the state in which that does', (task) => {
  const experiment = compileExperiment(documentOf(task));
  const first = createSimulatedMachine(experiment);
  first.advance(40);
  first.damage([1], 'cut');
  const { states, damage } = first.read();
  const read = createSimulatedMachine(startingAt(experiment, { states, damage })).read();
  expect([...read.states]).toEqual([...states]);
  expect(read.damage).toEqual(damage);
  expect([...states]).not.toEqual(experiment.edges.map(({ gate, tap }) => gate ?? tap));
});

/** A recording of some measurements, as it is read for a comparison. */
function readRun(task: 'xor' | 'divider'): ReadRun {
  const document = documentOf(task);
  const experiment = compileExperiment(document);
  const machine = createSimulatedMachine(experiment);
  const builder = new ComparedRunBuilder(task, machine.identity, experiment);
  for (let count = 0; count < 5; count++) {
    machine.advance(20);
    builder.addNow(machine.read(), machine.measure(document.measure.of));
  }
  const { states, damage } = machine.read();
  return { run: builder.build(), document, first: { step: 20, time: 20 * document.stepTime, states, damage }, events: [] };
}

test('of two networks everything is said not to be aligned, and what can be drawn is there', async () => {
  const place = { files: new MemoryFiles(), clock: new TestClock(), folder: '/runs' };
  const bench = new CompareBench(place, (run) => Promise.resolve(readRun(run as 'xor' | 'divider')));
  const sides = { baseline: { kind: 'run', run: 'xor' }, compared: { kind: 'run', run: 'divider' } } as const;
  const task = { ...sides, start: 'program', steps: null, document: null, calibration: null } as const;
  await bench.run(task, { signal: new AbortController().signal, progress: () => undefined });
  const settings = { alignment: { kind: 'step' }, aligner: '', tolerances: {}, signals: {}, time: 0 } as const;
  const view = comparisonViewSchema.parse(bench.view({ settings, quantity: 'state', signal: '', time: null }, 1));
  expect(view).toMatchObject({ verdict: 'not aligned', counts: { within: 0, outside: 0 }, course: null });
  expect(view.signals.find(({ name }) => name === 'drive e1')?.reason).toMatch(/^between .* in A, .* in B$/);
  expect(view.signals.find(({ name }) => name === 'gate e9')?.reason).toBe('only in A');
  // B by the places of A: no edge of the divider joins the same nodes, though two have the same names.
  expect(view.momentB!.conductances).toEqual(Array.from({ length: 32 }, () => null));
  expect(view.other!.network.edges).toHaveLength(view.other!.moment!.conductances.length);
  expect(view.other!.moment!.conductances.every((conductance) => conductance! > 0)).toBe(true);
  expect(view.settings.differing.map(({ setting }) => setting)).toContain('generate.topology.kind');
  expect(bench.report(settings, 'test').html).toContain('only in A');
});
