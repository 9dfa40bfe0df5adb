import { describe, expect, test } from 'vitest';
import { MOST_LINES, WireLog } from '../../../../src-main/board/console/wireLog.ts';
import { tappedPort } from '../../../../src-main/board/console/tappedPort.ts';
import { BoardConnection } from '../../../../src-main/board/driver/connection.ts';
import { encodeBlock, encodeLine } from '../../../../src-main/board/protocol/lines.ts';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import { portFor, xorMeasured } from '../support.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A wall clock and an even one that go as they are told. */
function clocks() {
  const at = { now: 1000, wall: 1_700_000_000_000 };
  const pass = (milliseconds: number) => Object.assign(at, { now: at.now + milliseconds, wall: at.wall + milliseconds });
  return { at, pass, log: new WireLog({ now: () => at.now, wall: () => at.wall }) };
}

/** A heartbeat frame as it goes over the line. @param clock  µs */
function heartbeat(sequence: number, clock: number): Uint8Array {
  const content = new Uint8Array(19);
  const view = new DataView(content.buffer);
  content.set([1, 1]);
  view.setUint32(2, sequence, true);
  view.setUint32(6, clock, true);
  content[10] = 1;
  return Uint8Array.of(...encodeBlock(content), 0x0a);
}

describe('the log of a line', () => {
  test('stamps what arrived with the moment at which it did, however late anybody handled or read it', () => {
    const { pass, log } = clocks();
    log.sent(bytesOf('*IDN?\n'));
    pass(250);
    log.received(bytesOf('Twinb'), 1010.25);
    log.received(bytesOf('ench,x\n7\n'), 1012.5);
    pass(10_000);
    const { lines } = log.read(0, 10);
    expect(lines.map(({ kind, text, at }) => [kind, text, at - 1_700_000_000_000])).toEqual([
      ['sent', '*IDN?', 0],
      ['answer', 'Twinbench,x', 12.5],
      ['answer', '7', 12.5],
    ]);
  });

  test('follows a clock of the wall that was set, and passes over its millisecond steps', () => {
    const { at, pass, log } = clocks();
    at.wall += 0.9;
    log.event('first');
    pass(1000);
    at.wall += 3_600_000;
    log.event('after a sleep');
    const [first, second] = log.read(0, 10).lines;
    expect(first.at).toBe(1_700_000_000_000);
    expect(second.at).toBe(at.wall);
  });

  test('keeps the newest lines alone, with their numbers', () => {
    const { log } = clocks();
    const count = 2.5 * MOST_LINES;
    for (let line = 0; line < count; line++) log.event(String(line));
    const { first, next, lines } = log.read(0, 3);
    expect(next).toBe(count);
    // Old lines go a block at a time.
    expect(next - first).toBeGreaterThanOrEqual(MOST_LINES);
    expect(next - first).toBeLessThan(1.1 * MOST_LINES);
    expect(lines.map(({ number, text }) => [number, text])).toEqual([0, 1, 2].map((more) => [first + more, String(first + more)]));
    expect(log.read(next - 1, 500).lines.map(({ number }) => number)).toEqual([next - 1]);
    expect(log.read(next, 500).lines).toEqual([]);
  });

  test('writes blocks and what can’t be printed as numbers', () => {
    const { log } = clocks();
    log.sent(Uint8Array.of(0x0a, ...encodeLine(['EXP:DATA 0,', encodeBlock(Uint8Array.of(0, 0x0a, 0x41)), ';SYST:ERR?'], false)));
    log.sent(Uint8Array.of(0x2a, 0xff, 0x23, 0x39, 0x0a));
    log.received(Uint8Array.of(0x80, 0x81, 0x0a), 0);
    const texts = log.read(0, 9).lines.map(({ text }) => text);
    expect(texts[0]).toMatch(/^␊EXP:DATA 0,#15<00 0a 41 [0-9a-f]{2} [0-9a-f]{2}>;SYST:ERR\?$/);
    expect(texts.slice(1)).toEqual(['*<ff>#9', '3 bytes that can’t be understood']);
  });

  test('carries the clock of the board on when it turns over, and begins it again after a reset', () => {
    const { log } = clocks();
    for (const [sequence, clock] of [
      [0, 4_294_000_000],
      [1, 500_000],
      [2, 600_000],
      [0, 10_000],
    ])
      log.received(heartbeat(sequence, clock), 0);
    const seconds = log.read(0, 9).lines.map(({ clock }) => clock!);
    [4294, 4294.967296 + 0.5, 4294.967296 + 0.6, 0.01].forEach((second, index) => expect(seconds[index]).toBeCloseTo(second, 6));
  });
});

describe('the line of a board', () => {
  test('is noted whole, in order, with who spoke, while the driver talks', async () => {
    const port = portFor(compileExperiment(xorMeasured(100)), { condition: 'ideal' });
    const log = new WireLog();
    const onCable: number[] = [];
    port.bench.cable.filters.push((byte) => {
      onCable.push(byte);
      return [byte];
    });
    const connection = await BoardConnection.open(tappedPort(port, log));
    const { answers, errors } = await connection.saySo('SYST:VERS?;MAKE:TEA');
    expect({ answers, errors }).toEqual({ answers: ['1999.0'], errors: [{ code: -113, text: 'Undefined header' }] });
    await connection.close();
    const { lines, place } = log.read(0, 100_000);
    expect(place).toBe('emulated');
    expect(lines.map(({ number }) => number)).toEqual(lines.map((_, index) => index));
    const stamps = lines.map(({ at }) => at);
    expect(stamps).toEqual(stamps.toSorted((one, other) => one - other));
    const typed = lines.filter(({ by }) => by === 'person');
    expect(typed.map(({ kind, text }) => [kind, text.split(';')[0]])).toEqual([
      ['sent', 'SYST:VERS?'],
      ['answer', '1999.0'],
    ]);
    // What is in the log as sent is what went over the cable, both ways through one filter.
    const cable = new TextDecoder('latin1').decode(Uint8Array.from(onCable));
    for (const { kind, text } of lines) if (kind === 'sent' && !text.includes('␊')) expect(cable).toContain(text);
    expect(lines.filter(({ kind }) => kind === 'event').map(({ text }) => text)).toEqual([
      'emulated is open at 115200 baud',
      'the line goes at 500000 baud',
      'the line was closed',
    ]);
  });
});
