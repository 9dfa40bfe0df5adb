import type {
  Calibration,
  CalibrationJudgement,
  CalibrationList,
  CalibrationNews,
  CalibrationStage,
  CalibrationStageName,
} from '../../shared/calibration.ts';
import { ProblemError, problemOf } from '../../shared/problem.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import { calibrationOf } from '../twin/calibrateBoard.ts';
import { emptyDraft } from '../twin/calibrationDraft.ts';
import { isStale, type CalibrationDocument } from '../twin/calibrationDocument.ts';
import { deviceModels, type DeviceModelName } from '../twin/devices/index.ts';
import { calibrationStages, stageNames } from '../twin/stages/index.ts';
import { CalibrationFiles, type CalibrationWork } from './calibrationFiles.ts';
import type { RunParts } from './runDesk.ts';
import type { RunShelf } from './runShelf.ts';
import type { StageFinding, Survey, TwinFindings, TwinWork } from './twinTasks.ts';

/** What the desk has of its engine. */
export interface CalibrateHooks {
  tell(news: CalibrationNews): void;
  /** Another calibration is to be used by the twin of the bench. */
  applied(calibration: CalibrationDocument | null): void;
  /** What is on the bench, its serial number, and why it can't be calibrated; "": it can. */
  board(): { readonly title: string; readonly serial: string; readonly missing: string };
  /** Gates of the board on the bench as they were read last, V, [edge]; `null` where there is none. */
  gates(): readonly number[] | null;
  /** Records the board on the bench under programs of calibration. Answers the runs. */
  record(signal: AbortSignal, progress: (done: number, message: string) => void): Promise<readonly string[]>;
}

/** Of the runs of a board that was recorded for it, the last is left out of the fit. */
const HELD_OF_CAMPAIGN = 1;
/** Before the descriptions of an edge were held against each other. */
const FIRST_DEVICE: DeviceModelName = 'calibrated';

/** The calibrations of this computer, for the screens: one piece of work at a time, kept after each stage. */
export class CalibrateDesk {
  readonly files: CalibrationFiles;
  readonly #parts: RunParts;
  readonly #shelf: RunShelf;
  readonly #hooks: CalibrateHooks;
  #control: AbortController | null = null;
  #running: { readonly id: string; readonly stage: CalibrationStageName; done: number; message: string } | null = null;
  readonly #failures = new Map<string, ReturnType<typeof problemOf>>();

  constructor(parts: RunParts, shelf: RunShelf, hooks: CalibrateHooks) {
    this.#parts = parts;
    this.#shelf = shelf;
    this.#hooks = hooks;
    this.files = new CalibrationFiles(parts.place);
  }

  /** What the twin of the bench was told to use before this engine was started. */
  async resume(): Promise<void> {
    const id = await this.files.applied();
    if (id !== null) this.#hooks.applied(await this.files.saved(id).catch(() => null));
  }

  async list(): Promise<CalibrationList> {
    const [works, applied, { runs }] = [await this.files.list(), await this.files.applied(), await this.#shelf.list()];
    const { title, serial, missing } = this.#hooks.board();
    return {
      folder: this.files.folder,
      calibrations: works.map((work) => ({
        ...this.#summary(work, applied),
        done: work.stages.filter(({ state }) => state === 'done').length,
      })),
      runs: runs.map(({ id, name, task, machine, createdAt, measurements }) => ({ id, name, task, machine, createdAt, measurements })),
      boardMissing: missing,
      board: title,
      boardSerial: serial,
    };
  }

  async get(id: string): Promise<Calibration> {
    return this.#describe(await this.files.read(id));
  }

  /** @throws ProblemError where the recordings are not of one board, or hold no node voltages */
  async begin(fitted: readonly string[], held: readonly string[]): Promise<Calibration> {
    const both = fitted.find((run) => held.includes(run));
    if (both !== undefined)
      throw usage(both, 'it is chosen to be fitted and to be held out', 'What is fitted judges nothing: choose one of the two.');
    const control = this.#take();
    try {
      const survey = await this.#work({ work: 'survey', ...(await this.#paths({ fitted, held })) }, control.signal, () => undefined);
      return await this.#describe(await this.#create(survey, fitted, held));
    } finally {
      this.#control = null;
    }
  }

  /** Records the board on the bench, and begins a calibration from that. Resolves when the work has begun. */
  record(): void {
    const { missing, title } = this.#hooks.board();
    if (missing !== '')
      throw usage(title, missing, 'Put a board on the bench: by the source at the top, the emulated board or one on a port.');
    const control = this.#take();
    const tell = (done: number, message: string): void => this.#tell('', 'recording', null, done, message);
    void this.#until(control, '', async () => {
      const runs = await this.#hooks.record(control.signal, (done, message) => tell(done, message));
      const [fitted, held] = [runs.slice(0, -HELD_OF_CAMPAIGN), runs.slice(-HELD_OF_CAMPAIGN)];
      tell(1, 'reading what was recorded');
      const survey = await this.#work({ work: 'survey', ...(await this.#paths({ fitted, held })) }, control.signal, () => undefined);
      return (await this.#create(survey, fitted, held)).id;
    });
  }

  /** Does stages one after the other, and then judges. Resolves when the work has begun. */
  async run(id: string, stages: readonly CalibrationStageName[]): Promise<void> {
    let work = await this.files.read(id);
    const control = this.#take();
    void this.#until(control, id, async () => {
      const paths = await this.#paths(work);
      for (const stage of stageNames.filter((name) => stages.includes(name))) {
        control.signal.throwIfAborted();
        this.#failures.delete(`${id} ${stage}`);
        this.#running = { id, stage, done: 0, message: '' };
        this.#tell(id, 'stage', stage, 0, '');
        try {
          const { draft } = work;
          const asked = { work: 'stage', stage, draft, device: work.device as DeviceModelName, ...paths } as const;
          const finding = await this.#work(asked, control.signal, (done, message) => {
            this.#running = { id, stage, done, message };
            this.#tell(id, 'stage', stage, done, message);
          });
          work = withFinding(work, stage, finding);
        } catch (thrown) {
          if (control.signal.aborted) throw thrown;
          this.#failures.set(`${id} ${stage}`, problemOf(thrown));
          work = withState(work, stage, 'failed');
        }
        this.#running = null;
        await this.files.write(work);
        this.#tell(id, 'stage', stage, 1, '');
      }
      if (work.stages.some(({ name, state }) => name === 'edges' && state === 'done')) {
        const asked = { work: 'judge', draft: work.draft, device: work.device as DeviceModelName, ...paths } as const;
        const judgement: CalibrationJudgement | null = await this.#work(asked, control.signal, (done, message) =>
          this.#tell(id, 'judgement', null, done, message),
        );
        await this.files.write({ ...work, judgement });
      }
      return id;
    });
  }

  async skip(id: string, stage: CalibrationStageName, isSkipped: boolean): Promise<Calibration> {
    this.#requireRest();
    const work = withState(await this.files.read(id), stage, isSkipped ? 'skipped' : 'open');
    await this.files.write(work);
    return this.#describe(work);
  }

  cancel(): void {
    this.#control?.abort();
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
    const calibration = id === null ? null : await this.files.saved(id);
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
    this.#requireRest();
    if ((await this.files.applied()) === id) await this.apply(null);
    await this.files.discard(id);
  }

  /** One piece of work at a time. */
  #take(): AbortController {
    this.#requireRest();
    return (this.#control = new AbortController());
  }

  #requireRest(): void {
    if (this.#control === null) return;
    throw usage('calibration', 'another one is at work', 'Wait for it, or cancel it: what is done is kept.');
  }

  /** Ends a piece of work, however it ends, and says so. */
  async #until(control: AbortController, id: string, work: () => Promise<string>): Promise<void> {
    let [ended, problem]: [string, CalibrationNews['problem']] = [id, null];
    try {
      ended = await work();
    } catch (thrown) {
      if (!control.signal.aborted) problem = problemOf(thrown);
    }
    this.#running = null;
    this.#control = null;
    this.#hooks.tell({ id: ended, kind: 'ended', stage: null, done: 1, message: control.signal.aborted ? 'cancelled' : '', problem });
  }

  #tell(id: string, kind: CalibrationNews['kind'], stage: CalibrationStageName | null, done: number, message: string): void {
    this.#hooks.tell({ id, kind, stage, done, message, problem: null });
  }

  async #work<W extends TwinWork>(
    work: W,
    signal: AbortSignal,
    progress: (done: number, message: string) => void,
  ): Promise<TwinFindings[W['work']]> {
    const { finding } = await this.#parts.tasks(
      { kind: 'twin', work },
      { signal, progress: (done, message = '') => progress(done, message) },
    );
    signal.throwIfAborted();
    return finding as TwinFindings[W['work']];
  }

  async #create(
    { title, serial, edges, missing, lastGates }: Survey,
    fitted: readonly string[],
    held: readonly string[],
  ): Promise<CalibrationWork> {
    const work: CalibrationWork = {
      format: 'twinbench.calibrationWork',
      version: 1,
      id: await this.files.fresh(serial),
      title: titleOf(title, serial),
      serial,
      date: new Date(this.files.now() * 1000).toISOString(),
      edges,
      fitted: [...fitted],
      held: [...held],
      device: FIRST_DEVICE,
      stages: stageNames.map((name) => ({
        name,
        state: 'open',
        missing: missing[name],
        figure: null,
        parameters: [],
        plot: null,
        notes: [],
      })),
      devices: [],
      judgement: null,
      draft: emptyDraft,
      isSaved: false,
    };
    await this.files.write(work);
    if (lastGates.length > 0) await this.files.keepState(work.id, lastGates);
    return work;
  }

  async #paths({
    fitted,
    held,
  }: Pick<CalibrationWork, 'fitted' | 'held'> | { fitted: readonly string[]; held: readonly string[] }): Promise<{
    fitted: string[];
    held: string[];
  }> {
    const paths = (runs: readonly string[]): Promise<string[]> => Promise.all(runs.map((run) => this.#shelf.find(run)));
    return { fitted: await paths(fitted), held: await paths(held) };
  }

  #summary(work: CalibrationWork, applied: string | null): Omit<CalibrationList['calibrations'][number], 'done'> {
    const { id, title, serial, date, isSaved } = work;
    const age = { date, staleAfterDays: STALE_AFTER_DAYS };
    return {
      ...{ id, title, serial, date, isSaved },
      isApplied: id === applied,
      ageDays: (this.files.now() - Date.parse(date) / 1000) / 86_400,
      staleAfterDays: STALE_AFTER_DAYS,
      isStale: isStale(age as CalibrationDocument, this.files.now()),
    };
  }

  async #describe(work: CalibrationWork): Promise<Calibration> {
    const { edges, fitted, held, device, devices, judgement } = work;
    const stages = work.stages.map((stage): CalibrationStage => {
      const { spec, needs, after } = calibrationStages[stage.name];
      const running = this.#running?.id === work.id && this.#running.stage === stage.name ? this.#running : null;
      return {
        ...stage,
        ...{ title: spec.title, doc: spec.doc, equation: 'equation' in spec ? spec.equation : '', needs, after: [...after] },
        state: running === null ? stage.state : 'running',
        done: running?.done ?? (stage.state === 'done' ? 1 : 0),
        message: running?.message ?? '',
        problem: this.#failures.get(`${work.id} ${stage.name}`) ?? null,
      };
    });
    const title = deviceModels[device as DeviceModelName]?.spec.title ?? device;
    const summary = this.#summary(work, await this.files.applied());
    return { ...summary, folder: this.files.folder, edges, fitted, held, device: title, stages, devices, judgement };
  }
}

/** Days after which a calibration should be made again, as calibrations themselves say. */
const STALE_AFTER_DAYS = 30;

function titleOf(task: string, serial: string): string {
  const short = task.replace(/^Calibration \d+: /, '');
  return serial === '' ? short : `Board ${serial}, ${short}`;
}

function withFinding(work: CalibrationWork, stage: CalibrationStageName, finding: StageFinding): CalibrationWork {
  const { draft, device, devices, figure, parameters, plot, notes } = finding;
  const stages = work.stages.map((entry) =>
    entry.name === stage ? { ...entry, state: 'done' as const, figure, parameters, plot, notes } : entry,
  );
  return {
    ...work,
    draft: draft,
    device,
    devices: devices === null ? work.devices : [...devices],
    stages,
    isSaved: false,
  };
}

function withState(work: CalibrationWork, stage: CalibrationStageName, state: 'open' | 'skipped' | 'failed'): CalibrationWork {
  return { ...work, stages: work.stages.map((entry) => (entry.name === stage ? { ...entry, state } : entry)) };
}

/** @throws ProblemError E-RUN-INVALID where the edges were never calibrated */
function documentOf({ draft, serial, date, device, edges, stages }: CalibrationWork): CalibrationDocument {
  const done = stages.flatMap(({ name, state }) => (state === 'done' ? [name] : []));
  const nodes = draft.wirings[0]?.edges?.free.zeros.length ?? 2;
  const experiment = { network: { edgeCount: edges, nodeCount: nodes } } as Experiment;
  const run = { name: '', date: null, experiment, moments: [], omitted: 0 };
  if (draft.wirings.length === 0) throw usage('calibration', 'nothing of it is done', 'Do the stage "edges" first.');
  return calibrationOf(draft, [run], { serial, date, device: device as DeviceModelName }, done);
}

function usage(where: string, why: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-RUN-INVALID', what: 'This can’t be calibrated', where, why, remedy });
}
