import { expect, it } from 'vitest';
import { onEveryTransport } from './support/transports.ts';

const digits = (text: string) => Number(text.replace(/\D/g, ''));

onEveryTransport('transport bar', (opened) => {
  it('pauses and runs with Space, and steps exactly once with the full stop', async () => {
    const bench = opened();
    const { keyboard } = bench.page;
    await bench.until('a run', (frame) => frame.step > 100);
    await keyboard.press('Space');
    const paused = await bench.until('a pause', (frame) => !frame.isRunning);
    await bench.button(/^Run$/).waitFor();
    for (let press = 1; press <= 5; press++) {
      await keyboard.press('.');
      // One step further than the last time and no more: nothing ran in between either.
      await bench.until(`step ${paused.step + press}`, (frame) => frame.step === paused.step + press);
    }
    await expect.poll(async () => digits(await bench.reading('step').innerText())).toBe(paused.step + 5);
    await keyboard.press('Space');
    await bench.until('the run to go on', (frame) => frame.isRunning && frame.step > paused.step + 100);
    await bench.button('Pause').waitFor();
  });

  it('makes a step for each of many quick presses', async () => {
    const bench = opened();
    await bench.pause();
    const { step } = await bench.frame();
    for (let press = 0; press < 20; press++) await bench.page.keyboard.press('.');
    await bench.until('all of the 20 steps', (frame) => frame.step === step + 20);
  });

  it('restarts with the same seed to the same figures, digit by digit', async () => {
    const bench = opened();
    await bench.pause();
    const restart = () => bench.untilNextSession(() => bench.page.keyboard.press('r'));
    const { seed, frame: begin } = await restart();
    expect(begin.step).toBe(0);
    const first = await bench.train(2500);
    const again = await restart();
    expect(again.seed).toBe(seed);
    expect([again.frame.step, again.frame.error, again.frame.states]).toEqual([0, begin.error, begin.states]);
    const second = await bench.train(2500);
    expect([second.step, second.error]).toEqual([first.step, first.error]);
    expect(second.states).toEqual(first.states);
    expect(second.outputs).toEqual(first.outputs);

    const other = await bench.untilNextSession(() => bench.button('Restart with a new seed').click());
    expect(other.seed).not.toBe(seed);
    expect((await bench.train(2500)).states).not.toEqual(first.states);
  });

  it('sets the speed from one step per second to as fast as it goes', async () => {
    const bench = opened();
    const slider = bench.page.getByRole('slider', { name: 'Speed' });
    await slider.focus();
    await bench.page.keyboard.press('Home');
    const slow = await bench.until('one step per second', (frame) => frame.speed === 1);
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toMatch(/^1\sstep/);
    await bench.until('a slow run', (frame) => frame.stepsPerSecond < 10 && frame.isRunning);
    await bench.page.keyboard.press('End');
    await bench.until('the highest speed', (frame) => frame.speed === null);
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe('max');
    await bench.until('a long way', (frame) => frame.step > slow.step + 30_000);
  });

  it('stops time where learning is frozen, and goes on from there', async () => {
    const bench = opened();
    const learning = bench.page.getByRole('switch', { name: /^Learning/ });
    await bench.until('some learning', (frame) => frame.step > 500);
    await learning.click();
    const frozen = await bench.until('a frozen network', (frame) => !frame.isLearning);
    await expect.poll(() => learning.getAttribute('aria-checked')).toBe('false');
    await bench.reads(learning, /FROZEN/);
    await bench.ask('run.step', { steps: 500 });
    const still = await bench.frame();
    expect([still.step, still.time, still.states]).toEqual([frozen.step, frozen.time, frozen.states]);
    await learning.click();
    await bench.until('learning', (frame) => frame.isLearning);
    await bench.reads(learning, /ON/);
    expect((await bench.train(500)).states).not.toEqual(frozen.states);
  });
});
