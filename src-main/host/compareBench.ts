import process from 'node:process';
import type { ComparisonQuery, ComparisonRequest, ComparisonSettings, ComparisonView, ComparedSource } from '../../shared/compare.ts';
import { ProblemError } from '../../shared/problem.ts';
import { conditions } from '../board/emulator/condition.ts';
import { openMachine } from '../machines/chooseMachine.ts';
import { readCalibration } from '../machines/savedCalibrations.ts';
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import type { Machine } from '../machine/machine.ts';
import type { RecordingPlace } from '../recording/place.ts';
import { ComparedRunBuilder, type ComparedRun } from '../twin/comparison/comparedRun.ts';
import { compareRuns, type RunComparison } from '../twin/comparison/compare.ts';
import { runLockstep } from '../twin/comparison/lockstep.ts';
import { comparisonReport } from '../twin/comparison/report.ts';
import { updateResidual } from '../twin/comparison/updates.ts';
import { systemClock } from '../board/transports/systemClock.ts';
import { followed, programOf, startedAs, type Program, type ReadRun } from './compareProgram.ts';
import { boardOf, noiseOf, twinOf, type NamedCalibration } from './compareTwin.ts';
import type { JobContext } from './jobs.ts';
import { readComparedRun } from './compareRecording.ts';
import { settingsOf, viewOf, type FoundUpdates } from './compareView.ts';

/** What a comparison is begun with. */
export interface ComparisonTask extends ComparisonRequest {
  /** The experiment on the bench, for machines that follow no recording; `null` where that has none. */
  readonly document: ExperimentDocument | null;
  /** What is known of the board, where no side is the twin of a calibration; `null` where nothing is. */
  readonly calibration: NamedCalibration | null;
}

export interface ComparisonWatch {
  readonly signal: AbortSignal;
  /** @param done 0..1 @param moments that both sides have */
  readonly progress: (done: number, moments: number) => void;
}

/** Others have their turn this often, ms. */
const SLICE_MS = 30;

export type ReadRunOf = (run: string, watch: JobContext) => Promise<ReadRun>;

type Side = { readonly builder: ComparedRunBuilder; readonly machine: Machine };

/** Runs two sides beside each other, keeps what they measured, and looks at it as asked. One comparison at a time. */
export class CompareBench {
  readonly #place: Pick<RecordingPlace, 'files' | 'folder' | 'clock'>;
  readonly #read: ReadRunOf;
  #sides: (() => ComparedRun)[] = [];
  #remarks: string[] = [];
  #isRunning = false;
  #last: { readonly key: string; readonly comparison: RunComparison; readonly runs: readonly ComparedRun[] } | null = null;
  #updates: FoundUpdates | null = null;
  /** Of the board that is compared. */
  #calibration: NamedCalibration | null = null;

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
    this.#calibration = task.calibration;
    this.#isRunning = true;
    try {
      return await this.#run(task, watch);
    } finally {
      this.#isRunning = false;
      // What was looked at on the way is a part of what there is now.
      this.#last = null;
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
    const { runs, comparison, updates, remarks } = this.compare(settings);
    const name = `${comparison.a} and ${comparison.b}`.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase();
    const when = `${new Date(this.#place.clock.now() * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    const html = comparisonReport({ comparison, runs: [runs[0], runs[1]], updates, remarks }, version, when);
    return { name: `compare-${name}.html`, html };
  }

  /** The comparison itself, with all that was found. @throws ProblemError where there is nothing to compare */
  compare(settings: ComparisonSettings): {
    readonly runs: readonly ComparedRun[];
    readonly comparison: RunComparison;
    readonly updates: FoundUpdates | null;
    readonly remarks: readonly string[];
  } {
    const found = this.#compare(settings);
    if (found === null) throw nothingYet();
    const { runs, comparison } = found;
    return { runs, comparison, updates: this.#updatesOf(runs), remarks: this.#remarks };
  }

  #compare(settings: ComparisonSettings): { runs: readonly ComparedRun[]; comparison: RunComparison } | null {
    if (this.#sides.length < 2) return null;
    const runs = this.#last !== null && !this.#isRunning ? this.#last.runs : this.#sides.map((build) => build());
    if (runs.some(({ moments }) => moments.length === 0)) return null;
    const key = JSON.stringify(settings);
    if (this.#last?.runs === runs && this.#last.key === key) return this.#last;
    const { experiment } = this.#measuredOf(runs).run;
    const noise = this.#calibration === null ? null : noiseOf(this.#calibration, experiment);
    const chosen = settingsOf(settings, runs[0].experiment.document.stepTime);
    this.#last = { key, runs, comparison: compareRuns(runs[0], runs[1], { ...chosen, noise }) };
    return this.#last;
  }

  /** The side that is a board; B where both are, or none. */
  #measuredOf([a, b]: readonly ComparedRun[]): { readonly of: 'a' | 'b'; readonly run: ComparedRun } {
    return b.machine.kind !== 'board' && a.machine.kind === 'board' ? { of: 'a', run: a } : { of: 'b', run: b };
  }

  /** Of the side that was measured. Only at the end: it costs more than everything else. */
  #updatesOf(runs: readonly ComparedRun[]): FoundUpdates | null {
    if (this.#isRunning) return null;
    if (this.#updates !== null) return this.#updates;
    const { of, run } = this.#measuredOf(runs);
    const board = this.#calibration === null ? null : boardOf(this.#calibration, run.experiment);
    const by = board === null ? 'the rule without imperfections' : `the calibration ${this.#calibration!.name}`;
    this.#updates = { of, by, residual: board === null ? updateResidual(run) : updateResidual(run, board) };
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
    if (sources.every(({ kind }) => kind === 'run')) {
      this.#sides = read.map((run) => () => run!.run);
      return true;
    }
    const machines: Machine[] = [];
    try {
      const program = lead === null ? programOf(task.document, task.steps, sources.some(isBoard)) : followed(lead);
      const opened = await this.#openAll(sources, program, lead === null && task.start === 'measured', machines);
      const sides = opened.flatMap((machine, index): Side[] => {
        const run = read[index];
        if (run !== null) this.#sides.push(() => run.run);
        if (machine === null) return [];
        const builder = new ComparedRunBuilder(titleOf(sources[index], machine), machine.identity, program.recorded);
        this.#sides.push(() => builder.build());
        return [{ builder, machine }];
      });
      return await this.#goSideBySide(sides, program, share, watch);
    } finally {
      for (const machine of machines) await machine.close?.();
    }
  }

  /**
   * The machines of both sides; `null` for a recording.
   *
   * @param isMeasured  one of two machines begins in the state that is measured on the other, which is B, or the one that is a board
   * @param open        filled with those that have to be closed
   */
  async #openAll(sources: readonly ComparedSource[], program: Program, isMeasured: boolean, open: Machine[]): Promise<(Machine | null)[]> {
    const opened: (Machine | null)[] = [null, null];
    const isOfA = isBoard(sources[0]) && !isBoard(sources[1]);
    const order = isMeasured && !isOfA ? [1, 0] : [0, 1];
    let begun = program;
    for (const index of order) {
      const source = sources[index];
      if (source.kind === 'run') continue;
      const machine = await this.#open(source, begun);
      open.push(machine);
      opened[index] = machine;
      if (isMeasured && index === order[0]) begun = startedAs(program, await machine.read());
    }
    return opened;
  }

  async #goSideBySide(sides: readonly Side[], program: Program, share: number, watch: ComparisonWatch): Promise<boolean> {
    const { at, from, events } = program;
    let looked = systemClock.now();
    const measures = program.recorded.document.measure.of;
    return runLockstep(sides, { at, from, events, measures }, async (moments) => {
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
    const twin = twinOf(source);
    if (twin !== '') this.#calibration = { name: twin, document: (await readCalibration(twin, this.#place)).calibration };
    const world = {
      clock: systemClock,
      platform: process.platform,
      recordings: this.#place,
      speed: null,
      beginsAsSaid: true,
      tell: (text: string) => void this.#remarks.push(text.trim()),
    };
    const machine = await openMachine(isBoard(source) ? program.board : program.simulated, choice, world);
    machine.onRemark?.(({ level, text }) => level === 'warning' && this.#remarks.push(`${machine.identity.title}: ${text}`));
    return machine;
  }
}

/** A real board or an emulated one. */
function isBoard(source: ComparedSource): boolean {
  return source.kind === 'machine' && twinOf(source) === '' && source.machine !== 'simulated';
}

function titleOf(source: ComparedSource, machine: Machine): string {
  if (source.kind === 'run') return source.run;
  if (source.machine === 'simulated') return 'Simulation';
  if (source.machine === 'emulated') return `Emulated board, ${source.condition ?? conditions[1]}`;
  return machine.identity.title;
}

export function nothingYet(): ProblemError {
  return new ProblemError({
    code: 'E-RUN-INVALID',
    what: 'There is nothing to compare yet',
    why: 'No measurement was made that both sides have.',
    remedy: 'Choose two sides and start the comparison.',
  });
}
