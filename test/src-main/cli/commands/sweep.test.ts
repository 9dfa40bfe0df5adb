import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MemoryFiles } from '../../recording/memoryFiles.ts';
import { small } from '../../sweeps/support.ts';
import { twinbench, type TerminalOptions } from '../terminal.ts';

/** A disk with the document on it. */
function desk(document: object = small): TerminalOptions & { readonly disk: MemoryFiles } {
  const disk = new MemoryFiles();
  return { files: { 'sweep.json': JSON.stringify(document) }, recordings: { files: disk }, disk };
}

/** What is kept of the cells and the table, by the name of the file. */
function kept({ contents }: MemoryFiles): Record<string, string> {
  const files = [...contents]
    .filter(([path]) => /cells|table/.test(path))
    .map(([path, bytes]) => [path.split('/').at(-1), new TextDecoder('latin1').decode(bytes)]);
  return Object.fromEntries(files);
}

describe('twinbench sweep', () => {
  test('runs a document and prints its medians; the same line again computes nothing', async () => {
    const place = desk();
    const { code, out, error } = await twinbench(['sweep', 'sweep.json'], place);
    expect({ code, error: error.split(' in ')[0] }).toEqual({ code: 0, error: '12 cells' });
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^ *nudge +every +cells +finalError/);
    expect(lines.slice(1, 5).every((line) => / 3 +\S+ V² \[/.test(line))).toBe(true);
    expect(lines[5]).toMatch(/^\/runs\/sweeps\/small-[0-9a-f]{10}\/table\.csv$/);
    const before = kept(place.disk);
    const again = await twinbench(['sweep', 'sweep.json'], place);
    expect(again).toMatchObject({ code: 0, out, error: 'All 12 cells are done already.\n' });
    expect(kept(place.disk)).toEqual(before);
  });

  test('--json prints one value, the same bytes for every run of the same document', async () => {
    const { out } = await twinbench(['sweep', 'sweep.json', '--json'], desk());
    const report = JSON.parse(out);
    expect(report).toMatchObject({ cells: 12, done: 12, failed: 0, missing: 0, repeats: 3, failures: [] });
    expect(report.points).toHaveLength(4);
    expect(report.points[3]).toMatchObject({ nudge: 1, every: 2, done: 3, quantities: { finalError: { count: 3 } } });
    expect((await twinbench(['sweep', 'sweep.json', '--json'], { ...desk(), tick: 70 })).out).toBe(out);
  });

  test('one that was begun asks for --resume, and ends in the same bytes', async () => {
    const whole = desk();
    await twinbench(['sweep', 'sweep.json'], whole);
    const cut = desk();
    await twinbench(['sweep', 'sweep.json'], cut);
    for (const path of [...cut.disk.contents.keys()].filter((name) => /cell-00000[4-9]|table/.test(name))) cut.disk.contents.delete(path);
    const refused = await twinbench(['sweep', 'sweep.json'], cut);
    expect(refused.code).toBe(2);
    expect(refused.error).toContain('6 of its 12 cells are done');
    expect((await twinbench(['sweep', 'status', 'sweep.json'], cut)).out).toContain('6 of 12 cells done, 0 failed, 6 missing');
    expect((await twinbench(['sweep', 'sweep.json', '--resume'], cut)).code).toBe(0);
    expect(kept(cut.disk)).toEqual(kept(whole.disk));
  });

  test('gather makes the table of what there is, by document or by folder', async () => {
    const place = desk();
    await twinbench(['sweep', 'sweep.json', '--to', '/here'], place);
    place.disk.contents.delete('/here/cells/cell-000007.json');
    const { code, out } = await twinbench(['sweep', 'gather', '/here', '--json'], place);
    expect({ code, missing: JSON.parse(out).missing }).toEqual({ code: 1, missing: 1 });
    expect((await twinbench(['sweep', 'gather', 'sweep.json', '--to', '/here', '--json'], place)).out).toBe(out);
  });

  test('a file that the sweep names is sought beside it', async () => {
    const base = readFileSync(new URL('../../../../examples/xor.json', import.meta.url), 'utf8');
    const document = { ...small, base: { file: 'base.json', changes: { steps: 20 } }, repeats: 1, axes: [] };
    const files = { 'folder/sweep.json': JSON.stringify(document), 'folder/base.json': base };
    expect((await twinbench(['sweep', 'folder/sweep.json'], { files })).code).toBe(0);
  });

  test('recordings that were asked for lie beside the results', async () => {
    const place = desk({ ...small, recordings: 'first', axes: [] });
    await twinbench(['sweep', 'sweep.json', '--to', '/here'], place);
    const recordings = [...place.disk.contents.keys()].filter((path) => path.endsWith('.mcap'));
    expect(recordings).toEqual(['/here/recordings/cell-000000.mcap']);
    const plain = desk({ ...small, axes: [] });
    await twinbench(['sweep', 'sweep.json', '--to', '/here'], plain);
    // A recording changes nothing in what is recorded.
    const values = (disk: MemoryFiles) => JSON.parse(kept(disk)['cell-000000.json']).values;
    expect(values(place.disk)).toEqual(values(plain.disk));
  });
});

describe('--on slurm', () => {
  /** Stands for Slurm: reads the script and runs its tasks one after the other, with this program. */
  const cluster = (place: ReturnType<typeof desk>, jobs: string[]): TerminalOptions => ({
    ...place,
    sweeps: {
      submit: async (path) => {
        const script = new TextDecoder().decode(place.disk.bytes(path));
        jobs.push(script);
        const [, array] = /--array=(\S+)/.exec(script)!;
        const [, words, size] = /main\.js (.*) --block .* --cells-per-task (\d+)/.exec(script)!;
        for (const range of array.split(',')) {
          const [from, to = from] = range.split('-').map(Number);
          for (let task = from; task <= to; task++) {
            const answer = await twinbench([...words.split(' '), '--block', String(task), '--cells-per-task', size], place);
            expect(answer.code).toBe(0);
          }
        }
        return String(jobs.length);
      },
    },
  });

  test('leaves the same bytes as here, and the same command gathers them', async () => {
    const here = desk();
    await twinbench(['sweep', 'sweep.json'], here);
    const there = desk();
    const jobs: string[] = [];
    const submitted = await twinbench(['sweep', 'sweep.json', '--on', 'slurm', '--cells-per-task', '5'], cluster(there, jobs));
    expect(submitted).toMatchObject({ code: 0, error: expect.stringContaining('Job 1: 3 tasks of 5 cells') });
    const gathered = await twinbench(['sweep', 'sweep.json', '--on', 'slurm'], cluster(there, jobs));
    expect(gathered.code).toBe(0);
    expect(jobs).toHaveLength(1);
    expect(kept(there.disk)).toEqual(kept(here.disk));
  });

  test('--resume submits the blocks that are missing alone', async () => {
    const place = desk();
    await twinbench(['sweep', 'sweep.json'], place);
    for (const cell of ['000003', '000011'])
      place.disk.contents.delete([...place.disk.contents.keys()].find((path) => path.includes(cell))!);
    const jobs: string[] = [];
    await twinbench(['sweep', 'sweep.json', '--on', 'slurm', '--resume', '--wait'], cluster(place, jobs));
    expect(jobs[0]).toContain('#SBATCH --array=3,11\n');
  });

  test('where there is no Slurm, that is said', async () => {
    const { submitToSlurm } = await import('../../../../src-main/cli/sweeps/slurmJob.ts');
    const path = process.env.PATH;
    process.env.PATH = '/nowhere';
    try {
      await expect(submitToSlurm('/tmp/submit.sh', false)).rejects.toMatchObject({
        problem: { code: 'E-SWEEP-SLURM', why: 'there is no sbatch on this machine' },
      });
    } finally {
      process.env.PATH = path;
    }
  });
});

describe('what can’t be understood is refused', () => {
  test.each<[string, readonly string[], string]>([
    ['a second file', ['sweep', 'sweep.json', 'other.json'], '"other.json" means nothing here'],
    ['status of nothing', ['sweep', 'status'], 'no sweep was named'],
    ['cells without a block', ['sweep', 'cells', '/here'], 'no block was named'],
    ['another cluster', ['sweep', 'sweep.json', '--on', 'sge'], 'not among the choices'],
    ['the folder of no sweep', ['sweep', 'gather', 'sweep.json', '--to', '/nowhere'], 'there is no sweep.json in it'],
    ['an experiment', ['sweep', 'experiment.json'], 'it is a twinbench.experiment document'],
  ])('%s', async (_, words, why) => {
    const place = desk();
    await twinbench(['sweep', 'sweep.json', '--to', '/here'], place);
    const files = { ...place.files, 'experiment.json': '{"format": "twinbench.experiment", "version": 1}' };
    const { code, error } = await twinbench(words, { ...place, files });
    expect(code).toBe(2);
    expect(error).toContain(why);
  });
});

describe('twinbench sweep --machine', () => {
  const document = {
    format: 'twinbench.sweep',
    version: 1,
    title: 'On a board',
    base: { task: 'xor', changes: { steps: 200, 'measure.every': 100 } },
    axes: [{ name: 'nudge', parameters: ['clamping.nudge'], values: { kind: 'list', values: [0.25, 1] } }],
    repeats: 2,
    reductions: [{ kind: 'finalError' }],
  };
  const line = ['sweep', 'sweep.json', '--machine', 'emulated', '--condition', 'laboratory'];

  test('runs the cells on emulated boards: every repeat another one, the same at every point; apart from the sweep of the simulation', async () => {
    const place = desk(document);
    const { code, out } = await twinbench([...line, '--json'], place);
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(report).toMatchObject({ cells: 4, done: 4, failed: 0 });
    const errorsOf = (disk: MemoryFiles): number[] =>
      Object.entries(kept(disk))
        .filter(([name]) => name.startsWith('cell-'))
        .sort(([one], [other]) => one.localeCompare(other))
        .map(([, text]) => (JSON.parse(text) as { values: { finalError: number } }).values.finalError);
    expect(new Set(errorsOf(place.disk)).size, 'another board, another error').toBe(4);
    const simulated = desk(document);
    const other = JSON.parse((await twinbench(['sweep', 'sweep.json', '--json'], simulated)).out);
    expect(other.id).not.toBe(report.id);
    const status = await twinbench(['sweep', 'status', 'sweep.json', ...line.slice(2), '--json'], place);
    expect(JSON.parse(status.out)).toMatchObject({ id: report.id, done: 4 });
  });

  test.each([
    [['--machine', 'toaster'], /no machine is called "toaster"/],
    [['--machine', 'board:/dev/ttyACM0', '--on', 'slurm'], /hangs on a port of this computer/],
  ])('%j is refused with a reason', async (options, reason) => {
    const { code, error } = await twinbench(['sweep', 'sweep.json', ...options], desk(document));
    expect(code).toBe(2);
    expect(error).toMatch(reason);
  });
});
