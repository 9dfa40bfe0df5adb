import { expect, it } from 'vitest';
import { boardBar, connectEmulated, sayGo, sourceChip } from './support/boards.ts';
import { onEveryTransport } from './support/transports.ts';

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

  it('tells that the board was unplugged, finds it again, and goes on with the same run', async () => {
    const bench = opened();
    await connectEmulated(bench, 'Unplugged', 2);
    await sayGo(bench);
    await bench.poll('the loss to be told', async () => (await bench.markers()).some(({ label }) => /connection lost/.test(label)));
    await bench.reads(bench.page.getByRole('alert'), /E-BOARD-LOST/);
    await bench.screenshot('board-unplugged');
    await bench.poll('the return to be told', async () => (await bench.markers()).some(({ label }) => /connected again/.test(label)));
    await bench.reads(bench.page.getByRole('alert'), /The board is back/);
    const { step } = await bench.frame();
    await bench.until('the run to go on', (frame) => frame.isRunning && frame.step > step + 50);
    // What held while it was away is not told any more.
    await bench.counts(bench.page.getByRole('alert'), 1);
    await bench.screenshot('board-again');
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

  it('says that a run ended with the engine in which its board lived, and keeps all that had arrived', async () => {
    const bench = opened();
    await connectEmulated(bench, '', null);
    await sayGo(bench);
    await bench.poll('some measurements', async () => (await bench.history()).length > 4);
    const before = await bench.frame();
    const after = await bench.untilNextSession(() => bench.killEngine());
    await bench.reads(bench.page.getByRole('alert').filter({ hasText: 'E-BOARD-LOST' }), /was interrupted after step \d+/);
    await bench.screenshot('board-engine-died');
    expect(after.frame.isRunning).toBe(false);
    expect(after.history.length).toBeGreaterThan(0);
    expect(after.history.at(-1)!.step).toBeGreaterThan(before.step - 2000);
    // The next run is on a new board, and waits for its own go.
    await bench.restart();
    await bench.reads(boardBar(bench), /Its learning is OFF/);
    await sayGo(bench);
    await bench.until('steps of the next run', (frame) => frame.isRunning && frame.step > 100);
  });
});
