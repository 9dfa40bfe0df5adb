import { describe, expect, test } from 'vitest';
import { MemoryFiles, TestClock } from '../../recording/memoryFiles.ts';
import { twinbench, type Answer } from '../terminal.ts';

/** A terminal whose disk stays between two commands. */
function bench(room = Infinity) {
  const files = new MemoryFiles(room);
  const clock = new TestClock();
  const run = (...parameters: string[]): Promise<Answer> => twinbench(parameters, { recordings: { files, clock } });
  return { files, clock, run };
}

const short = ['--steps', '300', '--every', '50'];

describe('record', () => {
  test('writes one file, says where, and measures what train measures', async () => {
    const { files, run } = bench();
    const { code, out } = await run('record', 'xor', '--seed', '7', ...short, '--json');
    const recorded = JSON.parse(out);
    // Three hundred steps don't reach the goal of XOR.
    expect(code).toBe(1);
    expect(recorded).toMatchObject({ id: '2023-11-14-221320-xor', steps: 300, isInterrupted: false, isReached: false, problem: null });
    expect(recorded.bytes).toBe(files.bytes(recorded.path).byteLength);
    const trained = JSON.parse((await run('train', 'xor', '--seed', '7', '--steps', '300', '--json')).out);
    expect(recorded.error).toBe(trained.history.at(-1).error);
    await run('record', 'xor', ...short);
    expect([...files.contents.keys()].sort()).toEqual(['/runs/2023-11-14-221320-xor-2.mcap', '/runs/2023-11-14-221320-xor.mcap']);
  });

  test('says what it can’t do', async () => {
    expect(await bench().run('record', 'xor', '--to', 'run.csv')).toMatchObject({ code: 2, error: expect.stringContaining('.mcap') });
    expect(await bench(100).run('record', 'xor', ...short)).toMatchObject({ code: 2, error: expect.stringContaining('E-RECORDING-FULL') });
    const sleepy = { keepAwake: async () => ({ isHeld: false, how: 'systemd-inhibit is not installed', release: () => {} }) };
    const { error } = await twinbench(['record', 'xor', ...short], { recordings: sleepy });
    expect(error).toContain('The computer may fall asleep while this is recorded: systemd-inhibit is not installed.');
  });

  test('a full disk is told at once, and the run goes on to its end', async () => {
    const { code, out, error } = await bench(20_000).run('record', 'divider', '--steps', '2000', '--every', '1');
    expect(error).toContain('E-RECORDING-FULL');
    expect(out).toContain('2 000 steps');
    expect(out).toContain('incomplete');
    expect(code).toBe(1);
  });

  test('a stop condition of the document ends the run, which is complete, with a marker there', async () => {
    const { files, run } = bench();
    const document = JSON.parse((await run('task', 'show', 'xor')).out) as object;
    const input = JSON.stringify({ ...document, goal: undefined, stop: [{ kind: 'steps', after: 120 }] });
    const recorded = await twinbench(['record', '-', '--to', '/a.mcap', '--every', '50'], { input, recordings: { files } });
    expect(recorded).toMatchObject({ code: 0, out: expect.stringContaining('Stopped: 120 steps at step 150, 15.00 ms') });
    const replayed = await run('replay', '/a.mcap');
    expect(replayed.out).toContain('stopped: 120 steps');
    expect(JSON.parse((await run('runs', 'show', '/a.mcap', '--json')).out)).toMatchObject({ end: 'complete', lastStep: 150 });
  });

  test('Ctrl-C closes the file with what there is', async () => {
    const files = new MemoryFiles();
    const { code } = await twinbench(['record', 'xor', '--to', '/a.mcap', '--every', '1'], { interruptAt: 5, recordings: { files } });
    expect(code).toBe(1);
    const shown = await twinbench(['runs', 'show', '/a.mcap', '--json'], { recordings: { files } });
    expect(JSON.parse(shown.out)).toMatchObject({
      end: 'interrupted',
      survey: { end: 'interrupted', loss: { bytes: 0, events: 0, isCutOff: false } },
    });
  });
});

describe('replay', () => {
  test('prints every measurement as it was, the same bytes every time', async () => {
    const { run } = bench();
    await run('record', 'xor', ...short, '--to', '/a.mcap', '--note', 'fan on');
    const { code, out, error } = await run('replay', '/a.mcap', '--json');
    expect({ code, error }).toEqual({ code: 0, error: '' });
    const { measurements, markers, document } = JSON.parse(out);
    expect(measurements.map(({ step }: { step: number }) => step)).toEqual([0, 50, 100, 150, 200, 250, 300]);
    expect(measurements[0].outputs).toHaveLength(document.dataset.labels.length);
    expect(markers).toMatchObject([{ step: 0, kind: 'note', label: 'fan on' }]);
    expect(await run('replay', '/a.mcap', '--json')).toEqual({ code, out, error });
    const text = await run('replay', '/a.mcap');
    expect(text.out).toContain('fan on');
    expect(text.out.match(/V²/g)).toHaveLength(7);
    // However many digits a number takes, a space stands before it.
    expect(text.out).toMatch(/^ +300 +30\.00 ms +\S+ V²$/m);
  });

  test('at a speed takes its time', async () => {
    const { run, clock } = bench();
    await run('record', 'xor', ...short, '--to', '/a.mcap');
    const start = clock.now();
    let isOver = false;
    const replayed = run('replay', '/a.mcap', '--speed', '100').finally(() => (isOver = true));
    while (!isOver) {
      clock.pass(0.05);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await replayed).out.match(/V²/g)).toHaveLength(7);
    // 300 steps at 100 steps/s; a few turns of the loop pass before it looks at the clock.
    expect(clock.now() - start).toBeGreaterThanOrEqual(3);
  });

  test('tells what is missing', async () => {
    const files = new MemoryFiles();
    // A clock that goes on, so that there are several chunks.
    let time = 1_700_000_000;
    const clock = { now: () => (time += 0.01), after: () => () => {} };
    const run = (...parameters: string[]) => twinbench(parameters, { recordings: { files, clock } });
    await run('record', 'divider', '--steps', '300', '--every', '1', '--to', '/a.mcap');
    const bytes = files.bytes('/a.mcap');
    const damaged = Uint8Array.from(bytes);
    damaged[Math.floor(bytes.byteLength / 2)] ^= 1;
    files.put('/a.mcap', damaged);
    const { code, error } = await run('replay', '/a.mcap');
    expect(code).toBe(0);
    expect(error).toMatch(/^This recording is not whole: \d+ records are missing; [\d ]+ bytes can’t be read\.\n$/);
    files.put('/a.mcap', bytes.slice(0, bytes.byteLength / 2));
    expect((await run('runs', 'show', '/a.mcap')).out).toContain('it was cut off');
    files.put('/b.mcap', new TextEncoder().encode('hello'));
    expect(await run('replay', '/b.mcap')).toMatchObject({ code: 2, error: expect.stringContaining('E-RECORDING-READ') });
  });
});

describe('runs', () => {
  test('lists, searches, shows, notes, renames, tags and deletes', async () => {
    const { files, clock, run } = bench();
    await run('record', 'xor', ...short, '--name', 'first board');
    clock.pass(60);
    await run('record', 'divider', '--steps', '100');
    const { runs } = JSON.parse((await run('runs', 'list', '--json')).out);
    expect(runs.map(({ task }: { task: string }) => task)).toEqual(['Voltage divider', 'XOR']);
    expect((await run('runs', 'list', '--search', 'FIRST')).out).toContain('2023-11-14-221320-xor');
    expect((await run('runs', 'note', '2023-11-14-221320', 'edge 3 was warm')).code).toBe(0);
    expect((await run('runs', 'rename', '2023-11-14-221320', 'Second board')).code).toBe(0);
    expect((await run('runs', 'tag', '2023-11-14-221320', 'thesis')).out).toBe('Tagged thesis.\n');
    const { out } = await run('runs', 'show', '2023-11-14-221320');
    for (const text of ['Second board', 'thesis', 'edge 3 was warm', '7 measurements', 'nothing is missing']) expect(out).toContain(text);
    expect((await run('runs', 'delete', '2023-11-14-221320')).out).toContain('/runs/trash/');
    expect(JSON.parse((await run('runs', 'list', '--json')).out).runs).toHaveLength(1);
    expect(files.contents.has('/runs/trash/2023-11-14-221320-xor.notes.json')).toBe(true);
  });

  test('of an empty folder says so', async () => {
    expect((await bench().run('runs', 'list', '--folder', '/other')).out).toBe('No runs in /other.\n');
  });

  test.each([
    [['runs', 'show'], 'no run was named'],
    [['runs', 'list', 'xor'], 'means nothing here'],
    [['runs', 'show', '1999'], 'E-RECORDING-UNKNOWN'],
  ])('%j is refused in words', async (parameters, why) => {
    expect(await bench().run(...parameters)).toMatchObject({ code: 2, error: expect.stringContaining(why) });
  });

  test('a note without a text is refused', async () => {
    const { run } = bench();
    await run('record', 'divider', '--steps', '10', '--to', '/a.mcap');
    expect(await run('runs', 'note', '/a.mcap', ' ')).toMatchObject({ code: 2, error: expect.stringContaining('the text of the note') });
  });
});
