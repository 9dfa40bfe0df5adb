import { describe, expect, it } from 'vitest';
import type { Draft } from '../../../../shared/draft.ts';
import type { SessionCheckpoint } from '../../../../src-main/host/checkpoint.ts';
import { Engine } from '../../../../src-main/host/engine.ts';
import { experimentOfProject } from '../../../../src-main/host/project/draft.ts';
import { createTaskLibrary } from '../../../../src-main/host/taskLibrary.ts';
import { MemoryFiles } from '../../recording/memoryFiles.ts';
import { fakeRuns } from '../fakeRuns.ts';
import { TestScreen } from '../linkedTransport.ts';
import { settle, TestClock } from '../testClock.ts';

const text = (files: MemoryFiles, path: string): string => new TextDecoder().decode(files.bytes(path));
const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const SAVED = '/projects/my-divider.twinbench';

interface Opened {
  engine: Engine;
  screen: TestScreen;
  clock: TestClock;
  files: MemoryFiles;
  checkpoints: SessionCheckpoint[];
  hostClock: ReturnType<typeof fakeRuns>['hostClock'];
}

/** An engine with real tasks and files in memory, paused on the voltage divider. */
async function open(files = new MemoryFiles(), from: SessionCheckpoint | null = null): Promise<Opened> {
  const clock = new TestClock();
  const checkpoints: SessionCheckpoint[] = [];
  const runs = fakeRuns(files, { projects: '/projects' });
  const engine = await Engine.start({ clock, library: createTaskLibrary(files), save: (saved) => checkpoints.push(saved), runs }, from);
  const screen = new TestScreen();
  engine.connect(screen.transport, null);
  if (from === null) {
    await screen.ask('session.load', { task: 'divider' });
    await screen.ask('run.set', { isRunning: false });
  }
  return { engine, screen, clock, files, checkpoints, hostClock: runs.hostClock };
}

/** The divider with another state of its first edge. */
function tapped({ edges, ...draft }: Draft, tap: number): Draft {
  return { ...draft, generate: null, edges: edges.map((edge, index) => (index === 0 ? { ...edge, tap } : edge)) };
}

async function change(screen: TestScreen, tap: number): Promise<void> {
  const { draft } = await screen.ask('editor.draft', {});
  await screen.ask('editor.change', { label: `tap ${tap}`, draft: tapped(draft, tap) });
}

const tapOf = ({ edges }: Draft): number | undefined => edges[0].tap;

describe('a project', () => {
  it('is saved under a name and opened as it was: experiment, damage, notes, look and what was edited', async () => {
    const { screen, engine, files } = await open();
    await screen.ask('run.parameters', { nudge: 0.25 });
    await screen.ask('run.step', { steps: 7 });
    await screen.ask('run.mark', { text: 'a note' });
    await screen.ask('damage.apply', { edges: ['e1'], damage: 'stuck' });
    await change(screen, 20);
    const look = {
      hidden: ['plots' as const],
      plots: ['error'],
      viewport: { zoom: 2, x: 3, y: 4 },
      shownNetwork: 'both' as const,
      axes: { ordinates: { 'Error, V²': [1e-6, 0.1] as [number, number] }, span: null, window: 2.5 },
      meaning: { width: 'power', colour: 'rate', widthRange: [0, 1e-3] as [number, number], rateRange: 0.2 },
    };
    await screen.ask('project.look', { look: { ...look, isFlowShown: true, pinnedEdges: ['e2'] } });
    expect(await screen.ask('project.save', { as: null, mayReplace: false })).toEqual({ state: 'unnamed' });
    expect(await screen.ask('project.save', { as: 'My divider', mayReplace: false })).toEqual({ state: 'saved' });
    expect(await screen.ask('project.get', {})).toMatchObject({ name: 'my-divider', isChanged: false, savedAt: 1_700_000_000 });
    await engine.close();

    const other = await open(files);
    const listed = await other.screen.ask('project.list', {});
    expect(listed).toMatchObject({ recent: [{ name: 'my-divider', path: SAVED }], others: [], recoverable: [] });
    const session = await other.screen.ask('project.open', { path: SAVED });
    expect(session).toMatchObject({ title: 'Voltage divider', nudge: 0.25, frame: { damage: ['stuck', null] } });
    expect(session.markers).toMatchObject([{ kind: 'note', label: 'a note' }]);
    const status = await other.screen.ask('project.get', {});
    expect(status).toMatchObject({
      name: 'my-divider',
      path: SAVED,
      isChanged: false,
      look: { ...look, isFlowShown: true },
      draftProblem: null,
    });
    expect(tapOf(status.draft!)).toBe(20);
    await other.engine.close();
  });

  it('begins with an experiment that somebody put into the folder, and is never saved over it', async () => {
    const files = new MemoryFiles();
    const { screen, engine } = await open(files);
    const { document } = await screen.ask('session.document', {});
    const path = '/projects/lecture.json';
    await files.writeText(path, JSON.stringify({ ...(document as object), title: 'For the lecture' }));
    await files.writeText('/projects/wrong.json', JSON.stringify({ ...(document as object), title: 3 }));
    const { others } = await screen.ask('project.list', {});
    expect(others.map((entry) => entry.path).toSorted()).toEqual([path, '/projects/wrong.json']);
    expect(await screen.ask('project.open', { path })).toMatchObject({ title: 'For the lecture' });
    expect(await screen.ask('project.get', {})).toMatchObject({ name: 'lecture', path: '', savedAt: null, isChanged: false });
    expect(await screen.ask('project.save', { as: null, mayReplace: false })).toEqual({ state: 'unnamed' });
    await expect(screen.ask('project.open', { path: '/projects/wrong.json' })).rejects.toThrow(/not valid/);
    expect((await screen.ask('session.get', {})).title).toBe('For the lecture');
    await engine.close();
  });

  it('is trained by the command line as a restart on the bench would train it: with what was edited', async () => {
    const { screen, engine, files } = await open();
    await screen.ask('project.save', { as: 'My divider', mayReplace: false });
    const { generate } = experimentOfProject(JSON.parse(text(files, SAVED)), SAVED);
    expect(generate).toMatchObject({ topology: { kind: 'divider' }, state: 64 });
    await change(screen, 20);
    await screen.ask('project.save', { as: null, mayReplace: false });
    expect(experimentOfProject(JSON.parse(text(files, SAVED)), SAVED).network?.edges[0].tap).toBe(20);
    const { draft } = await screen.ask('editor.draft', {});
    await screen.ask('editor.change', { label: 'no supply', draft: { ...draft, roles: { ...draft.roles, outputs: [] } } });
    await screen.ask('project.save', { as: null, mayReplace: false });
    expect(() => experimentOfProject(JSON.parse(text(files, SAVED)), SAVED)).toThrow(/E-DOC-INVALID/);
    await engine.close();
  });

  it('asks before it replaces another one, and writes over its own', async () => {
    const { screen, engine, files } = await open();
    files.put(SAVED, bytes('somebody else’s'));
    expect(await screen.ask('project.save', { as: 'My divider', mayReplace: false })).toEqual({ state: 'exists' });
    expect(text(files, SAVED)).toBe('somebody else’s');
    expect(await screen.ask('project.save', { as: 'My divider', mayReplace: true })).toEqual({ state: 'saved' });
    await screen.ask('damage.apply', { edges: ['e1'], damage: 'cut' });
    expect(await screen.ask('project.save', { as: null, mayReplace: false })).toEqual({ state: 'saved' });
    expect(JSON.parse(text(files, SAVED))).toMatchObject({ format: 'twinbench.project', version: 1, damage: { e1: 'cut' } });
    await engine.close();
  });

  it.each([
    ['$.experiment.steps', (good: Record<string, object>) => ({ ...good, experiment: { ...good['experiment'], steps: 'many' } })],
    [
      '$.experiment.roles.outputs[0]',
      (good: Record<string, object>) => {
        const roles = { supplies: [], inputs: [], outputs: [{ name: 'O', node: 'nowhere' }] };
        return { ...good, experiment: { ...good['experiment'], roles } };
      },
    ],
    ['$.version', (good: Record<string, object>) => ({ ...good, version: 2 })],
    ['$.damage.e1', (good: Record<string, object>) => ({ ...good, damage: { e1: 'burnt' } })],
    ['$.surplus', (good: Record<string, object>) => ({ ...good, surplus: 1 })],
  ])('is refused whole where %s is wrong, with the place', async (path, spoil) => {
    const { screen, engine, files } = await open();
    await screen.ask('project.save', { as: 'good', mayReplace: false });
    const good = JSON.parse(text(files, '/projects/good.twinbench')) as Record<string, object>;
    const { run } = await screen.ask('session.get', {});
    files.put('/projects/bad.twinbench', bytes(spoil(good)));
    const refused = await screen
      .ask('project.open', { path: '/projects/bad.twinbench' })
      .catch((thrown: unknown) => (thrown as { problem: { where: string } }).problem);
    expect(refused).toMatchObject({ where: expect.stringContaining('/projects/bad.twinbench, at ') as string });
    expect((refused as { where: string }).where).toContain(path);
    expect((await screen.ask('session.get', {})).run).toBe(run);
    expect(await screen.ask('project.get', {})).toMatchObject({ name: 'good' });
    await engine.close();
  });

  it('opens no file that nobody has chosen', async () => {
    const { screen, engine, files } = await open();
    files.put('/etc/secret.twinbench', bytes('{}'));
    for (const path of ['/etc/secret.twinbench', '/projects/../etc/secret.twinbench']) {
      await expect(screen.ask('project.open', { path })).rejects.toMatchObject({ problem: { code: 'E-PROJECT-READ' } });
    }
    await engine.close();
  });

  it('says that the disk is full, and keeps the file that there was', async () => {
    const { screen, engine, files } = await open();
    await screen.ask('project.save', { as: 'My divider', mayReplace: false });
    const before = text(files, SAVED);
    files.writeText = () => Promise.reject(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }));
    await screen.ask('damage.apply', { edges: ['e1'], damage: 'cut' });
    await expect(screen.ask('project.save', { as: null, mayReplace: false })).rejects.toMatchObject({
      problem: { code: 'E-PROJECT-WRITE' },
    });
    expect(text(files, SAVED)).toBe(before);
    expect(await screen.ask('project.get', {})).toMatchObject({ isChanged: true });
    await engine.close();
  });
});

describe('what is not saved', () => {
  it('is in a snapshot seconds later, and offered to the next engine when this one is killed', async () => {
    const { screen, clock, files } = await open();
    await screen.ask('project.save', { as: 'My divider', mayReplace: false });
    await change(screen, 33);
    await clock.pass(3100);
    await settle(20);
    // No close: the process is gone. The next one has another number.
    for (const [path, contents] of files.contents) {
      if (/snapshots\/[^~]*\.json$/.test(path))
        files.put(path, bytes(new TextDecoder().decode(contents).replace(/"process":\d+/, '"process":999999999')));
    }
    const next = await open(files);
    const status = await next.screen.ask('project.get', {});
    expect(status).toMatchObject({ name: '', recoverable: 1 });
    const { recoverable } = await next.screen.ask('project.list', {});
    expect(recoverable).toMatchObject([{ name: 'my-divider', path: SAVED, snapshots: [{ time: expect.any(Number) as number }] }]);
    await next.screen.ask('project.recover', { snapshot: recoverable[0].snapshots[0].id });
    const recovered = await next.screen.ask('project.get', {});
    expect(recovered).toMatchObject({ name: 'my-divider', path: SAVED, isChanged: true, recoverable: 0 });
    expect(tapOf(recovered.draft!)).toBe(33);
    await next.screen.ask('project.save', { as: null, mayReplace: false });
    expect([...files.contents.keys()].filter((path) => path.includes('snapshots'))).toEqual([]);
    await next.engine.close();
  });

  it('waits in a series of its own for each project, also when the program ends in order; discarding drops one of them', async () => {
    const { screen, engine, files } = await open();
    for (const [name, tap] of [
      ['one', 10],
      ['two', 20],
    ] as const) {
      await screen.ask('session.load', { task: 'divider' });
      await screen.ask('project.save', { as: name, mayReplace: false });
      await change(screen, tap);
    }
    await engine.close();
    const next = await open(files);
    const { recoverable } = await next.screen.ask('project.list', {});
    expect(recoverable.map(({ name }) => name).sort()).toEqual(['one', 'two']);
    const one = recoverable.find(({ name }) => name === 'one')!;
    const left = await next.screen.ask('project.discard', { key: one.key });
    expect(left.recoverable.map(({ name }) => name)).toEqual(['two']);
    await next.engine.close();
  });

  it('is never taken from a process that lives', async () => {
    const { screen, clock, files, engine } = await open();
    await screen.ask('project.save', { as: 'mine', mayReplace: false });
    await change(screen, 12);
    await clock.pass(3100);
    await settle(20);
    // Process 1 lives on every machine.
    for (const [path, contents] of files.contents) {
      if (/snapshots\/[^~]*\.json$/.test(path))
        files.put(path, bytes(new TextDecoder().decode(contents).replace(/"process":\d+/, '"process":1')));
    }
    const next = await open(files);
    expect(await next.screen.ask('project.get', {})).toMatchObject({ recoverable: 0 });
    await next.engine.close();
    await engine.close();
  });

  it('keeps the newest twenty snapshots', async () => {
    const { screen, clock, files, engine, hostClock } = await open();
    for (let tap = 1; tap <= 25; tap++) {
      hostClock.pass(3);
      await change(screen, tap);
      await clock.pass(3001);
      await settle(20);
      engine.projects as unknown as object satisfies object;
    }
    const kept = [...files.contents.keys()].filter((path) => path.endsWith('.twinbench'));
    expect(kept).toHaveLength(20);
    const taps = kept.map((path) => (JSON.parse(text(files, path)) as { draft: Draft }).draft.edges[0].tap);
    expect(Math.min(...taps.map(Number))).toBe(6);
    await engine.close();
  });

  it('makes no snapshots of a demonstration that somebody has only cut an edge of', async () => {
    const { screen, clock, files, engine } = await open();
    await screen.ask('damage.apply', { edges: ['e1'], damage: 'cut' });
    await clock.pass(4000);
    await settle(20);
    expect([...files.contents.keys()].filter((path) => path.includes('snapshots'))).toEqual([]);
    await engine.close();
  });
});

describe('one stack of undo', () => {
  it('takes back changes of the experiment and damage in the order in which they were made, and the run goes on', async () => {
    const { screen, engine } = await open();
    await screen.ask('run.step', { steps: 30 });
    await change(screen, 20);
    await screen.ask('damage.apply', { edges: ['e2'], damage: 'cut' });
    await change(screen, 40);
    const { run, frame } = await screen.ask('session.get', {});
    expect(frame.undo).toBe('tap 40');
    const first = await screen.ask('damage.undo', {});
    expect(first.reason).toBe('tap 40 (applies at restart)');
    expect(tapOf((await screen.ask('project.get', {})).draft!)).toBe(20);
    await screen.ask('damage.undo', {});
    expect((await screen.ask('session.get', {})).frame).toMatchObject({
      damage: [null, null],
      undo: 'tap 20',
      redo: expect.stringMatching(/cut/) as string,
    });
    const last = await screen.ask('damage.undo', {});
    expect(last.reason).toBe('tap 20');
    expect((await screen.ask('project.get', {})).draft).toBeNull();
    for (let count = 0; count < 3; count++) await screen.ask('damage.redo', {});
    expect(tapOf((await screen.ask('project.get', {})).draft!)).toBe(40);
    const after = await screen.ask('session.get', {});
    expect(after).toMatchObject({ run, frame: { step: frame.step, undo: 'tap 40', redo: '', damage: [null, 'cut'] } });
    await engine.close();
  });

  it('a restart trains what was edited; undoing afterwards leaves the run alone and applies at the next restart', async () => {
    const { screen, engine } = await open();
    await change(screen, 20);
    const restarted = await screen.ask('run.restart', {});
    expect(restarted.frame.states[0]).toBe(20);
    expect((await screen.ask('project.get', {})).draft).toBeNull();
    await screen.ask('run.step', { steps: 5 });
    await screen.ask('damage.undo', {});
    expect(await screen.ask('session.get', {})).toMatchObject({ run: restarted.run, frame: { step: 5, redo: 'tap 20' } });
    expect(tapOf((await screen.ask('project.get', {})).draft!)).toBe(64);
    expect((await screen.ask('run.restart', {})).frame.states[0]).toBe(64);
    await engine.close();
  });

  it('a draft that is wrong is kept and told with its place; a restart starts what runs, and applying is refused', async () => {
    const { screen, engine } = await open();
    const { draft } = await screen.ask('editor.draft', {});
    const headless = { ...draft, generate: null, roles: { ...draft.roles, outputs: [] } };
    const { problem } = await screen.ask('editor.change', { label: 'no output', draft: headless });
    expect(problem).toMatchObject({ code: 'E-DOC-INVALID', where: expect.stringContaining('$.roles.outputs') as string });
    const { run } = await screen.ask('session.get', {});
    await expect(screen.ask('editor.apply', {})).rejects.toMatchObject({ problem: { code: 'E-DOC-INVALID' } });
    expect((await screen.ask('session.get', {})).run).toBe(run);
    expect((await screen.ask('run.restart', {})).outputNames).toEqual(['O']);
    expect((await screen.ask('project.get', {})).draft?.roles.outputs).toEqual([]);
    await screen.ask('editor.change', { label: 'discard the changes', draft: null });
    expect((await screen.ask('project.get', {})).draft).toBeNull();
    await engine.close();
  });

  it('survives the death of the engine, with the name of the project', async () => {
    const { screen, checkpoints, files } = await open();
    await screen.ask('project.save', { as: 'My divider', mayReplace: false });
    await change(screen, 20);
    const next = await open(files, structuredClone(checkpoints.at(-1)!));
    const status = await next.screen.ask('project.get', {});
    expect(status).toMatchObject({ name: 'my-divider', isChanged: true });
    expect(tapOf(status.draft!)).toBe(20);
    await next.screen.ask('damage.undo', {});
    expect((await next.screen.ask('project.get', {})).draft).toBeNull();
    await next.engine.close();
  });

  it('follows the sliders: an edited experiment starts with the nudge in force', async () => {
    const { screen, engine } = await open();
    await change(screen, 20);
    await screen.ask('run.parameters', { nudge: 0.125 });
    expect(await screen.ask('editor.apply', {})).toMatchObject({ nudge: 0.125 });
    await engine.close();
  });
});

describe('the editor', () => {
  it('keeps a generated network generated until it is changed', async () => {
    const { screen, engine } = await open();
    await screen.ask('session.load', { task: 'xor' });
    const { draft } = await screen.ask('editor.draft', {});
    expect(draft).toMatchObject({ generate: { topology: { kind: 'periodicSquare' } }, period: { x: 4, y: 4 } });
    expect(draft.edges).toHaveLength(32);
    await screen.ask('editor.change', { label: 'title', draft: { ...draft, title: 'Mine' } });
    const session = await screen.ask('editor.apply', {});
    expect(session).toMatchObject({ title: 'Mine', period: { x: 4, y: 4 } });
    await engine.close();
  });

  it.each(['periodicSquare', 'openSquare', 'board2022', 'bowtie', 'divider', 'random'])('generates a network: %s', async (kind) => {
    const { screen, engine } = await open();
    const { topologies } = await screen.ask('editor.topologies', {});
    const parameters = Object.fromEntries(
      topologies.find((entry) => entry.kind === kind)!.parameters.map((each) => [each.name, each.default]),
    );
    await screen.ask('project.new', { edges: 'transistor' });
    const { draft } = await screen.ask('editor.draft', {});
    const made = (await screen.ask('editor.generate', { draft, topology: { kind, ...parameters }, state: 2, spread: 0.5 })).draft;
    expect(made.nodes.length).toBeGreaterThan(1);
    expect(made.generate).toMatchObject({ topology: { kind }, state: 2, spread: 0.5 });
    await expect(screen.ask('editor.generate', { draft, topology: { kind, nonsense: 1 }, state: 2, spread: 0 })).rejects.toMatchObject({
      problem: { where: expect.stringContaining('$.generate.topology') as string },
    });
    await engine.close();
  });

  it.each(['transistor', 'digipot', 'resistor'] as const)('a divider of new %s edges trains', async (edges) => {
    const { screen, engine } = await open();
    await screen.ask('project.new', { edges });
    const { draft } = await screen.ask('editor.draft', {});
    const state = { transistor: { gate: 3 }, digipot: { tap: 64 }, resistor: { conductance: 1 } }[edges];
    const built: Draft = {
      ...draft,
      nodes: ['top', 'O', 'bottom'].map((id, y) => ({ id, x: 0, y })),
      edges: [
        { id: 'upper', from: 'top', to: 'O', ...state },
        { id: 'lower', from: 'O', to: 'bottom', ...state },
      ],
      roles: {
        inputs: [],
        supplies: [
          { name: 'V+', node: 'top', voltage: 0.4 },
          { name: 'V−', node: 'bottom', voltage: 0 },
        ],
        outputs: [{ name: 'O', node: 'O' }],
      },
      dataset: { kind: 'table', inputs: [[]], labels: [[0.3]] },
    };
    expect(await screen.ask('editor.change', { label: 'a divider', draft: built })).toEqual({ problem: null });
    const session = await screen.ask('editor.apply', {});
    expect(session.edgeKind).toBe(edges);
    await screen.ask('run.set', { isRunning: false });
    const before = (await screen.ask('session.get', {})).frame.error!;
    await screen.ask('run.step', { steps: 400 });
    // The output starts at half of 0.4 V, 0.1 V from its label.
    expect((await screen.ask('session.get', {})).frame.error!).toBeLessThan(before);
    await engine.close();
  });
});
