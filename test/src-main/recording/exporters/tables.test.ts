import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { readParquet } from 'parquet-wasm/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tasks } from '../../../../src-main/learning/tasks/index.ts';
import type { Recording } from '../../../../src-main/machine/recorded.ts';
import { columnsOf, headingOf } from '../../../../src-main/recording/exporters/columns.ts';
import { csv } from '../../../../src-main/recording/exporters/csv.ts';
import { parquet } from '../../../../src-main/recording/exporters/parquet.ts';
import { select } from '../../../../src-main/recording/exporters/selection.ts';
import { drawnCases } from '../../../properties.ts';
import { bytesOf, eventsFor, hasPython, readBack, recordingOf } from './support.ts';

const documents = [tasks.divider.build(), tasks.xor.build()];
const drawn = documents.flatMap((document) => drawnCases(eventsFor(document), 12).map((events) => recordingOf(events, document)));

type Cell = number | string | null;

async function tableOf(recording: Recording): Promise<{ headings: string[]; rows: Cell[][] }> {
  const selection = await select(recording);
  const columns = columnsOf(selection);
  const rows: Cell[][] = [];
  for await (const event of selection.events()) rows.push(columns.map((column) => column.valueOf(event)));
  return { headings: columns.map(headingOf), rows };
}

/** Exact where Object.is is: −0 and NaN are told apart. */
const isSame = (read: Cell, written: Cell): boolean => Object.is(read, written);

describe('csv', () => {
  const isReadable = hasPython('csv');
  const folder = mkdtempSync(join(tmpdir(), 'twinbench-export-test-'));
  const pathOf = (index: number, decimal: string): string => join(folder, `${index}.${decimal}.csv`);
  let found: ReturnType<typeof readBack> = {};

  beforeAll(async () => {
    const paths: string[] = [];
    for (const decimal of ['point', 'comma'] as const) {
      for (const [index, recording] of drawn.entries()) {
        const [file] = csv.files(await select(recording), { kind: 'csv', decimal });
        writeFileSync(pathOf(index, decimal), await bytesOf(file));
        paths.push(pathOf(index, decimal));
      }
    }
    if (isReadable) found = readBack(paths);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.skipIf(!isReadable).each(['point', 'comma'])(
    'is read by Python’s csv with a decimal %s, every number to its last bit',
    async (decimal) => {
      for (const [index, recording] of drawn.entries()) {
        const { headings, rows } = await tableOf(recording);
        const [first, ...others] = found[pathOf(index, decimal)].rows.texts as string[][];
        expect(first).toEqual(headings);
        expect(others).toHaveLength(rows.length);
        rows.forEach((row, at) =>
          row.forEach((cell, column) => expect(isSame(valueOf(others[at][column], cell, decimal), cell)).toBe(true)),
        );
      }
    },
  );

  test('its size is told before', async () => {
    // Ordinary digits: the floats of the samples above are far longer than voltages.
    const events = Array.from({ length: 2000 }, (_, index) => {
      const values = Float64Array.from({ length: 3 }, (_value, node) => Math.sin(index + node));
      const when = { step: index, sequence: index, time: index * 1e-4, hostTime: 1.7e9 + index / 7 };
      const [edges, damage] = [values.slice(0, 2), [null, null]];
      return {
        kind: 'state' as const,
        ...when,
        set: 'training' as const,
        isLearning: true,
        datapoint: 0,
        damage,
        conductances: edges,
        states: edges,
        freeVoltages: values,
        clampedVoltages: values,
      };
    });
    const selection = await select(recordingOf(events));
    const written = (await bytesOf(csv.files(selection, { kind: 'csv', decimal: 'point' })[0])).length;
    // Within a fifth: how many digits a number has is not known before.
    expect(Math.abs(csv.estimate(selection.extent, { kind: 'csv', decimal: 'point' }) / written - 1)).toBeLessThan(0.2);
  });
});

/** What the text of a cell means where the cell was written as this. */
function valueOf(text: string, written: Cell, decimal: string): Cell {
  if (written === null) return text === '' ? null : text;
  if (typeof written === 'string') return text;
  if (text === 'inf' || text === '-inf') return text === 'inf' ? Infinity : -Infinity;
  return text === 'NaN' ? Number.NaN : Number(decimal === 'comma' ? text.replace(',', '.') : text);
}

describe('parquet', () => {
  // Debian has no Parquet reader for Python (no pyarrow, no DuckDB). Two readers of other hands: hyparquet, and that of Apache Arrow in
  // Rust, as WebAssembly, which shares no line with the writer.
  test('is read by hyparquet, every number to its last bit, with units', async () => {
    for (const recording of drawn) {
      const { headings, rows } = await tableOf(recording);
      const selection = await select(recording);
      const bytes = await bytesOf(parquet.files(selection, { kind: 'parquet' })[0]);
      const estimated = parquet.estimate(selection.extent, { kind: 'parquet' });
      // Within a tenth, or what the small print of a small file takes.
      expect(Math.abs(estimated - bytes.length)).toBeLessThan(Math.max(0.1 * bytes.length, 8192));
      const file = bytes.buffer as ArrayBuffer;
      const metadata = parquetMetadata(file);
      const about = Object.fromEntries((metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? '']));
      expect(Object.keys(JSON.parse(about.units) as object)).toEqual(headings);
      expect(JSON.parse(about['twinbench.experiment'])).toEqual(recording.header.document);
      const read = rows.length === 0 ? [] : await parquetReadObjects({ file });
      expect(read).toHaveLength(rows.length);
      rows.forEach((row, at) =>
        row.forEach((cell, column) => expect(isSame((read[at][headings[column]] ?? null) as Cell, cell)).toBe(true)),
      );
    }
  });
});

describe('parquet, read by Apache Arrow', () => {
  test('has every number to its last bit', async () => {
    let cells = 0;
    for (const recording of drawn) {
      const { headings, rows } = await tableOf(recording);
      const bytes = await bytesOf(parquet.files(await select(recording), { kind: 'parquet' })[0]);
      if (rows.length === 0) continue;
      const table = tableFromIPC(readParquet(bytes).intoIPCStream());
      expect(table.schema.fields.map(({ name }) => name)).toEqual(headings);
      expect(table.numRows).toBe(rows.length);
      headings.forEach((heading, column) => {
        const values = table.getChild(heading)!;
        rows.forEach((row, at) => {
          cells++;
          expect(isSame((values.get(at) ?? null) as Cell, row[column])).toBe(true);
        });
      });
    }
    expect(cells).toBeGreaterThan(1000);
  });
});

describe('a selected span', () => {
  const event = (step: number) => ({ kind: 'note' as const, step, time: step / 10, hostTime: 0, sequence: step, text: '' });
  const recording = recordingOf([0, 1, 2, 3, 4].map(event));
  const stepsOf = async (span: Parameters<typeof select>[1]): Promise<number[]> => {
    const steps: number[] = [];
    for await (const { step } of (await select(recording, span)).events()) steps.push(step);
    return steps;
  };

  test('is chosen by steps or by learning time, ends included', async () => {
    expect(await stepsOf({})).toEqual([0, 1, 2, 3, 4]);
    expect(await stepsOf({ fromStep: 1, toStep: 3 })).toEqual([1, 2, 3]);
    expect(await stepsOf({ fromTime: 0.2 })).toEqual([2, 3, 4]);
    expect(await stepsOf({ toStep: 3, fromTime: 0.2 })).toEqual([2, 3]);
    expect((await select(recording, { toTime: 0.1 })).extent.remarks).toBe(2);
  });

  test('is refused where an array does not fit the experiment', async () => {
    const odd = {
      ...event(0),
      kind: 'measurement' as const,
      set: 'training' as const,
      error: 0,
      accuracy: null,
      outputs: new Float64Array(9),
      labels: new Float64Array(9),
    };
    await expect(select(recordingOf([odd]))).rejects.toMatchObject({ problem: { code: 'E-RECORDING-READ' } });
  });
});
