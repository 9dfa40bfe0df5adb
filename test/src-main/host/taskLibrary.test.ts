import { describe, expect, it } from 'vitest';
import { sessionSchema } from '../../../shared/session.ts';
import { frameSchema } from '../../../shared/frames.ts';
import { Session } from '../../../src-main/host/session.ts';
import type { SessionCheckpoint } from '../../../src-main/host/checkpoint.ts';
import type { ExperimentSource } from '../../../src-main/host/library.ts';
import { createTaskLibrary } from '../../../src-main/host/taskLibrary.ts';
import { tasks } from '../../../src-main/learning/tasks/index.ts';
import { TestClock } from './testClock.ts';

const library = createTaskLibrary();

async function open(source: Exclude<ExperimentSource, { recording: string }>, checkpoint?: SessionCheckpoint): Promise<Session> {
  const experiment = library.load(source, checkpoint?.seed);
  const { parameters } = experiment;
  return Session.open(experiment, {
    clock: new TestClock(),
    run: 1,
    sequence: 0,
    speed: null,
    parameters: checkpoint?.parameters ?? parameters,
    listener: { changed: () => undefined, failed: () => undefined, noticed: () => undefined },
    ...(checkpoint === undefined ? {} : { checkpoint }),
  });
}

const frameOf = (session: Session) => session.frame({ point: 0, marker: 0, period: 0, path: 0 });

describe.each(Object.keys(tasks))('task %s on the simulated machine', (task) => {
  it('describes itself as the bridge lays down', async () => {
    const session = await open({ task });
    const data = sessionSchema.parse(session.describe());
    expect(data).toMatchObject({
      task,
      title: tasks[task].spec.title,
      source: expect.stringMatching(/^Dillavou 20\d\d, Fig\. /) as string,
    });
    expect(data.frame.outputs).toHaveLength(data.inputs.length);
    expect(data.frame.outputs[0]).toHaveLength(data.outputNames.length);
    expect(data.conductanceRange[0]).toBeLessThan(data.conductanceRange[1]);
    expect(data.initialConductances).toHaveLength(data.edges.length);
    // Positions and conductances are written as they are; a transistor's conductance depends on the voltages too.
    data.initialConductances.forEach((conductance, edge) => {
      const first = data.frame.conductances[edge];
      if (data.edgeKind !== 'transistor') expect(conductance).toBeCloseTo(first, 12);
      expect(conductance).toBeGreaterThan(0);
      expect(conductance).toBeLessThanOrEqual(data.conductanceRange[1]);
    });
    expect(library.tasks().find(({ name }) => name === task)).toMatchObject({ edges: data.edges.length, source: data.source });
  });

  it('is worth watching: not slower than 30 steps per second, otherwise in real time', () => {
    const { parameters, defaultSpeed } = library.load({ task });
    expect(defaultSpeed).toBe(Math.max(30, 1 / parameters.stepTime));
  });

  it('trains, and every kind of damage on every edge leaves frames that can be sent', async () => {
    const session = await open({ task });
    await session.step(100);
    for (const damage of ['cut', 'short', 'stuck'] as const) {
      for (const { id } of session.experiment.description.edges) {
        await session.interventions.damage([id], damage);
        await session.step(1);
        frameSchema.parse(frameOf(session));
        await session.interventions.damage([id], null);
      }
    }
    await session.interventions.cutRandom(1000);
    await session.step(3);
    const alone = frameSchema.parse(frameOf(session));
    expect(alone.damage.every((kind) => kind === 'cut')).toBe(true);
    expect(alone.isolatedNodes).toBeGreaterThan(0);
    expect(alone.error).toBeNull();
  });

  it('goes on from a checkpoint exactly as it would have gone on', async () => {
    const first = await open({ task });
    await first.step(37);
    await first.interventions.damage([first.experiment.description.edges[0].id], 'stuck');
    const checkpoint = JSON.parse(JSON.stringify(await first.save())) as SessionCheckpoint;
    const second = await open({ task }, checkpoint);
    await first.step(200);
    await second.step(200);
    const [one, other] = [frameOf(first), frameOf(second)];
    expect(other.states).toEqual(one.states);
    expect(other.error).toBe(one.error);
    expect(other.damage).toEqual(one.damage);
  });
});

describe('XOR', () => {
  it('is learned, suffers from the worst cut, recovers, and undo restores the edge', async () => {
    const session = await open({ task: 'xor' });
    const start = frameOf(session).error!;
    await session.step(15_000);
    const learned = frameOf(session).error!;
    expect(learned).toBeLessThan(start / 10);
    const report = await session.interventions.cutExtreme('most');
    expect(report.edges).toHaveLength(1);
    expect(report.reason).toMatch(/raises the error most: ×/);
    const cut = frameOf(session).error!;
    expect(cut).toBeGreaterThan(learned * 3);
    await session.step(15_000);
    expect(frameOf(session).error!).toBeLessThan(cut / 3);
    await session.interventions.undo();
    expect(frameOf(session).damage.every((kind) => kind === null)).toBe(true);
  });

  it('trying out the worst cut does not touch the run', async () => {
    const [tried, untouched] = [await open({ task: 'xor' }), await open({ task: 'xor' })];
    await tried.step(500);
    await untouched.step(500);
    await tried.interventions.cutExtreme('most');
    await tried.interventions.undo();
    await tried.step(500);
    await untouched.step(500);
    expect(frameOf(tried).states).toEqual(frameOf(untouched).states);
  });

  it('stands still while learning is frozen, and goes on after', async () => {
    const session = await open({ task: 'xor' });
    await session.step(100);
    await session.interventions.setLearning(false);
    const { states } = frameOf(session);
    await session.step(100);
    expect(frameOf(session).states).toEqual(states);
    await session.interventions.setLearning(true);
    await session.step(100);
    expect(frameOf(session).states).not.toEqual(states);
  });
});

describe('documents', () => {
  it('load as values and as text', () => {
    const document = { ...tasks['xor'].build(), title: 'Mine', source: 'Somebody 2026' };
    for (const given of [document, JSON.stringify(document)]) {
      expect(library.load({ document: given }, 12)).toMatchObject({
        seed: 12,
        description: { task: '', title: 'Mine', source: 'Somebody 2026' },
      });
    }
  });

  it.each([
    ['text that is no JSON', '{', 'E-DOC-JSON'],
    ['another format', { format: 'x', version: 1 }, 'E-DOC-FORMAT'],
    ['a newer version', { format: 'twinbench.experiment', version: 2 }, 'E-DOC-VERSION'],
    ['missing parts', { format: 'twinbench.experiment', version: 1 }, 'E-DOC-INVALID'],
    ['nothing', null, 'E-DOC-FORMAT'],
  ])('are refused with the reason: %s', (_, document, code) => {
    expect(() => library.load({ document })).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code }) as object }));
  });

  it('refuses a network without a task, and says what to do with it', () => {
    const document = { format: 'twinbench.network', version: 1, edgeModel: { kind: 'resistor' }, nodes: [{ id: 'a' }], edges: [] };
    for (const given of [document, JSON.stringify(document)]) {
      expect(() => library.load({ document: given })).toThrow(
        expect.objectContaining({
          problem: expect.objectContaining({
            code: 'E-DOC-FORMAT',
            remedy: expect.stringContaining('twinbench solve') as string,
          }) as object,
        }),
      );
    }
  });

  it('marks the damage that they schedule', async () => {
    const document = { ...tasks['xor'].build(), damage: [{ step: 10, edges: ['e3'], damage: 'cut' }] };
    const session = await open({ document });
    await session.step(50);
    expect(frameOf(session).damage[3]).toBe('cut');
    const { markers } = frameOf(session);
    expect(markers).toMatchObject([{ kind: 'cut', label: 'e3 cut', step: 10 }]);
    expect(markers[0].time).toBeCloseTo(10 * 1e-4, 12);
    await session.step(50);
    expect(frameOf(session).markers).toHaveLength(1);
  });

  it('refuses unknown tasks, whatever their name', () => {
    for (const task of ['nothing', 'constructor', '__proto__']) {
      expect(() => library.load({ task })).toThrow(
        expect.objectContaining({ problem: expect.objectContaining({ code: 'E-USAGE' }) as object }),
      );
    }
  });
});
