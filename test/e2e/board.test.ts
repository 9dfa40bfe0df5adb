import { expect, it } from 'vitest';
import { onEveryTransport } from './support/transports.ts';

onEveryTransport('boards', (opened) => {
  it('connects to the emulated board by the chip in the header, and runs on it', async () => {
    const bench = opened();
    await bench.page.getByRole('button', { name: /^Source: / }).click();
    await bench.page.getByRole('button', { name: /^Emulated board/ }).waitFor();
    await bench.screenshot('board-menu');
    const session = await bench.untilNextSession(() => bench.page.getByRole('button', { name: /^Emulated board/ }).click());
    expect(session.machine).toEqual({ kind: 'board', title: 'Emulated board 2024' });
    await bench.until('steps on the board', (frame) => frame.step > 100);
    await bench.reads(bench.page.getByRole('button', { name: /^Source: / }), 'Emulated board 2024');
    await bench.screenshot('board-run');
  });

  it('tells that the board was unplugged, finds it again, and goes on with the same run', async () => {
    const bench = opened();
    const machine = { machine: 'emulated', misbehave: 'unplug:after=1:duration=1.5' };
    await bench.untilNextSession(() => bench.ask('session.load', { task: 'xor', machine }));
    await bench.poll('the loss to be told', async () => (await bench.markers()).some(({ label }) => /connection lost/.test(label)));
    await bench.screenshot('board-unplugged');
    await bench.poll('the return to be told', async () => (await bench.markers()).some(({ label }) => /of the same run/.test(label)));
    const { step } = await bench.frame();
    await bench.until('the run to go on', (frame) => frame.isRunning && frame.step > step + 50);
    await bench.screenshot('board-again');
  });
});
