import { describe, expect, it } from 'vitest';
import type { Draft } from '../../../shared/draft.ts';
import * as edit from '../../../src-renderer/editor/draft.ts';
import { readEdges, readTable, writeTable } from '../../../src-renderer/editor/text.ts';
import { documentOf } from '../../../src-main/host/project/draft.ts';
import { tasks } from '../../../src-main/learning/tasks/index.ts';
import { compileExperiment } from '../../../src-main/learning/experiment/compile.ts';
import { draftOf } from '../../../src-main/host/project/draft.ts';

/** A task as the engine hands it to the editor. */
function taskDraft(name: 'xor' | 'divider' | 'iris'): Draft {
  const document = tasks[name].build();
  return draftOf(document, compileExperiment(document));
}

/** What the engine makes of it; throws where the engine would refuse it. */
const trained = (draft: Draft) => documentOf(draft, 'a test');

describe('nodes and edges', () => {
  it('a node that is removed takes its edges, its role and its column of the dataset along', () => {
    const draft = taskDraft('xor');
    const node = draft.roles.inputs[0].node;
    const next = edit.removeNode(draft, node);
    expect(next.nodes).toHaveLength(15);
    // Every node of the torus has four edges.
    expect(next.edges).toHaveLength(28);
    expect(next.roles.inputs.map(({ name }) => name)).toEqual(['V2']);
    expect(next.dataset.inputs.every((row) => row.length === 1)).toBe(true);
    expect(next.generate).toBeNull();
    expect(trained(next).network?.nodes).toHaveLength(15);
  });

  it('new names are never taken ones, and new places are free', () => {
    let draft = taskDraft('divider');
    const places = new Set(draft.nodes.map(({ x, y }) => `${x} ${y}`));
    for (let count = 0; count < 12; count++) {
      const added = edit.addNode(draft, edit.freePlace(draft, draft.nodes[0]));
      const { x, y } = added.draft.nodes.at(-1)!;
      expect(places.has(`${x} ${y}`)).toBe(false);
      places.add(`${x} ${y}`);
      draft = edit.connect(added.draft, 'top', added.id).draft;
    }
    expect(new Set(draft.nodes.map(({ id }) => id)).size).toBe(15);
    expect(new Set(draft.edges.map(({ id }) => id)).size).toBe(14);
    expect(() => trained(draft)).not.toThrow();
  });

  it('a new edge begins in the state of the others; a fixed one has a conductance alone', () => {
    const draft = taskDraft('divider');
    const { draft: next, id } = edit.connect(draft, 'top', 'bottom');
    expect(next.edges.at(-1)).toEqual({ id, from: 'top', to: 'bottom', tap: 64 });
    const fixed = edit.setFixed(next, id, 1e-3);
    expect(fixed.edges.at(-1)).toEqual({ id, from: 'top', to: 'bottom', conductance: 1e-3 });
    expect(() => trained(fixed)).not.toThrow();
    expect(edit.setFixed(fixed, id, null).edges.at(-1)).toMatchObject({ tap: 64 });
  });
});

describe('roles', () => {
  it('give the dataset a column and take it away, in the test set too', () => {
    const draft = taskDraft('xor');
    const hidden = draft.nodes.find(({ id }) => edit.taskOf(draft, id).role === 'hidden')!.id;
    const tested: Draft = { ...draft, dataset: { ...draft.dataset, test: { inputs: [[0, 0]], labels: [[0]] } } };
    const more = edit.setRole(tested, hidden, 'input');
    expect(edit.taskOf(more, hidden)).toMatchObject({ role: 'input', name: 'V3', index: 2 });
    expect(more.dataset).toMatchObject({ test: { inputs: [[0, 0, 0]] } });
    expect(more.dataset.inputs.every((row) => row.length === 3)).toBe(true);
    expect(() => trained(more)).not.toThrow();
    const less = edit.setRole(more, hidden, 'hidden');
    expect(less.dataset).toEqual(tested.dataset);
    expect(less.roles).toEqual(tested.roles);
  });

  it('a pair is the difference of two nodes, with the clamping that suits it, and dissolves into a single output', () => {
    const draft = taskDraft('divider');
    const added = edit.addNode(draft, { x: 1, y: 1 });
    const wired = edit.connect(edit.connect(added.draft, added.id, 'O').draft, added.id, 'bottom').draft;
    const paired = edit.pairWith(wired, added.id, 0);
    expect(paired.roles.outputs).toEqual([{ name: 'O', plus: 'O', minus: added.id }]);
    expect(paired.rest.clamping.kind).toBe('differential');
    expect(edit.taskOf(paired, added.id)).toMatchObject({ role: 'minus', name: 'O' });
    expect(() => trained(paired)).not.toThrow();
    const single = edit.setRole(paired, added.id, 'hidden');
    expect(single.roles).toEqual(draft.roles);
    expect(single.rest.clamping).toEqual(draft.rest.clamping);
  });

  it('a node that changes sides leaves its old role', () => {
    const draft = taskDraft('divider');
    const next = edit.setRole(draft, 'top', 'input');
    expect(next.roles.supplies.map(({ node }) => node)).toEqual(['bottom']);
    expect(next.dataset.inputs).toEqual([[0], [0], [0], [0]]);
    expect(edit.setTask(next, 'bottom', { voltage: 1.5, name: 'ground' }).roles.supplies).toEqual([
      { name: 'ground', node: 'bottom', voltage: 1.5 },
    ]);
  });
});

describe('lists and tables as text', () => {
  it('edges come with their nodes and states; comments and empty lines are passed over', () => {
    const { value, fault } = readEdges(taskDraft('divider'), '# mine\na b\n\nb, c, 32 # weak\nc\ta', true);
    expect(fault).toBe('');
    expect(value!.nodes.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c']);
    expect(value!.edges.map(({ from, to, tap }) => [from, to, tap])).toEqual([
      ['a', 'b', 64],
      ['b', 'c', 32],
      ['c', 'a', 64],
    ]);
    const places = value!.nodes.map(({ x, y }) => [x, y] as const);
    for (const [index, [x, y]] of places.entries())
      for (const [u, v] of places.slice(0, index)) expect(Math.hypot(x - u, y - v)).toBeGreaterThan(0.5);
  });

  it.each([
    ['', /no edge/],
    ['a b\nc', /^Line 2/],
    ['a a', /^Line 1: both ends/],
    ['a b x', /^Line 1: "x" is not a number/],
    ['a b 1 2', /^Line 1/],
  ])('%j is refused with its line', (text, fault) => {
    expect(readEdges(taskDraft('divider'), text, false)).toMatchObject({ value: null, fault: expect.stringMatching(fault) as string });
  });

  it('a table is read as it is written', () => {
    const draft = taskDraft('xor');
    const { inputs, labels } = draft.dataset;
    expect(readTable(draft, writeTable(draft)).value).toEqual({ inputs, labels });
    expect(readTable(draft, `V1;V2;O\n${writeTable(draft)}`).value).toEqual({ inputs, labels });
  });

  it.each([
    ['V1, V2, O', /no datapoint/],
    ['0 0 0\n0 1', /^Line 2: 2 numbers, but there are 2 inputs and 1 outputs/],
    ['0 0 0\n0 high 1', /^Line 2: "high"/],
  ])('the table %j is refused with its line', (text, fault) => {
    expect(readTable(taskDraft('xor'), text)).toMatchObject({ value: null, fault: expect.stringMatching(fault) as string });
  });
});
