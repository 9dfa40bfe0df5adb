import { tasks } from '../../../src-main/learning/tasks/index.ts';
import type { RecordingHeader } from '../../../src-main/machine/recorded.ts';

/** A header for recordings of no particular run. */
export const header: RecordingHeader = {
  id: '2026-11-21-045352-divider',
  name: '',
  createdAt: 1_700_000_000,
  program: 'twinbench 0.0.0',
  origin: '',
  machine: { kind: 'simulated', title: 'Simulated board' },
  capabilities: ['freeze', 'damage'],
  document: tasks.divider.build(),
};
