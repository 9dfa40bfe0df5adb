import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import { tasks } from '../../../../src-main/learning/tasks/index.ts';
import { csv } from '../../../../src-main/recording/exporters/csv.ts';
import { select } from '../../../../src-main/recording/exporters/selection.ts';
import type { ExperimentDocument } from '../../../../src-main/learning/experiment/document.ts';
import type { ImportedDocument, ImportedRun } from '../../../../src-main/recording/importers/importer.ts';
import { importFile } from '../../../../src-main/recording/importers/index.ts';
import { always } from '../../../properties.ts';
import { bytesOf, eventsFor, recordingOf } from '../exporters/support.ts';

const divider = tasks.divider.build();
const xor = tasks.xor.build();

const read = (text: string | Uint8Array, meta: unknown): ImportedRun | ImportedDocument =>
  importFile({ path: 'mine.csv', bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text, meta, metaPath: 'base.json' });

const refused = (text: string, meta: unknown): { where?: string; why: string } => {
  try {
    read(text, meta);
  } catch (error) {
    const { problem } = error as { problem: { code: string; where?: string; why: string } };
    expect(problem.code).toBe('E-IMPORT');
    return problem;
  }
  throw new Error('it was taken');
};

describe('csvMeasurements', () => {
  test.each(['point', 'comma'] as const)('an export with a decimal %s comes back, every event to its last bit', async (decimal) => {
    await always(
      fc.asyncProperty(eventsFor(divider), async (events) => {
        fc.pre(events.length > 0);
        const [file] = csv.files(await select(recordingOf(events, divider)), { kind: 'csv', decimal });
        const run = read(await bytesOf(file), divider) as ImportedRun;
        expect(run.events).toEqual(events.map(({ sequence: _sequence, ...event }) => event));
      }),
      60,
    );
  });

  const board = (rows: string[]): string =>
    ['step,time [s],datapoint,free top [V],free O [mV],free bottom [V],state e0,state e1', ...rows].join('\n');

  test('a plain table of a board becomes states and outputs, in SI units', () => {
    const { nodeIds: ids, edgeIds: edges } = compileExperiment(divider).network;
    const heading = ['step', 'time [s]', 'datapoint', ...ids.map((id) => `free ${id} [mV]`), ...edges.map((id) => `state ${id}`)].join(',');
    const row = ['7', '0.5', '0', ...ids.map((_, index) => String(1000 * index)), ...edges.map(() => '64')].join(',');
    const { events, header } = read(`${heading}\n${row}\n`, divider) as ImportedRun;
    expect(header.machine.kind).toBe('board');
    const state = events.find((event) => event.kind === 'state');
    expect(state?.freeVoltages[1]).toBe(1);
    expect(state?.clampedVoltages.every(Number.isNaN)).toBe(true);
    const measurement = events.find((event) => event.kind === 'measurement');
    expect(measurement?.outputs[0]).toBe(ids.indexOf('O'));
    expect(refused(`${heading}\n${row}\n${row}\n`, divider).why).toMatch(/does not follow/);
    expect(refused(`${heading}\n${row.replace('0.5', 'x')}\n`, divider).where).toMatch(/row 2, column 2 \("time"\)/);
    expect(refused(`${heading}\n${row},1\n`, divider).where).toMatch(/row 2/);
  });

  test('an export with a column missing, a unit of its own or a moment that is none is refused, or read as it says', async () => {
    const nodes = compileExperiment(divider).network.nodeIds.length;
    const floats = (length: number): Float64Array => Float64Array.from({ length }, (_, index) => index);
    const voltages = { freeVoltages: floats(nodes), clampedVoltages: floats(nodes) };
    const edges = { states: Float64Array.of(1, 2), conductances: Float64Array.of(3, 4), damage: [null, null] };
    const when = { sequence: 0, hostTime: 1, step: 7, time: 2 };
    const state = { kind: 'state' as const, set: 'training' as const, isLearning: true, datapoint: 0, ...when, ...voltages, ...edges };
    const [file] = csv.files(await select(recordingOf([state], divider)), { kind: 'csv', decimal: 'point' });
    const text = new TextDecoder().decode(await bytesOf(file));
    const first = compileExperiment(divider).network.nodeIds[0];
    expect(refused(text.replace(`free ${first} [V]`, 'other'), divider).why).toContain(`no column "free ${first} [V]"`);
    const { events } = read(text.replace('free O [V]', 'free O [mV]'), divider) as ImportedRun;
    expect((events[0] as typeof state).freeVoltages[1]).toBe(1e-3);
    expect(refused(text.replace('training', 'present'), divider).where).toContain('("set")');
    for (const [from, to, column] of [
      ['7', '7.5', 'step'],
      ['7', '-7', 'step'],
      ['2', 'inf', 'time'],
      ['1', 'nan', 'host time'],
    ]) {
      const lines = text.split('\n').map((line) => line.split(','));
      const at = lines[0].findIndex((name) => name.startsWith(column));
      expect(lines[1][at]).toBe(from);
      lines[1][at] = to;
      expect(refused(lines.map((line) => line.join(',')).join('\n'), divider).where).toContain(`("${column}")`);
    }
  });

  test('is refused without the experiment that ran', () => {
    expect(refused(board(['0,0,0,5,0,0,1,1']), null).why).toMatch(/which experiment/);
  });
});

describe('csvDataset', () => {
  const inputs = xor.roles.inputs.map(({ name }) => name);
  const outputs = xor.roles.outputs.map(({ name }) => name);
  const heading = [...inputs.map((name) => `${name} [V]`), ...outputs.map((name) => `${name} [mV]`), 'set'].join(',');
  const row = (value: number, set: string): string => [...inputs.map(() => String(value)), ...outputs.map(() => '50'), set].join(',');
  const take = (text: string, meta: ExperimentDocument = xor): ExperimentDocument => (read(text, meta) as ImportedDocument).document;

  test('replaces the dataset of an experiment, by the names of its roles', () => {
    const { dataset, rule, roles } = take([heading, row(0.1, 'training'), row(0.2, 'test'), row(0.3, 'training')].join('\n'));
    expect(dataset).toEqual({
      kind: 'table',
      inputs: [inputs.map(() => 0.1), inputs.map(() => 0.3)],
      labels: [outputs.map(() => 0.05), outputs.map(() => 0.05)],
      test: { inputs: [inputs.map(() => 0.2)], labels: [outputs.map(() => 0.05)] },
    });
    expect([rule, roles]).toEqual([xor.rule, xor.roles]);
  });

  test('takes semicolons and decimal commas', () => {
    const text = [heading, row(0.25, 'training')].join('\n').replaceAll(',', ';').replaceAll('0.25', '0,25');
    expect((take(text).dataset as { inputs: number[][] }).inputs[0][0]).toBe(0.25);
  });

  test('takes classes where the experiment has some', () => {
    const iris = tasks.iris.build();
    const names = iris.roles.inputs.map(({ name }) => name);
    const lines = ['a', 'a', 'b', 'b'].map((name, index) => [...names.map(() => String(index)), name].join(','));
    const base = { ...iris, dataset: { ...iris.dataset, trainPerClass: 1 } } as ExperimentDocument;
    expect(take([[...names.map((name) => `${name} [V]`), 'class'].join(','), ...lines].join('\n'), base).dataset).toMatchObject({
      kind: 'classes',
      classNames: ['a', 'b'],
      classes: [0, 0, 1, 1],
    });
  });

  const good = [heading, row(0.1, 'training')].join('\n');
  test.each<[string, string, RegExp, RegExp]>([
    ['a cell that is no number', good.replace('0.1', 'high'), /row 2, column 1/, /"high" is not a number/],
    ['an empty cell', good.replace('0.1', ''), /row 2, column 1/, /empty/],
    ['a column without unit', good.replace(' [V]', ''), /row 1, column 1/, /no unit/],
    ['a unit that is no voltage', good.replace('[V]', '[A]'), /row 1, column 1/, /"A" is no unit of voltage/],
    ['a column of another name', good.replace(`${inputs[0]} [V]`, 'other [V]'), /row 1/, /no column/],
    ['a column twice', good.replace(`${inputs[1]} [V]`, `${inputs[0]} [V]`), /row 1, column 2/, /twice/],
    ['a set of another name', good.replace('training', 'both'), /row 2/, /"both" is no set/],
    ['no rows', heading, /mine\.csv/, /no rows/],
  ])('names the place of %s', (_, text, where, why) => {
    const problem = refused(text, xor);
    expect(problem.where).toMatch(where);
    expect(problem.why).toMatch(why);
  });

  test.each<[string, string, RegExp]>([
    ['is never closed', good.replace('0.1', '"0.12'), /its quote is never closed/],
    ['has something behind it', good.replace('0.1', '"0.1"2'), /behind its closing quote/],
  ])('a cell whose quote %s is not read in part', (_, text, why) => {
    const problem = refused(text, xor);
    expect(problem.where).toBe('mine.csv, row 2, column 1');
    expect(problem.why).toMatch(why);
  });

  test('quotes may hold separators, line ends and doubled quotes; a cell of megabytes is a cell', () => {
    const quoted = good.replace('0.1', '"0.1"').replace('training', '"training"');
    expect(take(quoted).dataset).toEqual(take(good).dataset);
    const long = `"""${'a,b\n'.repeat(2_500_000)}"`;
    expect(refused(good.replace('training', long), xor).where).toMatch(/row 2, column \d+ \("set"\)/);
  });

  test('asks for the experiment', () => {
    expect(refused(good, null).why).toMatch(/no network/);
  });
});
