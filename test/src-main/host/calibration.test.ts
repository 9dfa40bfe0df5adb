import { describe, expect, test } from 'vitest';
import type { Calibration, CalibrationNews } from '../../../shared/calibration.ts';
import type { TwinStatus } from '../../../shared/twin.ts';
import { systemClock } from '../../../src-main/host/clock.ts';
import { Engine } from '../../../src-main/host/engine.ts';
import { createTaskLibrary } from '../../../src-main/host/taskLibrary.ts';
import { fakeRuns } from './fakeRuns.ts';
import { TestScreen } from './linkedTransport.ts';

/** An engine with the real library, a disk in memory, and work done in this thread. */
async function start() {
  const engine = await Engine.start({ clock: systemClock, library: createTaskLibrary(), save: () => undefined, runs: fakeRuns() }, null);
  const screen = new TestScreen();
  engine.connect(screen.transport, null);
  await screen.ask('session.get', {});
  const ended = async (): Promise<CalibrationNews> => {
    const seen = screen.events('calibration').filter(({ kind }) => kind === 'ended').length;
    return until(() => screen.events('calibration').filter(({ kind }) => kind === 'ended')[seen]);
  };
  return { engine, screen, ended };
}

/** Waits for something however long it takes: the test's own limit ends it. */
async function until<T>(look: () => T | undefined): Promise<T> {
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('calibration on the bench', { timeout: 240_000 }, () => {
  test('record the emulated board, calibrate it, apply, and find an edge that is cut behind the twin’s back', async () => {
    const { engine, screen, ended } = await start();
    await screen.ask('session.load', { task: 'xor', machine: { machine: 'emulated' } });
    await screen.ask('run.set', { isRunning: false });
    const recorded = ended();
    await screen.ask('calibrate.record', {});
    const { id, problem } = await recorded;
    expect(problem).toBeNull();
    expect(engine.session.experiment.description.task).toBe('xor');
    const begun: Calibration = await screen.ask('calibrate.get', { id });
    expect(begun).toMatchObject({ serial: '2024', edges: 32, isSaved: false, isApplied: false });
    expect([begun.fitted.length, begun.held.length]).toEqual([5, 1]);
    expect(begun.stages.map(({ missing }) => missing)).toEqual([null, null, null, null, null]);

    await screen.ask('run.set', { isRunning: false });
    const done = ended();
    await screen.ask('calibrate.run', { id, stages: ['converters', 'edges', 'rate', 'bias', 'noise'] });
    await done;
    const { stages, devices, judgement } = await screen.ask('calibrate.get', { id });
    expect(stages.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done', 'done']);
    for (const { parameters, plot } of stages) {
      expect(parameters.length).toBeGreaterThan(0);
      expect(plot?.series.length).toBeGreaterThan(0);
    }
    expect(devices.filter(({ isWinner }) => isWinner)).toHaveLength(1);
    const [before, after] = ['free, before', 'free, after'].map((title) => judgement!.parities.find((entry) => entry.title === title)!);
    console.info(devices.map(({ name, free, clamped, isWinner }) => `${name} ${free?.median} ${clamped?.median} ${isWinner}`).join('\n'));
    console.info(JSON.stringify(judgement!.parities), judgement!.correlation);
    // The board's node converter has steps of 1.78 mV, of which readings of four leave about 0.4 mV: that is what may stay.
    expect(after.median).toBeLessThan(before.median);
    expect(after.median).toBeLessThan(0.7e-3);

    await screen.ask('calibrate.apply', { id });
    const [edge, steps] = [9, 9000];
    await screen.ask('session.load', { task: 'xor', machine: { machine: 'emulated', misbehave: `cut:edge=${edge}:steps=${steps}` } });
    await screen.ask('run.speed', { stepsPerSecond: null });
    const status = await until(() => screen.events('twin').find(({ diagnosis }) => diagnosis.length > 0));
    const alarm = screen.events('twin').find((entry: TwinStatus) => entry.state === 'alarm')!.alarm!;
    console.info(alarm, status.diagnosis.slice(0, 3));
    expect(alarm.step).toBeGreaterThan(steps);
    expect(alarm.step).toBeLessThan(steps + 3000);
    expect(status.diagnosis[0]).toMatchObject({ edge: `e${edge}`, kind: 'cut' });
    await engine.close();
  });
});
