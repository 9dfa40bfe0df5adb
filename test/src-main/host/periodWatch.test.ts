import { describe, expect, it } from 'vitest';
import { periodPointSchema } from '../../../shared/frames.ts';
import { PeriodWatch } from '../../../src-main/host/periodWatch.ts';
import { Session } from '../../../src-main/host/session.ts';
import { fakeExperiment, FakeMachine } from './fakeMachine.ts';
import { TestClock } from './testClock.ts';

const figures = { ...fakeExperiment().figures, turn: 10, taskGroups: [[0], [0]] };

/** Runs as a session does: never further than the watch has room for. */
async function run(machine: FakeMachine, watch: PeriodWatch, steps: number): Promise<void> {
  for (let done = 0; done < steps;) {
    const part = machine.advance(Math.min(steps - done, watch.room()));
    done += part;
    await watch.advanced(part);
  }
}

describe('PeriodWatch', () => {
  it('looks where a period is half over and at its end', async () => {
    const machine = new FakeMachine(1);
    const watch = new PeriodWatch(machine, figures);
    await run(machine, watch, 20);
    const twin = new FakeMachine(1);
    twin.advance(10);
    const middle = { states: twin.read().states, error: twin.measure().error };
    twin.advance(10);
    const end = { states: twin.read().states, error: twin.measure().error };
    const [point] = watch.periods.since(0);
    periodPointSchema.parse(point);
    expect(point.step).toBe(20);
    const distance = Math.hypot(...end.states.map((state, edge) => state - middle.states[edge]));
    expect(point.span).toBeCloseTo(distance, 12);
    // The fake derives E and 3 E of the machine's error for the two tasks; their mean is twice the error.
    expect(point.error).toBeCloseTo((2 * middle.error + 2 * end.error) / 2, 12);
  });

  it('follows one period per look, starting with a whole one', async () => {
    const machine = new FakeMachine(1);
    const watch = new PeriodWatch(machine, figures);
    await run(machine, watch, 200);
    expect(watch.periods.since(0).map(({ step }) => step)).toEqual([20]);
    await run(machine, watch, 13);
    watch.arm();
    await run(machine, watch, 40);
    // Armed at step 213, past the middle of nothing yet: 210 is over, 230 is the next.
    expect(watch.periods.since(0).map(({ step }) => step)).toEqual([20, 240]);
  });

  it('does not look at all while it is not armed', async () => {
    const machine = new FakeMachine(1);
    const watch = new PeriodWatch(machine, figures);
    await run(machine, watch, 20);
    expect(watch.room()).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('a session with tasks in turn', () => {
  it('sends the periods, each once, and keeps them over a checkpoint', async () => {
    const clock = new TestClock();
    const experiment = fakeExperiment({ figures });
    const options = {
      clock,
      run: 1,
      sequence: 0,
      speed: null,
      parameters: experiment.parameters,
      listener: { changed: () => undefined, failed: () => undefined, noticed: () => undefined },
    };
    const session = await Session.open(experiment, options);
    await session.step(25);
    const { periods } = session.frame({ point: 0, marker: 0, period: 0, path: 0 });
    expect(periods.map(({ step }) => step)).toEqual([20]);
    expect(session.frame(session.end).periods).toEqual([]);
    const resumed = await Session.open(experiment, { ...options, checkpoint: structuredClone(await session.save()) });
    expect(resumed.describe().periods).toEqual(periods);
    await resumed.step(15);
    // Step 30 is the middle of the second period, 40 its end.
    expect(resumed.describe().periods.map(({ step }) => step)).toEqual([20, 40]);
  });

  it('does exactly the steps asked for', async () => {
    const experiment = fakeExperiment({ figures });
    const session = await Session.open(experiment, {
      clock: new TestClock(),
      run: 1,
      sequence: 0,
      speed: null,
      parameters: experiment.parameters,
      listener: { changed: () => undefined, failed: () => undefined, noticed: () => undefined },
    });
    await session.step(77);
    expect(session.describe().frame.step).toBe(77);
  });
});
