import type { Calibration, CalibrationList, CalibrationNews, CalibrationStageName } from '../../shared/calibration.ts';
import { problemOf, type Problem } from '../../shared/problem.ts';
import type { DeviceModelName } from '../twin/devices/index.ts';
import type { AnyCalibration } from '../twin/digipots/document.ts';
import { descriptionOf, summaryOf } from './calibrationDescription.ts';
import { CalibrationFiles } from './calibrationFiles.ts';
import { CalibrationLabour } from './calibrationLabour.ts';
import {
  documentOf,
  isFitted,
  openWork,
  stagesOf,
  withFinding,
  withState,
  type CalibrationWork,
  type ChosenRuns,
} from './calibrationWork.ts';
import type { RunParts } from './runDesk.ts';
import type { RunShelf } from './runShelf.ts';
import { unfitWork } from './unfitWork.ts';

/** What the desk has of its engine. */
export interface CalibrateHooks {
  tell(news: CalibrationNews): void;
  /** Another calibration is to be used by the twin of the bench. */
  applied(calibration: AnyCalibration | null): void;
  /** What is on the bench, its serial number, and why it can't be calibrated; "": it can. */
  board(): { readonly title: string; readonly serial: string; readonly programs: number; readonly missing: string };
  /** Gates (or wipers) of the board on the bench as they were read last, [edge]; `null` where there is none. */
  gates(): readonly number[] | null;
  /** Records the board on the bench under programs of calibration. Answers the runs. */
  record(signal: AbortSignal, progress: (done: number, message: string) => void): Promise<readonly string[]>;
}

/** Of the runs of a board that was recorded for it, the last is left out of the fit. */
const HELD_OF_CAMPAIGN = 1;
/** As far as a stage may say that it is before it is done. */
const NEARLY_DONE = 0.999;

/** The calibrations of this computer, for the screens: one piece of work at a time, kept after each stage. */
export class CalibrateDesk {
  readonly files: CalibrationFiles;
  readonly #shelf: RunShelf;
  readonly #hooks: CalibrateHooks;
  readonly #labour: CalibrationLabour;
  readonly #failures = new Map<string, Problem>();

  constructor(parts: RunParts, shelf: RunShelf, hooks: CalibrateHooks) {
    this.#shelf = shelf;
    this.#hooks = hooks;
    this.#labour = new CalibrationLabour(parts, (news) => hooks.tell(news));
    this.files = new CalibrationFiles(parts.place);
  }

  /** What the twin of the bench was told to use before this engine was started. */
  async resume(): Promise<void> {
    const id = await this.files.applied();
    if (id !== null) this.#hooks.applied(await this.files.savedAny(id).catch(() => null));
  }

  async list(): Promise<CalibrationList> {
    const [works, applied, { runs }] = [await this.files.list(), await this.files.applied(), await this.#shelf.list()];
    const { title, serial, programs, missing } = this.#hooks.board();
    return {
      folder: this.files.folder,
      calibrations: works.map((work) => summaryOf(work, { applied, now: this.files.now() })),
      runs: runs.map(({ id, name, task, machine, createdAt, measurements }) => ({ id, name, task, machine, createdAt, measurements })),
      boardMissing: missing,
      board: title,
      boardSerial: serial,
      boardPrograms: programs,
    };
  }

  async get(id: string): Promise<Calibration> {
    return this.#describe(await this.files.read(id));
  }

  /** @throws ProblemError where the recordings are not of one board, or hold no node voltages */
  async begin(fitted: readonly string[], held: readonly string[]): Promise<Calibration> {
    const both = fitted.find((run) => held.includes(run));
    if (both !== undefined)
      throw unfitWork(both, 'it is chosen to be fitted and to be held out', 'What is fitted judges nothing: choose one of the two.');
    return this.#describe(await this.#labour.wait((signal) => this.#open({ fitted, held }, signal)));
  }

  /** Records the board on the bench, and begins a calibration from that. Resolves when the work has begun. */
  record(): void {
    const { missing, title } = this.#hooks.board();
    if (missing !== '')
      throw unfitWork(title, missing, 'Put a board on the bench: by the source at the top, the emulated board or one on a port.');
    const tell = (done: number, message: string): void => this.#labour.tell('', 'recording', done, message);
    this.#labour.begin('', async (signal) => {
      const runs = await this.#hooks.record(signal, tell);
      tell(1, 'reading what was recorded');
      return (await this.#open({ fitted: runs.slice(0, -HELD_OF_CAMPAIGN), held: runs.slice(-HELD_OF_CAMPAIGN) }, signal)).id;
    });
  }

  /** Does stages one after the other, and then judges. Resolves when the work has begun. */
  async run(id: string, stages: readonly CalibrationStageName[]): Promise<void> {
    let work = await this.files.read(id);
    this.#labour.begin(id, async (signal) => {
      const paths = await this.#paths(work);
      for (const stage of stagesOf(work).filter((name) => stages.includes(name))) {
        signal.throwIfAborted();
        work = await this.#stage(work, stage, paths, signal);
        await this.files.write(work);
        this.#labour.tellStage(id, stage, 1);
      }
      if (isFitted(work)) {
        const asked = { work: 'judge', kind: work.kind, draft: work.draft, device: work.device as DeviceModelName, ...paths } as const;
        const tell = (done: number, message: string): void => this.#labour.tell(id, 'judgement', done, message);
        await this.files.write({ ...work, judgement: await this.#labour.twin(asked, signal, tell) });
      }
      return id;
    });
  }

  async skip(id: string, stage: CalibrationStageName, isSkipped: boolean): Promise<Calibration> {
    this.#labour.requireRest();
    const work = withState(await this.files.read(id), stage, isSkipped ? 'skipped' : 'open');
    await this.files.write(work);
    return this.#describe(work);
  }

  cancel(): void {
    this.#labour.cancel();
  }

  /** Writes it as a document of its own. Answers the path. */
  async save(id: string): Promise<string> {
    const work = await this.files.read(id);
    const path = await this.files.save(id, documentOf(work));
    await this.files.write({ ...work, isSaved: true });
    return path;
  }

  /** What is applied is saved too: it is what the bench goes on with after a restart. */
  async apply(id: string | null): Promise<void> {
    if (id !== null) {
      await this.save(id);
      const gates = this.#hooks.gates();
      const { edges } = await this.files.read(id);
      if (gates?.length === edges) await this.files.keepState(id, gates);
    }
    // What can't be read back is not applied.
    const calibration = id === null ? null : await this.files.savedAny(id);
    await this.files.apply(id);
    this.#hooks.applied(calibration);
  }

  /** The state of the board on the bench is that with which its twin begins from now on. Answers how that is chosen; "": none is applied. */
  async keepState(): Promise<string> {
    const id = await this.files.applied();
    const gates = this.#hooks.gates();
    if (id === null || gates === null || !gates.every(Number.isFinite)) return '';
    await this.files.keepState(id, gates);
    return `twin:${id}`;
  }

  async discard(id: string): Promise<void> {
    this.#labour.requireRest();
    if ((await this.files.applied()) === id) await this.apply(null);
    await this.files.discard(id);
  }

  /** A new calibration from recordings, of which nothing is done yet. */
  async #open(runs: ChosenRuns, signal: AbortSignal): Promise<CalibrationWork> {
    const survey = await this.#labour.twin({ work: 'survey', ...(await this.#paths(runs)) }, signal);
    const work = openWork(await this.files.fresh(survey.serial), survey, runs, this.files.now());
    await this.files.write(work);
    if (survey.lastGates.length > 0) await this.files.keepState(work.id, survey.lastGates);
    return work;
  }

  /** One stage; where it fails, that is told with it. @throws the reason of the signal */
  async #stage(work: CalibrationWork, stage: CalibrationStageName, paths: ChosenRuns, signal: AbortSignal): Promise<CalibrationWork> {
    const { id, kind, draft } = work;
    this.#failures.delete(`${id} ${stage}`);
    this.#labour.tellStage(id, stage, 0);
    try {
      const asked = { work: 'stage', kind, stage, draft, device: work.device as DeviceModelName, ...paths } as const;
      const finding = await this.#labour.twin(asked, signal, (done, message) =>
        this.#labour.tellStage(id, stage, Math.min(done, NEARLY_DONE), message),
      );
      return withFinding(work, stage, finding);
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      this.#failures.set(`${id} ${stage}`, problemOf(thrown));
      return withState(work, stage, 'failed');
    }
  }

  async #paths({ fitted, held }: ChosenRuns): Promise<{ fitted: string[]; held: string[] }> {
    const paths = (runs: readonly string[]): Promise<string[]> => Promise.all(runs.map((run) => this.#shelf.find(run)));
    return { fitted: await paths(fitted), held: await paths(held) };
  }

  async #describe(work: CalibrationWork): Promise<Calibration> {
    const { running } = this.#labour;
    return descriptionOf(work, {
      folder: this.files.folder,
      applied: await this.files.applied(),
      now: this.files.now(),
      running: running?.id === work.id ? running : null,
      failure: (stage) => this.#failures.get(`${work.id} ${stage}`) ?? null,
    });
  }
}
