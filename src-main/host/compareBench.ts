import process from 'node:process';
import type { ComparisonQuery, ComparisonRequest, ComparisonSettings, ComparisonView, ComparedSource } from '../../shared/compare.ts';
import { ProblemError } from '../../shared/problem.ts';
import { conditions } from '../board/emulator/condition.ts';
import { openMachine } from '../machines/chooseMachine.ts';
import { compileExperiment } from '../learning/experiment/compile.ts';
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import type { Machine } from '../machine/machine.ts';
import type { RecordingPlace } from '../recording/place.ts';
import { ComparedRunBuilder, type ComparedRun } from '../twin/comparison/comparedRun.ts';
import { compareRuns, type RunComparison } from '../twin/comparison/compare.ts';
import { runLockstep, type LockstepEvent } from '../twin/comparison/lockstep.ts';
import { comparisonReport } from '../twin/comparison/report.ts';
import { updateResidual, type UpdateResidual } from '../twin/comparison/updates.ts';
import { systemClock } from './clock.ts';
import { imposedAsByBoard, startingAt, withOrderOf } from './compareProgram.ts';
import type { JobContext } from './jobs.ts';
import { readComparedRun, type ReadRun } from './compareRecording.ts';
import { settingsOf, viewOf } from './compareView.ts';

/** What a comparison is begun with. */
export interface ComparisonTask extends ComparisonRequest {
  /** The experiment on the bench, for machines that follow no recording; `null` where that has none. */
  readonly document: ExperimentDocument | null;
}

export interface ComparisonWatch {
  readonly signal: AbortSignal;
  /** @param done 0..1 @param moments that both sides have */
  readonly progress: (done: number, moments: number) => void;
}

/** Most measurements of a side: beyond, they are spread evenly. */
const MOST_MOMENTS = 2000;
/** Others have their turn this often, ms. */
const SLICE_MS = 30;

export type ReadRunOf = (run: string, watch: JobContext) => Promise<ReadRun>;

type Side = { readonly builder: ComparedRunBuilder; readonly machine: Machine | null };

/** Runs two sides beside each other, keeps what they measured, and looks at it as asked. One comparison at a time. */
export class CompareBench {
  readonly #place: Pick<RecordingPlace, 'files' | 'folder' | 'clock'>;
  readonly #read: ReadRunOf;
  #sides: (() => ComparedRun)[] = [];
  #remarks: string[] = [];
  #isRunning = false;
  #last: { readonly key: string; readonly comparison: RunComparison; readonly runs: readonly ComparedRun[] } | null = null;
  #updates: { readonly of: 'a' | 'b'; readonly residual: UpdateResidual | null } | null = null;

  /** @param read  reads a recording by its identity or path */
  constructor(
    place: Pick<RecordingPlace, 'files' | 'folder' | 'clock'>,
    read: ReadRunOf = (run, watch) => readComparedRun(run, place, watch),
  ) {
    this.#place = place;
    this.#read = read;
  }

  /** Reads and runs both sides. @returns whether they came to their end @throws ProblemError where a side can't be had */
  async run(task: ComparisonTask, watch: ComparisonWatch): Promise<boolean> {
    this.#sides = [];
    this.#remarks = [];
    this.#last = null;
    this.#updates = null;
    this.#isRunning = true;
    try {
      return await this.#run(task, watch);
    } finally {
      this.#isRunning = false;
    }
  }

  /** `null` while there is nothing that both sides have measured. */
  view(query: ComparisonQuery, id: number): ComparisonView | null {
    const found = this.#compare(query.settings);
    if (found === null) return null;
    return viewOf(found.runs, found.comparison, query, { id, updates: this.#updatesOf(found.runs), remarks: this.#remarks });
  }

  /** @throws ProblemError where there is nothing to report */
  report(settings: ComparisonSettings, version: string): { name: string; html: string } {
    const { runs, comparison } = this.compare(settings);
    const name = `${comparison.a} and ${comparison.b}`.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase();
    const updates = this.#updatesOf(runs);
    const when = `${new Date(this.#place.clock.now() * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    const html = comparisonReport({ comparison, runs: [runs[0], runs[1]], updates, remarks: this.#remarks }, version, when);
    return { name: `compare-${name}.html`, html };
  }

  /** The comparison itself, with both sides. @throws ProblemError where there is nothing to compare */
  compare(settings: ComparisonSettings): { readonly runs: readonly ComparedRun[]; readonly comparison: RunComparison } {
    const found = this.#compare(settings);
    if (found === null) throw nothingYet();
    return found;
  }

  #compare(settings: ComparisonSettings): { runs: readonly ComparedRun[]; comparison: RunComparison } | null {
    if (this.#sides.length < 2) return null;
    const runs = this.#last !== null && !this.#isRunning ? this.#last.runs : this.#sides.map((build) => build());
    if (runs.some(({ moments }) => moments.length === 0)) return null;
    const key = JSON.stringify(settings);
    if (this.#last?.runs === runs && this.#last.key === key) return this.#last;
    this.#last = { key, runs, comparison: compareRuns(runs[0], runs[1], settingsOf(settings, runs[0].experiment.document.stepTime)) };
    return this.#last;
  }

  /** Of the side that was measured. Only at the end: it costs more than everything else. */
  #updatesOf([a, b]: readonly ComparedRun[]): { readonly of: 'a' | 'b'; readonly residual: UpdateResidual | null } | null {
    if (this.#isRunning) return null;
    const of = b.machine.kind === 'simulated' && a.machine.kind !== 'simulated' ? 'a' : 'b';
    this.#updates ??= { of, residual: updateResidual(of === 'a' ? a : b) };
    return this.#updates;
  }

  async #run(task: ComparisonTask, watch: ComparisonWatch): Promise<boolean> {
    const sources = [task.baseline, task.compared];
    const share = sources.filter(({ kind }) => kind === 'run').length / 2;
    const read: (ReadRun | null)[] = [];
    for (const [index, source] of sources.entries()) {
      if (source.kind !== 'run') read.push(null);
      else {
        const progress = (part: number): void => watch.progress((share * (index + part)) / 2, 0);
        read.push(await this.#read(source.run, { signal: watch.signal, progress }));
      }
    }
    const lead = read.find((run) => run !== null) ?? null;
    const machines: { source: ComparedSource; machine: Machine }[] = [];
    try {
      const program = programOf(task, sources, lead);
      const sides: Side[] = [];
      for (const [index, source] of sources.entries()) {
        const run = read[index];
        if (run !== null) {
          this.#sides.push(() => run.run);
          continue;
        }
        const machine = await this.#open(source as ComparedSource & { kind: 'machine' }, program);
        machines.push({ source, machine });
        const title = titleOf(source, machine);
        const builder = new ComparedRunBuilder(title, machine.identity, program.recorded);
        sides.push({ builder, machine });
        this.#sides.push(() => builder.build());
      }
      if (sides.length === 0) return true;
      return await this.#goSideBySide(sides, program, share, watch);
    } finally {
      for (const { machine } of machines) await machine.close?.();
    }
  }

  async #goSideBySide(sides: readonly Side[], program: Program, share: number, watch: ComparisonWatch): Promise<boolean> {
    const { at, from, events } = program;
    let looked = systemClock.now();
    const live = sides.map(({ machine, builder }) => ({ machine: machine!, builder }));
    const measures = program.recorded.document.measure.of;
    return runLockstep(live, { at, from, events, measures }, async (moments) => {
      const now = systemClock.now();
      if (now - looked > SLICE_MS) {
        watch.progress(share + ((1 - share) * moments) / at.length, moments);
        await systemClock.yield();
        looked = systemClock.now();
      }
      return !watch.signal.aborted;
    });
  }

  async #open(source: ComparedSource & { kind: 'machine' }, program: Program): Promise<Machine> {
    const { kind: _, ...choice } = source;
    const world = {
      clock: systemClock,
      platform: process.platform,
      recordings: this.#place,
      speed: null,
      tell: (text: string) => void this.#remarks.push(text.trim()),
    };
    const machine = await openMachine(choice.machine === 'simulated' ? program.simulated : program.board, choice, world);
    machine.onRemark?.(({ level, text }) => level === 'warning' && this.#remarks.push(`${machine.identity.title}: ${text}`));
    return machine;
  }
}

/** What the machines of a comparison run. */
interface Program {
  /** With the order of the datapoints written out, from the first step of the recording that is followed. */
  readonly simulated: Experiment;
  /** Boards have their own order. */
  readonly board: Experiment;
  /** As `simulated`, from step 0: what the measurements are of. */
  readonly recorded: Experiment;
  readonly at: readonly number[];
  readonly from: { readonly step: number; readonly time: number };
  readonly events: readonly LockstepEvent[];
}

function programOf({ document, steps }: ComparisonTask, sources: readonly ComparedSource[], lead: ReadRun | null): Program {
  if (lead !== null) return followed(lead);
  if (document === null) throw noDocument();
  const experiment = compileExperiment(document);
  if (experiment.sequence.length > 0) throw noDocument();
  const count = Math.min(steps ?? document.steps, document.steps);
  const { every } = document.measure;
  const apart = every * Math.max(1, Math.ceil(count / every / MOST_MOMENTS));
  const at = Array.from({ length: Math.max(1, Math.floor(count / apart)) }, (_, index) => Math.min((index + 1) * apart, count));
  const isBoard = sources.some((source) => source.kind === 'machine' && source.machine !== 'simulated');
  const ordered = withOrderOf(experiment, isBoard ? 'board' : 'simulated', 0, count);
  return {
    simulated: isBoard ? imposedAsByBoard(ordered) : ordered,
    board: experiment,
    recorded: ordered,
    at,
    from: { step: 0, time: 0 },
    events: [],
  };
}

/** The program of a recording, from the state in which it was found. */
function followed({ run, document, first, events }: ReadRun): Program {
  const experiment = compileExperiment(document);
  if (experiment.sequence.length > 0) throw noDocument();
  const at = run.moments.map(({ step }) => step).filter((step, index, all) => index === 0 || step > all[index - 1]);
  const last = at.at(-1) ?? 0;
  const { kind } = run.machine;
  const begun = startingAt(experiment, first.states);
  const ordered = withOrderOf(begun, kind, first.step, last - first.step);
  return {
    simulated: kind === 'board' ? imposedAsByBoard(ordered) : ordered,
    board: begun,
    recorded: withOrderOf(experiment, kind, 0, last),
    at,
    from: { step: first.step, time: first.time },
    events,
  };
}

function titleOf(source: ComparedSource, machine: Machine): string {
  if (source.kind === 'run') return source.run;
  if (source.machine === 'simulated') return 'Simulation';
  if (source.machine === 'emulated') return `Emulated board, ${source.condition ?? conditions[1]}`;
  return machine.identity.title;
}

function noDocument(): ProblemError {
  return new ProblemError({
    code: 'E-RUN-INVALID',
    what: 'There is no program that a machine could run',
    why: 'What is on the bench is a recording or a series of tasks in a row, and neither side is a recording of one task.',
    remedy: 'Put an experiment on the bench, or compare with a recording.',
  });
}

export function nothingYet(): ProblemError {
  return new ProblemError({
    code: 'E-RUN-INVALID',
    what: 'There is nothing to compare yet',
    why: 'No measurement was made that both sides have.',
    remedy: 'Choose two sides and start the comparison.',
  });
}
