import { beforeAll, describe, expect, test } from 'vitest';
import { MemoryFiles } from '../../recording/memoryFiles.ts';
import { twinbench, type Answer } from '../terminal.ts';

/** Two recordings of one simulated board: the second with one edge cut in the middle. */
const files = new MemoryFiles();
const texts: Record<string, string> = {};
const call = (...parameters: string[]): Promise<Answer> => twinbench(parameters, { files: texts, recordings: { files } });

beforeAll(async () => {
  for (const [path, seed] of [
    ['/a.mcap', '1'],
    ['/b.mcap', '2'],
  ]) {
    expect(await call('record', 'xor', '--steps', '400', '--every', '10', '--seed', seed, '--to', path)).toMatchObject({ error: '' });
  }
  const calibrated = await call('calibrate', '/a.mcap', '/b.mcap', '--serial', 'SIM-1', '--out', '/board.json');
  expect(calibrated.error).not.toContain('E-');
  expect(calibrated.code).toBe(0);
  texts['board.json'] = new TextDecoder().decode(files.bytes('/board.json'));
});

describe('calibrate', () => {
  test('writes a document with the serial number, and tells what it could not find out', async () => {
    const board = JSON.parse(texts['board.json']) as { board: { serial: string }; wirings: { indistinguishable: string[] }[] };
    expect(board.board.serial).toBe('SIM-1');
    expect(board.wirings[0].indistinguishable.join(' ')).toContain('gain that all edges share');
  });

  test('an ideal board is met to far less than a converter’s step', async () => {
    const answer = await call('calibrate', '/a.mcap', '--use', 'board.json', '--json');
    const { judged } = JSON.parse(answer.out) as { judged: { freeMedian: number; clampedMedian: number } };
    expect(judged.freeMedian).toBeLessThan(0.2e-3);
    expect(judged.clampedMedian).toBeLessThan(0.2e-3);
  });

  test('refuses a stage that it does not know, and one that nothing can stand in for', async () => {
    expect(await call('calibrate', '/a.mcap', '--skip', 'coffee')).toMatchObject({
      code: 2,
      error: expect.stringContaining('coffee') as string,
    });
    expect(await call('calibrate', '/a.mcap', '--skip', 'edges')).toMatchObject({
      code: 2,
      error: expect.stringContaining('E-RUN-INVALID') as string,
    });
  });
});

test('compare holds two runs against each other, and writes one page', async () => {
  expect(await call('compare', '/a.mcap', '/a.mcap', '--report', '/report.html')).toMatchObject({
    code: 0,
    out: expect.stringContaining('within') as string,
  });
  expect(new TextDecoder().decode(files.bytes('/report.html'))).toContain('<svg');
  const other = await call('compare', '/a.mcap', '/b.mcap', '--json');
  expect(other.code).toBe(1);
  expect(JSON.parse(other.out)).toMatchObject({ verdict: 'outside' });
});

test('compare takes machines: two of them side by side, or one beside a recording, from where that begins', async () => {
  const ideal = await call('compare', 'simulated', 'emulated', '--of', 'xor', '--steps', '500', '--condition', 'ideal', '--json');
  expect(JSON.parse(ideal.out)).toMatchObject({ verdict: 'within' });
  expect(ideal.code).toBe(0);
  // The same program from the same state, in the same order: the same to the bit.
  const followed = await call('compare', '/a.mcap', 'simulated', '--absolute', '0', '--relative', '0', '--sigmas', '0', '--json');
  const { signals } = JSON.parse(followed.out) as { signals: { name: string; rootMeanSquare: number }[] };
  expect(signals.filter(({ rootMeanSquare }) => rootMeanSquare !== 0)).toEqual([]);
  expect(await call('compare', 'simulated', 'emulated')).toMatchObject({ code: 2, error: expect.stringContaining('--of') as string });
});

test('compare takes the twin of a calibration, whose noise and updates are its own', async () => {
  const answer = await call('compare', 'twin:/board.json', '/a.mcap', '--tolerance', 'gate e3:absolute=0.5', '--json');
  const found = JSON.parse(answer.out) as {
    updates: { by: string; correlation: number };
    tolerances: { signals: Record<string, { absolute: number }> };
  };
  expect(found.updates.by).toContain('/board.json');
  // The recording was among those fitted; what is left of the changes is less than a tenth.
  expect(found.updates.correlation).toBeGreaterThan(0.99);
  expect(found.tolerances.signals['gate e3'].absolute).toBe(0.5);
  expect(Object.keys(found.tolerances.signals)).toContain('free n3');
});

test.each([
  [['/a.mcap', '/b.mcap', '--tolerance', 'free:absolut=2'], '"absolut" is no part'],
  [['/a.mcap', '/b.mcap', '--tolerance', 'gate e99:absolute=2'], 'Did you mean "gate e9"?'],
  [['/a.mcap', '/b.mcap', '--signal', 'outpt'], 'There is no such signal'],
  [['/a.mcap', 'twin:nope'], 'no calibration of that name'],
  [['/a.mcap', '/nowhere.mcap'], 'there is no such file'],
  [['simulated'], 'A machine is compared with one other side'],
])('compare %j is refused', async (parameters, words) => {
  expect(await call('compare', ...parameters)).toMatchObject({ code: 2, error: expect.stringContaining(words) as string });
});

test('diagnose calls a healthy board healthy', async () => {
  const answer = await call('diagnose', '/a.mcap', '--calibration', 'board.json', '--json');
  expect(answer).toMatchObject({ code: 0 });
  const { hypotheses } = JSON.parse(answer.out) as { hypotheses: { kind: string; probability: number }[] };
  expect(hypotheses[0].kind).toBe('healthy');
  expect((await call('diagnose', '/a.mcap', '--calibration', 'board.json', '--watch', '20')).out).toContain('The monitor');
  expect((await call('diagnose', '/a.mcap')).error).toContain('calibration');
});

test('predict shows the next moments, and the spike of a cut', async () => {
  const ahead = JSON.parse(
    (await call('predict', '/a.mcap', '--calibration', 'board.json', '--seconds', '0.05', '--points', '3', '--json')).out,
  ) as {
    points: { time: number; gates: number[] }[];
  };
  expect(ahead.points.map(({ time }) => time)).toHaveLength(4);
  expect((await call('predict', '/a.mcap', '--calibration', 'board.json', '--seconds', '0.05', '--cut', 'e3')).out).toContain('Cutting e3');
  expect(await call('predict', '/a.mcap', '--calibration', 'board.json', '--cut', 'e99')).toMatchObject({ code: 2 });
});
