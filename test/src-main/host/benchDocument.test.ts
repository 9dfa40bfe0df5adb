import { describe, expect, it } from 'vitest';
import { benchDocument } from '../../../src-main/host/benchDocument.ts';
import type { LoadedExperiment } from '../../../src-main/host/library.ts';
import { Session } from '../../../src-main/host/session.ts';
import { createTaskLibrary } from '../../../src-main/host/taskLibrary.ts';
import { MemoryFiles } from '../recording/memoryFiles.ts';
import { TestClock } from './testClock.ts';

const library = createTaskLibrary(new MemoryFiles());

function open(experiment: LoadedExperiment): Promise<Session> {
  const { parameters } = experiment;
  const listener = { changed: () => undefined, failed: () => undefined, noticed: () => undefined };
  return Session.open(experiment, { clock: new TestClock(), run: 1, sequence: 0, speed: null, parameters, listener });
}

describe('the document of the bench', () => {
  it('begins the same run again, with the seed and the parameters in force', async () => {
    const session = await open(library.load({ task: 'allostery' }, 77));
    await session.interventions.setParameters({ nudge: 0.25 });
    const document = benchDocument(session);
    expect(document).toMatchObject({ seed: 77, clamping: { nudge: 0.25 } });
    const again = await open(library.load({ document: JSON.parse(JSON.stringify(document)) as unknown }));
    await session.step(50);
    await again.step(50);
    const [one, other] = [session, again].map((bench) => bench.frame(bench.end));
    expect(other.states).toEqual(one.states);
    expect(other.error).toBe(one.error);
    await session.close();
    await again.close();
  });
});
