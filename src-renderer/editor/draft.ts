import type { Draft } from '../../shared/draft.ts';

type Node = Draft['nodes'][number];
type Edge = Draft['edges'][number];
type Output = Draft['roles']['outputs'][number];

/** What is a node for; `plus` and `minus` belong to an output that is the difference of two. */
export type Role = 'hidden' | 'input' | 'supply' | 'output' | 'plus' | 'minus';

/** A role with what belongs to it. */
export interface NodeTask {
  role: Role;
  /** "" for a hidden node. */
  name: string;
  /** Of a supply, V. */
  voltage: number;
  /** Index among the inputs, supplies or outputs; −1 for a hidden node. */
  index: number;
}

/** The state that a new edge begins with, and what its number is called. */
const states = {
  transistor: { key: 'gate', start: 2, unit: 'V', title: 'Gate voltage' },
  digipot: { key: 'tap', start: 64, unit: '', title: 'Wiper position' },
  resistor: { key: 'conductance', start: 1, unit: 'S', title: 'Conductance' },
} as const;

export type StateKey = (typeof states)[keyof typeof states]['key'];

export function stateOf({ edgeModel }: Pick<Draft, 'edgeModel'>): (typeof states)[keyof typeof states] {
  return states[edgeModel.kind];
}

/** The network was changed by hand: it is no longer what its generator made. */
function byHand(draft: Draft): Draft {
  return { ...draft, generate: null, period: null };
}

/** The first of n0, n1, … that is not taken. */
export function freeId(prefix: string, items: readonly { id: string }[]): string {
  const taken = new Set(items.map(({ id }) => id));
  let number = 0;
  while (taken.has(`${prefix}${number}`)) number++;
  return `${prefix}${number}`;
}

/** A place for another node: beside this one, where nothing is within half a spacing; below the others where all is taken. */
export function freePlace({ nodes }: Draft, beside: Node | undefined): { x: number; y: number } {
  if (nodes.length === 0) return { x: 0, y: 0 };
  const from = beside ?? nodes.at(-1)!;
  const isFree = (x: number, y: number): boolean => nodes.every((node) => Math.hypot(node.x - x, node.y - y) > 0.5);
  for (const [right, down] of [
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
    [1, 1],
    [-1, 1],
    [1, -1],
    [-1, -1],
  ] as const) {
    if (isFree(from.x + right, from.y + down)) return { x: from.x + right, y: from.y + down };
  }
  return { x: Math.min(...nodes.map(({ x }) => x)), y: Math.max(...nodes.map(({ y }) => y)) + 1 };
}

export function addNode(draft: Draft, at: { x: number; y: number }): { draft: Draft; id: string } {
  const id = freeId('n', draft.nodes);
  return { id, draft: { ...byHand(draft), nodes: [...draft.nodes, { id, x: at.x, y: at.y }] } };
}

export function moveNode(draft: Draft, id: string, to: { x: number; y: number }): Draft {
  return { ...byHand(draft), nodes: draft.nodes.map((node) => (node.id === id ? { id, x: to.x, y: to.y } : node)) };
}

/** Takes a node away with its edges and its role. */
export function removeNode(draft: Draft, id: string): Draft {
  const { hold, ...free } = setRole(draft, id, 'hidden');
  const { [id]: _, ...held } = hold ?? {};
  return byHand({
    ...free,
    ...(Object.keys(held).length === 0 ? {} : { hold: held }),
    nodes: draft.nodes.filter((node) => node.id !== id),
    edges: draft.edges.filter(({ from, to }) => from !== id && to !== id),
  });
}

/** Another edge between two nodes, in the state that the others begin with. */
export function connect(draft: Draft, from: string, to: string, value?: number): { draft: Draft; id: string } {
  const id = freeId('e', draft.edges);
  const { key, start } = stateOf(draft);
  const usual = draft.edges.find((edge) => edge[key] !== undefined)?.[key] ?? start;
  return { id, draft: { ...byHand(draft), edges: [...draft.edges, { id, from, to, [key]: value ?? usual }] } };
}

export function removeEdge(draft: Draft, id: string): Draft {
  return { ...byHand(draft), edges: draft.edges.filter((edge) => edge.id !== id) };
}

/** Gives an edge another state at the start. */
export function setState(draft: Draft, id: string, key: StateKey, value: number): Draft {
  const changed = (edge: Edge): Edge => (edge.id === id ? { ...edge, [key]: value } : edge);
  return { ...byHand(draft), edges: draft.edges.map(changed) };
}

/** Makes an edge a fixed resistor of this conductance, S, or lets it learn again (`null`). */
export function setFixed(draft: Draft, id: string, conductance: number | null): Draft {
  const { key, start } = stateOf(draft);
  const changed = (edge: Edge): Edge => {
    if (edge.id !== id) return edge;
    const { id: same, from, to } = edge;
    return conductance === null ? { id: same, from, to, [key]: start } : { id: same, from, to, conductance };
  };
  return { ...byHand(draft), edges: draft.edges.map(changed) };
}

/** What a node is for. */
export function taskOf({ roles }: Draft, id: string): NodeTask {
  const input = roles.inputs.findIndex(({ node }) => node === id);
  if (input >= 0) return { role: 'input', name: roles.inputs[input].name, voltage: 0, index: input };
  const supply = roles.supplies.findIndex(({ node }) => node === id);
  if (supply >= 0) return { role: 'supply', name: roles.supplies[supply].name, voltage: roles.supplies[supply].voltage, index: supply };
  const output = roles.outputs.findIndex((entry) => nodesOf(entry).includes(id));
  if (output < 0) return { role: 'hidden', name: '', voltage: 0, index: -1 };
  const entry = roles.outputs[output];
  const role = 'node' in entry ? 'output' : entry.plus === id ? 'plus' : 'minus';
  return { role, name: entry.name, voltage: 0, index: output };
}

function nodesOf(output: Output): string[] {
  return 'node' in output ? [output.node] : [output.plus, output.minus];
}

/** Gives a node a role of its own; the dataset gets or loses a column with it. */
export function setRole(draft: Draft, id: string, role: 'hidden' | 'input' | 'supply' | 'output'): Draft {
  const before = taskOf(draft, id);
  if (before.role === role) return draft;
  const free = release(draft, id, before);
  const { inputs, supplies, outputs } = free.roles;
  switch (role) {
    case 'hidden':
      return free;
    case 'input': {
      const roles = { ...free.roles, inputs: [...inputs, { name: freeName('V', inputs, 1), node: id }] };
      return { ...free, roles, dataset: withColumn(free.dataset, 'inputs') };
    }
    case 'supply': {
      const name = ['V+', 'V−'].find((usual) => supplies.every((other) => other.name !== usual)) ?? freeName('S', supplies, 3);
      return { ...free, roles: { ...free.roles, supplies: [...supplies, { name, node: id, voltage: 0 }] } };
    }
    case 'output': {
      const name = outputs.length === 0 ? 'O' : freeName('O', outputs, 2);
      return { ...free, roles: { ...free.roles, outputs: [...outputs, { name, node: id }] }, dataset: withColumn(free.dataset, 'labels') };
    }
  }
}

/** Makes a node the minus of an output, which is the difference of two then, and the clamping with it. */
export function pairWith(draft: Draft, id: string, output: number): Draft {
  const wanted = draft.roles.outputs[output];
  if (wanted === undefined || !('node' in wanted) || wanted.node === id) return draft;
  const free = release(draft, id, taskOf(draft, id));
  const outputs = free.roles.outputs.map((entry): Output =>
    entry.name === wanted.name ? { name: wanted.name, plus: wanted.node, minus: id } : entry,
  );
  return clampedAsPaired({ ...free, roles: { ...free.roles, outputs } });
}

/** Takes a node out of its role. The other node of a pair stays an output. */
function release(draft: Draft, id: string, { role, index }: NodeTask): Draft {
  const { roles, dataset } = draft;
  const others = <T>(entries: readonly T[]): T[] => entries.filter((_, entry) => entry !== index);
  switch (role) {
    case 'hidden':
      return draft;
    case 'input':
      return { ...draft, roles: { ...roles, inputs: others(roles.inputs) }, dataset: withoutColumn(dataset, 'inputs', index) };
    case 'supply':
      return { ...draft, roles: { ...roles, supplies: others(roles.supplies) } };
    case 'output':
      return { ...draft, roles: { ...roles, outputs: others(roles.outputs) }, dataset: withoutColumn(dataset, 'labels', index) };
    case 'plus':
    case 'minus': {
      const single = (entry: Output): Output =>
        'node' in entry ? entry : { name: entry.name, node: entry.plus === id ? entry.minus : entry.plus };
      const outputs = roles.outputs.map((entry, place) => (place === index ? single(entry) : entry));
      return clampedAsPaired({ ...draft, roles: { ...roles, outputs } });
    }
  }
}

/** Standard clamping holds single nodes, differential clamping pairs. Other protocols are left as they are. */
function clampedAsPaired(draft: Draft): Draft {
  const isPaired = draft.roles.outputs.some((entry) => 'plus' in entry);
  const { clamping } = draft.rest;
  const kind =
    isPaired && clamping.kind === 'standard' ? 'differential' : !isPaired && clamping.kind === 'differential' ? 'standard' : null;
  return kind === null ? draft : { ...draft, rest: { ...draft.rest, clamping: { ...clamping, kind } } };
}

/** Changes the name of what a node is for, or the voltage of a supply. */
export function setTask(draft: Draft, id: string, change: { name?: string; voltage?: number }): Draft {
  const { role, index } = taskOf(draft, id);
  const at = <T>(entries: readonly T[]): T[] => entries.map((entry, place) => (place === index ? { ...entry, ...change } : entry));
  const { inputs, supplies, outputs } = draft.roles;
  if (role === 'input') return { ...draft, roles: { ...draft.roles, inputs: at(inputs) } };
  if (role === 'supply') return { ...draft, roles: { ...draft.roles, supplies: at(supplies) } };
  return role === 'hidden' ? draft : { ...draft, roles: { ...draft.roles, outputs: at(outputs) } };
}

function freeName(prefix: string, items: readonly { name: string }[], first: number): string {
  let number = first;
  while (items.some(({ name }) => name === `${prefix}${number}`)) number++;
  return `${prefix}${number}`;
}

type Dataset = Draft['dataset'];
type Columns = 'inputs' | 'labels';

/** Datapoints of training and test alike. */
function mapRows(dataset: Dataset, columns: Columns, change: (row: readonly number[]) => number[]): Dataset {
  const rows = dataset[columns];
  const { test } = dataset as { test?: { inputs: number[][]; labels: number[][] } };
  return {
    ...dataset,
    ...(rows === undefined ? {} : { [columns]: rows.map(change) }),
    ...(test === undefined ? {} : { test: { ...test, [columns]: test[columns].map(change) } }),
  };
}

function withColumn(dataset: Dataset, columns: Columns): Dataset {
  return mapRows(dataset, columns, (row) => [...row, 0]);
}

function withoutColumn(dataset: Dataset, columns: Columns, index: number): Dataset {
  return mapRows(dataset, columns, (row) => row.filter((_, column) => column !== index));
}
