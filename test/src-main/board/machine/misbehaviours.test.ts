import { describe, expect, test } from 'vitest';
import { misbehaviours } from '../../../../src-main/board/misbehaviours/index.ts';
import type { ProblemError } from '../../../../shared/problem.ts';
import { startMisbehaviours } from '../../../../src-main/board/emulator/emulate.ts';
import { parseMisbehaviours } from '../../../../src-main/board/emulator/parseMisbehaviours.ts';
import { openBoard, xorMeasured } from '../support.ts';

/** Steps of a run in these tests: a quarter of a second of the board's time. */
const STEPS = 600;
const EVERY = 100;

/** Steps at which a whole run measures. */
const allSteps = Array.from({ length: STEPS / EVERY }, (_, index) => (index + 1) * EVERY);

/** What a run without misbehaviour measures. Taken once; the runs below must agree with it wherever they measure. */
const undisturbed = openBoard(xorMeasured(EVERY), { condition: 'ideal' }).then(async (board) => {
  await board.machine.advance(STEPS);
  await board.machine.close();
  return board.measurements;
});

/** A run on a board that begins to misbehave when the run begins, or at a step of it: never by the clock of this computer. */
async function runWith(misbehave: string) {
  const board = await openBoard(xorMeasured(EVERY), { condition: 'ideal' });
  startMisbehaviours(board.port.bench, parseMisbehaviours(misbehave), 7);
  const outcome = await board.machine.advance(STEPS).catch((error: unknown) => (error as ProblemError).problem);
  const step = (await board.machine.read().catch(() => null))?.step ?? null;
  await board.machine.close();
  return { ...board, outcome, step };
}

describe('an undisturbed run', () => {
  test('measures when the program says so', async () => expect((await undisturbed).map(({ step }) => step)).toEqual(allSteps));
});

describe('bytes that come differently', () => {
  // One byte in 500: every fifth line, with its answer, and every sixth frame is hit.
  test.each(['drop', 'corrupt', 'duplicate'])('%s: every step is done once, and what arrives is right', async (kind) => {
    const { outcome, step, measurements, remarks } = await runWith(`${kind}:probability=0.002`);
    expect(outcome).toBe(STEPS);
    expect(step).toBe(STEPS);
    expect(remarks.length).toBeGreaterThan(0);
    const right = await undisturbed;
    for (const measurement of measurements) {
      // The same board at the same step reads the same codes; nothing was patched.
      expect(measurement.outputs).toEqual(right.find(({ step: at }) => at === measurement.step)?.outputs);
    }
    const told = remarks.filter((text) => /frames of the board were lost|did not arrive whole/.test(text));
    if (measurements.length < allSteps.length) expect(told.length).toBeGreaterThan(0);
  });

  // The machine of a look in the app: a stretch up to a measurement, then everything that is shown.
  test('where the board holds, what a measurement lost is read again, frame by frame', async () => {
    const { port, machine, measurements } = await openBoard(xorMeasured(EVERY), { condition: 'ideal' });
    // One byte in 211, in the same order on every computer: of the 800 of a measurement three or four, in other frames each time.
    let place = 0;
    port.bench.cable.filters.push((byte) => [++place % 211 === 0 ? byte ^ 0x10 : byte]);
    for (const step of allSteps) {
      expect(await machine.advance(EVERY)).toBe(EVERY);
      const state = await machine.read();
      expect(state.step).toBe(step);
      for (const values of [state.states, state.freeVoltages, state.clampedVoltages]) expect(values.every(Number.isFinite)).toBe(true);
    }
    const right = await undisturbed;
    expect(measurements.map(({ step, outputs }) => [step, outputs])).toEqual(right.map(({ step, outputs }) => [step, outputs]));
    await machine.close();
  });

  test('delay: nothing is lost', async () => {
    const { outcome, measurements } = await runWith('delay:time=0.05');
    expect(outcome).toBe(STEPS);
    expect(measurements).toEqual(await undisturbed);
  });
});

describe('boards that go away', () => {
  test('stall for a second: the run goes on as if nothing had been', async () => {
    const { outcome, measurements } = await runWith('stall:steps=200:duration=1');
    expect(outcome).toBe(STEPS);
    expect(measurements).toEqual(await undisturbed);
  });

  test('stall for five seconds: lost, found again, told, and resumed', async () => {
    const { outcome, measurements, remarks } = await runWith('stall:steps=200:duration=5');
    expect(outcome).toBe(STEPS);
    expect(remarks.some((text) => /connection lost: nothing was heard/.test(text))).toBe(true);
    expect(remarks.some((text) => /of the same run/.test(text))).toBe(true);
    expect(measurements.length).toBeGreaterThan(0);
  });

  test.each(['told', 'silent'])(
    'unplugged (%s) with a supply of its own: the run goes on there, the gap is told, nothing is patched',
    async (notice) => {
      const { outcome, step, measurements, remarks } = await runWith(
        `unplug:steps=200:duration=${notice === 'told' ? 1 : 4}:notice=${notice}`,
      );
      expect(outcome).toBe(STEPS);
      expect(step).toBe(STEPS);
      expect(remarks.some((text) => /connection lost/.test(text))).toBe(true);
      expect(remarks.some((text) => /of the same run/.test(text))).toBe(true);
      const right = await undisturbed;
      for (const { step: at, outputs } of measurements) expect(outputs).toEqual(right.find((other) => other.step === at)?.outputs);
    },
  );

  test.each(['reset:steps=250', 'unplug:steps=250:duration=2:power=lost'])('%s: the run is declared interrupted', async (misbehave) => {
    const { outcome, measurements, remarks } = await runWith(misbehave);
    // One cause, one word, however it was noticed.
    expect(outcome).toMatchObject({ code: 'E-BOARD-LOST', why: 'the board was reset' });
    expect((outcome as { what: string }).what).toMatch(/interrupted after step [1-9]\d*/);
    const ends = remarks.filter((text) => text.includes('interrupted'));
    expect(ends, 'told once').toEqual([`${(outcome as { what: string }).what}: the board was reset`]);
    // What had arrived is kept, as it was.
    const right = await undisturbed;
    for (const { step: at, outputs } of measurements) expect(outputs).toEqual(right.find((other) => other.step === at)?.outputs);
  });

  test('unplugged for ever: gone, with all that had arrived', async () => {
    const { outcome } = await runWith('unplug:steps=200:duration=0');
    expect(outcome).toMatchObject({ code: 'E-BOARD-LOST' });
  });
});

test('bytes that are hit from the first one on: hands are shaken, and the experiment arrives whole', async () => {
  const misbehaviours = parseMisbehaviours('drop:probability=0.0005,corrupt:probability=0.0005,duplicate:probability=0.0005');
  const { machine } = await openBoard(xorMeasured(EVERY), { condition: 'ideal', misbehaviours });
  expect(await machine.advance(STEPS)).toBe(STEPS);
  await machine.close();
});

describe('edges that misbehave', () => {
  test.each([
    ['cut', 'cut:edge=20'],
    ['stuck', 'stuck:edge=20'],
    ['drift', 'drift:edge=20:rate=50'],
  ])('%s: the driver sees nothing but other numbers', async (kind, misbehave) => {
    const { outcome, machine: _, port, measurements, remarks } = await runWith(misbehave);
    expect(outcome).toBe(STEPS);
    expect(remarks).toEqual([]);
    const right = await undisturbed;
    expect(measurements.map(({ step }) => step)).toEqual(right.map(({ step }) => step));
    expect(measurements.at(-1)?.outputs).not.toEqual(right.at(-1)?.outputs);
    const { states, damages } = port.bench.board.analog;
    if (kind === 'drift') expect(states[20]).toBeGreaterThan(2);
    else expect(damages[20]).toBe(kind);
    if (kind === 'stuck') expect(states[20]).toBe(1.5);
  });
});

test('what is typed is read, and what is wrong is named', () => {
  expect(parseMisbehaviours('drop:probability=0.5,reset')).toEqual([
    { kind: 'drop', probability: 0.5 },
    { kind: 'reset', after: 0, steps: 0 },
  ]);
  for (const wrong of ['explode', 'drop:probability=2', 'drop:chance=0.1', 'unplug:power=maybe']) {
    expect(() => parseMisbehaviours(wrong), wrong).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'E-USAGE' }) }),
    );
  }
  expect(Object.keys(misbehaviours).length).toBe(10);
});
