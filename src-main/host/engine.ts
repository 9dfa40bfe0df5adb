import { join } from 'node:path';
import process from 'node:process';
import type { EdgeModelKind } from '../../shared/documents/network.ts';
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
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import { createHandlers } from './handlers.ts';
import type { Heritage } from './heritage.ts';
import { InterruptedMachine } from './interruptedMachine.ts';
import { isHeld, isOnPort, launchSource, rememberSource } from './launch.ts';
import type { ExperimentSource, Library, LoadedExperiment } from './library.ts';
import { rememberBoard } from './machines.ts';
import type { Preferences } from './preferences.ts';
import { ProjectDesk, type OpenedProject } from './project/desk.ts';
import { compileAt, draftOf } from './project/draft.ts';
import { processLives } from './project/snapshots.ts';
import { Project } from './project/project.ts';
import { Queue } from './queue.ts';
import { RunDesk, type RunParts } from './runDesk.ts';
import { Session } from './session.ts';
import type { SessionListener, SessionOptions } from './sessionOptions.ts';
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

/** What another session on the bench is to the project: another one, or the same that goes on. */
interface Change {
  readonly project?: Project;
  readonly heritage?: Heritage;
  /** It is what was edited. */
  readonly follows?: boolean;
}

/** The engine: one session, any number of screens, and a checkpoint of it all with the host. */
export class Engine {
  readonly #parts: EngineParts;
  readonly #clients = new Set<Client>();
  /** Loads and restarts, one after the other. */
  readonly #switching = new Queue();
  #session: Session | null = null;
  readonly desk: RunDesk;
  readonly sweeps: SweepDesk;
  readonly comparisons: CompareDesk;
  readonly calibration: CalibrationBench;
  readonly projects: ProjectDesk;
  /** A first launch trains from the moment that somebody watches: starting a browser takes longer than learning XOR. */
  #awaitsScreen = false;
  /** What went wrong before a screen was there to show it. */
  #lateProblem: Problem | null = null;
  #lastSave = Number.NEGATIVE_INFINITY;

  private constructor(parts: EngineParts) {
    this.#parts = parts;
    this.desk = new RunDesk(parts.runs, {
      program: this.#program,
      tell: (job) => this.#clients.forEach((client) => client.emit('job', job)),
      changed: () => this.#runsChanged(),
      show: (experiment) => this.#show(experiment),
      adopt: (document, label) => this.#adopt(document, label),
      document: () => this.session.experiment.compiled?.document ?? null,
    });
    this.calibration = new CalibrationBench(parts.runs, this.desk.shelf, {
      session: () => this.session,
      load: (source, isPaused) => this.#put(source, isPaused),
      startRecording: (name) => this.startRecording(name),
      stopRecording: () => this.stopRecording(),
      emit: (event) => this.#clients.forEach((client) => client.emit(event.name, event.payload)),
    });
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
    const sweepParts = {
      place,
      clock: parts.clock,
      workers: workerLimits(),
      createRunner: (lanes: number) => createCellRunner(lanes, place),
    };
    this.comparisons = new CompareDesk(parts.runs.comparer ?? createComparer(place), {
      tell: (status) => this.#clients.forEach((client) => client.emit('comparison', status)),
      document: () => (this.session.experiment.compiled === null ? null : benchDocument(this.session)),
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
    if (checkpoint !== null) await engine.#resume(checkpoint);
    else await engine.#launch();
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
    if (this.#session === null) throw new Error('the engine has not started');
    return this.#session;
  }

  /** Serves a screen until its transport closes. `restarted`: why the engine that it talked to before is gone. */
  connect(transport: Transport<FromEngine, unknown>, restarted: Problem | null): void {
    if (this.#awaitsScreen) {
      this.#awaitsScreen = false;
      void this.session.setRunning(true);
    }
    const client = new Client(transport, this.#parts.clock);
    this.#clients.add(client);
    transport.onClose(() => {
      this.#clients.delete(client);
      client.close();
    });
    client.serve(createHandlers(this, client));
    const late = this.#lateProblem;
    if (late !== null) client.emit('notice', { problem: late });
    this.#lateProblem = null;
    // "Nothing is lost" is not said beside what was.
    client.emit('engine', { state: restarted === null ? 'ready' : 'restarted', problem: late?.code === 'E-BOARD-LOST' ? null : restarted });
  }

  /**
   * Loads an experiment and starts it. The one that is loaded now goes on untouched when this fails.
   *
   * @param by  the screen that asked; it gets the session as its answer, the others as an event
   */
  load(source: ExperimentSource, seed?: number, by?: Client): Promise<Session> {
    return this.#switching.run(async () => {
      const session = await this.#open(await this.#parts.library.load(source, seed), by);
      await this.#remember(session);
      return session;
    });
  }

  /** Puts a project on the bench, with its damage and notes. The one that is there is left as `load` leaves it. */
  openProject(read: () => OpenedProject | Promise<OpenedProject>, by?: Client): Promise<Session> {
    return this.#switching.run(async () => {
      const { project, document } = await read();
      const experiment = await this.#parts.library.load({ document: document.experiment });
      const notes = document.notes.map(({ text, ...at }) => ({ ...at, kind: 'note' as const, label: text }));
      return this.#open(experiment, by, { project, heritage: { damage: document.damage, notes } });
    });
  }

  /** A project that begins with an empty network in the editor; the smallest task waits on the bench. */
  newProject(edges: EdgeModelKind, by?: Client): Promise<Session> {
    return this.#switching.run(async () => {
      const experiment = await this.#parts.library.load({ task: 'divider' });
      const session = await this.#open(experiment, by, { project: this.projects.blank(edges) });
      await session.setRunning(false);
      return session;
    });
  }

  /** Trains what was edited, from its first step. @throws ProblemError  what is wrong with it; the run goes on then */
  apply(by?: Client): Promise<Session> {
    return this.#switching.run(() => this.#follow(this.projects.pending() ?? benchDocument(this.session), undefined, true, by));
  }

  /**
   * The same experiment from its first step, with the parameters and the speed in force; or what was made of it in the editor, once
   * nothing is wrong with that.
   */
  restart(seed: number | undefined, by?: Client): Promise<Session> {
    return this.#switching.run(async () => {
      const { experiment, speed, parameters, isRunning } = this.session;
      const { draft, draftProblem } = this.projects.status();
      if (draft !== null && draftProblem === null) return this.#follow(this.projects.pending()!, seed, isRunning, by);
      const again = await this.#parts.library.load(experiment.source, seed ?? experiment.seed);
      // Whoever begins a run on a board again has said go; one that stood still is not set learning by that.
      const isLearning = isRunning || !isHeld(experiment.source);
      return this.#replace(again, { speed, parameters, isRunning, isLearning }, by);
    });
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

  /** Hands the present state to the host; to be awaited before a request of the user is answered. */
  async save(): Promise<void> {
    const session = this.session;
    this.#lastSave = this.#parts.clock.now();
    const checkpoint = await session.save();
    // An engine that dies before anybody watched leaves a run that is to begin, not one that was paused.
    checkpoint.isRunning ||= this.#awaitsScreen;
    checkpoint.project = this.projects.project.save();
    if (session === this.#session) this.#parts.save(checkpoint);
  }

  /** Stops the run and lets the screens go. */
  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    this.#clients.clear();
    this.calibration.close();
    await this.comparisons.close();
    await this.sweeps.close();
    if (this.#session !== null) await this.projects.close();
    await this.#session?.close();
    await this.desk.close();
  }

  /** Begins with what was used last; where that can't be had any more, with the first task, and says so. */
  async #launch(): Promise<void> {
    const { library, preferences } = this.#parts;
    this.#awaitsScreen = true;
    const first = { task: library.firstTask };
    const source = preferences === undefined ? first : launchSource(await preferences.read(), library);
    await this.load(source).catch((thrown: unknown) => {
      this.#lateProblem = problemOf(thrown);
      return this.load(first);
    });
  }

  async #remember({ experiment: { source }, identity }: Session): Promise<void> {
    const { preferences } = this.#parts;
    if (preferences === undefined || 'recording' in source) return;
    await rememberSource(preferences, source);
    await rememberBoard(preferences, source.machine, identity.title);
  }

  async #resume(checkpoint: SessionCheckpoint): Promise<void> {
    const loaded = await this.#parts.library.load(checkpoint.source, checkpoint.seed, checkpoint.part);
    const experiment = this.#asInterrupted(loaded, checkpoint);
    const { parameters, speed, run, sequence } = checkpoint;
    const project = checkpoint.project === undefined ? new Project() : Project.resume(checkpoint.project);
    const options = { ...this.#sessionParts(), run, sequence, speed, parameters, checkpoint, undo: project.undo };
    this.#session = await Session.open(experiment, options);
    await this.projects.replace(project);
    if (checkpoint.recording !== null) await this.#recordOn(this.#session, checkpoint.recording);
    if (checkpoint.isRunning) await this.#session.setRunning(true);
  }

  /** A run on a board can't be taken up again: it is shown as it was seen last, and called interrupted. */
  #asInterrupted(experiment: LoadedExperiment, checkpoint: SessionCheckpoint): LoadedExperiment {
    const { lastSeen, source } = checkpoint;
    if (lastSeen === null || experiment.whole === null) return experiment;
    const machine = new InterruptedMachine(experiment.whole.network, lastSeen, !isOnPort(source));
    this.#lateProblem = machine.problem;
    Object.assign(checkpoint, { isRunning: false, isLearning: false, recording: null, lastSeen: null });
    return { ...experiment, createMachine: () => machine };
  }

  async #replace(
    experiment: LoadedExperiment,
    { isRunning, ...settings }: { isRunning: boolean; isLearning?: boolean } & Pick<Session, 'speed' | 'parameters'>,
    by: Client | undefined,
    { project, heritage, follows }: Change = {},
  ): Promise<Session> {
    const old = this.#session;
    if (project !== undefined && old !== null) await this.projects.flush();
    const { undo } = project ?? this.projects.project;
    const next = { run: (old?.run ?? 0) + 1, sequence: (old?.sequence ?? 0) + 1 };
    const wasRecording = old !== null && old.recordedRun !== null;
    // A port is opened by one alone: where a board follows a board, the one is let go before the other is taken.
    if (old !== null && isOnPort(old.experiment.source) && isOnPort(experiment.source)) await old.close();
    const session = await Session.open(experiment, {
      ...this.#sessionParts(),
      ...next,
      ...settings,
      undo,
      ...(heritage === undefined ? {} : { heritage }),
    });
    await old?.close();
    this.#session = session;
    undo.forgetDamage();
    if (follows === true) this.projects.followed();
    if (project !== undefined) await this.projects.replace(project);
    if (wasRecording) this.#runsChanged();
    if (isRunning && !this.#awaitsScreen) await session.setRunning(true);
    for (const client of this.#clients) if (client !== by) client.push(session);
    await this.save();
    return session;
  }

  /** Goes on with the next of several tasks in a row: another session on the same run. */
  async #nextTask(old: Session): Promise<void> {
    // It was replaced already, by this or by the user.
    if (old !== this.session) return;
    const { source, seed, sequence } = old.experiment;
    const checkpoint = await old.save();
    const experiment = await this.#parts.library.load(source, seed, (sequence?.part ?? 0) + 1);
    const parameters = { nudge: experiment.nudge, stepTime: experiment.stepTime };
    const settings = {
      run: old.run,
      sequence: old.sequence + 1,
      speed: old.speed,
      parameters,
      checkpoint,
      undo: this.projects.project.undo,
    };
    const { isRunning } = old;
    const handedOver = old.isOnBoard ? { machine: await old.close(true) } : {};
    const session = await Session.open(experiment, { ...this.#sessionParts(), ...settings, ...handedOver });
    if (!old.isOnBoard) await old.close();
    this.#session = session;
    if (isRunning) await session.setRunning(true);
    for (const client of this.#clients) client.push(session);
    await this.save();
  }

  #open(experiment: LoadedExperiment, by?: Client, change: Change = { project: new Project() }): Promise<Session> {
    const { nudge, stepTime, defaultSpeed, replay } = experiment;
    // A recording is looked at from its beginning, and plays when it is told to; a board learns when it is told to.
    const isLearning = !isHeld(experiment.source);
    const settings = { speed: defaultSpeed, parameters: { nudge, stepTime }, isRunning: replay === undefined && isLearning, isLearning };
    return this.#replace(experiment, settings, by, change);
  }

  /** The project goes on with another version of its experiment. */
  async #follow(document: ExperimentDocument, seed: number | undefined, isRunning: boolean, by?: Client): Promise<Session> {
    const { experiment, speed } = this.session;
    const machine = 'machine' in experiment.source ? { machine: experiment.source.machine } : {};
    const next = await this.#parts.library.load({ document, ...machine }, seed ?? experiment.seed);
    const { nudge, stepTime } = next;
    const isLearning = isRunning || !isHeld(experiment.source);
    return this.#replace(next, { speed, parameters: { nudge, stepTime }, isRunning, isLearning }, by, { follows: true });
  }

  /** A change of the experiment that applies at once, such as another dataset. */
  #adopt(document: ExperimentDocument, label: string): Promise<void> {
    return this.#switching.run(async () => {
      if (this.session.experiment.whole === null) await this.#open(await this.#parts.library.load({ document }));
      else {
        this.projects.change(label, draftOf(document, compileAt(document, label)));
        await this.#follow(this.projects.pending() ?? document, undefined, true);
      }
    });
  }

  /** Another experiment for a while, such as a program of calibration: the project stays. */
  #put(source: ExperimentSource, isPaused: boolean): Promise<Session> {
    return this.#switching.run(async () => {
      const experiment = await this.#parts.library.load(source);
      if (!isPaused) return this.#open(experiment, undefined, {});
      const { nudge, stepTime } = experiment;
      return this.#replace(experiment, { speed: null, parameters: { nudge, stepTime }, isRunning: false }, undefined);
    });
  }

  async #show(experiment: LoadedExperiment): Promise<void> {
    await this.#switching.run(() => this.#open(experiment));
  }

  /** The engine that recorded this run died: what it does from now on is recorded too, in a file of its own. */
  async #recordOn(session: Session, name: string): Promise<void> {
    try {
      await session.startRecording(name);
      await session.mark('the engine was started again: continues the recording before');
    } catch (thrown) {
      this.#lateProblem = problemOf(thrown);
    }
  }

  #sessionParts(): Pick<SessionOptions, 'clock' | 'listener' | 'recorder'> {
    const { clock, runs } = this.#parts;
    return { clock, listener: this.#listener(), recorder: { place: runs.place, program: this.#program } };
  }

  get #program(): string {
    return `twinbench ${this.#parts.library.version}`;
  }

  #projectChanged(): void {
    if (this.#session === null) return;
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
      void this.#session?.setRunning(false).then(offer, offer);
    };
    const changed = (): void => {
      if (this.#session !== null) this.calibration.twin.look(this.#session);
      offer();
      const isDue = this.#parts.clock.now() - this.#lastSave >= SAVE_INTERVAL_MS;
      if (isDue && this.#session !== null) this.save().catch((thrown: unknown) => failed(problemOf(thrown)));
    };
    const noticed = (problem: Problem): void => {
      for (const client of this.#clients) client.emit('notice', { problem });
      this.#runsChanged();
    };
    const taskEnded = (): void => {
      const { session } = this;
      this.#switching.run(() => this.#nextTask(session)).catch((thrown: unknown) => failed(problemOf(thrown)));
    };
    return { changed, failed, noticed, taskEnded };
  }
}
