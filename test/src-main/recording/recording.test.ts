import { McapIndexedReader, McapRecordBuilder } from '@mcap/core';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tasks } from '../../../src-main/learning/tasks/index.ts';
import type { RecordedEvent } from '../../../src-main/machine/recorded.ts';
import { createReplayMachine } from '../../../src-main/machine/replay.ts';
import { decodeState } from '../../../src-main/recording/binary.ts';
import { openRecording } from '../../../src-main/recording/reader.ts';
import { replaySourceOf } from '../../../src-main/recording/replaySource.ts';
import { CHUNK_HEAD, HEAD_LENGTH, walk } from '../../../src-main/recording/scan.ts';
import { RecordingWriter, type NewEvent } from '../../../src-main/recording/writer.ts';
import { always } from '../../properties.ts';
import { anyEvent } from './arbitraries.ts';
import { header } from './header.ts';
import { joined, MemoryFiles, TestClock } from './memoryFiles.ts';

const path = '/runs/a.mcap';

/** Writes a recording of these events, a second apart where `null` stands between them; `closes`: in order. */
async function write(files: MemoryFiles, events: readonly (NewEvent | null)[], closes = true): Promise<RecordingWriter> {
  const clock = new TestClock();
  const writer = await RecordingWriter.create({ files, clock, path, header });
  for (const event of events) {
    if (event === null) clock.pass(1);
    else writer.append(event);
  }
  if (closes) await writer.close('complete');
  return writer;
}

async function read(bytes: Uint8Array) {
  const files = new MemoryFiles();
  files.put(path, bytes);
  const recording = await openRecording(path, files);
  const events: RecordedEvent[] = [];
  for await (const event of recording.events()) events.push(event);
  return { recording, events, survey: await recording.survey() };
}

const numbered = (events: readonly (NewEvent | null)[]) =>
  events.filter((event) => event !== null).map((event, sequence) => ({ ...event, sequence }));

const stream = fc.array(fc.option(anyEvent, { freq: 4 }), { maxLength: 30 });

/** Measurements of one output, in so many chunks. */
function measurements(chunks: number, perChunk: number): (NewEvent | null)[] {
  return Array.from({ length: chunks }, (_, chunk) => [
    ...Array.from({ length: perChunk }, (_item, index): NewEvent => {
      const step = chunk * perChunk + index;
      const arrays = { outputs: Float64Array.of(step / 3), labels: Float64Array.of(1) };
      return { kind: 'measurement', step, time: step / 10, set: 'training', error: 1 / (step + 1), accuracy: null, ...arrays };
    }),
    null,
  ]).flat();
}

async function bytesOf(events: readonly (NewEvent | null)[], closes = true): Promise<Uint8Array> {
  const files = new MemoryFiles();
  await write(files, events, closes);
  await new Promise((resolve) => setTimeout(resolve, 0));
  return files.bytes(path);
}

describe('what is written is read', () => {
  test('any stream of events, bit for bit and in order', async () => {
    await always(
      fc.asyncProperty(stream, async (events) => {
        const { recording, events: found, survey } = await read(await bytesOf(events));
        expect(recording.header).toEqual(header);
        expect(recording.isClosed).toBe(true);
        expect(found.slice(0, -1)).toEqual(numbered(events));
        expect(found.at(-1)).toMatchObject({ kind: 'end', reason: 'complete' });
        expect(survey.loss).toEqual({ bytes: 0, events: 0, isCutOff: false });
      }),
      60,
    );
  });

  test('what any stream of events replays as has a number for every node and edge of its network', async () => {
    await always(
      fc.asyncProperty(stream, async (events) => {
        const { recording } = await read(await bytesOf(events));
        const source = await replaySourceOf(recording);
        if (source.timeline.steps.length === 0) return;
        const machine = await createReplayMachine(source);
        for (const step of source.timeline.steps) {
          await machine.seek(step);
          const { freeVoltages, clampedVoltages, states, conductances, damage } = await machine.read();
          for (const values of [freeVoltages, clampedVoltages]) expect(values).toHaveLength(machine.network.nodeCount);
          for (const values of [states, conductances, damage]) expect(values).toHaveLength(machine.network.edgeCount);
        }
      }),
      40,
    );
  });

  test.each(Object.keys(tasks))('the document of %s, under any name, closed or not', async (task) => {
    const text = fc.string({ unit: 'grapheme' });
    await always(
      fc.asyncProperty(text, text, fc.nat(), fc.boolean(), async (name, origin, seed, closes) => {
        const files = new MemoryFiles();
        const whole = { ...header, name, origin, document: { ...tasks[task].build(), seed } };
        const writer = await RecordingWriter.create({ files, clock: new TestClock(), path, header: whole });
        if (closes) await writer.close('complete');
        expect((await openRecording(path, files)).header).toEqual(whole);
      }),
      10,
    );
  });

  test('other programs find index, topics and times', async () => {
    const bytes = await bytesOf(measurements(3, 5));
    const readable = {
      size: async () => BigInt(bytes.byteLength),
      read: async (offset: bigint, length: bigint) => bytes.slice(Number(offset), Number(offset + length)),
    };
    const reader = await McapIndexedReader.Initialize({ readable });
    expect(reader.chunkIndexes).toHaveLength(4);
    expect(Number(reader.statistics?.messageCount)).toBe(16);
    expect(reader.attachmentIndexes.map(({ name }) => name)).toEqual(['twinbench.json', 'twinbench.json']);
    const values: number[] = [];
    for await (const { data } of reader.readMessages({ topics: ['/measurement'] })) values.push(new Float64Array(data.buffer)[8]);
    expect(values).toEqual(Array.from({ length: 15 }, (_, step) => step / 3));
    const attachments = [];
    for await (const { data } of reader.readAttachments()) attachments.push(JSON.parse(new TextDecoder().decode(data)));
    expect(attachments[0]).toMatchObject({ format: 'twinbench.recording', version: 1, document: { format: 'twinbench.experiment' } });
  });

  test('a span of steps', async () => {
    const files = new MemoryFiles();
    await write(files, measurements(4, 5));
    const recording = await openRecording(path, files);
    const steps: number[] = [];
    for await (const { step } of recording.events({ from: 3, to: 7 })) steps.push(step);
    expect(steps).toEqual([3, 4, 5, 6, 7]);
  });

  test('a file that is there is never overwritten', async () => {
    const files = new MemoryFiles();
    await write(files, []);
    await expect(write(files, [])).rejects.toMatchObject({ problem: { code: 'E-RECORDING-WRITE', where: path } });
  });
});

describe('without an end', () => {
  test('what happened more than half a second ago is in the file, and the file opens', async () => {
    const events = measurements(3, 5);
    const { events: found, survey, recording } = await read(await bytesOf([...events, ...measurements(1, 2).slice(0, -1)], false));
    expect(found).toHaveLength(15);
    expect(recording.isClosed).toBe(false);
    expect(survey).toMatchObject({ end: null, loss: { bytes: 0, events: 0, isCutOff: true } });
  });

  test('a quiet run is flushed by the clock, a busy one by its size', async () => {
    const files = new MemoryFiles();
    const clock = new TestClock();
    const writer = await RecordingWriter.create({ files, clock, path, header });
    const start = files.bytes(path).byteLength;
    const big = { outputs: new Float64Array(40_000), labels: new Float64Array(40_000) };
    const event: NewEvent = { kind: 'measurement', step: 1, time: 1, set: 'training', error: 1, accuracy: null, ...big };
    writer.append(event);
    await writer.drain();
    expect(files.bytes(path).byteLength).toBe(start);
    writer.append(event);
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(files.bytes(path).byteLength).toBeGreaterThan(start + 1.2e6);
  });

  test('the file is cut anywhere: everything before the cut is there', async () => {
    const bytes = await bytesOf(measurements(4, 3));
    const whole = (await read(bytes)).events;
    const { byteLength } = bytes;
    await always(
      fc.asyncProperty(fc.integer({ min: 0, max: byteLength }), async (cut) => {
        const opened = await read(bytes.slice(0, cut)).catch((error: unknown) => error);
        if (opened instanceof Error) {
          expect(opened).toMatchObject({ problem: { code: 'E-RECORDING-READ' } });
          // One copy of the header is enough, and both stand in the first half of this small file.
          expect(cut).toBeLessThan(byteLength / 2);
          return;
        }
        const { events, survey } = opened as Awaited<ReturnType<typeof read>>;
        expect(events).toEqual(whole.slice(0, events.length));
        expect(survey.loss.isCutOff).toBe(events.length < whole.length);
      }),
      150,
    );
  });
});

describe('damaged bytes', () => {
  /** What holds of a file with one byte of it turned, wherever it stands. */
  async function expectOneLoss(bytes: Uint8Array, whole: readonly RecordedEvent[], place: number, flip: number): Promise<void> {
    const damaged = Uint8Array.from(bytes);
    damaged[place] ^= flip;
    const where = `byte ${place} ^ ${flip}`;
    const { events, survey, recording } = await read(damaged);
    expect(recording.header, where).toEqual(header);
    for (const event of events) expect(event, where).toEqual(whole[event.sequence]);
    // Lists look at the end alone, wherever the damage is; a chunk whose head is damaged may still tell them its events.
    const last = events.findLast(({ kind }) => kind === 'measurement');
    expect((await recording.glance()).lastStep, where).toBeGreaterThanOrEqual(last?.step ?? 0);
    // At most one chunk of three measurements is lost, never what follows it.
    expect(events.length, where).toBeGreaterThanOrEqual(whole.length - 3);
    const isTold = survey.loss.events === whole.length - events.length || survey.loss.isCutOff;
    expect(isTold, where).toBe(true);
  }

  test('one, anywhere: every event that is read is right, and what is missing is told', async () => {
    const bytes = await bytesOf(measurements(4, 3));
    const whole = (await read(bytes)).events;
    await always(
      fc.asyncProperty(fc.nat(bytes.byteLength - 1), fc.integer({ min: 1, max: 255 }), (place, flip) =>
        expectOneLoss(bytes, whole, place, flip),
      ),
      300,
    );
  });

  test('one in the head of a chunk, any bit of it: the same', async () => {
    const bytes = await bytesOf(measurements(4, 3));
    const whole = (await read(bytes)).events;
    const flips = Array.from({ length: 8 }, (_, bit) => 1 << bit);
    for await (const { type, offset } of walk({ read: async (from, count) => bytes.slice(from, from + count) }, bytes.length)) {
      if (type !== 'chunk') continue;
      for (let place = offset; place < offset + HEAD_LENGTH + CHUNK_HEAD; place++) {
        for (const flip of flips) await expectOneLoss(bytes, whole, place, flip);
      }
    }
  });

  test('a length that leads past the chunks is not followed', async () => {
    const bytes = await bytesOf(measurements(4, 3));
    const whole = (await read(bytes)).events;
    // The length of the very first record, by every amount that stays within the file.
    for (const [place, flip] of [9, 10].flatMap((place) => Array.from({ length: 255 }, (_, flip) => [place, flip + 1]))) {
      const damaged = Uint8Array.from(bytes);
      damaged[place] ^= flip;
      expect((await read(damaged)).events, `byte ${place} ^ ${flip}`).toEqual(whole);
    }
  });

  test('a chunk whose checksum is right and whose records are none is passed over', async () => {
    const bytes = await bytesOf(measurements(4, 3));
    const whole = (await read(bytes)).events;
    const chunks: { from: number; to: number }[] = [];
    for await (const { type, offset, length } of walk({ read: async (from, count) => bytes.slice(from, from + count) }, bytes.length)) {
      if (type === 'chunk') chunks.push({ from: offset + HEAD_LENGTH + CHUNK_HEAD, to: offset + length });
    }
    const { from, to } = chunks[1];
    await always(
      fc.asyncProperty(fc.integer({ min: from, max: to - 1 }), fc.nat(255), async (place, value) => {
        const forged = Uint8Array.from(bytes);
        forged[place] = value;
        new DataView(forged.buffer).setUint32(from - 16, crc32(forged.subarray(from, to)), true);
        const { events, recording } = await read(forged);
        // Numbers in it may be others, that of an event too, so that what follows counts as out of order; what stands before is as it was.
        expect(events.slice(0, 3)).toEqual(whole.slice(0, 3));
        await recording.glance();
      }),
      100,
    );
  });

  test('a stretch of them: what lies before and behind is there', async () => {
    const bytes = await bytesOf(measurements(60, 3));
    const whole = (await read(bytes)).events;
    // In the middle of the chunks: the header before them and the index behind them take less than a quarter each.
    const from = Math.floor(bytes.byteLength / 2);
    const damaged = Uint8Array.from(bytes).fill(0xaa, from, from + 500);
    const { events, survey } = await read(damaged);
    const missing = whole.filter(({ sequence }) => !events.some((event) => event.sequence === sequence));
    expect(missing.length).toBeGreaterThan(0);
    expect(missing.length).toBe(survey.loss.events);
    expect(survey.loss.bytes).toBeGreaterThanOrEqual(500);
    expect(events.at(-1)?.kind).toBe('end');
  });

  test('lengths of a state that are none, and a header that is no JSON, are refused in spite of their checksums', async () => {
    // 9 numbers, as many as −3 nodes and 2 edges would have.
    expect(decodeState(new Uint8Array(Float64Array.of(0, 0, 0, 0, 0, 0, 0, -3, 2).buffer))).toBeNull();
    const builder = new McapRecordBuilder();
    builder.writeMagic();
    const about = { name: 'twinbench.json', logTime: 0n, createTime: 0n, mediaType: 'application/json' };
    builder.writeAttachment({ ...about, data: new TextEncoder().encode('{') });
    await expect(read(builder.buffer.slice())).rejects.toMatchObject({ problem: { code: 'E-RECORDING-READ', where: path } });
  });

  test('a file of something else is refused in words', async () => {
    await expect(read(new TextEncoder().encode('{"format": "twinbench.json"}'.repeat(100)))).rejects.toMatchObject({
      problem: { code: 'E-RECORDING-READ', where: path },
    });
  });
});

describe('a full disk', () => {
  test('stops the recording with a clear problem, keeps what is there and lets the run go on', async () => {
    const bytes = await bytesOf([]);
    const files = new MemoryFiles(bytes.byteLength);
    const clock = new TestClock();
    const problems: string[] = [];
    const options = { files, clock, path, header, onProblem: ({ code }: { code: string }) => problems.push(code) };
    const writer = await RecordingWriter.create(options);
    const events = measurements(40, 20).filter((event) => event !== null);
    for (const event of events) {
      writer.append(event);
      clock.pass(0.1);
      await writer.drain();
    }
    await writer.close('complete');
    expect(problems).toEqual(['E-RECORDING-FULL']);
    expect(writer.problem).toMatchObject({ what: 'Recording stopped: there is no room left', where: path, why: 'the disk is full' });
    const { events: found, survey } = await read(files.bytes(path));
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(events.length);
    expect(found).toMatchObject(events.slice(0, found.length));
    expect(survey.loss).toEqual({ bytes: 0, events: 0, isCutOff: true });
  });

  test('no room for the header: nothing begins', async () => {
    await expect(write(new MemoryFiles(10), [])).rejects.toMatchObject({ problem: { code: 'E-RECORDING-FULL' } });
  });

  test('half a chunk that could not be taken back is passed over', async () => {
    const bytes = await bytesOf(measurements(3, 3), false);
    const { events, survey } = await read(joined(bytes, bytes.slice(-300)));
    expect(events).toHaveLength(9);
    expect(survey.loss.bytes).toBeGreaterThan(0);
  });
});
