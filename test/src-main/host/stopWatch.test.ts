import { afterEach, describe, expect, test } from 'vitest';
import type { Frame } from '../../../shared/frames.ts';
import type { StopCondition } from '../../../shared/stop.ts';
import type { SessionCheckpoint } from '../../../src-main/host/checkpoint.ts';
import { Engine } from '../../../src-main/host/engine.ts';
import { stopKinds } from '../../../src-main/host/stopWatch.ts';
import { createTaskLibrary } from '../../../src-main/host/taskLibrary.ts';
import { openRecording } from '../../../src-main/recording/reader.ts';
import { MemoryFiles } from '../recording/memoryFiles.ts';
import { fakeRuns } from './fakeRuns.ts';
import { TestScreen } from './linkedTransport.ts';
import { settle, TestClock } from './testClock.ts';

const open: Engine[] = [];

afterEach(async () => {
  for (const engine of open.splice(0)) await engine.close();
});

interface Bench {
  screen: TestScreen;
  clock: TestClock;
  files: MemoryFiles;
  engine: Engine;
  checkpoints: SessionCheckpoint[];
}

/** The real engine with XOR on it, paused at step 0 or where the checkpoint left it. */
async function setUp(checkpoint: SessionCheckpoint | null = null): Promise<Bench> {
  const clock = new TestClock();
  const files = new MemoryFiles();
  const checkpoints: SessionCheckpoint[] = [];
  const save = (saved: SessionCheckpoint): void => void checkpoints.push(structuredClone(saved));
  const runs = fakeRuns(files, { projects: '/projects' });
  const engine = await Engine.start({ clock, library: createTaskLibrary(files), save, runs }, checkpoint);
  open.push(engine);
  const screen = new TestScreen();
  screen.acknowledges = true;
  engine.connect(screen.transport, null);
  if (checkpoint === null) await screen.ask('run.set', { isRunning: false });
  return { screen, clock, files, engine, checkpoints };
}

const frameOf = async ({ screen }: Bench): Promise<Frame> => (await screen.ask('session.get', {})).frame;

/** Runs until the engine pauses by itself. */
async function runOut(bench: Bench): Promise<Frame> {
  await bench.screen.ask('run.set', { isRunning: true });
  for (let turn = 0; bench.engine.session.isRunning; turn++) {
    if (turn > 20_000) throw new Error('the run does not stop');
    await bench.clock.pass(20);
  }
  await settle(10);
  return frameOf(bench);
}

const below = (value: number): StopCondition[] => [{ kind: 'error', below: value }];

describe('a run on the bench', () => {
  test('stops at the same measurement at every speed and in every count of steps, with a marker there', async () => {
    const seen: unknown[] = [];
    // Much faster, faster and slower than the program measures, and in steps that end between measurements.
    for (const way of [1_000_000, 40_000, 700, 'steps'] as const) {
      const bench = await setUp();
      await bench.screen.ask('run.restart', { seed: 3 });
      await bench.screen.ask('run.parameters', { stop: below(4e-3) });
      if (way === 'steps') {
        for (let turn = 0; turn < 60 && (await frameOf(bench)).stopped === null; turn++) await bench.screen.ask('run.step', { steps: 37 });
      } else {
        await bench.screen.ask('run.speed', { stepsPerSecond: way });
        await runOut(bench);
      }
      const { frame, markers } = await bench.screen.ask('session.get', {});
      expect(frame).toMatchObject({ isRunning: false, stop: below(4e-3) });
      expect(frame.step).toBe(frame.stopped?.step);
      expect(frame.error).toBe(frame.stopped?.error);
      const { step, time } = frame.stopped!;
      expect(markers.filter(({ kind }) => kind === 'stop')).toEqual([
        { kind: 'stop', step, time, label: 'stopped: error below 0.004\u00a0V²' },
      ]);
      seen.push(frame.stopped, frame.states);
    }
    const [stopped, states] = seen;
    expect(stopped).toMatchObject({ words: 'error below 0.004\u00a0V²', isLearned: false });
    expect((stopped as { step: number }).step % 100).toBe(0);
    for (let index = 2; index < seen.length; index += 2) expect(seen.slice(index, index + 2)).toEqual([stopped, states]);
  });

  test('goes on when it is told to, and is not stopped again by what still holds', async () => {
    const bench = await setUp();
    await bench.screen.ask('run.speed', { stepsPerSecond: 1_000_000 });
    await bench.screen.ask('run.parameters', { stop: [{ kind: 'steps', after: 250 }] });
    expect((await runOut(bench)).stopped).toMatchObject({ step: 300, words: '250 steps' });
    await bench.screen.ask('run.step', { steps: 500 });
    expect(await frameOf(bench)).toMatchObject({ step: 800, stopped: null });
    await bench.screen.ask('run.parameters', { stop: [{ kind: 'steps', after: 1000 }] });
    expect((await runOut(bench)).stopped).toMatchObject({ step: 1000 });
  });

  test('says whether the goal is reached where it stops', async () => {
    const bench = await setUp();
    await bench.screen.ask('run.speed', { stepsPerSecond: 1_000_000 });
    const document = (await bench.screen.ask('session.document', {})).document as object;
    await bench.screen.ask('session.load', { document: { ...document, goal: { errorBelow: 5e-3 }, stop: below(4e-3) } });
    await bench.screen.ask('run.speed', { stepsPerSecond: 1_000_000 });
    expect((await runOut(bench)).stopped).toMatchObject({ isLearned: true });
  });

  test('its damage lets a plateau begin anew', async () => {
    const bench = await setUp();
    await bench.screen.ask('run.step', { steps: 1000 });
    await bench.screen.ask('run.parameters', { stop: [{ kind: 'plateau', fall: 100, over: 0.05 }] });
    await bench.screen.ask('run.step', { steps: 400 });
    await bench.screen.ask('damage.apply', { edges: ['e3'], damage: 'cut' });
    // No error falls by 100 %: without the cut, step 1600 would be 0.05 s after the first measurement.
    expect((await runOut(bench)).stopped).toMatchObject({ step: 2000 });
  });
});

describe('stop conditions', () => {
  test('change live, are undone and done again with the other parameters, without a line on the plots', async () => {
    const bench = await setUp();
    await bench.screen.ask('run.parameters', { stop: below(1e-5) });
    await bench.screen.ask('run.parameters', { nudge: 0.2 });
    expect(await frameOf(bench)).toMatchObject({ stop: below(1e-5), nudge: 0.2 });
    await bench.screen.ask('damage.undo', {});
    expect(await frameOf(bench)).toMatchObject({ stop: below(1e-5), nudge: 0.5, undo: 'stop on error below 1×10⁻⁵\u00a0V²' });
    await bench.screen.ask('damage.undo', {});
    expect(await frameOf(bench)).toMatchObject({ stop: [], redo: 'stop on error below 1×10⁻⁵\u00a0V²' });
    await bench.screen.ask('damage.redo', {});
    expect(await frameOf(bench)).toMatchObject({ stop: below(1e-5) });
    const { markers } = await bench.screen.ask('session.get', {});
    expect(markers.map(({ label }) => label)).toEqual(['nudge 0.500 → 0.200', 'nudge 0.200 → 0.500']);
  });

  test.each<[string, StopCondition[], RegExp]>([
    ['an unknown kind', [{ kind: 'never' }], /run\.parameters: stop/],
    ['a number out of range', [{ kind: 'plateau', fall: 101, over: 1 }], /plateau, fall/],
    ['an unknown number', [{ kind: 'time', after: 1, before: 2 }], /time/],
    ['a kind twice', [...below(1), ...below(2)], /error, kind/],
  ])('%s is refused, and those in force stay', async (_, stop, where) => {
    const bench = await setUp();
    await bench.screen.ask('run.parameters', { stop: below(1e-5) });
    await expect(bench.screen.ask('run.parameters', { stop })).rejects.toMatchObject({
      problem: { code: 'E-USAGE', where: expect.stringMatching(where) as string },
    });
    expect(await frameOf(bench)).toMatchObject({ stop: below(1e-5) });
  });

  test('stay over a restart, which begins them anew, and are in the document and the project', async () => {
    const bench = await setUp();
    await bench.screen.ask('run.speed', { stepsPerSecond: 1_000_000 });
    await bench.screen.ask('run.parameters', { stop: [{ kind: 'steps', after: 200 }] });
    expect((await runOut(bench)).stopped).toMatchObject({ step: 200 });
    const again = await bench.screen.ask('run.restart', {});
    expect(again.frame).toMatchObject({ step: 0, stopped: null, stop: [{ kind: 'steps', after: 200 }] });
    expect((await runOut(bench)).stopped).toMatchObject({ step: 200 });
    expect((await bench.screen.ask('session.document', {})).document).toMatchObject({ stop: [{ kind: 'steps', after: 200 }] });
    await bench.screen.ask('project.save', { as: 'stops', mayReplace: false });
    await bench.screen.ask('session.load', { task: 'divider' });
    expect((await frameOf(bench)).stop).toEqual([]);
    await bench.screen.ask('project.open', { path: '/projects/stops.twinbench' });
    expect(await frameOf(bench)).toMatchObject({ stopped: null, stop: [{ kind: 'steps', after: 200 }] });
  });

  test('are with an engine that takes the place of one that died: where it stopped, and what a plateau has seen', async () => {
    const bench = await setUp();
    await bench.screen.ask('run.parameters', {
      stop: [
        { kind: 'steps', after: 200 },
        { kind: 'plateau', fall: 100, over: 0.05 },
      ],
    });
    await bench.screen.ask('run.step', { steps: 1000 });
    const second = await setUp(structuredClone(bench.checkpoints.at(-1)!));
    const frame = await frameOf(second);
    expect(frame).toMatchObject({ step: 200, stopped: { step: 200, words: '200 steps' } });
    // The plateau counts from step 100, which the first engine saw; 200 steps have stopped the run already.
    await second.screen.ask('run.step', { steps: 1000 });
    expect((await frameOf(second)).stopped).toMatchObject({ step: 600, words: 'error fell by less than 100\u00a0% in 50\u00a0ms' });
  });

  test('a recording has the place and the reason, and stops nothing when it is played', async () => {
    const bench = await setUp();
    const { screen, files } = bench;
    await screen.ask('run.parameters', { stop: [{ kind: 'steps', after: 200 }] });
    await screen.ask('record.start', { name: 'stopped' });
    await screen.ask('run.step', { steps: 500 });
    await screen.ask('run.step', { steps: 300 });
    await screen.ask('record.stop', {});
    const [{ id }] = (await screen.ask('runs.list', {})).runs;
    const events = [];
    for await (const event of (await openRecording(`/runs/${id}.mcap`, files)).events()) if (event.kind === 'marker') events.push(event);
    expect(events).toEqual([expect.objectContaining({ marker: 'stop', label: 'stopped: 200 steps', step: 200, time: 0.02 })]);
    const { job } = await screen.ask('runs.open', { run: id });
    while (!screen.events('job').some((event) => event.id === job && event.state !== 'running')) await settle(1);
    const played = await screen.ask('session.get', {});
    expect(played.frame.stop).toEqual([]);
    expect(played.markers).toContainEqual(expect.objectContaining({ kind: 'stop', step: 200 }));
    await screen.ask('run.set', { isRunning: true });
    for (let turn = 0; turn < 200 && bench.engine.session.isRunning; turn++) await bench.clock.pass(50);
    expect((await frameOf(bench)).step).toBe(500);
  });

  test('the next of several tasks goes on with them', async () => {
    const bench = await setUp();
    await bench.screen.ask('session.load', { experiment: 'digipots2022/tenTasks' });
    await bench.screen.ask('run.set', { isRunning: false });
    await bench.screen.ask('run.restart', {});
    await bench.screen.ask('run.parameters', { stop: [{ kind: 'steps', after: 700 }] });
    await bench.screen.ask('run.step', { steps: 600 });
    await settle(20);
    expect(await frameOf(bench)).toMatchObject({ step: 500, stop: [{ kind: 'steps', after: 700 }] });
    await bench.screen.ask('run.step', { steps: 400 });
    expect((await frameOf(bench)).stopped).toMatchObject({ step: 700 });
  });
});

describe('on a board', () => {
  test('the run holds at the very measurement', async () => {
    const bench = await setUp();
    await bench.screen.ask('session.load', { task: 'xor', machine: { machine: 'emulated', condition: 'ideal' } });
    await bench.screen.ask('run.parameters', { stop: [{ kind: 'time', after: 0.025 }] });
    await bench.screen.ask('run.learning', { isLearning: true });
    await bench.screen.ask('run.step', { steps: 1000 });
    expect(await frameOf(bench)).toMatchObject({ step: 300, stopped: { step: 300, words: 'learning time 25\u00a0ms' } });
  });
});

test('a form is told of every kind, with units and ranges', () => {
  expect(stopKinds().map(({ kind }) => kind)).toEqual(['error', 'time', 'steps', 'plateau']);
  expect(stopKinds()[0].parameters).toEqual([
    { name: 'below', title: 'Below', unit: 'V²', default: 1e-5, minimum: 0, maximum: 1e6, isWhole: false, isAbove: true },
  ]);
});
