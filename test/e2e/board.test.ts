import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible, expectNoOverflow } from './support/axe.ts';
import { Beside, boardBar, connectEmulated, openPort, photograph, portPath, sayGo, sourceChip } from './support/boards.ts';
import { onEveryTransport } from './support/transports.ts';

const before = process.env['TWINBENCH_RUNS'];
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'twinbench-e2e-'));
  process.env['TWINBENCH_RUNS'] = folder;
});
afterAll(() => {
  if (before === undefined) delete process.env['TWINBENCH_RUNS'];
  else process.env['TWINBENCH_RUNS'] = before;
  rmSync(folder, { recursive: true, force: true });
});

onEveryTransport('boards', (opened) => {
  it('connects to the emulated board by the chip in the header, which learns nothing before somebody says go', async () => {
    const bench = opened();
    await sourceChip(bench).click();
    await bench.page.getByRole('button', { name: /^Emulated board/ }).waitFor();
    await bench.screenshot('board-menu');
    const session = await bench.untilNextSession(() => bench.page.getByRole('button', { name: /^Emulated board/ }).click());
    expect(session.machine).toEqual({ kind: 'board', title: 'Emulated board 2024' });
    await bench.reads(boardBar(bench), /Its learning is OFF/);
    // Not even when it is told to run.
    await bench.ask('run.set', { isRunning: true });
    await bench.ask('run.step', { steps: 5 });
    expect(await bench.frame()).toMatchObject({ step: 0, isLearning: false });
    await bench.screenshot('board-waits');
    await bench.ask('run.set', { isRunning: false });
    await bench.page.keyboard.press('Space');
    await bench.until('steps on the board', (frame) => frame.step > 100 && frame.isLearning);
    await bench.reads(sourceChip(bench), 'Emulated board 2024');
    await bench.screenshot('board-run');
  });

  it('shows what the board told when hands were shaken, and puts its measured state into a simulation on demand', async () => {
    const bench = opened();
    await connectEmulated(bench, '');
    for (const words of [
      /serial number 2024/,
      /firmware 1\.0\.0/,
      /transistors2024/,
      /16 nodes, 32 edges: as in the experiment/,
      /clock .* after power-on/,
    ])
      await bench.reads(boardBar(bench), words);
    await photograph(bench, 'board-connect');
    const { states } = await bench.frame();
    const twin = await bench.untilNextSession(() => boardBar(bench).getByRole('button', { name: 'Copy board state to twin' }).click());
    expect(twin).toMatchObject({ machine: { kind: 'simulated' }, title: 'XOR' });
    expect(twin.board).toBe(undefined);
    await bench.pause();
    const first = await bench.restart();
    expect(first.step).toBe(0);
    // Read twice, a gate differs by a step of its converter of 10 V at most.
    first.states.forEach((gate, edge) => expect(Math.abs(gate - states[edge])).toBeLessThanOrEqual(10 / 256));
  });

  it('shows what goes over the line of the board, and takes commands between those of the driver', async () => {
    const bench = opened();
    const { page } = bench;
    await connectEmulated(bench, '');
    await sayGo(bench);
    await sourceChip(bench).click();
    await page.getByRole('button', { name: 'Console', exact: true }).click();
    const panel = page.getByRole('region', { name: 'Console', exact: true });
    await bench.reads(panel, /[#]\s*frame\s*measurement \d+: run 1, step \d+, row \d/);
    // A question in the midst of the run, from the keyboard: the field has the focus.
    await page.keyboard.type('*IDN?;SOUR:VOLT? (@3)');
    await page.keyboard.press('Enter');
    const outcome = panel.locator('.outcome');
    await bench.reads(outcome, /^\*IDN\?;SOUR:VOLT\? \(@3\) Twinbench,transistors2024,2024,1\.0\.0; 0\.\d{6}$/);
    const { step } = await bench.until('the run to go on', (frame) => frame.isRunning);
    for (const [typed, told] of [
      ['PULS 100US', /the run is going.*Pause the run \(Space\)/],
      ['*RST', /behind the back of the driver.*Restart \(R\)/],
      ['MAKE:TEA?', /refused by the board: Undefined header \(-113\)/],
    ] as const) {
      await page.keyboard.type(typed);
      await page.keyboard.press('Enter');
      await bench.reads(outcome, told);
    }
    await bench.until('the run to go on', (frame) => frame.isRunning && frame.step > step + 200);
    expect((await bench.frame()).link).toMatchObject({ state: 'connected', framesLost: 0, damaged: 0 });
    // What hands do waits for a pause, and stands on the plots and in the log.
    await bench.pause();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await bench.reads(outcome, /^PULS 100US done; the run is marked with it$/);
    await bench.poll('the mark', async () => (await bench.markers()).some(({ label }) => label === 'by hand: PULS 100US'));
    await panel.getByLabel('show').selectOption({ label: 'what was typed' });
    await bench.reads(panel.locator('.count'), /^6 lines$/);
    const lines = await panel.getByRole('listitem').allInnerTexts();
    expect(lines.map((line) => line.includes('PULS 100US;SYST:ERR?;SYST:TAG?'))).toEqual([false, false, false, false, true, false]);
    await panel.getByLabel('show').selectOption({ label: 'everything' });
    await photograph(bench, 'board-console');
    await expectAccessible(bench, 'the console');
    await expectNoOverflow(bench, 'the console');
    const download = page.waitForEvent('download');
    await panel.getByRole('button', { name: 'CSV' }).click();
    const table = readFileSync(await (await download).path(), 'utf8')
      .trim()
      .split('\r\n')
      .map((row) => row.split(','));
    expect(table[0].slice(0, 5)).toEqual(['number', 'received', 'seconds', 'board clock (s)', 'kind']);
    // None is left out, none came before the one before it.
    expect(table.slice(1).map(([number]) => Number(number))).toEqual(table.slice(1).map((_, index) => index));
    const seconds = table.slice(1).map((row) => Number(row[2]));
    expect(seconds).toEqual(seconds.toSorted((one, other) => one - other));
    await panel.getByRole('button', { name: 'Times' }).click();
    await panel.getByRole('img', { name: /^Delay of \d+ frames against the clock of the board/ }).waitFor();
    await bench.screenshot('board-console-times');
    await panel.getByRole('button', { name: 'Close the console' }).click();
    await panel.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search commands' }).fill('console');
    await page.keyboard.press('Enter');
    await panel.waitFor();
    await panel.getByRole('button', { name: 'Close the console' }).click();
  });

  it('tells that the board was unplugged, finds it again, and goes on with the same run; the gap stays in sight and in the recording', async () => {
    const bench = opened();
    await connectEmulated(bench, 'Unplugged', { Steps: 400, 'Duration, s': 2 });
    await bench.page.keyboard.press('Shift+R');
    await bench.until('a recording', ({ recording }) => recording !== null);
    await sayGo(bench);
    await bench.alerted(/E-BOARD-AWAY/);
    await bench.until('the return', ({ link }) => link?.state === 'connected' && link.framesLost > 0);
    await bench.reads(sourceChip(bench), /Emulated board 2024 · fw 1\.0\.0 · [1-9]\d* lost/);
    // Good news is no alarm, and what held while it was away is not told any more.
    await bench.page.getByRole('alert').waitFor({ state: 'detached' });
    const { step } = await bench.frame();
    await bench.until('the run to go on', (frame) => frame.isRunning && frame.step > step + 500);
    const marks = (await bench.markers()).filter(({ kind }) => kind === 'lost' || kind === 'return');
    expect(marks.map(({ kind }) => kind)).toEqual(['lost', 'return']);
    await photograph(bench, 'board-again');
    await bench.page.keyboard.press('Shift+R');
    await bench.until('the end of the recording', ({ recording }) => recording === null);
    const { runs } = await bench.ask('runs.list', {});
    const replay = await bench.untilNextSession(() => bench.ask('runs.open', { run: runs[0].id }));
    expect(replay.markers.filter(({ kind }) => kind === 'lost' || kind === 'return')).toEqual(marks);
  });

  it('warns before a port is opened that may reset a board, and says what to do where that fails', async () => {
    const bench = opened();
    const { run } = await bench.session();
    await sourceChip(bench).click();
    await bench.page.getByLabel('Path of a port').fill('/dev/ttyNOWHERE');
    await bench.page.getByRole('button', { name: 'Connect' }).click();
    const warning = bench.page.getByRole('dialog', { name: 'Opening this port may reset the board' });
    await warning.waitFor();
    await bench.screenshot('board-warning');
    await warning.getByRole('button', { name: 'Leave it closed' }).click();
    await warning.waitFor({ state: 'hidden' });
    expect((await bench.session()).run).toBe(run);
    await sourceChip(bench).click();
    await bench.page.getByLabel('Path of a port').fill('/dev/ttyNOWHERE');
    await bench.page.getByRole('button', { name: 'Connect' }).click();
    await warning.getByRole('button', { name: 'Open it' }).click();
    const notice = bench.page.getByRole('alert');
    for (const part of [/E-BOARD-PORT/, /\/dev\/ttyNOWHERE/, /there is no such port/, /twinbench board list/])
      await bench.reads(notice, part);
    await bench.screenshot('board-no-port');
    expect((await bench.session()).run).toBe(run);
    const { step } = await bench.frame();
    await bench.until('the run to go on', (frame) => frame.isRunning && frame.step > step);
  });

  it('says what is the matter with a port, and what to do: somebody else has it, or what is there is no board', async () => {
    const bench = opened();
    const notice = bench.page.getByRole('alert');
    const path = portPath();
    // Something that talks all the time, and knows nothing of the protocol.
    const chatter = await Beside.start(
      'socat',
      ['-d', '-d', `PTY,link=${path},rawer,ignoreeof`, 'SYSTEM:while sleep 0.05; do echo tick; done'],
      /starting data transfer loop/,
    );
    const lock = await Beside.start('flock', ['-x', '-F', path, 'sh', '-c', 'echo locked; exec sleep 1000'], /locked/);
    try {
      await openPort(bench, path);
      for (const part of [/E-BOARD-PORT/, /another program has opened it/, /fuser -v \S+board` names the program\. Close it/])
        await bench.reads(notice, part);
      await bench.screenshot('board-busy');
      await lock.stop();
      await notice.getByRole('button', { name: 'Dismiss' }).click();
      await openPort(bench, path);
      for (const part of [/E-BOARD-MISMATCH/, /nobody there speaks this protocol/, /Choose the port of a Twinbench board/])
        await bench.reads(notice, part);
      await bench.screenshot('board-not-a-board');
    } finally {
      await lock.stop();
      await chatter.stop();
    }
    // What was on the bench goes on as if nothing had been tried.
    const { step } = await bench.frame();
    await bench.until('the simulation to run', (frame) => frame.isRunning && frame.step > step);
  });

  it('looks for the board of a typed port by its serial number alone; where its run is gone it says so, and begins again on demand', async () => {
    const bench = opened();
    const path = portPath();
    let board = await Beside.board(path, 77);
    try {
      const session = await bench.untilNextSession(() => openPort(bench, path));
      expect(session.board).toMatchObject({ place: path, serialNumber: '77', nodes: 16, edges: 32 });
      await bench.reads(sourceChip(bench), /Board 77 · …\S+\/board · fw 1\.0\.0 · 0 lost/);
      await sayGo(bench);
      await bench.until('steps on the board', (frame) => frame.step > 100);
      await board.stop('SIGKILL');
      await bench.reads(sourceChip(bench), /Reconnecting · same serial number only/);
      await bench.reads(bench.page.getByRole('alert'), /E-BOARD-AWAY/);
      await photograph(bench, 'board-unplugged');
      const { step } = await bench.frame();
      // Another board at the same place is not taken for it.
      board = await Beside.board(path, 78);
      await bench.until('another board to be passed over', ({ link }) => link?.state === 'lost');
      await board.stop('SIGKILL');
      board = await Beside.board(path, 77);
      await bench.reads(bench.page.getByRole('alert'), /interrupted after step \d+/);
      await bench.reads(sourceChip(bench), /Board 77 · run interrupted/);
      expect((await bench.frame()).step).toBeGreaterThanOrEqual(step);
      await photograph(bench, 'board-interrupted');
      const again = await bench.restart();
      expect(again).toMatchObject({ step: 0, isLearning: false, isRunning: false, link: { state: 'connected', framesLost: 0 } });
      await sayGo(bench);
      const { step: before } = await bench.until('steps of the next run', (frame) => frame.step > 300);
      // An engine that dies leaves the board its run: the next one finds it there, and says what did not arrive.
      await bench.untilNextSession(() => bench.killEngine());
      await bench.until('the same run to go on', (frame) => frame.isRunning && frame.isLearning && frame.step > before + 300);
      const marks = (await bench.markers()).filter(({ kind }) => kind === 'lost' || kind === 'return');
      expect(marks.map(({ kind, label }) => `${kind}: ${label}`)).toEqual([
        'lost: the engine stopped',
        expect.stringMatching(
          /^return: the engine was started again: the board has kept its run; what it measured from step \d+ to \d+ did not arrive$/,
        ),
      ]);
      await bench.reads(sourceChip(bench), /Board 77/);
      await bench.screenshot('board-engine-again');
    } finally {
      await board.stop('SIGKILL');
    }
  });

  it('says that a run ended with the engine in which its board lived, and keeps all that had arrived', async () => {
    const bench = opened();
    await connectEmulated(bench, '');
    await sayGo(bench);
    await bench.poll('some measurements', async () => (await bench.history()).length > 4);
    const before = await bench.frame();
    const after = await bench.untilNextSession(() => bench.killEngine());
    await bench.reads(bench.page.getByRole('alert').filter({ hasText: 'E-BOARD-LOST' }), /was interrupted after step \d+/);
    await bench.screenshot('board-engine-died');
    expect(after.frame.isRunning).toBe(false);
    expect(after.history.length).toBeGreaterThan(0);
    // It was saved 0.7 s before at most, and the saving reads the board first; a second are some 2500 steps.
    expect(after.history.at(-1)!.step).toBeGreaterThan(before.step - 5000);
    // The next run is on a new board, and waits for its own go.
    await bench.restart();
    await bench.reads(boardBar(bench), /Its learning is OFF/);
    await sayGo(bench);
    await bench.until('steps of the next run', (frame) => frame.isRunning && frame.step > 100);
  });
});
