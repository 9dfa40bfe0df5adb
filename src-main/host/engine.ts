import { join } from 'node:path';
import process from 'node:process';
import type { FromEngine, Transport } from '../../shared/bridge/messages.ts';
import { problemOf, type Problem } from '../../shared/problem.ts';
import { createCellRunner, workerLimits } from '../sweeps/cellRunner.ts';
import { benchDocument } from './benchDocument.ts';
import type { SessionCheckpoint } from './checkpoint.ts';
import { CalibrationBench } from './calibrationBench.ts';
import { Client } from './client.ts';
import type { Clock } from './clock.ts';
import { CompareDesk } from './compareDesk.ts';
import { createComparer } from './compareThread.ts';
import { createHandlers } from './handlers.ts';
import type { Library } from './library.ts';
import { Pictures } from './pictures.ts';
import type { Preferences } from './preferences.ts';
import { ProjectDesk } from './project/desk.ts';
import { processLives } from './project/snapshots.ts';
import { RunDesk, type RunParts } from './runDesk.ts';
import type { Session } from './session.ts';
import type { SessionListener } from './sessionOptions.ts';
import { SessionSwitch } from './sessionSwitch.ts';
import { SweepDesk } from './sweepDesk.ts';

/** A running engine is saved this often, so that not even a second of it is lost when it dies. */
const SAVE_INTERVAL_MS = 700;

export interface EngineParts {
  clock: Clock;
  library: Library;
  /** What is remembered from one launch to the next; without them every launch begins with the first task. */
  preferences?: Preferences;
  /** Hands a checkpoint to the host. */
  save(checkpoint: SessionCheckpoint): void;
  /** What runs are recorded, kept and exported with. */
  runs: RunParts;
}

/** The engine: one session, any number of screens, and a checkpoint of it all with the host. */
export class Engine {
  readonly #parts: EngineParts;
  readonly #clients = new Set<Client>();
  /** Which experiment is on the bench, on which machine. */
  readonly sessions: SessionSwitch;
  readonly desk: RunDesk;
  readonly sweeps: SweepDesk;
  readonly comparisons: CompareDesk;
  readonly calibration: CalibrationBench;
  readonly projects: ProjectDesk;
  /** Of the cards of the gallery. */
  readonly pictures: Pictures;
  #lastSave = Number.NEGATIVE_INFINITY;
  /** A saving whose turn has not come yet. */
  #waitingSave: { readonly session: Session; readonly done: Promise<void> } | null = null;

  private constructor(parts: EngineParts) {
    this.#parts = parts;
    this.desk = new RunDesk(parts.runs, {
      program: this.#program,
      tell: (job) => this.#clients.forEach((client) => client.emit('job', job)),
      changed: () => this.#runsChanged(),
      show: (experiment) => this.sessions.show(experiment),
      adopt: (document, label) => this.sessions.adopt(document, label),
      document: () => this.session.experiment.compiled?.document ?? null,
    });
    this.calibration = new CalibrationBench(parts.runs, this.desk.shelf, {
      session: () => this.session,
      load: (source, isPaused) => this.sessions.put(source, isPaused),
      startRecording: (name) => this.startRecording(name),
      stopRecording: () => this.stopRecording(),
      emit: (event) => this.#clients.forEach((client) => client.emit(event.name, event.payload)),
    });
    this.pictures = new Pictures(parts.library, parts.clock);
    const { place, shell } = parts.runs;
    this.projects = new ProjectDesk({
      place,
      folder: parts.runs.projects ?? join(place.folder, 'projects'),
      shell,
      clock: parts.clock,
      program: this.#program,
      process: process.pid,
      isAlive: processLives,
      session: () => this.session,
      changed: () => this.#projectChanged(),
      failed: (problem) => this.#clients.forEach((client) => client.emit('notice', { problem })),
    });
    this.sessions = new SessionSwitch({
      library: parts.library,
      preferences: parts.preferences,
      projects: this.projects,
      common: { clock: parts.clock, listener: this.#listener(), recorder: { place, program: this.#program } },
      switched: (session, by) => this.#clients.forEach((client) => client !== by && client.push(session)),
      runsChanged: () => this.#runsChanged(),
      save: () => this.save(),
    });
    const sweepParts = {
      place,
      clock: parts.clock,
      workers: workerLimits(),
      createRunner: (lanes: number) => createCellRunner(lanes, place),
    };
    this.comparisons = new CompareDesk(parts.runs.comparer ?? createComparer(place), {
      tell: (status) => this.#clients.forEach((client) => client.emit('comparison', status)),
      document: () => (this.session.experiment.compiled === null ? null : benchDocument(this.session)),
      calibration: () => this.calibration.desk.files.inUse(),
      find: (run) => this.desk.shelf.find(run),
    });
    this.sweeps = new SweepDesk(sweepParts, {
      tell: (news) => this.#clients.forEach((client) => client.emit('sweep', news)),
      failed: (problem) => this.#clients.forEach((client) => client.emit('notice', { problem })),
    });
  }

  /** Starts with the first task, which trains as soon as a screen is there; or goes on from a checkpoint. */
  static async start(parts: EngineParts, checkpoint: SessionCheckpoint | null): Promise<Engine> {
    const engine = new Engine(parts);
    if (checkpoint !== null) await engine.sessions.resume(checkpoint);
    else await engine.sessions.launch();
    await engine.calibration.desk.resume();
    return engine;
  }

  get clock(): Clock {
    return this.#parts.clock;
  }

  get library(): Library {
    return this.#parts.library;
  }

  get preferences(): Preferences | undefined {
    return this.#parts.preferences;
  }

  get session(): Session {
    const { present } = this.sessions;
    if (present === null) throw new Error('the engine has not started');
    return present;
  }

  /** Serves a screen until its transport closes. `restarted`: why the engine that it talked to before is gone. */
  connect(transport: Transport<FromEngine, unknown>, restarted: Problem | null): void {
    const late = this.sessions.watched();
    const client = new Client(transport, this.#parts.clock);
    this.#clients.add(client);
    transport.onClose(() => {
      this.#clients.delete(client);
      client.close();
    });
    client.serve(createHandlers(this, client));
    if (late !== null) client.emit('notice', { problem: late });
    // "Nothing is lost" is not said beside what was.
    client.emit('engine', { state: restarted === null ? 'ready' : 'restarted', problem: late?.code === 'E-BOARD-LOST' ? null : restarted });
  }

  /** Records the run on the bench from now on. */
  async startRecording(name: string): Promise<void> {
    await this.session.startRecording(name);
    this.#runsChanged();
  }

  async stopRecording(): Promise<void> {
    await this.session.stopRecording();
    this.#runsChanged();
  }

  /** The folder of the runs, changed by one of the screens: the others learn of it. */
  async changeRuns<T>(change: Promise<T>): Promise<T> {
    const result = await change;
    this.#runsChanged();
    return result;
  }

  /**
   * Hands the present state to the host; to be awaited before a request of the user is answered. Requests that come while a saving waits
   * for its turn share it: a flood of them is saved once, and not as often as it has parts.
   */
  save(): Promise<void> {
    const session = this.session;
    if (this.#waitingSave?.session !== session) {
      const begins = (): void => {
        if (this.#waitingSave?.session === session) this.#waitingSave = null;
      };
      this.#waitingSave = { session, done: this.#save(session, begins) };
    }
    return this.#waitingSave.done;
  }

  async #save(session: Session, begins: () => void): Promise<void> {
    const { clock } = this.#parts;
    this.#lastSave = clock.now();
    // Whatever is waiting to be received comes first, and has its part in this saving.
    await clock.yield();
    // Another one has come meanwhile, and is saved by itself.
    if (session !== this.sessions.present) return;
    const checkpoint = await session.save(begins);
    // An engine that dies before anybody watched leaves a run that is to begin, not one that was paused.
    checkpoint.isRunning ||= this.sessions.awaitsScreen;
    checkpoint.project = this.projects.project.save();
    if (session === this.sessions.present) this.#parts.save(checkpoint);
  }

  /** Stops the run and lets the screens go. */
  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    this.#clients.clear();
    this.calibration.close();
    await this.comparisons.close();
    await this.sweeps.close();
    if (this.sessions.present !== null) await this.projects.close();
    await this.sessions.present?.close();
    await this.desk.close();
  }

  get #program(): string {
    return `twinbench ${this.#parts.library.version}`;
  }

  #projectChanged(): void {
    if (this.sessions.present === null) return;
    const status = this.projects.status();
    for (const client of this.#clients) client.emit('project', status);
  }

  #runsChanged(): void {
    for (const client of this.#clients) client.emit('runs', {});
  }

  #listener(): SessionListener {
    const offer = (): void => this.#clients.forEach((client) => client.offer());
    const failed = (problem: Problem): void => {
      for (const client of this.#clients) client.emit('notice', { problem });
      // The screens are to show that the run stands still, even where the machine can't be read any more.
      void this.sessions.present?.setRunning(false).then(offer, offer);
    };
    const changed = (): void => {
      const { present } = this.sessions;
      if (present !== null) this.calibration.twin.look(present);
      offer();
      const isDue = this.#parts.clock.now() - this.#lastSave >= SAVE_INTERVAL_MS;
      if (isDue && present !== null) this.save().catch((thrown: unknown) => failed(problemOf(thrown)));
    };
    const noticed = (problem: Problem): void => {
      for (const client of this.#clients) client.emit('notice', { problem });
      this.#runsChanged();
    };
    const taskEnded = (): void => {
      this.sessions.nextTask(this.session).catch((thrown: unknown) => failed(problemOf(thrown)));
    };
    return { changed, failed, noticed, taskEnded };
  }
}
