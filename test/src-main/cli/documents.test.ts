import { describe, expect, test } from 'vitest';
import { tasks } from '../../../src-main/learning/tasks/index.ts';
import { twinbench } from './terminal.ts';

type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

const network = (): Json => ({
  format: 'twinbench.network',
  version: 1,
  edgeModel: { kind: 'transistor', transconductance: 8e-4, threshold: 0.7 },
  nodes: [{ id: 'n0' }, { id: 'n1' }],
  edges: [
    { id: 'e0', from: 'n0', to: 'n1', gate: 2.5 },
    { id: 'e1', from: 'n1', to: 'n0', gate: 3 },
  ],
  hold: { n0: 0.45 },
});
const experiment = (): Json => structuredClone(tasks.xor.build());

/** The block that answers a text given to a command, without its first line. */
async function blockOf(command: string, input: string): Promise<string> {
  const { code, out, error } = await twinbench([command, '-', '--json'], { input });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(error).toMatch(/^Error E-[A-Z-]+: .+\n {2}where: .+\n {2}why: {3}[^]+\n {2}do: {4}.+\n$/);
  expect(error).not.toMatch(/\bat .+:\d+:\d+|node_modules/);
  return error;
}

const broken = (document: Json, change: (document: Json) => void): string => {
  change(document);
  return JSON.stringify(document);
};

describe('a bad network is refused with the path and the reason', () => {
  test.each<[string, (document: Json) => void, string, string]>([
    ['unknown key', (d) => (d.edges[1].colour = 'red'), '$.edges[1].colour', 'the key "colour" is unknown here'],
    ['unknown key at the top', (d) => (d.edge = []), '$.edge', 'unknown'],
    ['duplicate node', (d) => (d.nodes[1].id = 'n0'), '$.nodes[1].id', 'the id "n0" is used twice'],
    ['duplicate edge', (d) => (d.edges[1].id = 'e0'), '$.edges[1].id', 'the id "e0" is used twice'],
    ['self-loop', (d) => (d.edges[0].to = 'n0'), '$.edges[0]', 'self-loop'],
    ['an end that is no node', (d) => (d.edges[0].to = 'n7'), '$.edges[0].to', 'there is no node "n7"'],
    ['a held node that is none', (d) => (d.hold.n9 = 1), '$.hold.n9', 'there is no node "n9" to hold'],
    ['a missing state', (d) => delete d.edges[0].gate, '$.edges[0].gate', 'an edge of a transistor network needs "gate"'],
    ['a state of another model', (d) => (d.edges[0].tap = 3), '$.edges[0].tap', 'has no meaning on an edge of a transistor network'],
    ['two states', (d) => (d.edges[0].conductance = 1), '$.edges[0].gate', 'fixed resistor'],
    ['a missing part', (d) => delete d.nodes, '$.nodes', 'it is missing (array)'],
    ['text for a number', (d) => (d.edges[0].gate = '2.5'), '$.edges[0].gate', 'expected number, received string'],
    ['null for a number', (d) => (d.hold.n0 = null), '$.hold.n0', 'expected number, received null'],
    [
      'an unknown edge model',
      (d) => (d.edgeModel.kind = 'diode'),
      '$.edgeModel.kind',
      'it must be one of "resistor", "digipot", "transistor"',
    ],
    ['an unknown damage', (d) => (d.edges[0].damage = 'bent'), '$.edges[0].damage', 'it must be one of "cut", "short", "stuck"'],
    ['a negative transconductance', (d) => (d.edgeModel.transconductance = -1), '$.edgeModel.transconductance', '>0'],
    ['no node at all', (d) => ((d.nodes = []), (d.edges = []), (d.hold = {})), '$.nodes', '>=1'],
    [
      'a tap beyond the last',
      (d) => ((d.edgeModel = { kind: 'digipot', stepOhms: 781.25, taps: 128 }), (d.edges = [{ id: 'e0', from: 'n0', to: 'n1', tap: 129 }])),
      '$.edges[0].tap',
      'positions 1 to 128',
    ],
    [
      'half a tap',
      (d) => ((d.edgeModel = { kind: 'digipot', stepOhms: 781.25, taps: 128 }), (d.edges = [{ id: 'e0', from: 'n0', to: 'n1', tap: 1.5 }])),
      '$.edges[0].tap',
      'it must be a whole number',
    ],
  ])('%s', async (_, change, path, reason) => {
    const block = await blockOf('solve', broken(network(), change));
    expect(block).toContain(`where: standard input, at ${path}\n`);
    expect(block).toContain(reason);
    expect(block).toContain('schemas/twinbench.network.v1.json');
  });

  test.each([
    ['1e999', '$.edges[0].gate'],
    ['-1e999', '$.edges[0].gate'],
  ])('%s is not finite', async (number, path) => {
    const block = await blockOf('solve', JSON.stringify(network()).replace('2.5', number));
    expect(block).toContain(`at ${path}`);
    expect(block).toContain('the number is not finite');
  });

  test('several faults are told together', async () => {
    const block = await blockOf(
      'solve',
      broken(network(), (d) => ((d.edges[0].to = 'n7'), (d.edges[1].from = 'n8'), (d.hold.n9 = 1))),
    );
    expect(block).toContain('also $.edges[1].from: there is no node "n8"');
    expect(block).toContain('also $.hold.n9');
  });

  test('parallel edges, fixed resistors and missing positions are allowed', async () => {
    const document = network();
    document.edges.push({ id: 'e2', from: 'n0', to: 'n1', conductance: 1e-3 });
    expect(await twinbench(['validate', '-'], { input: JSON.stringify(document) })).toMatchObject({ code: 0, error: '' });
  });
});

describe('a bad experiment is refused with the path and the reason', () => {
  test.each<[string, (document: Json) => void, string, string]>([
    ['unknown key', (d) => (d.rule.speed = 1), '$.rule.speed', 'unknown'],
    ['an unknown rule', (d) => (d.rule = { kind: 'magic' }), '$.rule.kind', 'it must be one of "continuous"'],
    ['a rule for other edges', (d) => (d.rule = { kind: 'sign' }), '$.rule.kind', 'transistor'],
    ['a parameter out of range', (d) => (d.clamping.nudge = 2), '$.clamping.nudge', '<=1'],
    [
      'a row that is too short',
      (d) => (d.dataset.inputs[1] = [0]),
      '$.dataset.inputs[1]',
      'this row has 1 numbers, but there are 2 inputs',
    ],
    ['a label too many', (d) => d.dataset.labels.push([0]), '$.dataset.labels', 'there are 4 inputs but 5 labels'],
    ['a datapoint that is none', (d) => (d.schedule = { kind: 'list', order: [0, 4] }), '$.schedule.order', 'the datapoints 0 to 3'],
    ['a test set that is none', (d) => (d.measure.of = 'test'), '$.measure.of', 'there is no test set'],
    ['neither network nor topology', (d) => delete d.generate, '$', 'either "network"'],
    ['no steps', (d) => (d.steps = 0), '$.steps', '>=1'],
    [
      'a single output under differential clamping',
      (d) => (d.roles.outputs = [{ name: 'O', node: 'n4' }]),
      '$.roles.outputs[0]',
      'two nodes',
    ],
  ])('%s', async (_, change, path, reason) => {
    const block = await blockOf('train', broken(experiment(), change));
    expect(block).toContain(`where: standard input, at ${path}\n`);
    expect(block).toContain(reason);
    expect(block).toContain('schemas/twinbench.experiment.v1.json');
  });

  test.each<[string, (document: Json) => void, string, string]>([
    ['a node that is none', (d) => (d.roles.inputs[0].node = 'n99'), '$.roles.inputs[0].node', 'there is no node "n99"'],
    ['a node with two roles', (d) => (d.roles.inputs[0].node = 'n8'), '$.roles.inputs[1].node', 'is already V1'],
    [
      'an edge that is none',
      (d) => (d.damage = [{ step: 1, edges: ['e99'], damage: 'cut' }]),
      '$.damage[0].edges[0]',
      'there is no edge "e99"',
    ],
  ])('%s, which only the network tells', async (_, change, path, reason) => {
    const block = await blockOf('train', broken(experiment(), change));
    expect(block).toContain('E-RUN-INVALID');
    expect(block).toContain(`where: standard input, at ${path}\n`);
    expect(block).toContain(reason);
  });
});

describe('what is no document is refused', () => {
  test('broken JSON, with line and column', async () => {
    const block = await blockOf('solve', '{\n  "format": "twinbench.network",\n  "version": 1,,\n}');
    expect(block).toContain('E-DOC-JSON');
    expect(block).toContain('where: standard input, line 3, column 16\n');
  });

  test('an empty file, and one that ends too early', async () => {
    expect(await blockOf('solve', '')).toContain('it is empty');
    expect(await blockOf('solve', '{"format":')).toContain('E-DOC-JSON');
  });

  test('bytes that are no text, which are not repeated to the terminal', async () => {
    const block = await blockOf('solve', '\u001b]0;a title\u0007\u001b[2J');
    expect(block).toContain('it holds bytes that are no text');
    expect(block).not.toContain('\u001b');
  });

  test.each(['[]', '3', 'null', '"text"', '{}'])('%s has no format', async (text) => {
    expect(await blockOf('solve', text)).toContain('it has no "format"');
  });

  test('another format, and a version that is too new', async () => {
    expect(await blockOf('solve', '{"format": "gerber"}')).toContain('its format is "gerber"');
    expect(await blockOf('solve', '{"format": "twinbench.network", "version": 2}')).toContain('Update Twinbench');
  });

  test('the one key that would vanish', async () => {
    expect(await blockOf('solve', JSON.stringify(network()).replace('"hold":{', '"hold":{"__proto__":1,'))).toContain('__proto__');
  });

  test('a document given to the wrong command names the right one', async () => {
    expect(await blockOf('solve', JSON.stringify(experiment()))).toContain('`twinbench train -` takes it');
    expect(await blockOf('train', JSON.stringify(network()))).toContain('`twinbench solve -` takes it');
  });
});
