import { describe, expect, it } from 'vitest';
import { LinkLog, newsOf } from '../../../src-main/host/machineNews.ts';
import type { MachineRemark } from '../../../src-main/machine/machine.ts';

const remark = (kind: MachineRemark['kind'], step: number, frames = 0): MachineRemark => ({
  ...{ kind, step, frames, time: 1e-4 * step, text: `${kind} at ${step}` },
  level: 'info',
});

describe('the way to a board', () => {
  it('is counted to the last frame, marked where something was lost, and told as it is now', () => {
    const log = new LinkLog();
    expect(log.status).toEqual({ state: 'connected', framesLost: 0, damaged: 0, news: [] });
    expect(log.take(remark('damaged', 10), 0)).toBe(null);
    expect(log.take(remark('gap', 20, 3), 0)).toEqual({ step: 20, time: 20e-4, kind: 'gap', label: '3 frames lost' });
    expect(log.take(remark('lost', 30), 10)).toMatchObject({ step: 30, kind: 'lost', label: 'lost at 30' });
    expect(log.status.state).toBe('lost');
    expect(log.take(remark('restored', 90), 20)).toMatchObject({ step: 90, kind: 'return' });
    expect(log.status).toMatchObject({ state: 'connected', framesLost: 3, damaged: 1 });
    expect(log.take(remark('over', 95), 30)).toMatchObject({ step: 95, kind: 'note' });
    // A board that is connected again after its run has ended has no run to go on with.
    log.take(remark('restored', 95), 40);
    expect(log.status.state).toBe('over');
    expect(log.status.news.at(-1)).toEqual({ kind: 'restored', step: 95, text: 'restored at 95' });
  });

  it('leaves room for other marks where a cable loses something all the time; the next mark counts what was lost since', () => {
    const log = new LinkLog();
    const marks = Array.from({ length: 1000 }, (_, index) => log.take(remark('gap', index, 2), 100 * index)).filter(
      (mark) => mark !== null,
    );
    // One in two seconds, of one every tenth of a second.
    expect(marks.length).toBe(50);
    expect(marks[1].label).toBe('40 frames lost');
    expect(log.status.framesLost).toBe(2000);
    expect(log.status.news.length).toBeLessThan(10);
  });
});

it('alarms are for what a person has to know at once: neither for what is counted, nor for a return', () => {
  const codeOf = (kind: MachineRemark['kind']) => newsOf(remark(kind, 7, 1), 'Board 7')?.code ?? null;
  expect([codeOf('damaged'), codeOf('gap'), codeOf('restored')]).toEqual([null, null, null]);
  expect([codeOf('lost'), codeOf('over'), codeOf('held')]).toEqual(['E-BOARD-AWAY', 'E-BOARD-LOST', 'E-BOARD-LOST']);
});
