import { describe, expect, test } from 'vitest';
import type { ConsoleLine } from '../../../shared/console.ts';
import { requests } from '../../../shared/bridge/requests.ts';
import { problemOf } from '../../../shared/problem.ts';
import { systemClock } from '../../../src-main/board/transports/systemClock.ts';
import { consoleHandlers } from '../../../src-main/host/consoleHandlers.ts';
import { Session } from '../../../src-main/host/session.ts';
import { createTaskLibrary } from '../../../src-main/host/taskLibrary.ts';

async function bench(machine: 'emulated' | 'simulated') {
  const experiment = createTaskLibrary().load({ task: 'xor', machine: { machine } });
  const nobody = { changed: () => undefined, failed: () => undefined, noticed: () => undefined, taskEnded: () => undefined };
  const { parameters } = experiment;
  const session = await Session.open(experiment, { clock: systemClock, run: 1, sequence: 1, speed: null, parameters, listener: nobody });
  const handlers = consoleHandlers({ session });
  const say = async (line: string) => handlers['console.say'](requests['console.say'].parameters.parse({ line }));
  const refusal = (line: string) =>
    say(line).then(
      () => 'said',
      (thrown: unknown) => problemOf(thrown).why,
    );
  const readAll = async () => {
    const lines: ConsoleLine[] = [];
    for (;;) {
      const reading = requests['console.read'].result.parse(await handlers['console.read']({ from: lines.length }));
      if (reading.lines.length === 0) return { ...reading, lines };
      lines.push(...reading.lines);
    }
  };
  return { session, say, refusal, readAll };
}

// The time limit is there to end a test that hangs.
describe('the console of the board on the bench', { timeout: 300_000 }, () => {
  test('has all that went over the line since it was opened', async () => {
    const { session, readAll } = await bench('emulated');
    await session.step(800);
    const { lines, first, next } = await readAll();
    expect([first, lines.length]).toEqual([0, next]);
    expect(lines.length).toBeGreaterThan(100);
    expect(lines[0]).toMatchObject({ kind: 'event', text: 'emulated is open at 115200 baud' });
    const steps = lines.flatMap(({ text }) => /^measurement \d+: run 1, step (\d+), .*outputs/.exec(text)?.[1] ?? []);
    // What the program measures, and what was looked at for the screen between.
    for (let step = 0; step <= 800; step += 100) expect(steps.map(Number)).toContain(step);
    const clocks = lines.flatMap(({ clock }) => clock ?? []);
    expect(clocks).toEqual(clocks.toSorted((one, other) => one - other));
    await session.close();
  });

  test('answers questions while the run goes, and lets nobody do by hand what the run would not know of', async () => {
    const { session, say, refusal } = await bench('emulated');
    await session.setRunning(true);
    expect(await say('*IDN?')).toEqual({ answers: ['Twinbench,transistors2024,2024,1.0.0'], errors: [], isMarked: false });
    expect(await refusal('PULS 10MS')).toMatch(/the run is going/);
    expect(await refusal('INIT 9')).toMatch(/behind the back of the driver/);
    expect(session.isRunning).toBe(true);
    await session.setRunning(false);
    const before = session.frame(session.end);
    expect(await say('SOUR:VOLT 9,(@0)')).toMatchObject({ errors: [{ code: -222 }], isMarked: false });
    expect(await say('PULS 10MS')).toEqual({ answers: [], errors: [], isMarked: true });
    const after = session.frame(session.end);
    // A hundred steps' worth of learning towards one datapoint: beyond the noise of a reading of 39 mV.
    expect(Math.max(...after.states.map((gate, edge) => Math.abs(gate - before.states[edge])))).toBeGreaterThan(0.04);
    expect(session.describe().markers.map(({ label }) => label)).toEqual(['by hand: PULS 10MS']);
    const { step } = session.frame(session.end);
    await session.step(200);
    expect(session.frame(session.end).step).toBe(step + 200);
    await session.close();
  });

  test('there is none of a simulation', async () => {
    const { session, refusal } = await bench('simulated');
    expect(await refusal('*IDN?')).toMatch(/what is on the bench is no board/);
    await session.close();
  });
});
