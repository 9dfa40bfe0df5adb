import { beforeAll, describe, expect, test } from 'vitest';
import { hiddenDefects } from '../../twin/digipots/emulatedDigipots.ts';
import type { DigipotCalibration } from '../../../../src-main/twin/digipots/document.ts';
import { MemoryFiles } from '../../recording/memoryFiles.ts';
import { twinbench, type Answer } from '../terminal.ts';

/** Two recordings of one emulated board, firmware and serial line included, and one in which an edge is cut on the way. */
const BOARD = 5;
const files = new MemoryFiles();
const texts: Record<string, string> = {};
const call = (...parameters: string[]): Promise<Answer> => twinbench(parameters, { files: texts, recordings: { files } });
const emulated = ['--machine', 'emulated', '--condition', 'laboratory', '--board', String(BOARD)] as const;

beforeAll(async () => {
  for (const [path, ...more] of [
    ['/a.mcap', '--seed', '1'],
    ['/b.mcap', '--seed', '2'],
    ['/cut.mcap', '--misbehave', 'cut:edge=6:steps=60'],
    ['/coarse.mcap', '--every', '5'],
  ]) {
    expect(await call('record', 'allostery', '--steps', '120', ...emulated, '--to', path, ...more)).toMatchObject({
      code: expect.any(Number) as number,
    });
  }
  const calibrated = await call('calibrate', '/a.mcap', '/b.mcap', '--serial', 'D-5', '--out', '/board.json');
  expect(calibrated).toMatchObject({ code: 0 });
  expect(calibrated.out).toContain('lift of all edges');
  texts['board.json'] = new TextDecoder().decode(files.bytes('/board.json'));
});

describe('calibrate', () => {
  test('finds the hidden offsets and noise of the board through its firmware', () => {
    const { board, comparators, converters } = JSON.parse(texts['board.json']) as DigipotCalibration;
    expect(board.serial).toBe('D-5');
    const { edges } = hiddenDefects('laboratory', BOARD);
    const misses = comparators!.offsets.map((offset, edge) => (offset - edges.dropOffsets[edge]) / comparators!.deviations.offsets[edge]);
    // 16 normal errors: their mean square lies below 2.2 in 99.6 of 100 cases (χ² of 16).
    expect(misses.reduce((sum, miss) => sum + miss * miss, 0) / misses.length).toBeLessThan(2.2);
    expect(Math.abs(converters!.noise - 0.5 * (5 / 256))).toBeLessThan(4 * converters!.deviations.noise);
  });

  test('judges on the recording that was left out, beside a twin without calibration', async () => {
    const { out } = await call('calibrate', '/a.mcap', '/b.mcap', '--judge', '--json');
    const { runs } = JSON.parse(out) as { runs: { wasFitted: boolean; calibrated: { bits: number }; uncalibrated: { bits: number } }[] };
    expect(runs.map(({ wasFitted }) => wasFitted)).toEqual([true, false]);
    expect(runs[1].calibrated.bits).toBeLessThan(runs[1].uncalibrated.bits);
    expect((await call('calibrate', '/b.mcap', '--use', 'board.json')).out).toContain('uncalibrated');
  });

  test.each([
    [['/coarse.mcap'], 'Measure at every step'],
    [['/a.mcap', '--judge'], 'Nothing is left to judge on'],
    [['/a.mcap', '--skip', 'rate'], 'converters, wipers, comparators'],
    [['/a.mcap', '--skip', 'converters'], 'not calibrated'],
    [['allostery', 'divider', '--machine', 'emulated'], 'Name one experiment'],
  ])('refuses %j', async (parameters, words) => {
    expect(await call('calibrate', ...parameters)).toMatchObject({ code: 2, error: expect.stringContaining(words) as string });
  });
});

test('predict shows the next clock edges, and judges itself', async () => {
  const { out } = await call(
    'predict',
    '/b.mcap',
    '--calibration',
    'board.json',
    '--at-step',
    '40',
    '--seconds',
    '5',
    '--points',
    '4',
    '--json',
  );
  const { points } = JSON.parse(out) as { points: { time: number; gates: number[] }[] };
  expect(points.map(({ time }) => time)).toEqual([0, 1.25, 2.5, 3.75, 5]);
  expect(points.every(({ gates }) => gates.length === 16 && gates.every((wiper) => wiper >= 1 && wiper <= 128))).toBe(true);
  expect((await call('predict', '/b.mcap', '--calibration', 'board.json', '--judge', '--seconds', '3')).out).toContain(
    'wipers within their bands',
  );
});

test('diagnose names the cut edge, and when the monitor saw it', async () => {
  const answer = await call('diagnose', '/cut.mcap', '--calibration', 'board.json', '--json');
  const { hypotheses } = JSON.parse(answer.out) as { hypotheses: { edge: string; kind: string }[] };
  expect(hypotheses[0]).toMatchObject({ edge: '1-4', kind: 'cut' });
  expect(answer.code).toBe(1);
  expect((await call('diagnose', '/cut.mcap', '--calibration', 'board.json', '--watch', '40')).out).toMatch(/alarm at state 6\d of 120/);
});

test('compare takes the twin of the board, and the calibration of a board with other edges is refused', async () => {
  const answer = await call('compare', 'twin:/board.json', '/a.mcap', '--json');
  expect(JSON.parse(answer.out)).toMatchObject({ verdict: expect.any(String) as string });
  const own = JSON.parse(texts['board.json']) as Record<string, unknown>;
  texts['other.json'] = JSON.stringify({ ...own, board: { serial: '', edges: 32, nodes: 16 }, wipers: null, comparators: null });
  expect(await call('predict', '/a.mcap', '--calibration', 'other.json')).toMatchObject({
    code: 2,
    error: expect.stringContaining('32 edges and 16 nodes') as string,
  });
});
