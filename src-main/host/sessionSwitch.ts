import type { EdgeModelKind } from '../../shared/documents/network.ts';
import { problemOf, type Problem } from '../../shared/problem.ts';
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import { benchDocument } from './benchDocument.ts';
import type { SessionCheckpoint } from './checkpoint.ts';
import type { Client } from './client.ts';
import type { Heritage } from './heritage.ts';
import { isHeld, isOnPort, launchSource, rememberSource } from './launch.ts';
import type { ExperimentSource, Library, LoadedExperiment } from './library.ts';
import { rememberBoard } from './machines.ts';
import type { Preferences } from './preferences.ts';
import type { OpenedProject, ProjectDesk } from './project/desk.ts';
import { compileAt, draftOf } from './project/draft.ts';
import { Project } from './project/project.ts';
import { Queue } from './queue.ts';
import { Session } from './session.ts';
import type { SessionOptions } from './sessionOptions.ts';
import { recordOn, takeUp } from './takeUp.ts';

export interface SwitchParts {
  readonly library: Library;
  /** What is remembered from one launch to the next; without them every launch begins with the first task. */
  readonly preferences: Preferences | undefined;
  readonly projects: ProjectDesk;
  /** What every session is opened with. */
  readonly common: Pick<SessionOptions, 'clock' | 'listener' | 'recorder'>;
  /** Another session is on the bench: all screens but the one that asked are to be told. */
  switched(session: Session, by: Client | undefined): void;
  /** A recording ended with its session. */
  runsChanged(): void;
  /** Hands the present state to the host. */
  save(): Promise<void>;
}

/** What another session on the bench is to the project: another one, or the same that goes on. */
interface Change {
  readonly project?: Project;
  readonly heritage?: Heritage;
  /** It is what was edited. */
  readonly follows?: boolean;
  /** The stop conditions in force, where they stay. */
  readonly stop?: Session['parameters']['stop'];
}

type Settings = { isRunning: boolean; isLearning?: boolean } & Pick<Session, 'speed' | 'parameters'>;

/** Which session is on the bench: loads, restarts and follows, one after the other. The present one goes on untouched when that fails. */
export class SessionSwitch {
  readonly #parts: SwitchParts;
  readonly #queue = new Queue();
  #session: Session | null = null;
  /** A first launch trains from the moment that somebody watches: starting a browser takes longer than learning XOR. */
  #awaitsScreen = false;
  #lateProblem: Problem | null = null;

  constructor(parts: SwitchParts) {
    this.#parts = parts;
  }

  /** `null` before the engine has started. */
  get present(): Session | null {
    return this.#session;
  }

  get awaitsScreen(): boolean {
    return this.#awaitsScreen;
  }

  /** A screen is there. Answers what went wrong before one could show it. */
  watched(): Problem | null {
    if (this.#awaitsScreen) {
      this.#awaitsScreen = false;
      void this.#session?.setRunning(true);
    }
    const late = this.#lateProblem;
    this.#lateProblem = null;
    return late;
  }

  /** Begins with what was used last; where that can't be had any more, with the first task, and says so. */
  async launch(): Promise<void> {
    const { library, preferences } = this.#parts;
    this.#awaitsScreen = true;
    const first = { task: library.firstTask };
    const source = preferences === undefined ? first : launchSource(await preferences.read(), library);
    await this.load(source).catch((thrown: unknown) => {
      this.#lateProblem = problemOf(thrown);
      return this.load(first);
    });
  }

  /** Goes on where an engine that died was seen last. */
  async resume(checkpoint: SessionCheckpoint): Promise<void> {
    const { library, projects, common } = this.#parts;
    const loaded = await library.load(checkpoint.source, checkpoint.seed, checkpoint.part);
    const { experiment, problem = null, ...taken } = await takeUp(loaded, checkpoint);
    this.#lateProblem = problem;
    const { parameters, speed, run, sequence } = checkpoint;
    const project = checkpoint.project === undefined ? new Project() : Project.resume(checkpoint.project);
    const options = { ...common, run, sequence, speed, parameters, checkpoint, undo: project.undo, ...taken };
    this.#session = await Session.open(experiment, options);
    await projects.replace(project);
    if (checkpoint.recording !== null) this.#lateProblem = await recordOn(this.#session, checkpoint.recording);
    if (checkpoint.isRunning) await this.#session.setRunning(true);
  }

  /**
   * Loads an experiment and starts it.
   *
   * @param by  the screen that asked; it gets the session as its answer, the others as an event
   */
  load(source: ExperimentSource, seed?: number, by?: Client): Promise<Session> {
    return this.#queue.run(async () => {
      const experiment = await this.#parts.library.load(source, seed);
      const session = await this.#open(experiment, by, { project: new Project(), ...this.#stopFor(source) });
      await this.#remember(session);
      return session;
    });
  }

  /** Shows an experiment that was loaded elsewhere, such as a recording. */
  async show(experiment: LoadedExperiment): Promise<void> {
    await this.#queue.run(() => this.#open(experiment));
  }

  /** Another experiment for a while, such as a program of calibration: the project stays. */
  put(source: ExperimentSource, isPaused: boolean): Promise<Session> {
    return this.#queue.run(async () => {
      const experiment = await this.#parts.library.load(source);
      if (!isPaused) return this.#open(experiment, undefined, {});
      const { parameters } = experiment;
      return this.#replace(experiment, { speed: null, parameters, isRunning: false }, undefined);
    });
  }

  /** Puts a project on the bench, with its damage and notes. The one that is there is left as `load` leaves it. */
  openProject(read: () => OpenedProject | Promise<OpenedProject>, by?: Client): Promise<Session> {
    return this.#queue.run(async () => {
      const { project, document } = await read();
      const experiment = await this.#parts.library.load({ document: document.experiment });
      const notes = document.notes.map(({ text, ...at }) => ({ ...at, kind: 'note' as const, label: text }));
      return this.#open(experiment, by, { project, heritage: { damage: document.damage, notes } });
    });
  }

  /** A project that begins with an empty network in the editor; the smallest task waits on the bench. */
  newProject(edges: EdgeModelKind, by?: Client): Promise<Session> {
    return this.#queue.run(async () => {
      const experiment = await this.#parts.library.load({ task: 'divider' });
      const session = await this.#open(experiment, by, { project: this.#parts.projects.blank(edges) });
      await session.setRunning(false);
      return session;
    });
  }

  /** Trains what was edited, from its first step. @throws ProblemError  what is wrong with it; the run goes on then */
  apply(by?: Client): Promise<Session> {
    return this.#queue.run(() => this.#follow(this.#parts.projects.edits.pending() ?? benchDocument(this.#now), undefined, true, by));
  }

  /**
   * The same experiment from its first step, with the parameters and the speed in force; or what was made of it in the editor, once
   * nothing is wrong with that.
   */
  restart(seed: number | undefined, by?: Client): Promise<Session> {
    return this.#queue.run(async () => {
      const { experiment, speed, parameters, isRunning } = this.#now;
      const { projects, library } = this.#parts;
      const { draft, draftProblem } = projects.status();
      if (draft !== null && draftProblem === null) return this.#follow(projects.edits.pending()!, seed, isRunning, by);
      const again = await library.load(experiment.source, seed ?? experiment.seed);
      // Whoever begins a run on a board again has said go; one that stood still is not set learning by that.
      const isLearning = isRunning || !isHeld(experiment.source);
      return this.#replace(again, { speed, parameters, isRunning, isLearning }, by);
    });
  }

  /** A change of the experiment that applies at once, such as another dataset. */
  adopt(document: ExperimentDocument, label: string): Promise<void> {
    return this.#queue.run(async () => {
      const { library, projects } = this.#parts;
      if (this.#now.experiment.whole === null) await this.#open(await library.load({ document }));
      else {
        projects.edits.change(label, draftOf(document, compileAt(document, label)));
        await this.#follow(projects.edits.pending() ?? document, undefined, true);
      }
    });
  }

  /** Goes on with the next of several tasks in a row: another session on the same run. */
  nextTask(old: Session): Promise<void> {
    return this.#queue.run(async () => {
      // It was replaced already, by this or by the user.
      if (old !== this.#session) return;
      const { library, projects, common } = this.#parts;
      const { source, seed, sequence } = old.experiment;
      const checkpoint = await old.save();
      const experiment = await library.load(source, seed, (sequence?.part ?? 0) + 1);
      const parameters = { ...experiment.parameters, stop: old.parameters.stop };
      const place = { run: old.run, sequence: old.sequence + 1, speed: old.speed, parameters };
      const { isRunning } = old;
      const handedOver = old.isOnBoard ? { machine: await old.close(true) } : {};
      const session = await Session.open(experiment, { ...common, ...place, checkpoint, undo: projects.project.undo, ...handedOver });
      if (!old.isOnBoard) await old.close();
      this.#session = session;
      if (isRunning) await session.setRunning(true);
      this.#parts.switched(session, undefined);
      await this.#parts.save();
    });
  }

  get #now(): Session {
    if (this.#session === null) throw new Error('the engine has not started');
    return this.#session;
  }

  /** Stop conditions belong to the person: they stay where the same experiment is put on another machine. */
  #stopFor(source: ExperimentSource): Pick<Change, 'stop'> {
    const old = this.#session;
    if (old === null || !('machine' in source) || nameOf(source) === '' || nameOf(source) !== nameOf(old.experiment.source)) return {};
    return { stop: old.parameters.stop };
  }

  #open(experiment: LoadedExperiment, by?: Client, change: Change = { project: new Project() }): Promise<Session> {
    const { defaultSpeed, replay } = experiment;
    const parameters = { ...experiment.parameters, ...(change.stop === undefined ? {} : { stop: change.stop }) };
    // A recording is looked at from its beginning, and plays when it is told to; a board learns when it is told to.
    const isLearning = !isHeld(experiment.source);
    const settings = { speed: defaultSpeed, parameters, isRunning: replay === undefined && isLearning, isLearning };
    return this.#replace(experiment, settings, by, change);
  }

  /** The project goes on with another version of its experiment. */
  async #follow(document: ExperimentDocument, seed: number | undefined, isRunning: boolean, by?: Client): Promise<Session> {
    const { experiment, speed } = this.#now;
    const machine = 'machine' in experiment.source ? { machine: experiment.source.machine } : {};
    const next = await this.#parts.library.load({ document, ...machine }, seed ?? experiment.seed);
    const { parameters } = next;
    const isLearning = isRunning || !isHeld(experiment.source);
    return this.#replace(next, { speed, parameters, isRunning, isLearning }, by, { follows: true });
  }

  async #replace(
    experiment: LoadedExperiment,
    { isRunning, ...settings }: Settings,
    by: Client | undefined,
    { project, heritage, follows }: Change = {},
  ): Promise<Session> {
    const { projects, common } = this.#parts;
    const old = this.#session;
    if (project !== undefined && old !== null) await projects.flush();
    const { undo } = project ?? projects.project;
    const next = { run: (old?.run ?? 0) + 1, sequence: (old?.sequence ?? 0) + 1, ...settings, undo };
    const wasRecording = old !== null && old.recordedRun !== null;
    // A port is opened by one alone: where a board follows a board, the one is let go before the other is taken.
    if (old !== null && isOnPort(old.experiment.source) && isOnPort(experiment.source)) await old.close();
    const session = await Session.open(experiment, { ...common, ...next, ...(heritage === undefined ? {} : { heritage }) });
    await old?.close();
    this.#session = session;
    undo.forgetDamage();
    if (follows === true) projects.edits.followed();
    if (project !== undefined) await projects.replace(project);
    if (wasRecording) this.#parts.runsChanged();
    if (isRunning && !this.#awaitsScreen) await session.setRunning(true);
    this.#parts.switched(session, by);
    await this.#parts.save();
    return session;
  }

  async #remember({ experiment: { source }, identity }: Session): Promise<void> {
    const { preferences } = this.#parts;
    if (preferences === undefined || 'recording' in source) return;
    await rememberSource(preferences, source);
    await rememberBoard(preferences, source.machine, identity.title);
  }
}

/** The task or the published experiment that is meant; '' for a document or a recording. */
function nameOf(source: ExperimentSource): string {
  if ('task' in source) return `task ${source.task}`;
  return 'experiment' in source ? `experiment ${source.experiment}` : '';
}
