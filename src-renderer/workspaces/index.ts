import Bench from './Bench/Bench.svelte';
import Calibrate from './Calibrate/Calibrate.svelte';
import Compare from './Compare/Compare.svelte';
import Runs from './Runs/Runs.svelte';
import Sweeps from './Sweeps/Sweeps.svelte';
import type { Workspace } from './workspace.ts';

/** Every workspace, in the order of the tabs: Bench 1, Compare 2, Calibrate 3, Sweeps 4, Runs 5. */
export const workspaces: Readonly<Record<string, Workspace>> = {
  bench: { title: 'Bench', key: '1', component: Bench },
  compare: { title: 'Compare', key: '2', component: Compare },
  calibrate: { title: 'Calibrate', key: '3', component: Calibrate },
  sweeps: { title: 'Sweeps', key: '4', component: Sweeps },
  runs: { title: 'Runs', key: '5', component: Runs },
};

/** The workspace that a digit opens, or `null`. */
export function workspaceAt(key: string): string | null {
  return Object.keys(workspaces).find((id) => workspaces[id].key === key) ?? null;
}
