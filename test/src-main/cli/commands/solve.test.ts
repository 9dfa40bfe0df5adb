import { describe, expect, test } from 'vitest';
import { twinbench } from '../terminal.ts';

const network = {
  format: 'twinbench.network',
  version: 1,
  edgeModel: { kind: 'resistor' },
  nodes: [{ id: 'top' }, { id: 'middle' }, { id: 'bottom' }, { id: 'alone' }],
  edges: [
    { id: 'upper', from: 'top', to: 'middle', conductance: 0.001 },
    { id: 'lower', from: 'bottom', to: 'middle', conductance: 0.003 },
  ],
  hold: { top: 4, bottom: 0 },
};
const files = { 'network.json': JSON.stringify(network) };

describe('twinbench solve', () => {
  test('--json prints voltages, edges and power, and nothing else', async () => {
    const answer = await twinbench(['solve', 'network.json', '--json'], { files });
    expect(answer).toMatchObject({ code: 0, error: '' });
    // A divider: V = 4 V · 1/(1 + 3); I = 1 mS · 3 V; every value is exact in binary but for the last digits of 0.003.
    const { voltages, edges, power } = JSON.parse(answer.out);
    expect(voltages).toEqual({ top: 4, middle: 1, bottom: 0, alone: null });
    expect(Object.keys(JSON.parse(answer.out))).toEqual(['voltages', 'edges', 'power']);
    expect(Object.keys(edges)).toEqual(['upper', 'lower']);
    expect(edges.upper).toEqual({ drop: 3, current: expect.closeTo(0.003, 15), conductance: 0.001 });
    expect(edges.lower).toEqual({ drop: -1, current: expect.closeTo(-0.003, 15), conductance: 0.003 });
    expect(power).toBeCloseTo(0.012, 15);
  });

  test('numbers keep their full precision', async () => {
    const uneven = { ...network, hold: { top: 1 / 3, bottom: 0 } };
    const { voltages } = JSON.parse((await twinbench(['solve', '-', '--json'], { input: JSON.stringify(uneven) })).out);
    expect(voltages.top).toBe(1 / 3);
  });

  test('without it, every value is printed with its unit, and floating nodes are said', async () => {
    const { code, out, error } = await twinbench(['solve', 'network.json'], { files });
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toMatch(/Resistor network: 4 nodes, 2 edges, 2 held, 1 floating/);
    expect(out).toMatch(/top +4\.000000 V {2}held/);
    expect(out).toMatch(/middle +1\.000000 V/);
    expect(out).toMatch(/alone +– {2}floating: no path to a held node/);
    expect(out).toMatch(/upper +top → middle +3\.000000 V +3\.000000 mA +1\.000000 mS/);
    expect(out).toMatch(/lower +bottom → middle +−1\.000000 V +−3\.000000 mA +3\.000000 mS/);
    expect(out).toMatch(/Total power: 12\.00000 mW/);
    expect(out).toMatch(/Residual of Kirchhoff's law: /);
    expect(out).not.toContain('\u00a0');
  });

  test('reads standard input, with or without a byte order mark', async () => {
    const input = `\uFEFF${files['network.json']}`;
    expect((await twinbench(['solve', '-', '--json'], { input })).out).toBe(
      (await twinbench(['solve', 'network.json', '--json'], { files })).out,
    );
  });

  test('a network without a held node, and one without an edge, are answered too', async () => {
    const loose = { ...network, hold: {} };
    expect(JSON.parse((await twinbench(['solve', '-', '--json'], { input: JSON.stringify(loose) })).out)).toMatchObject({
      voltages: { top: null, middle: null, bottom: null, alone: null },
      power: 0,
    });
    const bare = { ...network, edges: [] };
    expect(await twinbench(['solve', '-'], { input: JSON.stringify(bare) })).toMatchObject({ code: 0, error: '' });
  });

  test('a file that is no network is answered in one block on standard error', async () => {
    expect(await twinbench(['solve', 'nowhere.json', '--json'])).toEqual({
      code: 2,
      out: '',
      error:
        'Error E-FILE-READ: The file can’t be read\n  where: nowhere.json\n  why:   there is no such file\n' +
        '  do:    Check the path; `-` reads standard input.\n',
    });
    expect((await twinbench(['solve', 'xor'])).error).toContain('`twinbench train xor` runs it');
  });
});
