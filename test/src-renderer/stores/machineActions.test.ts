import '../../../src-renderer/engine/validation.ts';
import { expect, it, vi } from 'vitest';
import { Bench } from '../../../src-renderer/stores/bench.svelte.ts';
import { loadOn } from '../../../src-renderer/stores/machineActions.ts';
import { FakeEngine } from '../fake/fakeEngine.ts';
import { fakeStatus } from '../fake/fakeProjects.ts';

it('another machine leaves a saved project behind, and says so; one without a name is no loss', async () => {
  const engine = new FakeEngine('xor');
  const bench = new Bench();
  const disconnect = bench.connect(engine.connector);
  await vi.waitFor(() => expect(bench.session?.task).toBe('xor'));
  bench.project.status = fakeStatus;
  await loadOn(bench, { machine: 'simulated' });
  expect(bench.notices.log).toEqual([]);
  bench.project.status = { ...fakeStatus, name: 'My XOR' };
  await loadOn(bench, { machine: 'simulated' });
  expect(bench.notices.log).toMatchObject([
    { text: 'Now on: Simulated network', detail: 'A run of its own: My XOR is as it was, under Project.' },
  ]);
  disconnect();
});
