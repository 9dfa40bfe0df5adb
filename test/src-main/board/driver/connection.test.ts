import { describe, expect, test } from 'vitest';
import { BoardConnection } from '../../../../src-main/board/driver/connection.ts';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import type { EmulatedPort } from '../../../../src-main/board/transports/emulatedPort.ts';
import { portFor, xorMeasured } from '../support.ts';

const experiment = compileExperiment(xorMeasured(100));

/** Turns a bit on the cable: behind these words of the driver, or of the byte that follows their line, the first of the answer. */
function hit(port: EmulatedPort, words: string, what: 'line' | 'answer', times: number): void {
  let line = '';
  let left = times;
  port.bench.cable.filters.push((byte) => {
    const place = line.indexOf(words);
    const isHit = left > 0 && place >= 0 && (what === 'line' ? line.length === place + words.length : line.endsWith('\n'));
    if (isHit) left--;
    if (line.endsWith('\n')) line = '';
    line += String.fromCharCode(byte);
    return [isHit ? byte ^ 0x04 : byte];
  });
}

describe('the speed of the line is changed', () => {
  test.each([
    ['line', 1],
    ['line', 3],
    ['answer', 1],
    ['answer', 3],
  ] as const)('though the %s that does it is hit, %i times', async (what, times) => {
    const port = portFor(experiment, { condition: 'ideal' });
    hit(port, 'SYST:COMM:BAUD', what, times);
    const connection = await BoardConnection.open(port);
    expect((await connection.status()).state).toBe('IDLE');
    expect([port.bench.board.baudRate, port.bench.cable.baudRate]).toEqual([500_000, 500_000]);
    await connection.close();
  });
});
