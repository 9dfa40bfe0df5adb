import type { StopKind, Stopped as ShownStop } from '../../shared/stop.ts';
import type { Spec } from '../../shared/spec.ts';
import { hasReached, type Goal, type Judged } from '../learning/goal.ts';
import type { StopConfig } from '../learning/experiment/document.ts';
import { stopConditions } from '../learning/stopping/index.ts';
import { Stopping, type Stopped, type StoppingSnapshot } from '../learning/stopping/stopping.ts';
import type { Machine } from '../machine/machine.ts';
import type { LoadedExperiment } from './library.ts';
import type { Watch } from './watched.ts';

/** What a stop watch has seen, as plain data for checkpoints. */
export interface StopSnapshot {
  readonly stopping: StoppingSnapshot;
  readonly isLearned: boolean | null;
}

interface StopParts {
  readonly machine: Machine;
  readonly experiment: LoadedExperiment;
  /** Conditions to begin with. */
  readonly stop: readonly StopConfig[];
  /** Steps that the machine has done. */
  step(): number;
  /** A condition holds: the run is to pause here. */
  stopped(at: Stopped): Promise<void>;
}

/** Stops the run on the bench at the measurement where a condition holds, and says whether it has learned by then. */
export class StopWatch implements Watch {
  readonly #parts: StopParts;
  readonly #stopping: Stopping;
  readonly #goal: Goal | undefined;
  /** The newest measurements, as many as the goal is judged by. */
  #recent: Judged[] = [];
  #isNews = false;
  /** Whether the goal was reached where the run has stopped; `null` without a goal. */
  #isLearned: boolean | null = null;

  constructor(parts: StopParts) {
    this.#parts = parts;
    const { whole, measures, measuresEvery } = parts.experiment;
    const program = whole?.document ?? { measure: { of: measures, every: measuresEvery }, sequence: [], damage: [] };
    this.#stopping = new Stopping({ ...program, stop: [...parts.stop] });
    this.#goal = whole?.document.goal;
    parts.machine.onMeasurement((measurement) => {
      if (!this.isNeeded) return;
      this.#recent.push(measurement);
      if (this.#recent.length > (this.#goal?.over ?? 1)) this.#recent.shift();
      if (!this.#stopping.measured(measurement)) return;
      this.#isNews = true;
      this.#isLearned = this.#goal === undefined ? null : hasReached(this.#goal, this.#recent);
    });
  }

  get isNeeded(): boolean {
    return this.#stopping.isNeeded;
  }

  /** Where the run stands because a condition held there; `null` where it does not. */
  get stopped(): ShownStop | null {
    const { stopped } = this.#stopping;
    if (stopped === null) return null;
    return { ...stopped, error: Number.isNaN(stopped.error) ? null : stopped.error, isLearned: this.#isLearned };
  }

  set(stop: readonly StopConfig[]): void {
    this.#stopping.set(stop);
  }

  /** The run goes on. */
  goOn(): void {
    this.#stopping.goOn();
  }

  /** Somebody has changed the network or how it learns. */
  disturb(): void {
    this.#stopping.disturb();
  }

  room(): number {
    return this.#stopping.room(this.#parts.step());
  }

  async advanced(): Promise<void> {
    if (!this.#isNews) return;
    this.#isNews = false;
    await this.#parts.stopped(this.#stopping.stopped!);
  }

  save(): StopSnapshot {
    return { stopping: this.#stopping.save(), isLearned: this.#isLearned };
  }

  load({ stopping, isLearned }: StopSnapshot): void {
    this.#stopping.load(stopping);
    this.#isLearned = isLearned;
  }
}

/** The conditions that there are, for a form. */
export function stopKinds(): StopKind[] {
  return Object.values<{ readonly spec: Spec }>(stopConditions).map(({ spec: { kind, title, doc, parameters } }) => ({
    kind,
    title,
    doc,
    parameters: Object.entries(parameters).flatMap(([name, parameter]) => {
      if (parameter.type !== 'number') return [];
      const { title: label, unit, default: usual, minimum, maximum, integer, exclusiveMinimum } = parameter;
      const range = { minimum, maximum, isWhole: integer === true, isAbove: exclusiveMinimum === true };
      return [{ name, title: label, unit, default: usual, ...range }];
    }),
  }));
}
