import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, describe, expect, test } from 'vitest';
import type { HostClock } from '../../../src-main/recording/files.ts';
import { nodeFiles } from '../../../src-main/recording/nodeFiles.ts';
import { openRecording } from '../../../src-main/recording/reader.ts';
import { RecordingWriter } from '../../../src-main/recording/writer.ts';
import { header } from './header.ts';

const folder = mkdtempSync(join(tmpdir(), 'twinbench-memory-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** `TWINBENCH_HOURS=24 npx vitest run --project unit test/src-main/recording/memory.test.ts` records a day. */
const HOURS = Number(process.env.TWINBENCH_HOURS ?? 2);
const CHUNKS_PER_HOUR = 9000;
const NODES = 16;
const EDGES = 32;
const megabytes = (bytes: number): number => Math.round(bytes / 1e6);

describe(`a recording of ${HOURS} hours of host time`, () => {
  // Shortened: the clock runs ahead, and there is one measurement with its state per chunk, as many chunks as a day has. A run that
  // measures more often fills each chunk with more, up to 1 MB, and that is reused.
  test('takes no more memory at its end than at its beginning, is indexed, and opens', { timeout: 900_000 }, async () => {
    let now = 1_700_000_000;
    const clock: HostClock = { now: () => now, after: () => () => undefined };
    const path = join(folder, 'day.mcap');
    const writer = await RecordingWriter.create({ files: nodeFiles, clock, path, header });
    const outputs = new Float64Array(8);
    const voltages = new Float64Array(NODES);
    const values = new Float64Array(EDGES);
    const damage = new Array<null>(EDGES).fill(null);
    const peaks: number[] = [];
    const arrays = { freeVoltages: voltages, clampedVoltages: voltages, states: values, conductances: values, damage };
    for (let hour = 0; hour < HOURS; hour++) {
      let peak = 0;
      for (let chunk = 0; chunk < CHUNKS_PER_HOUR; chunk++, now += 0.4) {
        const [step, time] = [now, now];
        writer.append({ kind: 'measurement', step, time, set: 'training', error: 1, accuracy: null, outputs, labels: outputs });
        writer.append({ kind: 'state', step, time, set: 'training', isLearning: true, datapoint: 0, ...arrays });
        if (chunk % 100 !== 0) continue;
        await writer.flush();
        peak = Math.max(peak, process.memoryUsage().rss);
      }
      peaks.push(megabytes(peak));
    }
    await writer.close('complete');
    const closed = megabytes(process.memoryUsage().rss);
    const recording = await openRecording(path, nodeFiles);
    expect(recording.isClosed).toBe(true);
    const { counts } = await recording.glance();
    const opened = megabytes(process.memoryUsage().rss);
    await recording.close();
    console.log(
      `${megabytes(statSync(path).size)} MB on disk; resident, MB: hour by hour ${peaks.join(' ')}; closed ${closed}; opened ${opened}`,
    );
    expect(counts.measurement).toBe(CHUNKS_PER_HOUR * HOURS);
    // The requirement of the product, which the test runner, with all it has loaded, stays within too.
    expect(Math.max(...peaks, closed, opened)).toBeLessThan(300);
  });
});
