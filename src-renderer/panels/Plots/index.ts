import type { Component } from 'svelte';
import type { PlotKind } from '../../../shared/plots.ts';
import Accuracy from '../Accuracy/Accuracy.svelte';
import EdgeStates from '../EdgeStates/EdgeStates.svelte';
import ErrorPlot from '../Error/ErrorPlot.svelte';
import Modes from '../Modes/Modes.svelte';
import OutputErrors from '../OutputErrors/OutputErrors.svelte';
import OutputMap from '../OutputMap/OutputMap.svelte';
import Outputs from '../Outputs/Outputs.svelte';
import Periods from '../Periods/Periods.svelte';
import PhasePlane from '../PhasePlane/PhasePlane.svelte';
import Power from '../Power/Power.svelte';
import TaskErrors from '../TaskErrors/TaskErrors.svelte';

/** Every plot: its name in the menu, and what draws it. */
export const plots: Readonly<Record<PlotKind, { title: string; component: Component }>> = {
  error: { title: 'Error', component: ErrorPlot },
  accuracy: { title: 'Accuracy', component: Accuracy },
  outputs: { title: 'Outputs', component: Outputs },
  outputErrors: { title: 'Error per output', component: OutputErrors },
  modes: { title: 'Error modes', component: Modes },
  outputMap: { title: 'Output over the inputs', component: OutputMap },
  edgeStates: { title: 'States of edges', component: EdgeStates },
  phasePlane: { title: 'Plane of two edges', component: PhasePlane },
  taskErrors: { title: 'Task errors', component: TaskErrors },
  periods: { title: 'Periods: E and D', component: Periods },
  power: { title: 'Power', component: Power },
};
