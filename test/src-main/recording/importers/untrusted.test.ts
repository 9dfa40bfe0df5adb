import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tasks } from '../../../../src-main/learning/tasks/index.ts';
import { createReplayMachine } from '../../../../src-main/machine/replay.ts';
import { csv } from '../../../../src-main/recording/exporters/csv.ts';
import { select } from '../../../../src-main/recording/exporters/selection.ts';
import { importFile } from '../../../../src-main/recording/importers/index.ts';
import type { ImportSource } from '../../../../src-main/recording/importers/importer.ts';
import { openRecording } from '../../../../src-main/recording/reader.ts';
import { replaySourceOf } from '../../../../src-main/recording/replaySource.ts';
import { takeInRun } from '../../../../src-main/recording/takeIn.ts';
import { always, drawnCases } from '../../../properties.ts';
import { changed, takenOrRefused } from '../../../untrusted.ts';
import { bytesOf, eventsFor, recordingOf } from '../exporters/support.ts';
import { MemoryFiles, TestClock } from '../memoryFiles.ts';
import { laboratorySample } from './laboratory.ts';

/** A file that was taken has become a recording in which everything is found again, and which replays; a refused one has left nothing. */
async function expectWhole(source: ImportSource): Promise<void> {
  const imported = takenOrRefused(() => importFile(source));
  if (imported?.kind !== 'run') return;
  const files = new MemoryFiles();
  await takeInRun(imported, { files, clock: new TestClock(), folder: '/runs' }, 'twinbench 0.0.0', '/runs/a.mcap');
  const recording = await openRecording('/runs/a.mcap', files);
  const events = [];
  for await (const event of recording.events()) events.push(event);
  expect(events.slice(0, -1)).toEqual(imported.events.map((event, sequence) => ({ ...event, sequence })));
  const replay = await replaySourceOf(recording);
  const { length } = replay.timeline.steps;
  if (length === 0) return;
  const machine = await createReplayMachine(replay);
  expect(replay.timeline.steps).toEqual([...replay.timeline.steps].sort((a, b) => a - b));
  for (const step of replay.timeline.steps) {
    await machine.seek(step);
    const { freeVoltages, states, conductances, damage } = await machine.read();
    expect(freeVoltages).toHaveLength(machine.network.nodeCount);
    for (const each of [states, conductances, damage]) expect(each).toHaveLength(machine.network.edgeCount);
    expect(machine.position).toBe(step);
  }
}

const number = fc.oneof(fc.double(), fc.constantFrom(0, -1, 1e-300, 1e300, 2 ** 31, NaN, Infinity, 0.5));

describe('laboratory NPZ', () => {
  const sample = laboratorySample();
  const plain = structuredClone(sample.arrays);
  const names = Object.keys(plain);
  const value = fc.record({ name: fc.constantFrom(...names), at: fc.nat(1000), value: number });
  const shape = fc.record({ name: fc.constantFrom(...names), shape: fc.array(fc.nat(6), { maxLength: 4 }) });

  test('with any numbers, shapes or words of its side file changed is refused, or becomes a recording that replays', async () => {
    const property = fc.asyncProperty(
      fc.array(value, { maxLength: 6 }),
      fc.option(shape, { freq: 4 }),
      fc.oneof({ weight: 1, arbitrary: fc.constant(sample.meta as unknown) }, { weight: 2, arbitrary: changed(sample.meta) }),
      async (values, reshaped, meta) => {
        Object.assign(sample.arrays, structuredClone(plain));
        if (reshaped !== null) {
          const count = reshaped.shape.reduce((product, length) => product * length, 1);
          sample.arrays[reshaped.name] = { shape: reshaped.shape, values: Float64Array.from({ length: count }, (_, index) => index % 3) };
        }
        for (const { name, at, value: put } of values) sample.arrays[name].values[at % sample.arrays[name].values.length] = put;
        await expectWhole({ path: 'run_25-02-04-11-53-51.npz', bytes: sample.bytes(), meta, metaPath: 'runs.json' });
      },
    );
    await always(property, 60);
  });
});

describe('a table', () => {
  const divider = tasks.divider.build();
  const cell = fc.oneof(
    fc.constantFrom(
      '',
      '"',
      '""',
      '"1',
      'nan',
      'inf',
      '1e999',
      '-1',
      '0.5',
      '1,5',
      'end',
      'test',
      'note',
      'state',
      '{',
      '{"text": 3}',
      '#',
    ),
    number.map(String),
    fc.string({ maxLength: 4 }),
  );
  const edit = fc.record({ row: fc.nat(1000), column: fc.nat(1000), cell, isLine: fc.boolean() });
  const edited = (text: string) =>
    fc.array(edit, { minLength: 1, maxLength: 3 }).map((edits) => {
      const lines = text.split('\n').map((line) => line.split(','));
      for (const { row, column, cell: put, isLine } of edits) {
        const at = row % lines.length;
        if (isLine && column % 3 === 0) lines.splice(at, 1);
        else if (isLine) lines.splice(column % lines.length, 0, [...lines[at]]);
        else lines[at][column % lines[at].length] = put;
        if (lines.length === 0) break;
      }
      return lines.map((line) => line.join(',')).join('\n');
    });
  const taken = (text: string, meta: unknown) =>
    expectWhole({ path: 'mine.csv', bytes: new TextEncoder().encode(text), meta, metaPath: 'base.json' });

  test('of our own with any cells or lines changed is refused, or becomes a recording that replays', async () => {
    const [events] = drawnCases(
      eventsFor(divider).filter(({ length }) => length > 3),
      1,
    );
    const [file] = csv.files(await select(recordingOf(events, divider)), { kind: 'csv', decimal: 'point' });
    const text = new TextDecoder().decode(await bytesOf(file));
    await always(
      fc.asyncProperty(edited(text), (changedText) => taken(changedText, divider)),
      60,
    );
  });

  test('of a board with any cells or lines changed is refused, or becomes a recording that replays', async () => {
    const network = ['top', 'O', 'bottom'];
    const heading = ['step', 'time [s]', 'datapoint', ...network.map((id) => `free ${id} [V]`), 'state e0', 'state e1'].join(',');
    const rows = [0, 1, 2, 3].map((row) => [10 * row, row, 0, 5, 2.5, 0, 64, 64].join(','));
    await always(
      fc.asyncProperty(edited([heading, ...rows].join('\n')), (text) => taken(text, divider)),
      60,
    );
  });

  test('of a dataset with any cells or lines changed is refused, or becomes an experiment', async () => {
    const xor = tasks.xor.build();
    const names = [...xor.roles.inputs, ...xor.roles.outputs].map(({ name }) => `${name} [V]`);
    const rows = [0, 1, 2].map((row) => [...names.map((_, column) => (row + column) / 10), 'training'].join(','));
    await always(
      fc.asyncProperty(edited([[...names, 'set'].join(','), ...rows].join('\n')), (text) => taken(text, xor)),
      60,
    );
  });
});
