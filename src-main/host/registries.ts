import type { Spec } from '../../shared/spec.ts';
import { machines } from '../machines/kinds/index.ts';
import { misbehaviours } from '../board/misbehaviours/index.ts';
import { clampings } from '../learning/clamping/index.ts';
import { dynamics } from '../learning/dynamics/index.ts';
import { rules } from '../learning/rules/index.ts';
import { schedules } from '../learning/schedules/index.ts';
import { stopConditions } from '../learning/stopping/index.ts';
import { tasks } from '../learning/tasks/index.ts';
import { damages } from '../physics/damage/index.ts';
import { edgeModels } from '../physics/edges/index.ts';
import { imperfections } from '../physics/imperfections/index.ts';
import { reductions } from '../sweeps/reductions/index.ts';
import { topologies } from '../physics/topologies/index.ts';

/** A registry as the help shows it. */
export interface RegistryEntry {
  /** One word, as `describe` takes it. */
  readonly name: string;
  readonly title: string;
  /** Where its entries are written. */
  readonly use: string;
  readonly entries: Readonly<Record<string, { readonly spec: Spec }>>;
}

/** Everything that a document can name, from the registries themselves. */
export const registries: readonly RegistryEntry[] = [
  { name: 'tasks', title: 'Tasks', use: 'twinbench train NAME', entries: tasks },
  { name: 'topologies', title: 'Topologies', use: 'experiment: generate.topology', entries: topologies },
  { name: 'edges', title: 'Edge models', use: 'network: edgeModel; experiment: generate.edgeModel', entries: edgeModels },
  { name: 'rules', title: 'Learning rules', use: 'experiment: rule', entries: rules },
  { name: 'clampings', title: 'Clamping protocols', use: 'experiment: clamping', entries: clampings },
  { name: 'schedules', title: 'Schedules', use: 'experiment: schedule', entries: schedules },
  { name: 'dynamics', title: 'Dynamics of the voltages', use: 'experiment: dynamics', entries: dynamics },
  { name: 'stop', title: 'Stop conditions', use: 'experiment: stop[]', entries: stopConditions },
  { name: 'imperfections', title: 'Imperfections', use: 'experiment: imperfections[]', entries: imperfections },
  { name: 'damage', title: 'Damage', use: 'network: edges[].damage; experiment: damage[].damage', entries: damages },
  { name: 'reductions', title: 'What a sweep keeps of its cells', use: 'sweep: reductions[]', entries: reductions },
  { name: 'machines', title: 'Machines', use: '--machine NAME', entries: machines },
  { name: 'misbehaviours', title: 'Misbehaviours of an emulated board', use: '--misbehave KIND:NAME=VALUE', entries: misbehaviours },
];
