import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { build, canRun } from './support/firmwareBuild.ts';
import { askAll, Simavr } from './support/simavr.ts';

const session = fileURLToPath(new URL('pyvisa_session.py', import.meta.url));
const overrun = fileURLToPath(new URL('overrun_session.py', import.meta.url));

const hasSimavr = existsSync('/usr/include/simavr/sim_avr.h') && canRun('the firmware in simavr', ['gcc', 'make'], 'gcc make');
if (!hasSimavr)
  console.warn('\n*** simavr is NOT installed: the firmware in simavr was NOT tested (apt-get install libsimavr-dev libelf-dev) ***\n');
const hasPyvisa = spawnSync('/usr/bin/python3', ['-c', 'import pyvisa, pyvisa_py, serial']).status === 0;
if (!hasPyvisa) {
  console.warn(
    '\n*** PyVISA is NOT installed: the independent client was NOT run (apt-get install python3-pyvisa python3-pyvisa-py python3-serial) ***\n',
  );
}

interface Outcome {
  readonly profile: string;
  readonly protocol: string;
  readonly steps: number;
  readonly learningTime: number;
  readonly pulses: number;
  readonly jitter: [number, number];
  readonly notSensed: number;
  readonly measurements: readonly { step: number; row: number; what: number; codes: number[] }[];
}

describe.skipIf(!hasSimavr || !hasPyvisa)('the committed image in simavr, asked by PyVISA', () => {
  const built = hasSimavr ? build('simavr') : null;
  afterAll(() => built?.remove());

  async function run(profile: 'transistors2024' | 'digipots2022', client = session): Promise<unknown> {
    const board = await Simavr.start(built!.path('twinbench-simavr'), profile, built!.folder);
    let outcome: unknown;
    try {
      const { stdout } = await promisify(execFile)('/usr/bin/python3', [client, board.terminal]);
      outcome = JSON.parse(stdout);
    } finally {
      const report = await board.stop();
      expect(report.crashed).toBe(false);
      // Variables and stack never met: the session leaves a gap between them.
      expect(report.untouchedBytes).toBeGreaterThan(100);
    }
    return outcome;
  }

  it('identifies itself, refuses what is wrong, runs an experiment and gives its result (2024)', async () => {
    const outcome = (await run('transistors2024')) as Outcome;
    expect(outcome).toMatchObject({
      profile: 'transistors2024',
      protocol: '1.0',
      steps: 200,
      learningTime: 20_000,
      pulses: 200,
      notSensed: 0,
    });
    // The timer makes the pulses: in simavr they are exact.
    expect(outcome.jitter).toEqual([0, 0]);
    // The chips of firmware/simavr: node n is output n mod 8, so node 4 shows the label on channel 4 of each row.
    for (const { what, row, codes } of outcome.measurements.filter(({ row: shown }) => shown !== 255)) {
      const label = [120, 40, 90][row];
      if (what === 3) expect(codes).toEqual([label]);
      if (what === 0) expect([codes[0], codes[4], codes[12]]).toEqual([[20, 200, 90][row], label, label]);
    }
    // Gate e rests at 40 + e codes and gains one for every millisecond of learning: 20 steps of 100 us make 2 ms for every 20.
    const gates = outcome.measurements.filter(({ what }) => what === 2);
    expect(gates.map(({ step, codes }) => [step, codes[0], codes[31]])).toEqual(
      [0, 50, 100, 150, 200].map((step) => [step, 40 + step / 10, 71 + step / 10]),
    );
  });

  it('the same for 2022', async () => {
    const outcome = (await run('digipots2022')) as Outcome;
    expect(outcome).toMatchObject({ profile: 'digipots2022', steps: 200, pulses: 200, notSensed: 0 });
    // One clock edge for each step; the wipers of firmware/simavr rise by one with each, from 64 to the end at 128.
    const wipers = outcome.measurements.filter(({ what }) => what === 2);
    expect(wipers.map(({ step, codes }) => [step, codes[0]])).toEqual(
      [0, 50, 100, 150, 200].map((step) => [step, Math.min(255, 2 * (64 + Math.min(step, 64)))]),
    );
    // Channel 4 holds Eq. 1 of node 4, which follows channel 4 itself: it moves towards the label of the row shown, and stays there.
    expect(outcome.measurements.filter(({ what }) => what === 3).every(({ codes }) => codes[0] >= 0 && codes[0] <= 120)).toBe(true);
  });

  it('survives a host that talks too much, changes its rate and falls silent', async () => {
    const outcome = (await run('transistors2024', overrun)) as {
      answered: number[];
      errors: string[];
      after: string;
      rates: [string, string, string][];
      lost: string;
      jitter: string;
    };
    // What fitted into the ring is answered in order, the rest is lost whole, and the queue says so, once.
    expect(outcome.answered.length).toBeGreaterThanOrEqual(8);
    expect(outcome.answered.length).toBeLessThan(40);
    expect(outcome.answered).toEqual(outcome.answered.map((_, index) => index));
    expect(outcome.errors).toEqual(['-363,"Input buffer overrun"']);
    expect(outcome.after).toBe('99');
    expect(outcome.rates).toEqual([1_000_000, 250_000, 500_000, 115_200].map((rate) => [`${rate}`, `${rate + 1}`, '0,"No error"']));
    expect(outcome.lost).toBe('-365,"Time out error";0.000000,0.000000;0');
    expect(outcome.jitter).toBe('1,0,0,500000000,0');
  });

  it('is frozen and at 0 V after its watchdog has woken it', async () => {
    const board = await Simavr.start(built!.path('twinbench-simavr'), 'transistors2024', built!.folder);
    const askWithin = (seconds: number, ...lines: string[]): Promise<string[]> =>
      askAll(
        board.terminal,
        lines.map((line) => Buffer.from(line)),
        seconds,
      );
    const ask = (...lines: string[]): Promise<string[]> => askWithin(60, ...lines);
    try {
      const bench = 'LEAR?;SOUR:VOLT? (@0,7);MEAS:VOLT:FREE? (@0,7);SOUR:NUDG?';
      expect(await ask('SYST:BOOT?', `SOUR:VOLT 0.2,(@0:7);SOUR:NUDG 0.5;LEAR ON;${bench}`)).toEqual([
        'POWER,0',
        '1;0.200639,0.200639;0.200639,0.200639;0.500000',
      ]);
      board.hang();
      // The next question is lost with the program, or answered by the new one; the following ones by the new one.
      let boot = 'POWER,0';
      while (boot === 'POWER,0') [, boot] = await askWithin(2, 'SYST:TAG? 1', 'SYST:BOOT?').catch(() => ['', 'POWER,0']);
      expect(boot).toBe('WATCHDOG,1');
      expect(await ask(bench)).toEqual(['0;0.000000,0.000000;0.000000,0.000000;0.000000']);
    } finally {
      await board.stop();
    }
  });
});
