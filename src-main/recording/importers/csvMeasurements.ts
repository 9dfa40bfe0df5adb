import { damageKinds, type DamageKind } from '../../../shared/documents/network.ts';
import { parseDocument } from '../../../shared/documents/parse.ts';
import { compileExperiment } from '../../learning/experiment/compile.ts';
import { experimentDocument } from '../../learning/experiment/document.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import type { MeasuredSet, RecordedKind } from '../../machine/recorded.ts';
import { edgeModels } from '../../physics/edges/index.ts';
import { channelIds, decodeEvent } from '../channels.ts';
import type { NewEvent } from '../writer.ts';
import { eventsOf } from './boardEvents.ts';
import {
  columnOf,
  finiteAt,
  hasColumn,
  isCsv,
  numberAt,
  placeOf,
  readCsv,
  voltsOf,
  wantedColumn,
  wholeAt,
  type CsvColumn,
  type CsvTable,
} from './csvTable.ts';
import { defineImporter, importProblem, stemOf } from './importer.ts';

/** Measurements of a board as a table: one row per moment, or the table that the CSV exporter writes, which comes back complete. */
export const csvMeasurements = defineImporter({
  spec: {
    kind: 'csvMeasurements',
    title: 'CSV measurements',
    doc:
      'Measurements of a board: the columns step, time [s], datapoint, "free NODE [V]" and "state EDGE [V]" for every node and edge, and ' +
      '"clamped NODE [V]" where it was measured; or a CSV export. The side file is the experiment that ran.',
    parameters: {},
  },
  suits: ({ path, bytes }) => isCsv(path) && hasColumn(bytes, 'step'),

  read({ path, bytes, meta, metaPath }) {
    if (meta === null) {
      throw importProblem(
        path,
        'the table does not tell which experiment ran',
        'Give its twinbench.experiment document: --meta experiment.json.',
      );
    }
    const document = parseDocument(experimentDocument, meta, metaPath);
    const table = readCsv(bytes, path);
    if (table.rows.length === 0) throw importProblem(path, 'it has no rows below its headings', 'Give a row for every measurement.');
    const experiment = compileExperiment(document);
    const events = columnOf(table, 'event') === undefined ? boardEvents(table, experiment) : exportedEvents(table, experiment);
    const createdAt = events[0]?.hostTime ?? 0;
    return {
      kind: 'run',
      title: stemOf(path),
      createdAt: createdAt > 0 ? createdAt : null,
      header: {
        origin: path,
        machine: { kind: 'board', title: 'Imported measurements' },
        capabilities: ['readFree', 'readClamped', 'readStates'],
        document,
      },
      events,
    };
  },
});

type Reader = (row: number) => number;

/** Reads a column of voltages in V, whatever prefix it has. */
function voltageReader(table: CsvTable, name: string): Reader {
  const column = wantedColumn(table, name, 'V');
  const scale = voltsOf(table, column);
  return (row) => numberAt(table, row, column) * scale;
}

function plainReader(table: CsvTable, name: string, unit: string, read = numberAt): Reader {
  const column = wantedColumn(table, name, unit);
  if (column.unit !== unit)
    throw importProblem(
      placeOf(table.path, 0, column),
      `its unit is "${column.unit}"`,
      `The column is "${unit === '' ? name : `${name} [${unit}]`}".`,
    );
  return (row) => read(table, row, column);
}

/** States of edges: gate voltages in V, whatever their prefix, wiper positions or conductances. */
function stateReaderOf({ edgeModel: { kind } }: Experiment): (table: CsvTable, name: string) => Reader {
  return kind === 'transistor' ? voltageReader : (table, name) => plainReader(table, name, edgeModels[kind].stateUnit);
}

function vectorReader(readers: readonly Reader[]): (row: number) => Float64Array {
  return (row) => Float64Array.from(readers, (reader) => reader(row));
}

/** Each row is one moment: the outputs follow from the voltages. */
function boardEvents(table: CsvTable, experiment: Experiment): NewEvent[] {
  const { network, training } = experiment;
  const step = plainReader(table, 'step', '', wholeAt);
  const datapoint = plainReader(table, 'datapoint', '');
  const time = plainReader(table, 'time', 's', finiteAt);
  const hostTime = columnOf(table, 'host time') === undefined ? time : plainReader(table, 'host time', 's', finiteAt);
  const free = vectorReader(network.nodeIds.map((id) => voltageReader(table, `free ${id}`)));
  const clamped = vectorReader(
    network.nodeIds.map((id) =>
      columnOf(table, `clamped ${id}`) === undefined ? () => Number.NaN : voltageReader(table, `clamped ${id}`),
    ),
  );
  const readState = stateReaderOf(experiment);
  const states = vectorReader(network.edgeIds.map((id) => readState(table, `state ${id}`)));
  let last = -1;
  return table.rows.flatMap((_, row) => {
    const shown = datapoint(row);
    const at = step(row);
    const place = (name: string): string => placeOf(table.path, row + 1, wantedColumn(table, name, ''));
    if (!Number.isInteger(shown) || shown < 0 || shown >= training.count) {
      throw importProblem(place('datapoint'), `there is no datapoint ${shown}`, `The training set has 0 to ${training.count - 1}.`);
    }
    if (!(at > last))
      throw importProblem(place('step'), `step ${at} does not follow step ${last}`, 'Order the rows by step, each step once.');
    last = at;
    const state = { datapoint: shown, freeVoltages: free(row), clampedVoltages: clamped(row) };
    const moment = {
      step: at,
      time: time(row),
      hostTime: hostTime(row),
      states: states(row),
      training: state,
      test: [],
      hasTestLabels: true,
    };
    return eventsOf(experiment, moment);
  });
}

/** The table of our own CSV exporter, cell by cell. The number of the event is given anew. */
function exportedEvents(table: CsvTable, experiment: Experiment): NewEvent[] {
  const event = wantedColumn(table, 'event', '');
  const step = plainReader(table, 'step', '', wholeAt);
  const [hostTime, time] = ['host time', 'time'].map((name) => plainReader(table, name, 's', finiteAt));
  const readers = { measurement: measurementReader(table, experiment), state: stateReader(table, experiment) };
  let last = 0;
  return table.rows.flatMap((cells, row): NewEvent[] => {
    const kind = cells[event.index] as RecordedKind;
    const when = { step: step(row), hostTime: hostTime(row), time: time(row) };
    if (when.step < last)
      throw importProblem(
        placeOf(table.path, row + 1, wantedColumn(table, 'step', '')),
        `step ${when.step} comes after step ${last}`,
        'Order the rows by step.',
      );
    last = when.step;
    if (kind === 'measurement' || kind === 'state') return [{ ...when, ...readers[kind](row) } as NewEvent];
    // The writer ends a recording itself.
    if (kind === 'end') return [];
    const detail = wantedColumn(table, 'detail', '');
    const remark = remarkOf(kind, when, cells[detail.index]);
    if (remark === null)
      throw importProblem(
        placeOf(table.path, row + 1, detail),
        `it does not tell what a "${kind}" tells`,
        'Leave the row out, or export again.',
      );
    return [remark];
  });
}

function remarkOf(kind: RecordedKind, when: object, detail: string): NewEvent | null {
  if (!Object.hasOwn(channelIds, kind)) return null;
  try {
    const record = { sequence: 0, ...when, ...(JSON.parse(detail) as object) };
    const event = decodeEvent(channelIds[kind], new TextEncoder().encode(JSON.stringify(record)));
    if (event === null) return null;
    const { sequence: _sequence, ...remark } = event;
    return remark;
  } catch {
    return null;
  }
}

function measurementReader(table: CsvTable, experiment: Experiment): (row: number) => object {
  const { training, test, outputs, document } = experiment;
  const names = document.roles.outputs.map(({ name }) => name);
  const counts: Readonly<Record<MeasuredSet, number>> = { training: training.count, test: (test ?? training).count, present: 1 };
  const readers = new Map<string, Reader>();
  const read = (name: string, row: number): number => {
    const reader = readers.get(name) ?? voltageReader(table, name);
    readers.set(name, reader);
    return reader(row);
  };
  return (row) => {
    const set = setAt(table, row);
    const array = (key: string): Float64Array =>
      Float64Array.from({ length: counts[set] * outputs.plus.length }, (_, index) =>
        read(`${key} ${names[index % names.length]} ${Math.floor(index / names.length)}`, row),
      );
    const accuracy = wantedColumn(table, 'accuracy', '');
    const counted = table.rows[row][accuracy.index] === '' ? Number.NaN : numberAt(table, row, accuracy);
    return {
      kind: 'measurement',
      set,
      error: numberAt(table, row, wantedColumn(table, 'error', 'V²')),
      // As in the file of a recording, NaN says that there is none.
      accuracy: Number.isNaN(counted) ? null : counted,
      outputs: array('output'),
      labels: array('label'),
    };
  };
}

function setAt(table: CsvTable, row: number, sets: readonly MeasuredSet[] = ['training', 'test', 'present']): MeasuredSet {
  const column = wantedColumn(table, 'set', '');
  const text = table.rows[row][column.index];
  const set = sets.find((known) => known === text);
  if (set !== undefined) return set;
  throw importProblem(placeOf(table.path, row + 1, column), `"${text}" is no set of this event`, `Write one of ${sets.join(', ')}.`);
}

function stateReader(table: CsvTable, experiment: Experiment): (row: number) => object {
  const { nodeIds, edgeIds } = experiment.network;
  const vector = (
    prefix: string,
    ids: readonly string[],
    read: (table: CsvTable, name: string) => Reader,
  ): ((row: number) => Float64Array) => {
    let found: ((row: number) => Float64Array) | null = null;
    return (row) => (found ??= vectorReader(ids.map((id) => read(table, `${prefix} ${id}`))))(row);
  };
  const [free, clamped] = [vector('free', nodeIds, voltageReader), vector('clamped', nodeIds, voltageReader)];
  const states = vector('state', edgeIds, stateReaderOf(experiment));
  const conductances = vector('conductance', edgeIds, (from, name) => plainReader(from, name, 'S'));
  return (row) => ({
    kind: 'state',
    set: setAt(table, row, ['training', 'test']),
    isLearning: numberAt(table, row, wantedColumn(table, 'learning', '')) === 1,
    datapoint: wholeAt(table, row, wantedColumn(table, 'datapoint', ''), -1),
    freeVoltages: free(row),
    clampedVoltages: clamped(row),
    states: states(row),
    conductances: conductances(row),
    damage: edgeIds.map((id) => damageAt(table, row, wantedColumn(table, `damage ${id}`, ''))),
  });
}

function damageAt(table: CsvTable, row: number, column: CsvColumn): DamageKind | null {
  const text = table.rows[row][column.index];
  if (text === '') return null;
  const kind = damageKinds.find((known) => known === text);
  if (kind !== undefined) return kind;
  throw importProblem(placeOf(table.path, row + 1, column), `"${text}" is no damage`, `Write ${damageKinds.join(', ')}, or nothing.`);
}
