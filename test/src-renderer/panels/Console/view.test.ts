import { describe, expect, it } from 'vitest';
import type { ConsoleLine } from '../../../../shared/console.ts';
import { ProblemError } from '../../../../shared/problem.ts';
import type { EngineClient } from '../../../../src-renderer/engine/client.ts';
import { arrivalsOf, csvOf, filterLines, lineText, outcomeText } from '../../../../src-renderer/panels/Console/view.ts';
import { ConsoleStore } from '../../../../src-renderer/stores/console.svelte.ts';

const opened = Date.UTC(2026, 10, 21, 22);
const line = (number: number, kind: ConsoleLine['kind'], text: string, more: Partial<ConsoleLine> = {}): ConsoleLine => ({
  ...{ number, at: opened + 10 * number, kind, by: 'program', text, bytes: '', clock: null },
  ...more,
});
const lines = [
  line(0, 'event', 'emulated is open at 115200 baud'),
  line(1, 'sent', '*IDN?', { by: 'person' }),
  line(2, 'answer', 'Twinbench,"x"', { by: 'person' }),
  line(3, 'frame', 'heartbeat 0: IDLE', { bytes: '01 01', clock: 0.005 }),
  line(4, 'noise', '3 bytes that can’t be understood'),
  line(5, 'frame', 'heartbeat 1: IDLE', { bytes: '01 02', clock: 0.035 }),
];

describe('lines of the console', () => {
  it.each([
    ['all', '', [0, 1, 2, 3, 4, 5]],
    ['commands', '', [1, 2]],
    ['typed', '', [1, 2]],
    ['frames', '', [3, 5]],
    ['events', '', [0, 4]],
    ['all', 'HEARTBEAT 1', [5]],
    ['frames', '01 01', [3]],
  ] as const)('are filtered: %s, "%s"', (filter, words, numbers) =>
    expect(filterLines(lines, filter, words).map(({ number }) => number)).toEqual(numbers),
  );

  it('are written with the moment, the clock of the board, and the bytes', () => {
    expect(lineText(lines[3])).toBe('2026-11-21T22:00:00.030Z      0.005000  # heartbeat 0: IDLE  [01 01]');
    expect(csvOf(lines.slice(2, 4), opened).split('\r\n')).toEqual([
      'number,received,seconds,board clock (s),kind,by,text,bytes',
      '2,2026-11-21T22:00:00.020Z,0.020000,,answer,person,"Twinbench,""x""",',
      '3,2026-11-21T22:00:00.030Z,0.030000,0.005000,frame,program,heartbeat 0: IDLE,01 01',
      '',
    ]);
  });

  it('tell how late frames came against the clock of the board: the quickest has no delay', () => {
    const arrivals = arrivalsOf(lines, opened);
    expect(arrivals.map(({ at }) => at)).toEqual([0.03, 0.05]);
    // 30 ms − 5 ms, and 50 ms − 35 ms.
    [10, 0].forEach((delay, index) => expect(arrivals[index].delay).toBeCloseTo(delay, 6));
  });

  it('that were typed have an outcome in words', () => {
    const errors = [{ code: -222, text: 'Data out of range' }];
    expect(outcomeText({ line: 'x', answer: { answers: ['1', '2'], errors: [], isMarked: false } })).toBe('1; 2');
    expect(outcomeText({ line: 'x', answer: { answers: [], errors, isMarked: false } })).toBe(
      'refused by the board: Data out of range (-222)',
    );
    expect(outcomeText({ line: 'x', answer: { answers: [], errors: [], isMarked: true } })).toBe('done; the run is marked with it');
  });
});

/** An engine that has these lines, and gives three at a time. */
function engineWith(log: { opened: number; lines: ConsoleLine[] }): EngineClient {
  const request = async (name: string, { from }: { from: number }) => {
    if (name !== 'console.read') throw new ProblemError({ code: 'E-USAGE', what: 'No', why: 'it is so', remedy: 'Leave it.' });
    const first = log.lines[0]?.number ?? 0;
    const next = (log.lines.at(-1)?.number ?? -1) + 1;
    return { opened: log.opened, place: 'emulated', first, next, lines: log.lines.filter(({ number }) => number >= from).slice(0, 3) };
  };
  return { request } as unknown as EngineClient;
}

describe('what the console has read', () => {
  const numbers = (store: ConsoleStore) => store.lines.map(({ number }) => number);

  it('is complete, stands still in a pause, and has all that came meanwhile after it', async () => {
    const log = { opened, lines: [...lines] };
    const store = new ConsoleStore(engineWith(log));
    await store.read();
    expect(numbers(store)).toEqual([0, 1, 2, 3, 4, 5]);
    store.isPaused = true;
    log.lines.push(line(6, 'answer', '7'));
    await store.read();
    expect(numbers(store)).toEqual([0, 1, 2, 3, 4, 5]);
    store.isPaused = false;
    await store.read();
    expect(numbers(store)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('says what the engine no longer had, and begins anew with another connection', async () => {
    const log = { opened, lines: [...lines] };
    const store = new ConsoleStore(engineWith(log));
    await store.read();
    log.lines = [line(20, 'answer', 'x')];
    await store.read();
    expect(store.lines.slice(-2).map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'event: 14 older lines are no longer kept',
      'answer: x',
    ]);
    Object.assign(log, { opened: opened + 5, lines: [line(0, 'event', 'open')] });
    await store.read();
    expect(numbers(store)).toEqual([0]);
  });

  it('keeps what was typed once each, and a refusal as the outcome', async () => {
    const store = new ConsoleStore(engineWith({ opened, lines: [] }));
    for (const typed of ['a', 'b', 'a']) await store.say(typed);
    expect(store.typed).toEqual(['b', 'a']);
    expect(outcomeText(store.outcome!)).toBe('No: it is so. Leave it.');
  });
});
