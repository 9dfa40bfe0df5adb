import { describe, expect, test } from 'vitest';
import { searchRuns } from '../../../shared/runs.ts';
import { RunLibrary } from '../../../src-main/recording/library.ts';
import { runId, runsFolder } from '../../../src-main/recording/runsFolder.ts';
import { RecordingWriter } from '../../../src-main/recording/writer.ts';
import { header } from './header.ts';
import { MemoryFiles, TestClock } from './memoryFiles.ts';

const index = '/runs/.twinbench-runs.json';

/** A folder with so many small runs, a minute apart. */
async function folderOf(count: number): Promise<{ files: MemoryFiles; library: RunLibrary }> {
  const files = new MemoryFiles();
  const clock = new TestClock();
  const path = '/runs/first.mcap';
  const writer = await RecordingWriter.create({ files, clock, path, header });
  const arrays = { outputs: Float64Array.of(1), labels: Float64Array.of(2) };
  writer.append({ kind: 'measurement', step: 10, time: 1, set: 'training', error: 0.25, accuracy: 0.5, ...arrays });
  await writer.close('complete');
  const bytes = files.bytes(path);
  files.contents.delete(path);
  for (let run = 0; run < count; run++) files.put(`/runs/run-${String(run).padStart(4, '0')}.mcap`, bytes);
  return { files, library: new RunLibrary('/runs', files, clock) };
}

describe('the list', () => {
  test('of 2,000 runs is made once from the files, and then without opening one', async () => {
    const { files, library } = await folderOf(2000);
    const first = await library.list();
    expect(first.runs).toHaveLength(2000);
    expect(first.runs[7]).toMatchObject({
      task: 'Voltage divider',
      measurements: 1,
      lastStep: 10,
      lastError: 0.25,
      lastAccuracy: 0.5,
      end: 'complete',
    });
    const { opened } = files;
    expect(opened).toBe(2000);
    expect(await new RunLibrary('/runs', files, new TestClock()).list()).toEqual(first);
    expect(files.opened).toBe(opened);
  });

  test('looks again at what is new or changed, and forgets what is gone', async () => {
    const { files, library } = await folderOf(3);
    await library.list();
    const { opened } = files;
    files.now = 5;
    files.put('/runs/run-0001.mcap', files.bytes('/runs/run-0001.mcap'));
    files.put('/runs/new.mcap', files.bytes('/runs/run-0001.mcap'));
    files.contents.delete('/runs/run-0002.mcap');
    const { runs } = await library.list();
    expect(runs.map(({ id }) => id).sort()).toEqual(['new', 'run-0000', 'run-0001']);
    expect(files.opened).toBe(opened + 2);
  });

  test.each(['', '{', '[]', '{"format": "twinbench.runIndex", "version": 0, "runs": {}}'])(
    'is made anew where the index is %j',
    async (text) => {
      const { files, library } = await folderOf(2);
      const { runs } = await library.list();
      await files.writeText(index, text);
      expect((await library.list()).runs).toEqual(runs);
    },
  );

  test('names what is no recording', async () => {
    const { files, library } = await folderOf(1);
    await files.writeText('/runs/other.mcap', 'hello');
    const { runs, unreadable } = await library.list();
    expect(runs).toHaveLength(1);
    expect(unreadable).toEqual([{ path: '/runs/other.mcap', why: 'it holds no header of a recording, or none that is whole' }]);
  });

  test('of a folder that is not there is empty, and writes nothing', async () => {
    const files = new MemoryFiles();
    expect(await new RunLibrary('/none', files, new TestClock()).list()).toEqual({ runs: [], unreadable: [] });
    expect(files.contents.size).toBe(0);
  });
});

describe('what is said of a run', () => {
  test('stands beside it, is found, and leaves the recording as it is', async () => {
    const { files, library } = await folderOf(3);
    const path = await library.find('run-0001');
    const before = files.bytes(path);
    await library.list();
    await library.addNote(path, 'edge 3 was warm');
    await library.rename(path, 'Second board');
    expect(await library.toggleTag(path, 'thesis')).toBe(true);
    const { runs } = await library.list();
    for (const text of ['WARM', 'second edge', 'thesis', 'run-0001', '2023-11-14 second']) {
      expect(
        searchRuns(runs, text).map(({ id }) => id),
        text,
      ).toEqual(['run-0001']);
    }
    expect(searchRuns(runs, 'divider 2023')).toHaveLength(3);
    expect(searchRuns(runs, 'nowhere')).toEqual([]);
    expect(await library.toggleTag(path, 'thesis')).toBe(false);
    expect((await library.list()).runs.find(({ id }) => id === 'run-0001')?.tags).toEqual([]);
    expect(files.bytes(path)).toBe(before);
  });

  test('broken notes keep no run from being listed', async () => {
    const { files, library } = await folderOf(1);
    await files.writeText('/runs/run-0000.notes.json', '{"format": 1');
    expect((await library.list()).runs[0]).toMatchObject({ name: '', notes: [] });
  });
});

describe('finding and deleting', () => {
  test('the beginning of an ID is enough where it is one run', async () => {
    const { library } = await folderOf(11);
    expect(await library.find('run-001')).toBe('/runs/run-0010.mcap');
    expect(await library.find('elsewhere/x.mcap')).toBe('elsewhere/x.mcap');
    await expect(library.find('run-000')).rejects.toMatchObject({
      problem: { code: 'E-RECORDING-UNKNOWN', what: '"run-000" is more than one run' },
    });
    await expect(library.find('other')).rejects.toMatchObject({ problem: { code: 'E-RECORDING-UNKNOWN' } });
  });

  test('a deleted run is in the trash with its notes, and two of one name do not meet', async () => {
    const { files, library } = await folderOf(1);
    const bytes = files.bytes('/runs/run-0000.mcap');
    await library.addNote('/runs/run-0000.mcap', 'kept');
    expect(await library.trash('/runs/run-0000.mcap')).toBe('/runs/trash/run-0000.mcap');
    expect((await library.list()).runs).toEqual([]);
    files.put('/runs/run-0000.mcap', bytes);
    expect(await library.trash('/runs/run-0000.mcap')).toBe('/runs/trash/run-0000-2.mcap');
    expect([...files.contents.keys()].filter((path) => path.includes('trash')).sort()).toEqual([
      '/runs/trash/run-0000-2.mcap',
      '/runs/trash/run-0000.mcap',
      '/runs/trash/run-0000.notes.json',
    ]);
  });
});

describe('names and places', () => {
  test('a run is called by when it began and what it is', () => {
    expect(runId(1_700_000_000, 'Voltage divider')).toBe('2023-11-14-221320-voltage-divider');
    expect(runId(1_700_000_000, 'Ünïts: 3.75 V, η = ½')).toBe('2023-11-14-221320-units-3-75-v-1-2');
    expect(runId(1_700_000_000, '×')).toBe('2023-11-14-221320');
  });

  test('runs have a folder on every system, and another where one is wanted', () => {
    const home = '/home/ada';
    expect(runsFolder({ platform: 'linux', home, environment: {} })).toBe('/home/ada/.local/share/twinbench/runs');
    expect(runsFolder({ platform: 'linux', home, environment: { XDG_DATA_HOME: '/data' } })).toBe('/data/twinbench/runs');
    expect(runsFolder({ platform: 'darwin', home, environment: {} })).toBe('/home/ada/Library/Application Support/Twinbench/runs');
    expect(runsFolder({ platform: 'win32', home, environment: { LOCALAPPDATA: '/local' } })).toBe('/local/Twinbench/runs');
    expect(runsFolder({ platform: 'linux', home, environment: { TWINBENCH_RUNS: '/mnt/runs' } })).toBe('/mnt/runs');
  });
});
