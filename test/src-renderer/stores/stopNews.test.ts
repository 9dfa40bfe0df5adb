import { expect, it } from 'vitest';
import type { Frame } from '../../../shared/frames.ts';
import { AnnouncerStore } from '../../../src-renderer/stores/announcer.svelte.ts';
import { FigureStore } from '../../../src-renderer/stores/figures.svelte.ts';
import { NoticeStore } from '../../../src-renderer/stores/notices.svelte.ts';
import { tellStop } from '../../../src-renderer/stores/stopNews.ts';

const at = (step: number): Frame =>
  ({ stopped: step === 0 ? null : { step, time: step / 1e4, error: 9e-6, words: `${step} steps`, isLearned: null } }) as Frame;

it('a stop is told once, and the next one again, with the way to a figure', () => {
  const [notices, announcer, figures] = [new NoticeStore(), new AnnouncerStore(), new FigureStore()];
  const frames = [at(0), at(0), at(500), at(500), at(0), at(700), at(700), at(900)];
  frames.forEach((frame, index) => tellStop({ session: null, notices, announcer, figures }, frames[index - 1] ?? null, frame));
  expect(notices.log.map(({ text }) => text)).toEqual(
    [500, 700, 900].map((step) => expect.stringContaining(`Stopped: ${step} steps at step ${step}`)),
  );
  expect(announcer.message).toMatch(/^Stopped: 500 steps at step 500, 0\.05\ss\. Error 9\.00×10⁻⁶\sV²$/);
  notices.toasts[0].action!.run();
  expect(figures.isOpen).toBe(true);
});
