import type { RecordingStatus } from '../../../shared/runs.ts';
import type { DamageSchedule } from '../../../shared/damage.ts';
import type { EdgeDamage, Frame, HistoryPoint, Marker, PathPoint, PeriodPoint } from '../../../shared/frames.ts';
import type { Session } from '../../../shared/session.ts';
import type { StopCondition, Stopped } from '../../../shared/stop.ts';
import type { FakeExperiment } from './networks.ts';

/** A small seeded generator (mulberry32): the fake must give the same pictures every time. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * A run that looks like one: states relax towards seeded goals, node voltages obey Kirchhoff (by relaxation), and the error is
 * made up: it decays, jumps at every cut and decays again. Nothing here learns.
 */
export class FakeRun {
  readonly experiment: FakeExperiment;
  readonly seed: number;
  step = 0;
  isRunning = true;
  isLearning = true;
  damage: EdgeDamage[];
  readonly undoStack: { label: string; before: EdgeDamage[]; after: EdgeDamage[] }[] = [];
  readonly redoStack: { label: string; before: EdgeDamage[]; after: EdgeDamage[] }[] = [];
  readonly history: HistoryPoint[] = [];
  readonly markers: Marker[] = [];
  recording: RecordingStatus | null = null;
  readonly periods: PeriodPoint[] = [];
  readonly #initialConductances: number[];
  readonly #states: number[];
  readonly #goals: number[];
  readonly #speeds: number[];
  readonly #voltages: number[];
  #rates: number[];
  #excess = 1;
  damageSchedule: DamageSchedule | null = null;
  stepTime: number;
  stop: StopCondition[] = [];
  stopped: Stopped | null = null;
  nudge: number;
  /** Requested steps per second; `null`: as fast as it goes. */
  speed: number | null = null;

  constructor(experiment: FakeExperiment, seed: number) {
    this.experiment = experiment;
    this.seed = seed;
    this.stepTime = experiment.stepTime;
    this.nudge = experiment.nudge;
    const random = generator(seed);
    const [low, high] = experiment.stateRange;
    this.damage = experiment.edges.map(() => null);
    this.#states = experiment.edges.map(() => low + (0.2 + 0.15 * random()) * (high - low));
    this.#goals = experiment.edges.map(() => low + Math.min(random() ** 0.8 * 1.1, 1) * (high - low));
    this.#speeds = experiment.edges.map(() => 0.4 + 1.6 * random());
    this.#rates = experiment.edges.map(() => 0);
    this.#voltages = experiment.nodes.map(() => (experiment.voltageRange[0] + experiment.voltageRange[1]) / 2);
    this.#initialConductances = this.conductances();
    this.#record();
  }

  /** Steps on; one in a hundred planned ones is one history point. */
  advance(steps: number): void {
    const fraction = (20 * steps) / this.experiment.plannedSteps;
    this.step += steps;
    if (this.isLearning) {
      this.#excess = Math.max(this.#excess * Math.exp(-0.35 * fraction), 1.5e-4);
      this.#rates = this.#states.map((state, edge) => {
        if (this.damage[edge] !== null) return 0;
        const change = (this.#goals[edge] - state) * Math.min(0.12 * this.#speeds[edge] * fraction, 1);
        this.#states[edge] = state + change;
        const perStep = change / Math.max(steps, 1);
        return this.experiment.edgeKind === 'transistor' ? perStep / this.stepTime : Math.max(Math.min(perStep * 8, 1), -1);
      });
    }
    this.#record();
  }

  setState(edge: number, state: number): void {
    this.#states[edge] = state;
  }

  setDamage(next: EdgeDamage[], label: string): void {
    this.undoStack.push({ label, before: this.damage, after: next });
    this.redoStack.length = 0;
    this.#apply(next, label);
  }

  undo(): void {
    const entry = this.undoStack.pop();
    if (entry === undefined) return;
    this.redoStack.push(entry);
    this.#apply(entry.before, `undo ${entry.label}`);
  }

  redo(): void {
    const entry = this.redoStack.pop();
    if (entry === undefined) return;
    this.undoStack.push(entry);
    this.#apply(entry.after, entry.label);
  }

  #apply(next: EdgeDamage[], label: string): void {
    this.damage = next;
    this.#excess = Math.min(this.#excess * 60 + 0.02, 1);
    this.markers.push({ step: this.step, time: this.step * this.stepTime, kind: next.includes('cut') ? 'cut' : 'repair', label });
  }

  /** The place in the plane of two learning edges now. */
  path(): PathPoint[] {
    if (!this.experiment.plots.includes('phasePlane')) return [];
    return [{ step: this.step, time: this.step * this.stepTime, states: [this.#states[0], this.#states[1]] }];
  }

  get error(): number {
    const ripple = 1 + 0.25 * Math.sin(this.step / (this.experiment.plannedSteps / 40));
    const scale = Math.max(...this.experiment.labels.flat().map(Math.abs)) ** 2;
    return scale * this.#excess * ripple;
  }

  #record(): void {
    const accuracy = this.experiment.classNames.length > 0 ? Math.min(0.5 + 0.48 * (1 - Math.sqrt(this.#excess)), 1) : null;
    const point = { step: this.step, time: this.step * this.stepTime };
    const { plots, outputNames, modeNames, taskGroups } = this.experiment;
    this.history.push({
      ...point,
      error: this.error,
      accuracy,
      outputErrors: plots.includes('outputErrors') ? outputNames.map((_, output) => this.error / (output + 2)) : [],
      modes: modeNames.map((_, mode) => Math.sqrt(this.error) * Math.cos(mode) * Math.exp(-this.#excess * mode)),
      taskErrors: taskGroups.map((_, task) => this.error * (1 + 0.6 * Math.sin(this.step / 900 + 3 * task))),
    });
    if (taskGroups.length === 2 && this.step > 0) this.periods.push({ ...point, error: this.error, span: Math.sqrt(this.error) });
  }

  conductances(): number[] {
    const { edgeKind } = this.experiment;
    return this.#states.map((state, edge) => {
      if (this.damage[edge] === 'cut') return 0;
      if (this.damage[edge] === 'short') return 1;
      return edgeKind === 'transistor' ? Math.max(8e-4 * (state - 0.9), 2e-5) : 1 / (state * 781.25);
    });
  }

  /** Node voltages with the inputs of one datapoint held, by a few sweeps of relaxation. */
  #solve(datapoint: number, conductances: readonly number[]): (number | null)[] {
    const { experiment } = this;
    const [low, high] = experiment.voltageRange;
    const held = new Map<number, number>();
    for (const role of experiment.roles) {
      if (role.role === 'input') held.set(role.node, experiment.inputs[datapoint][role.column]);
      if (role.role === 'supply') held.set(role.node, role.name.endsWith('+') ? low + 0.73 * (high - low) : low + 0.24 * (high - low));
    }
    for (let sweep = 0; sweep < 60; sweep++) {
      experiment.nodes.forEach((_, node) => {
        let sum = 0;
        let total = 0;
        experiment.edges.forEach((edge, index) => {
          if (edge.from !== node && edge.to !== node) return;
          sum += conductances[index] * this.#voltages[edge.from === node ? edge.to : edge.from];
          total += conductances[index];
        });
        this.#voltages[node] = held.get(node) ?? (total > 0 ? sum / total : Number.NaN);
      });
    }
    return this.#voltages.map((voltage) => (Number.isFinite(voltage) ? voltage : null));
  }

  mark(label: string): void {
    this.markers.push({ step: this.step, time: this.step * this.stepTime, kind: 'note', label });
  }

  frame(sequence: number, historyFrom: number, markersFrom: number, periodsFrom: number): Frame {
    const { experiment } = this;
    const conductances = this.conductances();
    const datapoint = Math.floor(this.step / 7) % experiment.inputs.length;
    const freeVoltages = this.#solve(datapoint, conductances);
    const off = Math.sqrt(this.error / experiment.outputNames.length);
    const outputNodes = new Set(experiment.roles.filter((role) => role.role === 'output').map((role) => role.node));
    return {
      sequence,
      isRunning: this.isRunning,
      isLearning: this.isLearning,
      isComplete: this.step >= experiment.plannedSteps,
      step: this.step,
      time: this.step * this.stepTime,
      error: this.error,
      accuracy: this.history.at(-1)!.accuracy,
      stepsPerSecond: this.isRunning ? experiment.plannedSteps / 10 : 0,
      speed: this.speed,
      nudge: this.nudge,
      stepTime: this.stepTime,
      stop: this.stop,
      stopped: this.stopped,
      datapoint,
      freeVoltages,
      clampedVoltages: freeVoltages.map((voltage, node) => (voltage !== null && outputNodes.has(node) ? voltage + 0.5 * off : voltage)),
      states: [...this.#states],
      stateRates: this.isRunning ? [...this.#rates] : this.#rates,
      conductances,
      damage: [...this.damage],
      outputs: experiment.labels.map((label, index) => label.map((value, output) => value + off * Math.cos(3 * index + 2 * output + 0.5))),
      labels: experiment.labels.map((label) => [...label]),
      history: this.history.slice(historyFrom),
      markers: this.markers.slice(markersFrom),
      periods: this.periods.slice(periodsFrom),
      path: this.path(),
      undo: this.undoStack.at(-1)?.label ?? '',
      redo: this.redoStack.at(-1)?.label ?? '',
      damageSchedule: this.damageSchedule,
      isolatedNodes: freeVoltages.filter((voltage) => voltage === null).length,
      recording: this.recording,
      replayIndex: experiment.replay === null ? -1 : Math.round(this.step / 100),
    };
  }

  /** The session message of this run. */
  session(run: number, sequence: number): Session {
    const { labels: _, ...rest } = this.experiment;
    return {
      ...rest,
      stepTime: this.stepTime,
      run,
      nudge: this.nudge,
      seed: this.seed,
      history: [...this.history],
      markers: [...this.markers],
      periods: [...this.periods],
      path: this.path(),
      samples: [],
      initialConductances: [...this.#initialConductances],
      frame: { ...this.frame(sequence, 0, 0, 0), history: [], markers: [], periods: [], path: [] },
    };
  }
}
