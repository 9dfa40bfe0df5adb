import { describe, expect, test } from 'vitest';
import type { MachineChoice } from '../../../shared/machines.ts';
import type { Problem } from '../../../shared/problem.ts';
import { systemClock } from '../../../src-main/board/transports/systemClock.ts';
import { listMachines } from '../../../src-main/host/machines.ts';
import { Session } from '../../../src-main/host/session.ts';
import { createTaskLibrary } from '../../../src-main/host/taskLibrary.ts';

async function openSession(machine: MachineChoice) {
  const problems: Problem[] = [];
  const experiment = createTaskLibrary().load({ task: 'xor', machine });
  const { parameters } = experiment;
  const session = await Session.open(experiment, {
    ...{ clock: systemClock, run: 1, sequence: 1, speed: null, parameters },
    listener: {
      changed: () => undefined,
      failed: (problem) => problems.push(problem),
      noticed: (problem) => problems.push(problem),
      taskEnded: () => undefined,
    },
  });
  return { session, problems };
}

// The time limit is there to end a test that hangs: a run takes seconds, or minutes where eight other programs want the processor.
describe('a session on the emulated board', { timeout: 600_000 }, () => {
  test('runs, shows what was measured, and says what it runs on', async () => {
    const { session, problems } = await openSession({ machine: 'emulated' });
    expect(session.describe().machine).toEqual({ kind: 'board', title: 'Emulated board 2024' });
    await session.step(300);
    const frame = session.frame(session.end);
    expect(frame.step).toBe(300);
    expect(frame.time).toBeCloseTo(0.03, 9);
    // Supplies and inputs as the converters of the board give and read them: to one of their steps.
    expect(Math.abs((frame.freeVoltages[5] ?? 0) - 0.33)).toBeLessThan(0.002);
    expect(session.describe().history.map(({ step }) => step)).toContain(100);
    expect(problems).toEqual([]);
    await session.close();
  });

  test('damage by hand reaches the edges, and the edge whose loss hurts most is found by cutting each', async () => {
    const { session } = await openSession({ machine: 'emulated' });
    await session.step(300);
    await session.interventions.damage(['e0'], 'cut');
    expect(session.frame(session.end).damage[0]).toBe('cut');
    const { states, error } = session.frame(session.end);
    const { edges, damage, reason } = await session.interventions.cutExtreme('most');
    expect([edges.length, damage]).toEqual([1, 'cut']);
    expect(reason).toMatch(/^raises the error most: ×/);
    const after = session.frame(session.end);
    expect(after.damage.filter((kind) => kind === 'cut').length).toBe(2);
    expect(after.error).toBeGreaterThan(error!);
    // Nothing was learnt while edges were cut and mended: gates stand where they stood, to the noise of a reading of 39 mV.
    after.states.forEach((gate, edge) => expect(Math.abs(gate - states[edge])).toBeLessThan(0.04));
    await session.close();
  });

  test('what would change the board for good is tried out on its twin, in the state that was measured', async () => {
    const { session } = await openSession({ machine: 'emulated' });
    await session.step(300);
    await session.interventions.damage(['e3'], 'cut');
    const { machine, step, damage } = await session.copy();
    const frame = session.frame(session.end);
    expect([step, damage[3]]).toEqual([300, 'cut']);
    const twin = await machine.read();
    twin.states.forEach((gate, edge) => expect(Math.abs(gate - frame.states[edge])).toBeLessThan(0.04));
    await machine.advance(50);
    expect(session.frame(session.end).step).toBe(300);
    await session.close();
  });

  // What goes wrong is put at a step of the run: by the clock it would happen before the run on a slow computer, and after it on a fast one.
  test('unplugged and plugged in again: told twice, marked, and the run goes on', async () => {
    const { session, problems } = await openSession({ machine: 'emulated', misbehave: 'unplug:steps=150:duration=0.5' });
    await session.step(500);
    expect(session.frame(session.end).step).toBe(500);
    expect(problems.map(({ code, why }) => `${code}: ${why}`)).toEqual(['E-BOARD-AWAY: connection lost: the device was unplugged']);
    const { markers, frame } = session.describe();
    const way = markers.filter(({ kind }) => kind === 'lost' || kind === 'return');
    expect(way.map(({ kind, label }) => `${kind}: ${label}`)).toEqual([
      'lost: connection lost: the device was unplugged',
      expect.stringMatching(/^return: connected again: the board is at step \d+ of the same run$/),
    ]);
    expect(way[1].step).toBeGreaterThanOrEqual(way[0].step);
    // It went on alone, and what it said meanwhile is counted.
    expect(frame.link).toMatchObject({ state: 'connected' });
    expect(frame.link!.framesLost).toBeGreaterThan(0);
    await session.close();
  });

  test('a reset ends the run, with everything that had arrived', async () => {
    const { session, problems } = await openSession({ machine: 'emulated', misbehave: 'reset:steps=250' });
    await session.step(800);
    expect(problems.map(({ what, why }) => `${what}: ${why}`).join('\n')).toMatch(
      /The run on the board was interrupted after step [1-9]\d*: the board was reset/,
    );
    const steps = session.describe().history.map(({ step }) => step);
    expect(steps).toContain(200);
    expect(Math.max(...steps)).toBeLessThan(300);
    await session.close();
  });
});

test('the picker always offers the simulation and the emulated board', async () => {
  const { machines } = await listMachines([]);
  expect(machines.slice(0, 2).map(({ machine }) => machine)).toEqual(['simulated', 'emulated']);
});
