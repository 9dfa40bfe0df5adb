import { describe, expect, test } from 'vitest';
import { crc16 } from '../../../../src-main/board/protocol/crc.ts';
import { decodeFrame } from '../../../../src-main/board/protocol/frames.ts';
import { encodeBlock, encodeLine, splitAnswers, unguarded } from '../../../../src-main/board/protocol/lines.ts';
import { Receiver, type Received } from '../../../../src-main/board/protocol/receiver.ts';
import { randomStream } from '../../../../src-main/math/random.ts';

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(hex.replaceAll(' ', '').match(/../g) ?? [], (pair) => parseInt(pair, 16));
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** The worked bytes of PROTOCOL.md, section 6. */
const heartbeat = Uint8Array.of(...text('#221'), ...bytesOf('01 01 07000000 4e61bc00 01 6712 dc050000 00 00 7eaa'), 0x0a);
const outputs = Uint8Array.of(
  ...text('#231'),
  ...bytesOf('03 01 08000000 3072bc00 6712 dc050000 f0490200 02 03 03 00 02 9001 9401 043b'),
  0x0a,
);

describe('the worked bytes of PROTOCOL.md', () => {
  test('check value of the CRC', () => expect(crc16(text('123456789'))).toBe(0x29b1));

  test('a guarded line', () => {
    expect(encodeLine(['*IDN?'], true)).toEqual(bytesOf('2A 49 44 4E 3F 7E 45 41 45 46 0A'));
    expect(unguarded('*IDN?~EAEF', true)).toBe('*IDN?');
    expect(unguarded('*IDN?~EAEE', true)).toBeNull();
    expect(unguarded('*IDN?', true)).toBeNull();
  });

  test('a block', () => {
    const content = bytesOf('00 00 14 00 00 e7 00 14');
    expect(encodeBlock(content)).toEqual(Uint8Array.of(...text('#210'), ...content, 0x5a, 0x0f));
  });

  test('frames', () => {
    const items = new Receiver().push(Uint8Array.of(...heartbeat, ...outputs));
    expect(items.map(({ kind }) => kind)).toEqual(['frame', 'frame']);
    const [first, second] = items.map((item) => decodeFrame(item.kind === 'frame' ? item.content : new Uint8Array()));
    expect(first).toEqual({
      ...{ kind: 'heartbeat', sequence: 7, clock: 12_345_678, state: 'RUN', run: 4711, step: 1500, errors: 0, isLearning: false },
    });
    expect(second).toMatchObject({ kind: 'measurement', sequence: 8, row: 2, repeats: 4, what: 'outputs', sums: [400, 404] });
    expect(second).toMatchObject({ learningTime: 150_000, step: 1500 });
  });
});

describe('the receiver', () => {
  test('takes bytes one by one', () => {
    const receiver = new Receiver();
    const items: Received[] = [];
    for (const byte of [...text('0,"No error";12\n'), ...heartbeat, ...text('7\r\n')]) items.push(...receiver.push(Uint8Array.of(byte)));
    expect(items.map(({ kind }) => kind)).toEqual(['answer', 'frame', 'answer']);
    expect(items[2]).toEqual({ kind: 'answer', text: '7' });
  });

  test('finds the frame behind one that has lost a byte', () => {
    for (let missing = 0; missing < heartbeat.length; missing++) {
      const damaged = heartbeat.filter((_, index) => index !== missing);
      const items = new Receiver().push(Uint8Array.of(...damaged, ...outputs, ...outputs));
      // Without its own end of line the next frame can't be told from the rest of the damaged one; the one after it can.
      expect(items.filter(({ kind }) => kind === 'frame').length, `byte ${missing}`).toBeGreaterThanOrEqual(1);
    }
  });

  test('gives up a frame that waits for its end when nothing more comes', () => {
    const receiver = new Receiver();
    expect(receiver.push(text('#299'))).toEqual([]);
    expect(receiver.push(text('0,"No error";5\n'))).toEqual([]);
    expect(receiver.flush().at(-1)?.kind).toBe('noise');
    expect(receiver.push(text('9\n'))).toEqual([{ kind: 'answer', text: '9' }]);
  });

  test('separates answers, but not within quotation marks', () => {
    expect(splitAnswers('1;-113,"a;b";7')).toEqual(['1', '-113,"a;b"', '7']);
  });
});

/** Valid streams, cut, spliced and with wrong bytes, and streams of nothing but chance. */
function mutated(random: ReturnType<typeof randomStream>): Uint8Array {
  const pieces = [heartbeat, outputs, text('0,"No error";12~ABCD\n'), text('RUN,1,2,3,4\n'), text('#'), text('\n')];
  const bytes: number[] = [];
  for (let count = random.below(4); count >= 0; count--) {
    if (random.uniform() < 0.3) for (let index = random.below(40); index > 0; index--) bytes.push(random.below(256));
    else bytes.push(...pieces[random.below(pieces.length)]);
  }
  for (let count = random.below(4); count > 0 && bytes.length > 0; count--) {
    const place = random.below(bytes.length);
    const kind = random.below(3);
    if (kind === 0) bytes[place] = random.below(256);
    else if (kind === 1) bytes.splice(place, random.below(5));
    else bytes.splice(place, 0, ...bytes.slice(place, place + random.below(30)));
  }
  return Uint8Array.from(bytes);
}

test('100,000 random and mutated byte strings: nothing is thrown, every byte is accounted for, the next intact answer is found', () => {
  const random = randomStream(1, 'fuzz');
  const receiver = new Receiver();
  for (let round = 0; round < 100_000; round++) {
    for (const item of receiver.push(mutated(random))) {
      if (item.kind === 'frame') decodeFrame(item.content);
      else if (item.kind === 'answer') splitAnswers(unguarded(item.text, round % 2 === 0) ?? '');
    }
    if (round % 100 === 99) {
      receiver.flush();
      expect(receiver.push(text('\nSTILL,HERE\n')).at(-1), `round ${round}`).toEqual({ kind: 'answer', text: 'STILL,HERE' });
    }
  }
});

test('what never ends does not grow', () => {
  const receiver = new Receiver();
  for (let round = 0; round < 2000; round++) receiver.push(new Uint8Array(1000).fill(0x41));
  for (let round = 0; round < 2000; round++) receiver.push(text('#3999'));
  expect(receiver.flush().length).toBeLessThan(10);
});
