import { describe, expect, it } from 'vitest';
import agreement from '../../../docs/agreement.json' with { type: 'json' };
import { formatQuantity, type Unit } from '../../../shared/units.ts';
import { frameSchema } from '../../../shared/frames.ts';
import { outputMapSchema } from '../../../shared/outputMap.ts';
import { catalogueSchema, sessionSchema } from '../../../shared/session.ts';
import { experiments } from '../../../src-main/experiments/index.ts';
import { Session } from '../../../src-main/host/session.ts';
import { stopKinds } from '../../../src-main/host/stopWatch.ts';
import { createTaskLibrary } from '../../../src-main/host/taskLibrary.ts';
import { TestClock } from './testClock.ts';

const library = createTaskLibrary();
const entries = library.papers().flatMap((paper) => paper.experiments);

describe('the gallery', () => {
  it('is what the bridge lays down, and has every experiment with all its claims', () => {
    catalogueSchema.parse({
      exportFormats: [],
      stopKinds: stopKinds(),
      version: library.version,
      tasks: library.tasks(),
      papers: library.papers(),
    });
    expect(entries.map(({ name }) => name)).toEqual(Object.keys(experiments));
    for (const { name, claims } of entries) expect(claims).toHaveLength(experiments[name].claims.length);
  });

  it('names every paper in words', () => {
    for (const { name, title } of library.papers()) expect(title, name).not.toBe(name);
  });

  it('tells the published number with its unit, and the bar', () => {
    const power = entries.find(({ name }) => name === 'transistors2024/xor')!.claims.find(({ quantity }) => quantity.includes('Power'))!;
    expect(power).toMatchObject({ published: '151\u00a0µW', source: 'Dillavou 2024, Appendix D' });
    expect(power.bar).toMatch(/^median .* … .*W$/);
  });

  it('tells what the catalogue measured, as docs/agreement.json has it', () => {
    for (const { experiment, seeds, claims } of agreement) {
      const shown = entries.find(({ name }) => name === experiment)!.claims;
      claims.forEach(({ holds, value, unit }, index) => {
        expect(shown[index].verdict, experiment).toBe(holds === null ? 'reported' : holds ? 'holds' : 'fails');
        expect(shown[index].measured).toContain(formatQuantity(value, unit as Unit, 3));
        if (seeds > 1) expect(shown[index].measured).toContain(`of ${seeds} seeds`);
      });
    }
  });

  it.each(entries.filter(({ opens }) => opens))('opens and runs $name', async ({ name, title }) => {
    const experiment = library.load({ experiment: name });
    const { parameters } = experiment;
    const session = await Session.open(experiment, {
      clock: new TestClock(),
      run: 1,
      sequence: 0,
      speed: null,
      parameters,
      listener: { changed: () => undefined, failed: () => undefined, noticed: () => undefined },
    });
    await session.step(7);
    const data = sessionSchema.parse(session.describe());
    expect(data).toMatchObject({ experiment: name, task: '', title });
    const frame = frameSchema.parse(session.frame({ point: 0, marker: 0, period: 0, path: 0 }));
    expect(frame.step).toBe(7);
    expect(frame.error).not.toBeNull();
    const [point] = frame.history;
    expect(point.modes).toHaveLength(data.modeNames.length);
    expect(point.taskErrors).toHaveLength(data.taskGroups.length);
    if (data.plots.includes('outputErrors')) expect(point.outputErrors).toHaveLength(data.outputNames.length);
    if (data.plots.includes('outputMap')) outputMapSchema.parse(await session.outputMap());
  });

  it.each(entries.filter(({ opens }) => !opens))('sends who wants to open $name to the command line', ({ name }) => {
    expect(() => library.load({ experiment: name })).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({ remedy: expect.stringContaining(`experiment run ${name}`) as string }) as object,
      }),
    );
  });

  it('refuses names that there are none of', () => {
    for (const experiment of ['transistors2024/nothing', 'constructor', '']) {
      expect(() => library.load({ experiment })).toThrow(
        expect.objectContaining({ problem: expect.objectContaining({ code: 'E-USAGE' }) as object }),
      );
    }
  });
});
