import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { twinbench } from './terminal.ts';

const folder = new URL('../../../examples/', import.meta.url);
const files = Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]));

describe('examples/', () => {
  test.each(Object.keys(files))('%s is valid', async (file) => {
    expect(await twinbench(['validate', file], { files })).toMatchObject({
      code: 0,
      error: '',
      out: expect.stringContaining(`${file}: a valid`),
    });
  });

  test('validate tells of each file, and answers 2 when one is bad', async () => {
    const { code, out, error } = await twinbench(['validate', 'xor.json', 'bad.json', 'none.json', 'network.json'], {
      files: { ...files, 'bad.json': '{}' },
    });
    expect(code).toBe(2);
    expect(out.split('\n')).toHaveLength(3);
    expect(error).toContain('where: bad.json, at $.format');
    expect(error).toContain('where: none.json');
  });

  test('xor.json is what `task show xor` prints', async () => {
    expect((await twinbench(['task', 'show', 'xor'])).out).toBe(files['xor.json']);
  });

  test('network.json: a cut edge carries nothing, and no current flows to a dead end', async () => {
    const { out } = await twinbench(['solve', 'network.json', '--json'], { files });
    // K = S·(G − V_th − V̄) = 8e-4 · (2.5 − 0.7 − 0.45)
    expect(JSON.parse(out)).toEqual({
      voltages: { n0: 0.45, n1: 0.45 },
      edges: { e0: { drop: 0, current: 0, conductance: expect.closeTo(1.08e-3, 15) }, e1: { drop: 0, current: 0, conductance: 0 } },
      power: 0,
    });
  });

  test('wheatstone.json: the bridge carries the closed form', async () => {
    const { voltages, edges, power } = JSON.parse((await twinbench(['solve', 'wheatstone.json', '--json'], { files })).out);
    // Two nodes in mS and V: (1 + 2 + 10) l − 10 r = 5 and −10 l + (1 + 2.1 + 10) r = 5.
    const determinant = 13 * 13.1 - 100;
    const left = (5 * 13.1 + 50) / determinant;
    const right = (5 * 13 + 50) / determinant;
    expect(voltages).toMatchObject({ left: expect.closeTo(left, 12), right: expect.closeTo(right, 12) });
    expect(edges.bridge.current).toBeCloseTo(0.01 * (left - right), 14);
    expect(power).toBeCloseTo(5 * (0.001 * (5 - left) + 0.001 * (5 - right)), 12);
  });

  test('own-dataset.json learns its dataset', async () => {
    const { code, out } = await twinbench(['train', 'own-dataset.json'], { files });
    expect(code).toBe(0);
    expect(out).toContain('Outputs of the test set');
  });
});
