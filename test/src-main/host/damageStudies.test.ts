import { describe, expect, it } from 'vitest';
import { TestScreen } from './linkedTransport.ts';
import { Engine } from '../../../src-main/host/engine.ts';
import { FakeLibrary } from './fakeMachine.ts';
import { fakeRuns } from './fakeRuns.ts';
import { settle, TestClock } from './testClock.ts';

/** Every look at it takes a millisecond, so that work takes time. */
class WorkingClock extends TestClock {
  #looks = 0;

  override now(): number {
    return super.now() + this.#looks++;
  }
}

async function setUp(): Promise<{ engine: Engine; screen: TestScreen }> {
  const engine = await Engine.start(
    { clock: new WorkingClock(), library: new FakeLibrary(), save: () => undefined, runs: fakeRuns() },
    null,
  );
  const screen = new TestScreen();
  engine.connect(screen.transport, null);
  await screen.ask('session.get', {});
  await screen.ask('run.set', { isRunning: false });
  return { engine, screen };
}

describe('studies of damage', () => {
  it('measures every single loss without touching the run', async () => {
    const { engine, screen } = await setUp();
    const { step } = engine.session.frame(engine.session.end);
    const importance = await screen.ask('damage.importance', {});
    expect(importance.step).toBe(step);
    // Without edge i the error of the fake machine is 1 + i higher.
    importance.errors.forEach((error, edge) => expect(error! - importance.error!).toBeCloseTo(1 + edge, 9));
    expect(engine.session.frame(engine.session.end)).toMatchObject({ step, damage: [null, null, null] });
    await engine.close();
  });

  it('leaves out edges that are cut already', async () => {
    const { engine, screen } = await setUp();
    await screen.ask('damage.apply', { edges: ['e1'], damage: 'cut' });
    const { errors } = await screen.ask('damage.importance', {});
    expect(errors[1]).toBeNull();
    expect(errors[0]).not.toBeNull();
    await screen.ask('damage.apply', { edges: ['e0', 'e2'], damage: 'cut' });
    await expect(screen.ask('damage.importance', {})).rejects.toMatchObject({ problem: { code: 'E-RUN-INVALID' } });
    await engine.close();
  });

  it('finds the edge that matters most on a copy, tells how far it is, and cuts it', async () => {
    const { engine, screen } = await setUp();
    const report = await screen.ask('damage.worst', {});
    // Without edge i the error of the fake machine is 1 + i higher.
    expect(report).toMatchObject({ edges: ['e2'], damage: 'cut' });
    expect(report.reason).toContain('raises the error most');
    const told = screen.events('ranking').map(({ done }) => done);
    expect(told.slice(0, -1)).toEqual([1 / 3, 2 / 3, 1]);
    expect(told.at(-1)).toBeNull();
    expect((await screen.ask('damage.least', {})).edges).toEqual(['e0']);
    await engine.close();
  });

  it('cuts nothing when the search is called off', async () => {
    const { engine, screen } = await setUp();
    const asked = screen.ask('damage.worst', {});
    await screen.ask('damage.rankCancel', {});
    expect(await asked).toMatchObject({ edges: [], damage: 'cut' });
    expect(engine.session.frame(engine.session.end).damage).toEqual([null, null, null]);
    await engine.close();
  });

  it('tells of every draw of a curve, up to the end', async () => {
    const { engine, screen } = await setUp();
    await screen.ask('damage.curve', { draws: 3, relearnSteps: 100 });
    await settle(200);
    const told = screen.events('damageCurve');
    expect(told[0]).toMatchObject({ state: 'running', done: 0, draws: 3, frozen: [] });
    const last = told.at(-1)!;
    expect(last).toMatchObject({ state: 'done', done: 1, run: 1, relearnSteps: 100 });
    expect(last.frozen).toHaveLength(3);
    for (const [index, errors] of last.frozen.entries()) {
      expect(errors[1]!).toBeGreaterThan(errors[0]!);
      expect(last.relearned[index][0]!).toBeLessThan(errors[0]!);
    }
    await engine.close();
  });

  it('is cancelled, and another one takes its place', async () => {
    const { engine, screen } = await setUp();
    await screen.ask('damage.curve', { draws: 200, relearnSteps: 100_000 });
    await screen.ask('damage.curveCancel', {});
    await settle(50);
    expect(screen.events('damageCurve').at(-1)!.state).toBe('cancelled');
    await screen.ask('damage.curve', { draws: 1, relearnSteps: 0 });
    await settle(200);
    expect(screen.events('damageCurve').at(-1)!.state).toBe('done');
    await engine.close();
  });
});
