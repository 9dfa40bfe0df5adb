import { describe, expect, test } from 'vitest';
import { tasks } from '../../../../src-main/learning/tasks/index.ts';
import { laboratorySample } from '../../recording/importers/laboratory.ts';
import { MemoryFiles } from '../../recording/memoryFiles.ts';
import { twinbench, type Answer } from '../terminal.ts';

const base = JSON.stringify(tasks.xor.build());

/** A disk with a recorded run /a.mcap, and files to import. */
async function disk(): Promise<{ files: MemoryFiles; call: (...parameters: string[]) => Promise<Answer> }> {
  const files = new MemoryFiles();
  const sample = laboratorySample();
  const texts = { 'runs.json': JSON.stringify(sample.meta), 'base.json': base };
  const call = (...parameters: string[]): Promise<Answer> => twinbench(parameters, { files: texts, recordings: { files } });
  files.put('run.npz', sample.bytes());
  expect(await call('record', 'xor', '--steps', '100', '--every', '10', '--to', '/a.mcap')).toMatchObject({ error: '' });
  return { files, call };
}

describe('export', () => {
  test.each([
    ['csv', ['/out.csv']],
    ['npz', ['/out.npz']],
    ['hdf5', ['/out.h5']],
    ['parquet', ['/out.parquet']],
    ['mat', ['/out.mat']],
    ['spice', ['/out.free.cir', '/out.clamped.cir']],
  ])('writes %s, after telling the size', async (format, paths) => {
    const { files, call } = await disk();
    const answer = await call('export', '/a.mcap', '--to', format, '--out', '/out');
    expect(answer).toMatchObject({ code: 0, error: expect.stringMatching(/^Writing about /) as string });
    for (const path of paths) {
      expect(answer.out).toContain(path);
      expect(files.bytes(path).length).toBeGreaterThan(500);
    }
    expect(files.contents.has(`${paths[0]}.part`)).toBe(false);
  });

  test('writes to the file that is named, where that ends as the format is called', async () => {
    const { files, call } = await disk();
    expect((await call('export', '/a.mcap', '--to', 'hdf5', '--out', '/named.hdf5')).out).toMatch(/^\/named\.hdf5 \(/);
    expect(files.bytes('/named.hdf5').length).toBeGreaterThan(500);
  });

  test('writes a part, with decimal commas', async () => {
    const { files, call } = await disk();
    await call('export', '/a.mcap', '--to', 'csv', '--out', '/part.csv', '--from-step', '20', '--to-step', '40', '--decimal-comma');
    const lines = new TextDecoder().decode(files.bytes('/part.csv')).trim().split('\r\n');
    const step = lines[0].split(';').indexOf('step');
    expect([...new Set(lines.slice(1).map((line) => line.split(';')[step]))]).toEqual(['20', '30', '40']);
    expect(lines[1]).toMatch(/;0,\d+;/);
  });

  test('tells the size alone where that is asked for', async () => {
    const { files, call } = await disk();
    expect((await call('export', '/a.mcap', '--to', 'npz', '--estimate')).out).toMatch(/^About /);
    expect([...files.contents.keys()].filter((path) => path.endsWith('.npz'))).toEqual(['run.npz']);
  });

  test('never replaces a file, and leaves nothing behind on a full disk', async () => {
    const { files, call } = await disk();
    files.put('/there.csv', new Uint8Array(1));
    expect(await call('export', '/a.mcap', '--to', 'csv', '--out', '/there.csv')).toMatchObject({
      code: 2,
      error: expect.stringContaining('E-EXPORT') as string,
    });
    expect(files.bytes('/there.csv')).toHaveLength(1);
    files.room = [...files.contents.values()].reduce((sum, bytes) => sum + bytes.length, 0) + 100;
    expect((await call('export', '/a.mcap', '--to', 'csv', '--out', '/full.csv')).error).toContain('the disk is full');
    expect(files.contents.has('/full.csv')).toBe(false);
  });

  test.each([
    [['--to', 'xlsx'], '"xlsx" is not among the choices'],
    [[], 'no --to was given'],
    [['--to', 'mat', '--decimal-comma'], 'numbers are not text in mat'],
    [['--to', 'csv', '--from-step', '5', '--to-step', '4'], 'it ends before it begins'],
  ])('refuses %j', async (options, why) => {
    const { call } = await disk();
    expect(await call('export', '/a.mcap', ...options)).toMatchObject({ code: 2, error: expect.stringContaining(why) as string });
  });
});

describe('import', () => {
  test('of a laboratory run gives a recording that replays', async () => {
    const { call } = await disk();
    expect((await call('import', 'run.npz', '--meta', 'runs.json', '--out', '/b.mcap')).out).toMatch(
      /^\/b\.mcap \(10 measurements, 20 states/,
    );
    const { measurements, machine } = JSON.parse((await call('replay', '/b.mcap', '--json')).out) as {
      measurements: unknown[];
      machine: { kind: string };
    };
    expect(machine.kind).toBe('board');
    expect(measurements).toHaveLength(5);
  });

  test('of a dataset prints an experiment', async () => {
    const { files, call } = await disk();
    const { roles } = tasks.xor.build();
    const names = [...roles.inputs, ...roles.outputs].map(({ name }) => name);
    files.put(
      'mine.csv',
      new TextEncoder().encode(`${names.map((name) => `${name} [V]`).join(',')}\n${names.map(() => '0.1').join(',')}\n`),
    );
    const document = JSON.parse((await call('import', 'mine.csv', '--meta', 'base.json')).out) as {
      dataset: { inputs: number[][] };
      title: string;
    };
    expect(document).toMatchObject({ title: 'mine', dataset: { inputs: [roles.inputs.map(() => 0.1)] } });
  });

  test('tells what it does not know', async () => {
    const { files, call } = await disk();
    files.put('a.xyz', new Uint8Array(3));
    expect((await call('import', 'a.xyz')).error).toContain('E-IMPORT');
    expect((await call('import', 'nothing.npz')).error).toContain('E-FILE-READ');
    expect((await call('import', 'run.npz')).error).toContain('which nodes are sources');
  });
});

describe('compare', () => {
  test('finds nothing between an ideal run and its twin, and millivolts under another threshold', async () => {
    const { call } = await disk();
    const [own] = JSON.parse((await call('compare', '/a.mcap', '--json')).out) as { states: number; worst: number }[];
    expect(own.states).toBe(11);
    expect(own.worst).toBeLessThan(1e-9);
    const answer = await call('compare', '/a.mcap', 'run.npz', '--meta', 'runs.json', '--threshold', '0.62', '--json');
    const [shifted, measured, all] = JSON.parse(answer.out) as { run: string; states: number; medianError: number; worst: number }[];
    expect(shifted.medianError).toBeGreaterThan(1e-4);
    expect(measured.worst).toBeLessThan(1e-9);
    expect([all.run, all.states]).toEqual(['all', 11 + 20]);
    expect((await call('compare', '/a.mcap')).out).toMatch(/run +states +median +90 % +worst\na\.mcap +11 /);
  });
});
