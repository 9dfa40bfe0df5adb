import type { DamageKind } from '../../../shared/documents/network.ts';
import { ProblemError } from '../../../shared/problem.ts';
import type { PaperEntry, TaskEntry } from '../../../shared/session.ts';
import type { Figures } from '../../../src-main/host/figures.ts';
import type { Description, ExperimentSource, Library, LoadedExperiment } from '../../../src-main/host/library.ts';
import type { Capability, Machine, MachineCheckpoint, MachineState, Measurement } from '../../../src-main/machine/machine.ts';
import { buildNetwork } from '../../../src-main/physics/network.ts';

const nodes = [
  { id: 'low', x: 0, y: 0 },
  { id: 'out', x: 1, y: 0 },
  { id: 'high', x: 2, y: 0 },
];
const edges = [
  { id: 'e0', from: 'low', to: 'out' },
  { id: 'e1', from: 'out', to: 'high' },
  { id: 'e2', from: 'out', to: 'high' },
];

interface Inner {
  step: number;
  states: number[];
  damage: (DamageKind | null)[];
  isLearning: boolean;
  nudge: number;
  stepTime: number;
}

/**
 * A machine of three edges that "learns" by letting every state go halfway to 1 in 100 steps: simple enough to know what a
 * session must show of it. Its error is the mean distance from 1, plus 1 per cut edge.
 */
export class FakeMachine implements Machine {
  readonly identity = { kind: 'simulated', title: 'Fake' } as const;
  readonly capabilities: Set<Capability>;
  readonly network = buildNetwork(nodes, edges);
  /** Called for every step: lets time pass, or throws. */
  onStep: (step: number) => void = () => undefined;
  /** Called for every question: lets time pass. */
  onRespond: () => void = () => undefined;
  measureCount = 0;
  respondCount = 0;
  readonly #measureEvery: number;
  #inner: Inner;
  readonly #listeners: ((measurement: Measurement) => void)[] = [];

  constructor(seed: number, measureEvery = 100) {
    this.#measureEvery = measureEvery;
    this.capabilities = new Set(['freeze', 'damage', 'setNudge', 'setStepTime', 'checkpoint', 'respond']);
    const states = edges.map((_, edge) => 2 + edge + (seed % 7));
    this.#inner = { step: 0, states, damage: [null, null, null], isLearning: true, nudge: 0.5, stepTime: 0.001 };
  }

  advance(steps: number): number {
    const inner = this.#inner;
    for (let count = 0; count < steps; count++) {
      this.onStep(inner.step);
      inner.step++;
      if (inner.isLearning)
        inner.states = inner.states.map((state, edge) => (inner.damage[edge] === null ? 1 + (state - 1) * 0.5 ** 0.01 : state));
      if (inner.step % this.#measureEvery === 0) this.#tell(this.measure());
    }
    return steps;
  }

  onMeasurement(listener: (measurement: Measurement) => void): void {
    this.#listeners.push(listener);
  }

  #tell(measurement: Measurement): void {
    for (const listener of this.#listeners) listener(measurement);
  }

  measure(): Measurement {
    this.measureCount++;
    const { states, damage, step, stepTime } = this.#inner;
    const cuts = damage.reduce((sum, kind, edge) => sum + (kind === 'cut' ? 1 + edge : 0), 0);
    const hasPath = damage[0] !== 'cut' || damage[1] !== 'cut' || damage[2] !== 'cut';
    const error = hasPath ? states.reduce((sum, state) => sum + Math.abs(state - 1), 0) / states.length + cuts : Number.NaN;
    return { step, time: step * stepTime, error, accuracy: null, outputs: Float64Array.of(error), labels: Float64Array.of(0) };
  }

  read(): MachineState {
    const { step, stepTime, isLearning, states, damage } = this.#inner;
    return {
      step,
      time: step * stepTime,
      isLearning,
      datapoint: step === 0 ? -1 : 0,
      freeVoltages: Float64Array.of(0, Number.NaN, 5),
      clampedVoltages: Float64Array.of(0, 1, 5),
      states: Float64Array.from(states),
      conductances: Float64Array.from(states, (state, edge) => (damage[edge] === 'cut' ? 0 : 1 / state)),
      damage: [...damage],
    };
  }

  /** Twice the first input. */
  respond(rows: readonly (readonly number[])[]): Float64Array {
    this.respondCount++;
    this.onRespond();
    return Float64Array.from(rows, ([first]) => 2 * first);
  }

  setLearning(isLearning: boolean): void {
    this.#inner.isLearning = isLearning;
  }

  setNudge(nudge: number): void {
    this.#inner.nudge = nudge;
  }

  setStepTime(stepTime: number): void {
    this.#inner.stepTime = stepTime;
  }

  damage(damaged: readonly number[], kind: DamageKind | null): void {
    for (const edge of damaged) this.#inner.damage[edge] = kind;
  }

  checkpoint(): MachineCheckpoint {
    return { kind: 'simulated', data: structuredClone(this.#inner) };
  }

  restore(checkpoint: MachineCheckpoint): void {
    this.#inner = structuredClone(checkpoint.data as Inner);
  }
}

const description: Description = {
  task: 'fake',
  experiment: '',
  title: 'Fake',
  doc: '',
  source: '',
  machine: { kind: 'simulated', title: 'Fake' },
  replay: null,
  plannedSteps: 500,
  edgeKind: 'transistor',
  stateRange: [0, 10],
  voltageRange: [0, 5],
  conductanceRange: [0, 1],
  initialConductances: edges.map(() => 0.5),
  nodes,
  edges: edges.map(({ id }, edge) => ({ id, from: [0, 1, 1][edge], to: [1, 2, 2][edge], isAdaptive: true })),
  period: null,
  roles: [
    { node: 0, role: 'supply', name: 'V−', sign: 0, column: -1 },
    { node: 2, role: 'supply', name: 'V+', sign: 0, column: -1 },
    { node: 1, role: 'output', name: 'O', sign: 0, column: 0 },
  ],
  inputNames: [],
  outputNames: ['O'],
  inputs: [[]],
  classes: [],
  classNames: [],
  goal: '',
  measured: { of: 'training', training: 1, test: 0 },
  plots: ['error'],
  modeNames: [],
  taskGroups: [],
};

/** The error of the machine stands for one task, three times that for another. */
const fakeFigures: Figures = {
  plots: ['error'],
  modeNames: [],
  taskGroups: [],
  turn: 0,
  showsMoment: false,
  variables: { columns: [], variables: [], ranges: [] },
  derive: ({ error }) => ({ outputErrors: [], modes: [], taskErrors: Number.isFinite(error) ? [error, 3 * error] : [null, null] }),
};

/** An experiment on the fake machine; `machines` collects the machines made for it. */
export function fakeExperiment(
  options: { seed?: number; task?: string; measureEvery?: number; machines?: FakeMachine[]; figures?: Partial<Figures> } = {},
): LoadedExperiment {
  const { seed = 1, task = 'fake', measureEvery = 100, machines, figures } = options;
  return {
    source: { task },
    compiled: null,
    whole: null,
    description: { ...description, task },
    seed,
    parameters: { nudge: 0.5, stepTime: 0.001, stop: [] },
    measures: 'training',
    measuresEvery: 1,
    figures: { ...fakeFigures, ...figures },
    damageEvents: [],
    defaultSpeed: 1000,
    createMachine: () => {
      const machine = new FakeMachine(seed, measureEvery);
      machines?.push(machine);
      return machine;
    },
  };
}

/** Two fake tasks, and documents of the form `{ fake: true }`. */
export class FakeLibrary implements Library {
  readonly version = '0.0.0';
  readonly firstTask = 'fake';
  readonly machines: FakeMachine[] = [];

  tasks(): TaskEntry[] {
    return ['fake', 'other'].map((name) => ({ name, title: name, doc: '', source: '', edges: 3 }));
  }

  papers(): PaperEntry[] {
    return [];
  }

  load(source: ExperimentSource, seed = 1): LoadedExperiment {
    const isKnown =
      'task' in source
        ? ['fake', 'other'].includes(source.task)
        : 'document' in source && JSON.stringify(source.document) === '{"fake":true}';
    if (!isKnown) throw new ProblemError({ code: 'E-DOC-INVALID', what: 'Bad', where: '$', why: 'Because', remedy: 'Repair it' });
    return { ...fakeExperiment({ seed, task: 'task' in source ? source.task : '', machines: this.machines }), source };
  }
}
