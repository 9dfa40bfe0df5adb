import { describe, expect, test } from 'vitest';
import { BoardConnection } from '../../../../src-main/board/driver/connection.ts';
import { handsAt } from '../../../../src-main/board/emulator/emulate.ts';
import { BoardMachine } from '../../../../src-main/board/machine/boardMachine.ts';
import type { EmulatedPort } from '../../../../src-main/board/transports/emulatedPort.ts';
import { experiments } from '../../../../src-main/experiments/index.ts';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import type { ExperimentDocument } from '../../../../src-main/learning/experiment/document.ts';
import type { Measurement } from '../../../../src-main/machine/machine.ts';
import { dyingPort, openBoard, portFor, xorMeasured } from '../support.ts';

/** A run on a board that lives on when the program which began it does not. */
async function begin(document: ExperimentDocument) {
  const experiment = compileExperiment(document);
  const port = portFor(experiment, { condition: 'ideal' });
  const { mortal, die } = dyingPort(port);
  const machine = await BoardMachine.create(await BoardConnection.open(mortal, 0), experiment, handsAt(port));
  const again = async (): Promise<{ machine: BoardMachine; measurements: Measurement[] }> => {
    const next = await BoardMachine.resume(await BoardConnection.open(port), experiment, handsAt(port), saved);
    const measurements: Measurement[] = [];
    next.onMeasurement((measurement) => measurements.push(measurement));
    return { machine: next, measurements };
  };
  let saved = machine.checkpoint();
  /** Saves what a program that dies leaves behind, as plain data. */
  const save = (): void => void (saved = JSON.parse(JSON.stringify(machine.checkpoint())) as typeof saved);
  return { port, machine, save, die, again };
}

/** Longer than a board takes to be found again. */
const LONG = 5000;

/** Where a run measures, and what, without anything in its way. */
const undisturbed = openBoard(xorMeasured(100), { condition: 'ideal' }).then(async ({ machine, measurements }) => {
  await machine.advance(LONG);
  await machine.close();
  return measurements;
});

async function expectSame(measurements: readonly Measurement[], from: number, to: number): Promise<void> {
  const right = (await undisturbed).filter(({ step }) => step >= from && step <= to);
  const seen = (list: readonly Measurement[]) => list.map(({ step, time, outputs }) => ({ step, time, outputs }));
  expect(seen(measurements)).toEqual(seen(right));
}

describe('a run that outlives the program which began it', () => {
  test.each([
    ['at once', 0],
    ['after its board has switched its voltages off', 40_000],
  ])('is gone on with %s', async (_, away) => {
    const { port, machine, save, die, again } = await begin(xorMeasured(100));
    await machine.advance(250);
    save();
    await die();
    await port.wait(away);
    const next = await again();
    expect((await next.machine.read()).step).toBe(250);
    await next.machine.advance(350);
    await expectSame(next.measurements, 300, 600);
    await next.machine.close();
  });

  test('that died in the midst of a stretch: it is held where it is, and what was measured meanwhile is not made up', async () => {
    const { machine, save, die, again, port } = await begin(xorMeasured(100));
    await machine.advance(50);
    save();
    const dying = machine.advance(LONG - 150).catch(() => undefined);
    await new Promise<void>((resolve) => machine.onMeasurement(({ step }) => (step === 200 ? resolve() : undefined)));
    await die();
    const next = await again();
    const { step } = await next.machine.read();
    expect(step).toBeGreaterThanOrEqual(200);
    expect(step).toBeLessThan(LONG - 100);
    await next.machine.advance(300);
    await expectSame(next.measurements, step, step + 300);
    await next.machine.close();
    // The driver that died notices by the silence of three seconds.
    await port.wait(5000);
    await dying;
  });

  test('with rows that were written in segments', async () => {
    const regression = experiments['digipots2022/regression'].document()!;
    const figure = { ...regression, measure: { ...regression.measure, every: 1000 } };
    const { machine, save, die, again } = await begin(figure);
    await machine.advance(255);
    save();
    await die();
    const next = await again();
    const other = await openBoard(figure, { condition: 'ideal' });
    for (const steps of [1, 44]) {
      await next.machine.advance(steps);
      await other.machine.advance(steps + (steps === 1 ? 255 : 0));
      const [seen, right] = [await next.machine.read(), await other.machine.read()];
      expect([seen.step, seen.datapoint, seen.states]).toEqual([right.step, right.datapoint, right.states]);
    }
    await next.machine.close();
    await other.machine.close();
  });
});

test('a run that had not begun is sent again', async () => {
  const { save, die, again } = await begin(xorMeasured(100));
  save();
  await die();
  const next = await again();
  await next.machine.advance(100);
  await expectSame(next.measurements, 100, 100);
  await next.machine.close();
});

describe('a run that is gone is called so', () => {
  test.each<[string, (port: EmulatedPort) => Promise<void> | void]>([
    ['the board was reset', ({ bench }) => bench.board.reset()],
    ['another run is on the board', (port) => openOther(port, 1)],
    ['it is ABORTED at step 150', (port) => openOther(port, 0)],
  ])('%s', async (why, meanwhile) => {
    const { machine, save, die, again, port } = await begin(xorMeasured(100));
    await machine.advance(150);
    save();
    await die();
    await meanwhile(port);
    await expect(again()).rejects.toMatchObject({
      problem: { code: 'E-BOARD-LOST', what: 'The run on the board was interrupted after step 150', why },
    });
  });
});

/** Somebody else was there: ended the run, and did so many steps of another one. */
async function openOther(port: EmulatedPort, steps: number): Promise<void> {
  const connection = await BoardConnection.open(port);
  await connection.ask('ABOR');
  if (steps === 0) return connection.close();
  const machine = await BoardMachine.create(connection, compileExperiment(xorMeasured(100)), handsAt(port));
  await machine.advance(steps);
  await machine.close();
}
