import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BoardConnection } from '../../../../src-main/board/driver/connection.ts';
import { BoardMachine } from '../../../../src-main/board/machine/boardMachine.ts';
import { entryOf } from '../../../../src-main/board/transports/ports.ts';
import { SerialPort } from '../../../../src-main/board/transports/serialPort.ts';
import { systemClock } from '../../../../src-main/board/transports/systemClock.ts';
import { Engine } from '../../../../src-main/host/engine.ts';
import { Session } from '../../../../src-main/host/session.ts';
import { createTaskLibrary } from '../../../../src-main/host/taskLibrary.ts';
import { tasks } from '../../../../src-main/learning/tasks/index.ts';
import { root } from '../../../architecture/support/skeleton.ts';
import { dyingPort } from '../../board/support.ts';
import { fakeRuns } from '../../host/fakeRuns.ts';
import { twinbench } from '../terminal.ts';

const hasSocat = spawnSync('socat', ['-V']).status === 0;
if (!hasSocat) console.warn('socat is not installed: the emulated board was not tried over a serial line');

const hasPyvisa = spawnSync('/usr/bin/python3', ['-c', 'import pyvisa, pyvisa_py, serial']).status === 0;
if (!hasPyvisa) console.warn('PyVISA is not installed: the emulated board was not asked by an independent client');

/** The emulated board in a program of its own, at the end of a line that the driver opens like any serial port. */
describe.runIf(hasSocat)('a board on a serial line', () => {
  let folder: string;
  let port: string;
  let emulator: ChildProcess;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinbench-line-'));
    port = join(folder, 'board');
    emulator = spawn(process.execPath, [join(root, 'bin/twinbench.js'), 'board', 'emulate', 'xor', '--pty', port], {
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    await new Promise((resolve, reject) => {
      emulator.stderr!.once('data', resolve);
      emulator.once('exit', (code) => reject(new Error(`the emulated board ended with ${String(code)}`)));
    });
  });

  afterAll(async () => {
    const ended = new Promise((resolve) => emulator.once('exit', resolve));
    emulator.kill('SIGINT');
    await ended;
    await rm(folder, { recursive: true, force: true });
  });

  test('says what it is', async () => {
    const { code, out, error } = await twinbench(['board', 'info', port, '--json']);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(JSON.parse(out)).toMatchObject({
      identity: { profile: 'transistors2024', serialNumber: '2024' },
      capability: { edgeCount: 32 },
    });
  });

  test('trains, and every measurement arrives', async () => {
    const { out } = await twinbench(['train', 'xor', '--machine', `board:${port}`, '--steps', '300', '--json']);
    const { steps, history } = JSON.parse(out) as { steps: number; history: { step: number; error: number }[] };
    expect(steps).toBe(300);
    // Looks of the way there may be more; between the checkpoint and the board's present step there is none.
    expect(history.map(({ step }) => step).filter((step) => step >= 200)).toEqual([200, 300]);
    for (const { error } of history) expect(error).toBeGreaterThan(0);
  });

  test('is not called dead when its emulator gets no processor for longer than a board of its own may be silent', async () => {
    const identity = { path: port, serialNumber: '', vendorId: '', productId: '', manufacturer: '' };
    const connection = await BoardConnection.open(new SerialPort(identity, systemClock, process.platform), 0);
    const events: string[] = [];
    connection.listen({ frame: () => undefined, event: ({ kind }) => events.push(kind) });
    const before = await connection.status();
    emulator.kill('SIGSTOP');
    try {
      const status = connection.status();
      await pause(5000);
      emulator.kill('SIGCONT');
      expect(await status).toEqual(before);
      expect(events.filter((kind) => kind !== 'damaged')).toEqual([]);
    } finally {
      emulator.kill('SIGCONT');
      await connection.close();
    }
  });

  test('keeps its run when the engine that began it dies: the next one goes on there, and marks what it did not see', async () => {
    const library = createTaskLibrary();
    const loaded = library.load({ task: 'xor', machine: { machine: `board:${port}` } });
    const { mortal, die } = dyingPort(
      new SerialPort(
        entryOf({ path: port, serialNumber: '', vendorId: '', productId: '', manufacturer: '' }),
        systemClock,
        process.platform,
      ),
    );
    const machine = await BoardMachine.create(await BoardConnection.open(mortal, 0), loaded.whole!, null);
    const nobody = { changed: () => undefined, failed: () => undefined, noticed: () => undefined };
    const settings = { run: 1, sequence: 1, speed: null, parameters: loaded.parameters };
    const session = await Session.open({ ...loaded, createMachine: () => machine }, { clock: systemClock, ...settings, listener: nobody });
    await session.step(200);
    const checkpoint = structuredClone(await session.save());
    await session.step(100);
    await die();
    const engine = await Engine.start({ clock: systemClock, library, save: () => undefined, runs: fakeRuns() }, checkpoint);
    const { markers, history } = engine.session.describe();
    expect(engine.session.state.step).toBe(300);
    expect(markers.map(({ kind, step, label }) => [kind, step, label])).toEqual([
      ['lost', 200, 'the engine stopped'],
      ['return', 300, 'the engine was started again: the board has kept its run; what it measured from step 200 to 300 did not arrive'],
    ]);
    // Looks of the way there may be more; between the checkpoint and the board's present step there is none.
    expect(history.map(({ step }) => step).filter((step) => step >= 200)).toEqual([200, 300]);
    await engine.session.step(100);
    expect(engine.session.state.step).toBe(400);
    await engine.close();
    // It has ended with its session: what is found there now is no run to go on with.
    const late = await Engine.start({ clock: systemClock, library, save: () => undefined, runs: fakeRuns() }, structuredClone(checkpoint));
    await expect(late.session.step(1).then(() => late.session.state.step)).resolves.toBe(200);
    expect(late.session.identity.title).toBe('Board 2024 (transistors2024)');
    await late.close();
  });

  test('asks the person in front of it for what no command does, each time, though the answers were typed ahead', async () => {
    const cut = (step: number, damage: string) => ({ step, edges: ['e10'], damage });
    const document = { ...tasks['xor'].build(), steps: 150, damage: [cut(50, 'cut'), cut(100, 'none')] };
    const file = join(folder, 'cuts.json');
    await writeFile(file, JSON.stringify(document));
    const program = spawn(process.execPath, [join(root, 'bin/twinbench.js'), 'train', file, '--machine', `board:${port}`, '--json']);
    program.stdin.end('\n\n');
    const [out, error] = await Promise.all([text(program.stdout), text(program.stderr)]);
    expect(error.match(/^(Pull|Repair).*/gm)).toEqual([
      'Pull the jumper of the edge: e10 (between nodes n10 and n11), in both networks.',
      'Repair the edge: e10 (between nodes n10 and n11), in both networks.',
    ]);
    expect(JSON.parse(out)).toMatchObject({ steps: 150 });
  });

  // PyVISA knows nothing of Twinbench: it shows that PROTOCOL.md is enough to use a board.
  test.runIf(hasPyvisa)('an independent client identifies it, runs a short experiment and reads the result', async () => {
    const session = join(root, 'test/board/pyvisa_session.py');
    const { stdout } = await promisify(execFile)('/usr/bin/python3', [session, port]);
    const outcome = JSON.parse(stdout) as {
      jitter: number[];
      voltages: number[];
      measurements: { step: number; row: number; what: number; codes: number[] }[];
    };
    expect(outcome).toMatchObject({ profile: 'transistors2024', serial: '2024', protocol: '1.0', steps: 200, pulses: 200, notSensed: 0 });
    expect(outcome.jitter).toEqual([0, 0]);
    // The board is wired for XOR: channel 0 is V1 at node n0, channel 2 is V− at n1. Offsets of the mild board and its two roundings make two steps.
    const ofNodes = outcome.measurements.filter(({ what, row }) => what === 0 && row !== 255);
    expect(ofNodes.length).toBe(15);
    for (const { row, codes } of ofNodes) {
      expect(Math.abs(codes[0] - [20, 200, 90][row])).toBeLessThan(2);
      expect(Math.abs(codes[1] - (0.1 * 256) / (5 / 11))).toBeLessThan(2);
    }
    // It has learnt: gates have moved, by more than the noise of a reading, half a step.
    const gates = outcome.measurements.filter(({ what }) => what === 2);
    const moved = gates.at(-1)!.codes.map((code, edge) => Math.abs(code - gates[0].codes[edge]));
    expect(gates.map(({ step }) => step)).toEqual([0, 50, 100, 150, 200]);
    expect(Math.max(...moved)).toBeGreaterThan(0.6);
  });
});
