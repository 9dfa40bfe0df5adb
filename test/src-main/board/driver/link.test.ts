import { describe, expect, test } from 'vitest';
import { introduce } from '../../../../src-main/board/driver/handshake.ts';
import { Link } from '../../../../src-main/board/driver/link.ts';
import { EmulatedTime } from '../../../../src-main/board/emulator/emulatedTime.ts';
import { encodeLine } from '../../../../src-main/board/protocol/lines.ts';
import type { Transport } from '../../../../src-main/board/transports/transport.ts';
import { randomStream } from '../../../../src-main/math/random.ts';

/** The other end of a stream, in the hands of the test. */
class Peer {
  readonly time = new EmulatedTime();
  readonly said: string[] = [];
  readonly lost: string[] = [];
  readonly damaged: string[] = [];
  frames = 0;
  hear: (bytes: Uint8Array) => void = () => {};
  drop: (why: string) => void = () => {};
  /** What it answers to a line without its guard; `null`: nothing. */
  reply: (line: string) => string | null = () => null;
  readonly link: Link;

  constructor(patience = 1) {
    const transport: Transport = {
      place: 'peer',
      timing: this.time,
      patience,
      send: (bytes) => {
        const line = new TextDecoder()
          .decode(bytes)
          .trim()
          .replace(/~....$/, '');
        this.said.push(line);
        const answer = this.reply(line);
        if (answer !== null) this.say(answer);
      },
      setBaudRate: async () => {},
      onBytes: (listener) => void (this.hear = (bytes) => listener(bytes, this.time.now())),
      onClose: (listener) => void (this.drop = listener),
      close: async () => {},
    };
    this.link = new Link(transport, {
      frame: () => this.frames++,
      damaged: (what) => this.damaged.push(what),
      lost: (why) => this.lost.push(why),
    });
    this.link.isGuarded = true;
  }

  say(text: string): void {
    this.hear(encodeLine([text], true));
  }

  /** Lets time pass, with turns of the event loop in between. */
  async pass(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += 50) {
      this.time.pass(this.time.now() + 50);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

const tagOf = (line: string): string => /TAG\? (\d+)/.exec(line)?.[1] ?? '';

describe('a link', () => {
  test('answers queries, and a line waits for the one before it', async () => {
    const peer = new Peer();
    peer.reply = (line) => `${line.split('?')[0]};0,"No error";${tagOf(line)}`;
    const [first, second] = await Promise.all([peer.link.ask('A?'), peer.link.ask('B?')]);
    expect([first, second]).toEqual([['A'], ['B']]);
  });

  test('says a line again that has no answer, and takes whichever answer comes first, but never that of another line', async () => {
    const peer = new Peer();
    const answer = peer.link.ask('A?');
    await peer.pass(600);
    expect(peer.said.length).toBe(2);
    peer.say(`first;0,"No error";${tagOf(peer.said[0])}`);
    expect(await answer).toEqual(['first']);
    const next = peer.link.ask('B?');
    await peer.pass(50);
    peer.say(`second;0,"No error";${tagOf(peer.said[1])}`);
    peer.say(`next;0,"No error";${tagOf(peer.said[2])}`);
    expect(await next).toEqual(['next']);
  });

  test('a board that is always late, by less than four seconds, is not lost', async () => {
    const peer = new Peer();
    peer.reply = (line) => {
      peer.time.after(3500, () => peer.say(`late;0,"No error";${tagOf(line)}`));
      return null;
    };
    const answers = Promise.all([peer.link.ask('A?'), peer.link.ask('B?')]);
    await peer.pass(8000);
    expect(await answers).toEqual([['late'], ['late']]);
    expect(peer.lost).toEqual([]);
  });

  test('a program has ten times the patience, and is not asked ten times as often', async () => {
    const peer = new Peer(10);
    const answer = expect(peer.link.ask('A?')).rejects.toMatchObject({ problem: { code: 'E-BOARD-LOST' } });
    // 0.5, 1, 2, 4 and four times 5 s.
    await peer.pass(27_000);
    expect(peer.lost).toEqual([]);
    await peer.pass(1000);
    await answer;
    expect([peer.lost.length, peer.said.length]).toEqual([1, 8]);
  });

  test('gives up after eight lines, and tells it once', async () => {
    const peer = new Peer();
    const answer = expect(peer.link.ask('A?')).rejects.toMatchObject({ problem: { code: 'E-BOARD-LOST' } });
    await peer.pass(5000);
    await answer;
    expect(peer.lost.length).toBe(1);
    expect(peer.said.length).toBe(8);
    await expect(peer.link.ask('B?')).rejects.toMatchObject({ problem: { code: 'E-BOARD-LOST' } });
  });

  test('an error of the board is a problem with its words', async () => {
    const peer = new Peer();
    let asked = 0;
    peer.reply = (line) => `${asked++ === 0 ? '-222,"Data out of range"' : '0,"No error"'};${tagOf(line)}`;
    await expect(peer.link.ask('SOUR:VOLT 9,(@0)')).rejects.toMatchObject({
      problem: { code: 'E-BOARD-REFUSED', why: 'Data out of range (-222)' },
    });
    expect(peer.said[1]).toMatch(/^SYST:ERR\?/);
  });

  test('an error of the line is told and is no problem, and neither is an expected one', async () => {
    const peer = new Peer();
    const errors = ['101,"Checksum mismatch"', '-221,"Settings conflict"', '0,"No error"'];
    peer.reply = (line) => `${errors.shift()};${tagOf(line)}`;
    expect(await peer.link.ask('EXP:CONT', { expected: [-221] })).toEqual([]);
    expect(peer.damaged).toEqual(['the board discarded a line: Checksum mismatch']);
  });

  test('silence is the end once heartbeats were ordered', async () => {
    const peer = new Peer();
    await peer.pass(10_000);
    expect(peer.lost).toEqual([]);
    peer.link.isWatched = true;
    await peer.pass(4000);
    expect(peer.lost).toEqual(['nothing was heard of it for 3 s']);
    expect(peer.link.isOpen).toBe(false);
  });

  test('a computer that was asleep has not listened', async () => {
    const peer = new Peer();
    peer.link.isWatched = true;
    peer.time.pass(3_600_000);
    await peer.pass(2000);
    expect(peer.lost).toEqual([]);
    await peer.pass(2000);
    expect(peer.lost.length).toBe(1);
  });

  test('a board that is heard gets signs of life', async () => {
    const peer = new Peer();
    peer.link.isWatched = true;
    for (let second = 0; second < 6; second++) {
      peer.say('hello');
      await peer.pass(1000);
    }
    expect(peer.lost).toEqual([]);
    expect(peer.said.filter((line) => line === 'SYST:HEAR').length).toBeGreaterThanOrEqual(2);
  });

  test('100,000 random and mutated byte strings: nothing is thrown, nothing is answered, the right answer is found afterwards', async () => {
    const peer = new Peer();
    const random = randomStream(2, 'fuzz');
    let isAnswered = false;
    const answer = peer.link.ask('A?').finally(() => (isAnswered = true));
    await new Promise((resolve) => setImmediate(resolve));
    const right = encodeLine([`right;0,"No error";${tagOf(peer.said[0])}`], true);
    for (let round = 0; round < 100_000; round++) {
      const bytes = round % 2 === 0 ? Array.from({ length: random.below(40) }, () => random.below(256)) : [...right];
      if (round % 2 === 1) {
        // One wrong byte, one lost, or one twice, anywhere but at the end of the line: the checksum must see it.
        const place = random.below(right.length - 1);
        const kind = random.below(3);
        // Not 0x20, which makes a small letter of a hexadecimal digit and changes nothing.
        if (kind === 0) bytes[place] ^= 1 + random.below(31);
        else if (kind === 1) bytes.splice(place, 1);
        else bytes.splice(place, 0, bytes[place]);
      }
      peer.hear(Uint8Array.from([...bytes, 0x0a]));
      if (isAnswered) break;
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(isAnswered).toBe(false);
    expect(peer.link.isOpen).toBe(true);
    peer.hear(right);
    expect(await answer).toEqual(['right']);
  });
});

describe('an introduction', () => {
  test.each([
    ['Twinbench,transistors2024,7,0.9.0;2.1', 'E-BOARD-FIRMWARE', /firmware 0\.9\.0 speaks protocol 2\.1, this program 1\.x/],
    ['KEYSIGHT,34465A,MY1,A.03;1999.0', 'E-BOARD-MISMATCH', /says that it is "KEYSIGHT/],
  ])('of "%s" is refused', async (words, code, why) => {
    const peer = new Peer();
    peer.reply = (line) => `${words};0,"No error";${tagOf(line)}`;
    const problem = { code, where: 'peer', why: expect.stringMatching(why) as string };
    await expect(introduce(peer.link)).rejects.toMatchObject({ problem });
    // It was asked who it is, and nothing else.
    expect(peer.said.map((line) => line.split(';')[0])).toEqual(['*IDN?']);
  });
});
