import { afterEach, describe, expect, it } from 'vitest';
import type { Job } from '../../../shared/jobs.ts';
import { Engine } from '../../../src-main/host/engine.ts';
import type { SessionCheckpoint } from '../../../src-main/host/checkpoint.ts';
import { createTaskLibrary } from '../../../src-main/host/taskLibrary.ts';
import { openRecording } from '../../../src-main/recording/reader.ts';
import type { RecordedEvent } from '../../../src-main/machine/recorded.ts';
import { MemoryFiles } from '../recording/memoryFiles.ts';
import { fakeRuns } from './fakeRuns.ts';
import { TestScreen } from './linkedTransport.ts';
import { settle, TestClock } from './testClock.ts';

interface Bench {
  engine: Engine;
  screen: TestScreen;
  files: MemoryFiles;
  checkpoints: SessionCheckpoint[];
  /** Host time, by which chunks are closed. */
  pass(seconds: number): void;
}

const open: Engine[] = [];

afterEach(async () => {
  for (const engine of open.splice(0)) await engine.close();
});

/** The real engine with XOR on it, paused; files in memory. */
async function setUp(files = new MemoryFiles(), checkpoint: SessionCheckpoint | null = null): Promise<Bench> {
  const checkpoints: SessionCheckpoint[] = [];
  const save = (saved: SessionCheckpoint): void => void checkpoints.push(structuredClone(saved));
  const runs = fakeRuns(files);
  const engine = await Engine.start({ clock: new TestClock(), library: createTaskLibrary(files), save, runs }, checkpoint);
  open.push(engine);
  const screen = new TestScreen();
  screen.acknowledges = true;
  engine.connect(screen.transport, null);
  await screen.ask('run.set', { isRunning: false });
  return { engine, screen, files, checkpoints, pass: (seconds) => runs.hostClock.pass(seconds) };
}

/** Records so many steps; answers the run. */
async function record({ screen }: Bench, steps = 500): Promise<string> {
  await screen.ask('record.start', { name: 'first' });
  await screen.ask('run.step', { steps });
  await screen.ask('record.stop', {});
  return (await screen.ask('runs.list', {})).runs[0].id;
}

async function eventsOf(files: MemoryFiles, id: string): Promise<RecordedEvent[]> {
  const recording = await openRecording(`/runs/${id}.mcap`, files);
  const events: RecordedEvent[] = [];
  for await (const event of recording.events()) events.push(event);
  return events;
}

/** How a job has ended. */
async function ended(screen: TestScreen, id: number): Promise<Job> {
  for (let turn = 0; turn < 5000; turn++) {
    const job = screen.events('job').findLast((event) => event.id === id && event.state !== 'running');
    if (job !== undefined) return job;
    await settle(1);
  }
  throw new Error(`job ${id} did not end`);
}

describe('recording on the bench', () => {
  it('holds everything that was done, from the step at which it began; the screen sees its state', async () => {
    const bench = await setUp();
    const { screen, files } = bench;
    await screen.ask('run.step', { steps: 200 });
    await screen.ask('run.parameters', { nudge: 0.25 });
    await screen.ask('record.start', { name: 'first' });
    const { frame } = await screen.ask('session.get', {});
    expect(frame.recording).toMatchObject({ name: 'first', dropped: 0, awake: { isHeld: false, how: 'this is a test' } });
    await screen.ask('run.mark', { text: '' });
    await screen.ask('run.mark', { text: 'the fan is on' });
    await screen.ask('damage.apply', { edges: ['e3'], damage: 'cut' });
    await screen.ask('run.parameters', { stepTime: 2e-4 });
    await screen.ask('run.learning', { isLearning: false });
    await screen.ask('run.learning', { isLearning: true });
    await screen.ask('run.step', { steps: 300 });
    await screen.ask('record.stop', {});
    expect((await screen.ask('session.get', {})).frame.recording).toBeNull();
    const [run] = (await screen.ask('runs.list', {})).runs;
    expect(run).toMatchObject({ name: 'first', task: 'XOR', end: 'interrupted', lastStep: 500 });
    const events = await eventsOf(files, run.id);
    expect(events.every((event) => event.step >= 200)).toBe(true);
    const parameters = events.flatMap((event) => (event.kind === 'parameter' ? [[event.name, event.value]] : []));
    // The nudge was changed before, and holds from the first step of the recording.
    expect(parameters).toEqual([['nudge', 0.25], ['stepTime', 2e-4], ['learning', 0], ['learning', 1]]); // prettier-ignore
    expect(events).toContainEqual(expect.objectContaining({ kind: 'damage', edges: [3], damage: 'cut', step: 200 }));
    expect(events).toContainEqual(expect.objectContaining({ kind: 'marker', label: 'mark 1' }));
    expect(events).toContainEqual(expect.objectContaining({ kind: 'note', text: 'the fan is on' }));
    const measured = events.filter(({ kind }) => kind === 'measurement').map(({ step }) => step);
    expect([measured[0], measured.at(-1)]).toEqual([200, 500]);
  });

  it('does not show the run what it would not do anyway, to the last bit', async () => {
    const recorded = await setUp();
    await record(recorded);
    const plain = await setUp();
    await plain.screen.ask('run.step', { steps: 500 });
    const [first, second] = [await recorded.screen.ask('session.get', {}), await plain.screen.ask('session.get', {})];
    expect(first.frame.states).toEqual(second.frame.states);
  });

  it('trials of the worst cut leave no trace in it but the cut', async () => {
    const bench = await setUp();
    await bench.screen.ask('record.start', { name: '' });
    await bench.screen.ask('damage.worst', {});
    await bench.screen.ask('record.stop', {});
    const events = await eventsOf(bench.files, (await bench.screen.ask('runs.list', {})).runs[0].id);
    expect(events.filter(({ kind }) => kind === 'damage')).toHaveLength(1);
    expect(events.filter(({ kind }) => kind === 'marker')).toHaveLength(0);
  });

  it('a full disk stops it with a clear notice, keeps what is there, and leaves the run alive', async () => {
    const files = new MemoryFiles(60_000);
    const bench = await setUp(files);
    const { screen } = bench;
    await screen.ask('record.start', { name: '' });
    for (let part = 0; part < 20; part++) {
      await screen.ask('run.step', { steps: 1000 });
      bench.pass(0.5);
      await settle(5);
    }
    await screen.ask('record.stop', {});
    await settle(20);
    expect(screen.events('notice').at(-1)?.problem).toMatchObject({ code: 'E-RECORDING-FULL', why: 'the disk is full' });
    const session = await screen.ask('session.get', {});
    expect(session.frame).toMatchObject({ step: 20_000, recording: null });
    files.room = Infinity;
    const [run] = (await screen.ask('runs.list', {})).runs;
    expect(run.end).toBeNull();
    const events = await eventsOf(files, run.id);
    expect(events.length).toBeGreaterThan(0);
    // Room again: the next recording is a file of its own.
    await record(bench);
    expect((await screen.ask('runs.list', {})).runs).toHaveLength(2);
  });

  it('goes on in another file when the engine dies, and says so', async () => {
    const { screen, files, checkpoints } = await setUp();
    await screen.ask('record.start', { name: 'night' });
    await screen.ask('run.step', { steps: 300 });
    await screen.ask('run.set', { isRunning: false });
    const again = await setUp(files, checkpoints.at(-1));
    await again.screen.ask('run.step', { steps: 200 });
    await again.screen.ask('record.stop', {});
    const { runs } = await again.screen.ask('runs.list', {});
    expect(runs.map(({ name }) => name)).toEqual(['night', 'night']);
    const ends = runs.map(({ end }) => end);
    expect(ends).toContain('interrupted');
    expect(runs.some(({ lastStep }) => lastStep === 500)).toBe(true);
  });

  it('is refused where one is being written, and on a recording', async () => {
    const bench = await setUp();
    const run = await record(bench);
    await bench.screen.ask('record.start', { name: '' });
    await expect(bench.screen.ask('record.start', { name: '' })).rejects.toMatchObject({ problem: { code: 'E-RUN-INVALID' } });
    await bench.screen.ask('record.stop', {});
    await ended(bench.screen, (await bench.screen.ask('runs.open', { run })).job);
    await expect(bench.screen.ask('record.start', { name: '' })).rejects.toMatchObject({ problem: { why: 'It is a recording already.' } });
  });
});

describe('replay', () => {
  it('has its whole history, samples and marks at once, and goes anywhere', async () => {
    const bench = await setUp();
    const { screen } = bench;
    await screen.ask('record.start', { name: '' });
    await screen.ask('run.step', { steps: 300 });
    await screen.ask('damage.apply', { edges: ['e3'], damage: 'cut' });
    await screen.ask('run.step', { steps: 300 });
    const live = await screen.ask('session.get', {});
    await screen.ask('record.stop', {});
    const run = (await screen.ask('runs.list', {})).runs[0].id;
    expect(await ended(screen, (await screen.ask('runs.open', { run })).job)).toMatchObject({ state: 'done' });
    const session = await screen.ask('session.get', {});
    expect(session).toMatchObject({ machine: { kind: 'replay' }, replay: { id: run, firstStep: 0, lastStep: 600, loss: '' } });
    expect(session.frame).toMatchObject({ step: 0, replayIndex: 0, isRunning: false });
    expect(session.samples.length).toBe(session.replay?.measurements);
    expect(session.markers.map(({ label }) => label)).toEqual(['e3: cut']);
    await screen.ask('replay.seek', { step: 600 });
    const end = await screen.ask('session.get', {});
    expect(end.frame.states).toEqual(live.frame.states);
    expect(end.frame.freeVoltages).toEqual(live.frame.freeVoltages);
    expect(end.frame.outputs).toEqual(live.frame.outputs);
    await screen.ask('replay.skip', { measurements: -1 });
    expect((await screen.ask('session.get', {})).frame.replayIndex).toBe(session.replay!.measurements - 2);
    // Playing on from the end begins at the beginning; at the end it stops by itself.
    await screen.ask('replay.seek', { step: 600 });
    await screen.ask('run.set', { isRunning: true });
    expect((await screen.ask('session.get', {})).frame.step).toBeLessThan(600);
  });

  it('is refused what only a live run can do, and a live run what only a recording can', async () => {
    const bench = await setUp();
    await expect(bench.screen.ask('replay.seek', { step: 3 })).rejects.toMatchObject({ problem: { code: 'E-RUN-INVALID' } });
    const run = await record(bench);
    await ended(bench.screen, (await bench.screen.ask('runs.open', { run })).job);
    await expect(bench.screen.ask('damage.random', { count: 1 })).rejects.toMatchObject({ problem: { code: 'E-RUN-INVALID' } });
  });

  it('is cancelled while it opens, and the run on the bench stays', async () => {
    const bench = await setUp();
    const run = await record(bench);
    const { job } = await bench.screen.ask('runs.open', { run });
    bench.engine.desk.cancel(job);
    expect(await ended(bench.screen, job)).toMatchObject({ state: 'cancelled', problem: null });
    expect((await bench.screen.ask('session.get', {})).machine.kind).toBe('simulated');
  });
});

describe('the folder of the runs', () => {
  it('takes names, notes and tags; what is deleted comes back', async () => {
    const bench = await setUp();
    const { screen } = bench;
    const run = await record(bench);
    await screen.ask('runs.rename', { run, name: 'the good one' });
    await screen.ask('runs.note', { run, text: 'edge 3 was warm' });
    expect(await screen.ask('runs.tag', { run, tag: 'paper' })).toMatchObject({
      name: 'the good one',
      tags: ['paper'],
      notes: ['edge 3 was warm'],
    });
    const { undo } = await screen.ask('runs.delete', { run });
    expect((await screen.ask('runs.list', {})).runs).toEqual([]);
    await screen.ask('runs.restore', { undo });
    expect((await screen.ask('runs.list', {})).runs).toMatchObject([{ name: 'the good one', notes: ['edge 3 was warm'] }]);
    await expect(screen.ask('runs.restore', { undo })).rejects.toMatchObject({ problem: { code: 'E-RECORDING-UNKNOWN' } });
    expect(screen.events('runs').length).toBeGreaterThan(3);
  });

  it.each(['../secret', '/etc/passwd', 'a/b', '/runs/x.mcap'])('a screen names no file outside: %s', async (run) => {
    const { screen } = await setUp();
    await expect(screen.ask('runs.delete', { run })).rejects.toMatchObject({ problem: { code: 'E-RECORDING-UNKNOWN' } });
  });

  it('the run that is being recorded is not deleted', async () => {
    const { screen } = await setUp();
    await screen.ask('record.start', { name: '' });
    const run = (await screen.ask('session.get', {})).frame.recording!.id;
    await expect(screen.ask('runs.delete', { run })).rejects.toMatchObject({ problem: { code: 'E-RUN-INVALID' } });
  });
});

describe('export and import', () => {
  it('tells the size before, writes a part, and where to fetch it', async () => {
    const bench = await setUp();
    const { screen, files } = bench;
    const run = await record(bench, 2000);
    const whole = await screen.ask('export.estimate', { run, span: {}, hasComma: false });
    const part = await screen.ask('export.estimate', { run, span: { fromStep: 500, toStep: 1000 }, hasComma: false });
    expect(part.bytes.csv).toBeLessThan(whole.bytes.csv / 2);
    const request = { run, format: 'csv', span: { fromStep: 500, toStep: 1000 }, hasComma: true };
    const job = await ended(screen, (await screen.ask('export.start', request)).job!);
    const [file] = job.files;
    expect(file.name).toBe(`${run}.csv`);
    expect(file.address).toMatch(/^downloads\/[0-9a-f-]{36}\//);
    // A text's estimate is right to a fifth.
    expect(Math.abs(file.bytes / part.bytes.csv - 1)).toBeLessThan(0.2);
    const text = new TextDecoder().decode(files.bytes(`/${file.address}`));
    expect(text.split('\r\n')[1]).toMatch(/;500;/);
    expect(text).toMatch(/;0,05;/);
  });

  it('leaves nothing behind where the disk is full', async () => {
    const bench = await setUp();
    const { screen, files } = bench;
    const run = await record(bench, 2000);
    files.room = [...files.contents.values()].reduce((sum, { byteLength }) => sum + byteLength, 0) + 10_000;
    const job = await ended(screen, (await screen.ask('export.start', { run, format: 'npz', span: {}, hasComma: false })).job!);
    expect(job).toMatchObject({ state: 'failed', problem: { code: 'E-EXPORT', why: 'the disk is full' }, files: [] });
    expect([...files.contents.keys()].filter((path) => path.startsWith('/downloads'))).toEqual([]);
  });

  it('takes in a recording from elsewhere, and a dataset for the experiment on the bench', async () => {
    const bench = await setUp();
    const { screen, files } = bench;
    const run = await record(bench);
    const upload = async (name: string, bytes: Uint8Array): Promise<number> => {
      const begun = await screen.ask('upload.begin', { name });
      const half = bytes.length >> 1;
      for (const piece of [bytes.subarray(0, half), bytes.subarray(half)])
        await screen.ask('upload.piece', { upload: begun.upload, base64: Buffer.from(piece).toString('base64') });
      return begun.upload;
    };
    const copied = await upload('theirs.mcap', files.bytes(`/runs/${run}.mcap`));
    const taken = await ended(screen, (await screen.ask('import.start', { upload: copied, meta: null })).job);
    expect(files.bytes(`/runs/${taken.run}.mcap`)).toEqual(files.bytes(`/runs/${run}.mcap`));
    expect(taken.run).not.toBe(run);
    const table = 'V1 [V],V2 [V],O [V]\n0,0,0\n0.45,0.45,-0.05\n';
    const dataset = await upload('mine.csv', new TextEncoder().encode(table));
    expect(await ended(screen, (await screen.ask('import.start', { upload: dataset, meta: null })).job)).toMatchObject({
      state: 'done',
      run: '',
    });
    expect(await screen.ask('session.get', {})).toMatchObject({ title: 'mine', inputs: [[0, 0], [0.45, 0.45]] }); // prettier-ignore
    expect([...files.contents.keys()].filter((path) => path.includes('upload'))).toEqual([]);
    const wrong = await upload('other.bin', new Uint8Array(9));
    expect(await ended(screen, (await screen.ask('import.start', { upload: wrong, meta: null })).job)).toMatchObject({
      problem: { code: 'E-IMPORT', where: 'other.bin' },
    });
    const broken = await upload('broken.mcap', new Uint8Array(9));
    expect(await ended(screen, (await screen.ask('import.start', { upload: broken, meta: null })).job)).toMatchObject({
      problem: { code: 'E-RECORDING-READ', where: 'broken.mcap' },
    });
  });
});
