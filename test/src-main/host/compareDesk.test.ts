import { expect, test } from 'vitest';
import type { ComparisonQuery, ComparisonRequest, ComparisonStatus, ComparisonView } from '../../../shared/compare.ts';
import { parseDocument } from '../../../shared/documents/parse.ts';
import { CompareDesk } from '../../../src-main/host/compareDesk.ts';
import { createComparer } from '../../../src-main/host/compareThread.ts';
import { experimentDocument } from '../../../src-main/learning/experiment/document.ts';
import { tasks } from '../../../src-main/learning/tasks/index.ts';
import { MemoryFiles, TestClock } from '../recording/memoryFiles.ts';

const settings = { alignment: { kind: 'step' }, aligner: '', tolerances: {}, signals: {}, time: 0 } as const;
const query: ComparisonQuery = { settings, quantity: 'state', signal: '', time: null };
const simulated = { kind: 'machine', machine: 'simulated' } as const;
const request: ComparisonRequest = { baseline: simulated, compared: simulated, start: 'program', steps: 800 };

/** A desk with XOR on the bench, and the way to wait for the end of a comparison. */
function deskWith(document = parseDocument(experimentDocument, tasks['xor'].build(), 'xor')): {
  desk: CompareDesk;
  ended: () => Promise<ComparisonStatus>;
} {
  let told: (status: ComparisonStatus) => void = () => undefined;
  const tell = (status: ComparisonStatus): void => (status.state === 'running' ? undefined : told(status));
  const place = { files: new MemoryFiles(), clock: new TestClock(), folder: '/runs' };
  const find = (run: string): Promise<string> => Promise.resolve(`/runs/${run}.mcap`);
  const desk = new CompareDesk(createComparer(place), { tell, document: () => document, calibration: () => Promise.resolve(null), find });
  return { desk, ended: () => new Promise((resolve) => (told = resolve)) };
}

test('two simulations of one program are the same to the bit, and their updates are what the rule says', async () => {
  const { desk, ended } = deskWith();
  const end = ended();
  expect(await desk.view(query)).toBeNull();
  expect(await desk.start(request)).toMatchObject({ state: 'running', id: 1 });
  expect(await end).toMatchObject({ state: 'done', done: 1 });
  const view = (await desk.view(query))!;
  expect(view).toMatchObject({ verdict: 'within', counts: { outside: 0, notAligned: 0 }, a: { moments: 8 } });
  expect(view.signals.every(({ rootMeanSquare }) => rootMeanSquare === 0)).toBe(true);
  expect(view.parity.points).toHaveLength(32);
  // The twin goes in stretches of 25 ms where the simulation goes in pulses: its second order leaves some per cent of a change.
  expect(view.updates!.correlation).toBeGreaterThan(0.99);
  expect(view.updates!.missed).toBeLessThan(0.1 * view.updates!.measured);
  const { html, name } = await desk.report(settings, 'test');
  expect(name).toBe('compare-simulation-and-simulation.html');
  expect(html).toContain('Within tolerance');
});

test('what is looked at on the way is not taken for the whole', async () => {
  const place = { files: new MemoryFiles(), clock: new TestClock(), folder: '/runs' };
  const comparer = createComparer(place);
  const task = {
    ...request,
    document: parseDocument(experimentDocument, tasks['xor'].build(), 'xor'),
    calibration: null,
    steps: 100_000,
  };
  const seen: Promise<ComparisonView | null>[] = [];
  const progress = (): void => void seen.push(comparer.view(query, 1));
  expect(await comparer.run(task, { signal: new AbortController().signal, progress })).toBe(true);
  const moments = (await Promise.all(seen)).map((view) => view?.a.moments ?? 0);
  expect(moments.length).toBeGreaterThan(0);
  expect(Math.min(...moments)).toBeLessThan(1000);
  expect(await comparer.view(query, 1)).toMatchObject({ a: { moments: 1000 }, b: { moments: 1000 } });
});

test('a comparison that is cancelled keeps what both sides have; another takes its place', async () => {
  const { desk, ended } = deskWith();
  const first = ended();
  await desk.start({ ...request, steps: 100_000 });
  desk.cancel();
  expect(await first).toMatchObject({ id: 1, state: 'cancelled' });
  const second = ended();
  expect(await desk.start(request)).toMatchObject({ id: 2 });
  expect(await second).toMatchObject({ id: 2, state: 'done' });
});

test('a run that is not there is told', async () => {
  const { desk, ended } = deskWith();
  const end = ended();
  await desk.start({ ...request, compared: { kind: 'run', run: 'nowhere' } });
  expect(await end).toMatchObject({ state: 'failed', problem: { code: 'E-RECORDING-READ' } });
});
