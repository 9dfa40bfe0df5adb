import type { Session } from '../../../shared/session.ts';

/** The part of a session that describes a network and a task; the fake engine adds what runs. */
export type FakeExperiment = Omit<
  Session,
  'run' | 'seed' | 'history' | 'markers' | 'periods' | 'path' | 'samples' | 'frame' | 'initialConductances'
> & {
  labels: readonly (readonly number[])[];
};

type Hardware = Pick<Session, 'edgeKind' | 'stateRange' | 'conductanceRange'>;

/** What most experiments have: nothing but an error to show, of a training set. */
function plain(training: number, test = 0): Pick<Session, 'experiment' | 'replay' | 'measured' | 'plots' | 'modeNames' | 'taskGroups'> {
  const measured = { of: test > 0 ? ('test' as const) : ('training' as const), training, test };
  return { experiment: '', replay: null, measured, plots: ['error', 'outputs', 'edgeStates'], modeNames: [], taskGroups: [] };
}

const transistor: Hardware = { edgeKind: 'transistor', stateRange: [0.7, 5.7], conductanceRange: [0.3e-3, 3.6e-3] };
const digipot: Hardware = { edgeKind: 'digipot', stateRange: [1, 128], conductanceRange: [1e-5, 1.28e-3] };
const machine = { kind: 'simulated', title: 'Simulated network' } as const;

function lattice(size: number): Pick<Session, 'nodes' | 'edges' | 'period'> {
  const nodes = Array.from({ length: size * size }, (_, node) => ({ id: `n${node}`, x: node % size, y: Math.floor(node / size) }));
  const right = nodes.map((_, node) => ({ from: node, to: size * Math.floor(node / size) + ((node + 1) % size) }));
  const down = nodes.map((_, node) => ({ from: node, to: (node + size) % (size * size) }));
  const edges = [...right, ...down].map((ends, edge) => ({ id: `e${edge}`, ...ends, isAdaptive: true }));
  return { nodes, edges, period: { x: size, y: size } };
}

/** A 4x4 periodic lattice with two variable inputs and a differential output, as in the XOR task. */
export function xorLattice(): FakeExperiment {
  const role = (node: number, kind: 'input' | 'supply' | 'output', name: string, sign: -1 | 0 | 1, column: number) =>
    ({ node, role: kind, name, sign, column }) as const;
  return {
    ...transistor,
    ...lattice(4),
    ...plain(4),
    plots: ['error', 'modes', 'outputMap', 'outputs', 'edgeStates'],
    modeNames: ['00', '10', '01', '11'],
    task: 'xor',
    title: 'XOR',
    doc: 'A network without a processor learns the exclusive or of two voltages, which no linear network can.',
    source: 'Dillavou 2024, Fig. 3',
    machine,
    plannedSteps: 100_000,
    stepTime: 1e-4,
    nudge: 0.5,
    voltageRange: [0, 0.45],
    roles: [
      role(0, 'input', 'V1', 0, 0),
      role(8, 'input', 'V2', 0, 1),
      role(1, 'supply', 'V−', 0, -1),
      role(5, 'supply', 'V+', 0, -1),
      role(4, 'output', 'O+', 1, 0),
      role(12, 'output', 'O−', -1, 0),
    ],
    inputNames: ['V1', 'V2'],
    outputNames: ['O'],
    inputs: [
      [0, 0],
      [0, 0.45],
      [0.45, 0],
      [0.45, 0.45],
    ],
    labels: [[0], [-0.087], [-0.087], [0]],
    classes: [],
    classNames: [],
    goal: 'error below 0.1 of the squared label',
  };
}

const boardLinks: readonly (readonly [number, number])[] = [
  [0, 1],
  [1, 2],
  [3, 4],
  [4, 5],
  [6, 7],
  [7, 8],
  [0, 3],
  [1, 4],
  [2, 5],
  [3, 6],
  [4, 7],
  [5, 8],
  [0, 2],
  [6, 8],
  [1, 7],
  [2, 8],
];

/** The 9-node, 16-edge board of 2022 in Iris wiring: five inputs, three outputs, thirty flowers. */
export function irisBoard(): FakeExperiment {
  const inputs = Array.from({ length: 30 }, (_, flower) =>
    [0, 1, 2, 3].map((column) => 1 + ((flower * (column + 3)) % 17) / 5).concat(2.5),
  );
  const classes = inputs.map((_, flower) => Math.floor(flower / 10));
  return {
    ...digipot,
    ...plain(30, 120),
    plots: ['error', 'accuracy', 'edgeStates'],
    nodes: Array.from({ length: 9 }, (_, node) => ({ id: `n${node + 1}`, x: node % 3, y: Math.floor(node / 3) })),
    edges: boardLinks.map(([from, to], edge) => ({ id: `e${edge}`, from, to, isAdaptive: true })),
    period: null,
    task: 'iris',
    title: 'Iris flowers',
    doc: 'Three species of iris are told apart by four measured lengths.',
    source: 'Dillavou 2022, Fig. 3d',
    machine,
    plannedSteps: 400,
    stepTime: 1,
    nudge: 0.1,
    voltageRange: [0, 5],
    roles: [
      ...[1, 2, 4, 7, 8].map((node, column) => ({ node, role: 'input', name: `I${column + 1}`, sign: 0, column }) as const),
      ...[0, 3, 5].map((node, column) => ({ node, role: 'output', name: `O${column + 1}`, sign: 0, column }) as const),
    ],
    inputNames: ['petal l', 'petal w', 'sepal l', 'sepal w', 'fixed'],
    outputNames: ['O1', 'O2', 'O3'],
    inputs,
    labels: classes.map((own) => [2 + 0.3 * own, 2.4 - 0.2 * own, 1.8 + 0.1 * own * own]),
    classes,
    classNames: ['setosa', 'versicolor', 'virginica'],
    goal: '92 % right',
  };
}

/** Two edges in series between 5 V and ground. */
export function divider(): FakeExperiment {
  return {
    ...digipot,
    ...plain(1),
    plots: ['error', 'outputs', 'phasePlane', 'edgeStates'],
    nodes: [
      { id: 'n0', x: 0, y: 0 },
      { id: 'n1', x: 1, y: 0 },
      { id: 'n2', x: 2, y: 0 },
    ],
    edges: [
      { id: 'e0', from: 0, to: 1, isAdaptive: true },
      { id: 'e1', from: 1, to: 2, isAdaptive: true },
    ],
    period: null,
    task: 'divider',
    title: 'Voltage divider',
    doc: 'Two edges learn to divide five volts in a wished ratio: the smallest network that learns.',
    source: 'Dillavou 2022, Fig. 2',
    machine,
    plannedSteps: 400,
    stepTime: 1,
    nudge: 0.5,
    voltageRange: [0, 5],
    roles: [
      { node: 0, role: 'input', name: 'V+', sign: 0, column: 0 },
      { node: 1, role: 'output', name: 'O', sign: 0, column: 0 },
      { node: 2, role: 'supply', name: 'ground', sign: 0, column: -1 },
    ],
    inputNames: ['V+'],
    outputNames: ['O'],
    inputs: [[5]],
    labels: [[3.75]],
    classes: [],
    classNames: [],
    goal: 'within 50 mV of each label',
  };
}

/** Three remote outputs on the board, held by two inputs. */
export function allosteryBoard(): FakeExperiment {
  return {
    ...irisBoard(),
    ...plain(1),
    plots: ['error', 'outputErrors', 'outputs', 'edgeStates'],
    task: 'allostery',
    title: 'Allostery',
    doc: 'Three nodes far from the inputs learn to show one voltage.',
    source: 'Dillavou 2022, Fig. 3a',
    nudge: 0.5,
    roles: [
      { node: 3, role: 'input', name: 'I4', sign: 0, column: 0 },
      { node: 7, role: 'input', name: 'I8', sign: 0, column: 1 },
      { node: 8, role: 'supply', name: 'V−', sign: 0, column: -1 },
      ...[0, 1, 2].map((node, column) => ({ node, role: 'output', name: `O${column + 1}`, sign: 0, column }) as const),
    ],
    inputNames: ['I4', 'I8'],
    outputNames: ['O1', 'O2', 'O3'],
    inputs: [[5, 1]],
    labels: [[3, 3, 3]],
    classes: [],
    classNames: [],
    goal: 'four orders of magnitude',
  };
}

/** A large lattice, for heat rows. */
export function largeLattice(): FakeExperiment {
  return { ...xorLattice(), ...lattice(8), task: 'large', title: 'Large lattice', roles: xorLattice().roles };
}

/** Nodes on a ring with random chords and doubled edges: what a document of a user may look like. */
export function randomNetwork(): FakeExperiment {
  const count = 14;
  const nodes = Array.from({ length: count }, (_, node) => ({
    id: `n${node}`,
    x: Math.cos((2 * Math.PI * node) / count),
    y: Math.sin((2 * Math.PI * node) / count),
  }));
  const ends = nodes.flatMap((_, node) => [
    [node, (node + 1) % count],
    [node, (node * 5 + 3) % count],
  ]);
  const edges = [...ends, [0, 1], [0, 1], [6, 7]].filter(([from, to]) => from !== to);
  return {
    ...xorLattice(),
    nodes,
    period: null,
    edges: edges.map(([from, to], edge) => ({ id: `e${edge}`, from: from, to: to, isAdaptive: edge % 9 !== 4 })),
    task: '',
    title: 'my-network.json',
    source: '',
    doc: 'A network of the user.',
  };
}

/** Two tasks in turn on a published two-edge network. */
export function tasksInTurn(): FakeExperiment {
  return {
    ...divider(),
    task: '',
    experiment: 'imperfection2025/cycles',
    title: 'Limit cycles',
    inputs: [[5], [4]],
    labels: [[3.75], [1]],
    plots: ['taskErrors', 'phasePlane', 'periods', 'error', 'edgeStates'],
    taskGroups: [[0], [1]],
  };
}

/** Everything that the fake engine offers, by task name. */
export const fakeExperiments: Readonly<Record<string, () => FakeExperiment>> = {
  xor: xorLattice,
  iris: irisBoard,
  divider,
  allostery: allosteryBoard,
  large: largeLattice,
  random: randomNetwork,
  cycles: tasksInTurn,
};
