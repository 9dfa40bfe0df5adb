import { expect, it } from 'vitest';
import type { Session } from '../../shared/session.ts';
import type { Bench } from './support/bench.ts';
import { onEveryTransport } from './support/transports.ts';

/** Opens an experiment of the gallery by its name, with the keyboard alone. */
async function openByKeyboard(bench: Bench, name: string): Promise<Session> {
  await bench.page.keyboard.press('g');
  const dialog = bench.page.getByRole('dialog', { name: 'Experiments' });
  await dialog.waitFor();
  await bench.page.keyboard.type(name);
  await dialog.getByRole('option', { selected: true }).waitFor();
  // Its picture: the engine has trained it.
  await bench.reads(dialog.locator('figcaption'), /nodes and \d+ edges after \d+ steps/);
  const session = await bench.untilNextSession(() => bench.page.keyboard.press('Enter'));
  await dialog.waitFor({ state: 'hidden' });
  expect(session.experiment).toBe(name);
  return session;
}

onEveryTransport('gallery', (opened) => {
  it.each([
    ['digipots2022/damage', ['Error, V²', 'Error per output, V²']],
    ['transistors2024/regression', ['Error, V²', 'Error modes, V']],
    ['imperfection2025/compatibleTasks', ['Task errors, V²', 'Plane of G e1 and G e2']],
    ['quasistatic/laboratory', ['Error, V²', 'settled', 'at the moment', 'Outputs, V']],
  ])('opens %s by keyboard, runs it live with the plots of its figure, and shows what was published and measured', async (name, words) => {
    const bench = opened();
    const { title } = await openByKeyboard(bench, name);
    await bench.until(`${title} to train by itself`, (frame) => frame.isRunning && frame.step >= 20);
    for (const word of words) await bench.page.getByText(word).first().waitFor();
    const published = bench.page.getByRole('region', { name: /^Published/ });
    await published
      .getByText(/^measured/)
      .first()
      .waitFor();
    await bench.screenshot(`gallery-${name.replace('/', '-')}`);
  });

  it('goes back to a task, where nothing is published beside', async () => {
    const bench = opened();
    await openByKeyboard(bench, 'quasistatic/oscillations');
    await bench.chooseTask('XOR');
    await bench.counts(bench.page.getByRole('region', { name: /^Published/ }), 0);
  });

  it('goes on from one of ten tasks to the next by itself', async () => {
    const bench = opened();
    await openByKeyboard(bench, 'digipots2022/tenTasks');
    // Nearly to the end of the first task at once; past it at the pace of the laboratory.
    await bench.pause();
    const { step } = await bench.frame();
    if (step < 490) await bench.train(490 - step);
    await bench.ask('run.set', { isRunning: true });
    await bench.until('the second task', (frame) => frame.step > 505);
    await bench.pause();
    await bench.page.getByText('Ten tasks in a row without reset (2 of 10)').first().waitFor();
    await expect.poll(async () => (await bench.markers()).map(({ label }) => label)).toEqual(['Task ii of Fig. 6']);
    await bench.screenshot('gallery-ten-tasks');
  });
});
