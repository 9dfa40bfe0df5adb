import Damage from './Damage/Damage.svelte';
import Meters from './Meters/Meters.svelte';
import Nodes from './Nodes/Nodes.svelte';
import Plots from './Plots/Plots.svelte';
import Published from './Published/Published.svelte';
import type { Panel, Region } from './panel.ts';
import Schematic from './Schematic/Schematic.svelte';
import Stop from './Stop/Stop.svelte';
import Task from './Task/Task.svelte';
import Twin from './Twin/Twin.svelte';

/** Every panel of the bench, in the order in which they stand in their regions. */
export const panels = {
  schematic: { title: 'Network', region: 'network', icon: 'flow', component: Schematic },
  task: { title: 'Task', region: 'task', icon: 'table', component: Task },
  damage: { title: 'Damage', region: 'task', icon: 'cut', component: Damage, isLive: true },
  stop: { title: 'Stop when', region: 'task', icon: 'stop', component: Stop, isLive: true },
  published: { title: 'Published', region: 'task', icon: 'plot', component: Published, isFor: ({ experiment }) => experiment !== '' },
  twin: {
    title: 'Twin',
    region: 'task',
    icon: 'search',
    component: Twin,
    isLive: true,
    isFor: ({ edgeKind }) => edgeKind !== 'resistor',
  },
  nodes: { title: 'Nodes', region: 'task', icon: 'node', component: Nodes },
  plots: { title: 'Plots', region: 'plots', icon: 'plot', component: Plots },
  meters: { title: 'Edge meters', region: 'meters', icon: 'worst', component: Meters },
} as const satisfies Record<string, Panel>;

/** The regions in reading order, with the names of their tabs on a narrow screen. */
export const regions: readonly { name: Region; title: string }[] = [
  { name: 'task', title: 'Task' },
  { name: 'network', title: 'Network' },
  { name: 'plots', title: 'Plots' },
  { name: 'meters', title: 'Meters' },
];

/** The panels of a region, in order. */
export function panelsIn(region: Region): Panel[] {
  return Object.values<Panel>(panels).filter((panel) => panel.region === region);
}
