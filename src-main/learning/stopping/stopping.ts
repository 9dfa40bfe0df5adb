import type { ExperimentDocument, StopConfig } from '../experiment/document.ts';
import { stopConditions } from './index.ts';
import type { Moment, StopCondition, StopCourse } from './stopCondition.ts';

/** The measurement at which a run stopped, and on what. */
export interface Stopped {
  readonly step: number;
  /** Learning time, s. */
  readonly time: number;
  /** V², NaN where it is undetermined. */
  readonly error: number;
  /** What held, in words: "error below 1×10⁻⁵ V²". */
  readonly words: string;
}

/** The conditions of a run as plain data, for checkpoints. */
export interface StoppingSnapshot {
  readonly watched: readonly { readonly config: StopConfig; readonly isMet: boolean; readonly seen: number[] }[];
  readonly turnsOver: number;
  readonly stopped: Stopped | null;
}

interface Watched {
  readonly config: StopConfig;
  readonly course: StopCourse;
  /** It held at the last measurement, and has stopped the run already: it is armed again once it does not hold. */
  isMet: boolean;
}

/** The part of a document that says when a run is measured, where something else begins, and on what it stops. */
type Program = Pick<ExperimentDocument, 'measure' | 'sequence' | 'damage' | 'stop'>;

/**
 * When a run stops. Conditions are looked at when the program measures, at nothing else: the same document and seed stop at the same
 * step whatever the pace, the stretches and the machine. Whoever runs the machine never runs beyond the next measurement (`room`), so
 * that a board stands exactly there too.
 *
 * A condition stops a run once. Whoever lets the run go on is not stopped by it again before it has ceased to hold at a measurement in
 * between; one that is changed counts as new, and may hold at once.
 */
export class Stopping {
  readonly #program: Program;
  #watched: Watched[];
  #stopped: Stopped | null = null;
  /** Steps at which the task or the network becomes another by the program, ascending, and how many of them are over. */
  readonly #turns: readonly number[];
  #turnsOver = 0;

  /** @param program  with the conditions to begin with */
  constructor(program: Program) {
    this.#program = program;
    this.#watched = program.stop.map(watch);
    this.#turns = [...program.sequence, ...program.damage].map(({ step }) => step).sort((a, b) => a - b);
  }

  /** Those in force. */
  get conditions(): StopConfig[] {
    return this.#watched.map(({ config }) => config);
  }

  /** Where the run stands because a condition held there; `null` where it stands or goes for another reason. */
  get stopped(): Stopped | null {
    return this.#stopped;
  }

  get isNeeded(): boolean {
    return this.#watched.length > 0;
  }

  /** Other conditions from now on. One that stays as it is goes on with what it has seen. */
  set(stop: readonly StopConfig[]): void {
    const key = (config: StopConfig): string => JSON.stringify(config);
    this.#watched = stop.map((config) => this.#watched.find((before) => key(before.config) === key(config)) ?? watch(config));
  }

  /** Steps that may be done before the next look: to the next measurement; none where the run is to stand still. */
  room(step: number): number {
    if (this.#stopped !== null) return 0;
    return this.isNeeded ? stepsToMeasurement(this.#program, step) : Number.POSITIVE_INFINITY;
  }

  /** The program has measured. @returns whether the run is to stop there */
  measured({ step, time, error }: Moment): boolean {
    this.#passTurns(step);
    let words = '';
    for (const condition of this.#watched) {
      const holds = condition.course.holds({ step, time, error });
      if (holds && !condition.isMet) words = words === '' ? wordsOf(condition.config) : `${words} and ${wordsOf(condition.config)}`;
      condition.isMet = holds;
    }
    if (words === '') return false;
    this.#stopped = { step, time, error, words };
    return true;
  }

  /** The run goes on. */
  goOn(): void {
    this.#stopped = null;
  }

  /** Somebody has changed the network or how it learns. */
  disturb(): void {
    for (const { course } of this.#watched) course.begin();
  }

  save(): StoppingSnapshot {
    const watched = this.#watched.map(({ config, course, isMet }) => ({ config, isMet, seen: course.save() }));
    return { watched, turnsOver: this.#turnsOver, stopped: this.#stopped };
  }

  load({ watched, turnsOver, stopped }: StoppingSnapshot): void {
    this.#watched = watched.map(({ config, isMet, seen }) => {
      const condition = { ...watch(config), isMet };
      condition.course.load(seen);
      return condition;
    });
    this.#turnsOver = turnsOver;
    this.#stopped = stopped;
  }

  /** What the program did to the network before this step. Damage at a step comes after the measurement there. */
  #passTurns(step: number): void {
    const before = this.#turnsOver;
    while (this.#turnsOver < this.#turns.length && this.#turns[this.#turnsOver] < step) this.#turnsOver++;
    if (this.#turnsOver > before) this.disturb();
  }
}

/** What a condition waits for, in words. */
export function wordsOf(config: StopConfig): string {
  return (stopConditions[config.kind] as StopCondition).words(config);
}

/** All of them in words: "error below 1×10⁻⁵ V² or learning time 10 s"; "" for none. */
export function wordsOfAll(stop: readonly StopConfig[]): string {
  return stop.map(wordsOf).join(' or ');
}

/** Steps from this one to the next measurement of the program; each of several tasks in a row measures by its own steps. */
export function stepsToMeasurement({ measure, sequence }: Pick<ExperimentDocument, 'measure' | 'sequence'>, step: number): number {
  const part = sequence.findLast((later) => later.step <= step);
  const { every } = part?.measure ?? measure;
  const left = every - ((step - (part?.step ?? 0)) % every);
  const next = sequence.find((later) => later.step > step)?.step ?? Infinity;
  return Math.min(left, next - step);
}

function watch(config: StopConfig): Watched {
  return { config, course: (stopConditions[config.kind] as StopCondition).create(config), isMet: false };
}
