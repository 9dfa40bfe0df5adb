import { edgeModels } from '../../physics/edges/index.ts';
import type { Unit } from '../../../shared/units.ts';
import type { RecordedEvent, RecordedMeasurement, RecordedState } from '../../machine/recorded.ts';
import { detailOf, type Selection } from './selection.ts';

/** One column of a recording as a table with one row per event. */
export interface Column {
  /** "step", "free n3". */
  readonly name: string;
  readonly unit: Unit;
  readonly type: 'number' | 'text';
  /** `null` where the column has no meaning for the event. */
  valueOf(event: RecordedEvent): number | string | null;
}

/** The name of a column with its unit: "free n3 [V]". */
export function headingOf({ name, unit }: Column): string {
  return unit === '' ? name : `${name} [${unit}]`;
}

/**
 * The columns of a recording as one table, one row per event in the order in which they happened: when, what kind, the measurement
 * (error, accuracy, outputs and labels of every datapoint), the state (voltages, states of the edges, conductances, damage), and
 * what all other events say, as JSON. Nothing of an event is left out. `importers/csvMeasurements.ts` reads such tables.
 */
export function columnsOf({ experiment, extent }: Selection): Column[] {
  return [...whenColumns, ...measurementColumns({ experiment, extent }), ...stateColumns({ experiment, extent }), detail];
}

const whenColumns: readonly Column[] = [
  { name: 'event', unit: '', type: 'text', valueOf: ({ kind }) => kind },
  { name: 'sequence', unit: '', type: 'number', valueOf: ({ sequence }) => sequence },
  { name: 'host time', unit: 's', type: 'number', valueOf: ({ hostTime }) => hostTime },
  { name: 'step', unit: '', type: 'number', valueOf: ({ step }) => step },
  { name: 'time', unit: 's', type: 'number', valueOf: ({ time }) => time },
  { name: 'set', unit: '', type: 'text', valueOf: (event) => ('set' in event ? event.set : null) },
];

const detail: Column = { name: 'detail', unit: '', type: 'text', valueOf: (event) => detailOf(event) || null };

type Layout = Pick<Selection, 'experiment' | 'extent'>;

function measurementColumns({ experiment, extent }: Layout): Column[] {
  const { training, present, test } = extent.measurements;
  if (training + present + test === 0) return [];
  const { outputs } = experiment.document.roles;
  const used = (['training', 'test', 'present'] as const).filter((set) => extent.measurements[set] > 0);
  const count = Math.max(...used.map((set) => extent.widths[set]));
  const value = (name: string, unit: Unit, read: (event: RecordedMeasurement) => number | null): Column => ({
    name,
    unit,
    type: 'number',
    valueOf: (event) => (event.kind === 'measurement' ? read(event) : null),
  });
  const array = (name: 'output' | 'label', key: 'outputs' | 'labels'): Column[] =>
    Array.from({ length: count }, (_, index) => {
      const output = outputs[index % outputs.length].name;
      return value(`${name} ${output} ${Math.floor(index / outputs.length)}`, 'V', (event) => event[key][index] ?? null);
    });
  return [
    value('error', 'V²', ({ error }) => error),
    value('accuracy', '', ({ accuracy }) => accuracy),
    ...array('output', 'outputs'),
    ...array('label', 'labels'),
  ];
}

function stateColumns({ experiment: { network, edgeModel }, extent }: Layout): Column[] {
  if (extent.states === 0) return [];
  const value = (name: string, unit: Unit, read: (event: RecordedState) => number): Column => ({
    name,
    unit,
    type: 'number',
    valueOf: (event) => (event.kind === 'state' ? read(event) : null),
  });
  return [
    value('learning', '', ({ isLearning }) => (isLearning ? 1 : 0)),
    value('datapoint', '', ({ datapoint }) => datapoint),
    ...network.nodeIds.map((id, node) => value(`free ${id}`, 'V', ({ freeVoltages }) => freeVoltages[node])),
    ...network.nodeIds.map((id, node) => value(`clamped ${id}`, 'V', ({ clampedVoltages }) => clampedVoltages[node])),
    ...network.edgeIds.map((id, edge) => value(`state ${id}`, edgeModels[edgeModel.kind].stateUnit, ({ states }) => states[edge])),
    ...network.edgeIds.map((id, edge) => value(`conductance ${id}`, 'S', ({ conductances }) => conductances[edge])),
    ...network.edgeIds.map((id, edge): Column => ({
      name: `damage ${id}`,
      unit: '',
      type: 'text',
      valueOf: (event) => (event.kind === 'state' ? event.damage[edge] : null),
    })),
  ];
}
