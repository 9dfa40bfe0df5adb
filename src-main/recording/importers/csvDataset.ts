import { parseDocument } from '../../../shared/documents/parse.ts';
import { experimentDocument, type ExperimentDocument } from '../../learning/experiment/document.ts';
import {
  columnOf,
  finiteAt,
  hasColumn,
  isCsv,
  placeOf,
  readCsv,
  voltsOf,
  wantedColumn,
  type CsvColumn,
  type CsvTable,
} from './csvTable.ts';
import { defineImporter, importProblem, stemOf, type ImportSource } from './importer.ts';

/**
 * Datasets of own tasks: a column for every input and every output (its labels) of an experiment, by the names of its roles. A column
 * "set" with training or test divides the rows; an experiment with classes takes a column "class" instead of labels.
 */
export const csvDataset = defineImporter({
  spec: {
    kind: 'csvDataset',
    title: 'CSV dataset',
    doc:
      'A dataset for an experiment of your own: a column for every input and every output by name, with its unit ("V1 [V]"), or "class"; ' +
      '"set" may divide the rows into training and test. The side file is the experiment whose dataset is replaced.',
    parameters: {},
  },
  suits: ({ path, bytes }) => isCsv(path) && !hasColumn(bytes, 'step'),

  read(source) {
    const base = baseOf(source);
    const table = readCsv(source.bytes, source.path);
    if (table.rows.length === 0) throw importProblem(source.path, 'it has no rows below its headings', 'Give a row for every datapoint.');
    const dataset = base.dataset.kind === 'classes' ? classesOf(table, base, base.dataset) : tableOf(table, base);
    refuseUnknown(table, base);
    const title = stemOf(source.path);
    const schedule = scheduleOf(base, dataset);
    return { kind: 'document', document: parseDocument(experimentDocument, { ...base, title, dataset, schedule }, source.path) };
  },
});

type Dataset = ExperimentDocument['dataset'];

function baseOf({ path, meta, metaPath }: ImportSource): ExperimentDocument {
  if (meta !== null) return parseDocument(experimentDocument, meta, metaPath);
  throw importProblem(
    path,
    'a dataset alone tells no network, no roles and no rule',
    'Give the experiment whose dataset it replaces: `twinbench task show xor > base.json`, then --meta base.json.',
  );
}

function inputsOf(table: CsvTable, { roles }: ExperimentDocument): number[][] {
  return voltageRows(
    table,
    roles.inputs.map(({ name }) => name),
  );
}

function voltageRows(table: CsvTable, names: readonly string[]): number[][] {
  const columns = names.map((name) => wantedColumn(table, name, 'V'));
  const scales = columns.map((column) => voltsOf(table, column));
  return table.rows.map((_, row) => columns.map((column, index) => finiteAt(table, row, column) * scales[index]));
}

function tableOf(table: CsvTable, base: ExperimentDocument): Dataset {
  const inputs = inputsOf(table, base);
  const labels = voltageRows(
    table,
    base.roles.outputs.map(({ name }) => name),
  );
  const isTest = setsOf(table);
  const pick = (wanted: boolean): { inputs: number[][]; labels: number[][] } => ({
    inputs: inputs.filter((_, row) => isTest[row] === wanted),
    labels: labels.filter((_, row) => isTest[row] === wanted),
  });
  if (!isTest.includes(false))
    throw importProblem(table.path, 'every row belongs to the test set', 'Mark the rows that are trained as training.');
  return { kind: 'table', ...pick(false), ...(isTest.includes(true) ? { test: pick(true) } : {}) };
}

function setsOf(table: CsvTable): boolean[] {
  const column = columnOf(table, 'set');
  return table.rows.map((cells, row) => {
    const text = column === undefined ? 'training' : cells[column.index].trim();
    if (text === 'training' || text === 'test') return text === 'test';
    throw importProblem(placeOf(table.path, row + 1, column as CsvColumn), `"${text}" is no set`, 'Write training or test.');
  });
}

function classesOf(table: CsvTable, base: ExperimentDocument, old: Dataset & { kind: 'classes' }): Dataset {
  const column = wantedColumn(table, 'class', '');
  const names = table.rows.map((cells) => cells[column.index].trim());
  const empty = names.indexOf('');
  if (empty >= 0) throw importProblem(placeOf(table.path, empty + 1, column), 'the cell is empty', 'Write the name of the class.');
  const classNames = [...new Set(names)];
  return { ...old, inputs: inputsOf(table, base), classNames, classes: names.map((name) => classNames.indexOf(name)) };
}

/** A column that nobody reads is more likely a misspelt name than a remark. */
function refuseUnknown(table: CsvTable, { roles, dataset }: ExperimentDocument): void {
  const outputs = dataset.kind === 'classes' ? ['class'] : [...roles.outputs.map(({ name }) => name), 'set'];
  const known = [...roles.inputs.map(({ name }) => name), ...outputs];
  const unknown = table.columns.find(({ name }) => !known.includes(name));
  if (unknown === undefined) return;
  throw importProblem(
    placeOf(table.path, 0, unknown),
    'the experiment has no input and no output of this name',
    `Columns may be ${known.join(', ')}. Remove it, or rename it.`,
  );
}

/** A schedule that counts datapoints one by one fits their old number alone. */
function scheduleOf({ schedule, dataset: old }: ExperimentDocument, dataset: Dataset): ExperimentDocument['schedule'] {
  const isFitted = schedule.kind === 'alternating' || schedule.kind === 'list';
  return isFitted && old.inputs.length !== dataset.inputs.length ? { kind: 'cyclic', hold: 1 } : schedule;
}
