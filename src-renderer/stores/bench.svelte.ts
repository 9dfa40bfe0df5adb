import { tick } from 'svelte';
import type { Frame, Marker } from '../../shared/frames.ts';
import type { RequestName, RequestParameters, RequestResult } from '../../shared/bridge/requests.ts';
import type { BoardLink } from '../../shared/machines.ts';
import { ProblemError, problemOf, type Problem } from '../../shared/problem.ts';
import type { Catalogue, Session } from '../../shared/session.ts';
import { EngineClient } from '../engine/client.ts';
import type { Connector } from '../engine/connector.ts';
import { AnnouncerStore } from './announcer.svelte.ts';
import { CompareStore } from './compare.svelte.ts';
import { ConsoleStore } from './console.svelte.ts';
import { DamageStore } from './damage.svelte.ts';
import { FigureStore } from './figures.svelte.ts';
import { NoticeStore } from './notices.svelte.ts';
import { PlotChoiceStore } from './plotChoice.svelte.ts';
import { PlotTurns } from './plotTurns.svelte.ts';
import { ProjectStore } from './project.svelte.ts';
import { Records } from './records.ts';
import { RunsStore } from './runs.svelte.ts';
import { tellStop } from './stopNews.ts';
import { SweepsStore } from './sweeps.svelte.ts';
import { CalibrationsStore } from './calibrations.svelte.ts';
import { ThemeStore } from './theme.svelte.ts';
import { ViewStore } from './view.svelte.ts';

/** `failed`: the connection stands, but the engine at its end was given up. */
export type Connection = 'connecting' | 'open' | 'lost' | 'failed';

/** Spoken names of edges and nodes follow the run this often, ms: screen readers read a name again whenever it changes. */
const spokenIntervalMs = 500;
/** After the user moved a slider, frames of the time before may still arrive for this long, ms. */
const settleMs = 600;

/**
 * The experiment as the screen knows it. The engine is the source of truth: everything here is written by its events and answers
 * alone. Frames are drawn at most once per animation frame and acknowledged after that, which is what paces the engine.
 */
export class Bench {
  readonly client: EngineClient;
  readonly notices = new NoticeStore();
  readonly announcer = new AnnouncerStore();
  readonly theme = new ThemeStore();
  readonly view = new ViewStore();
  readonly damage = new DamageStore();
  readonly sweeps: SweepsStore;
  readonly compare: CompareStore;
  readonly console: ConsoleStore;
  readonly project: ProjectStore;
  readonly calibrations: CalibrationsStore;
  readonly plots = new PlotChoiceStore();
  readonly records = new Records();
  /** When plots that read `records` are redrawn. */
  readonly plotTurns = new PlotTurns();
  readonly runs: RunsStore;
  readonly figures = new FigureStore();

  connection = $state<Connection>('connecting');
  /** Why there is no connection, while there is none. */
  lost = $state.raw<Problem | null>(null);
  catalogue = $state.raw<Catalogue | null>(null);
  session = $state.raw<Session | null>(null);
  frame = $state.raw<Frame | null>(null);
  /** A recent frame for spoken names and tables, renewed twice a second. */
  spoken = $state.raw<Frame | null>(null);
  markers = $state.raw<readonly Marker[]>([]);
  /** Settings of the run as they were last asked for. */
  settings = $state<{ nudge: number; stepTime: number; speed: number | null }>({ nudge: 0.5, stepTime: 1e-4, speed: null });

  /** Whether a recording is on the bench. */
  readonly isReplay: boolean = $derived((this.session?.replay ?? null) !== null);
  /** Whether what is shown was measured on hardware: plots draw points then, and lines for what is simulated, as the papers do. */
  readonly isMeasured: boolean = $derived(
    (this.session?.replay ? this.session.replay.recordedKind : this.session?.machine.kind) === 'board',
  );
  /** Whether a board was connected that does not learn before somebody says go. */
  readonly awaitsGo = $derived(
    this.session?.machine.kind === 'board' && this.frame !== null && this.frame.step === 0 && !this.frame.isLearning,
  );
  /** What is being recorded, or `null`. */
  readonly recording = $derived(this.frame?.recording ?? null);

  #waiting: Frame | null = null;
  #isScheduled = false;
  #spokenAt = Number.NEGATIVE_INFINITY;
  #settingsChangedAt = Number.NEGATIVE_INFINITY;

  constructor() {
    this.client = new EngineClient((problem) => this.notices.addProblem(problem));
    this.runs = new RunsStore(this.client);
    this.sweeps = new SweepsStore(this.client);
    this.compare = new CompareStore(this.client);
    this.console = new ConsoleStore(this.client);
    this.project = new ProjectStore(this.client);
    this.calibrations = new CalibrationsStore(this.client);
    this.client.on('frame', (frame) => this.#receiveFrame(frame));
    this.client.on('session', (session) => this.#receiveSession(session));
    this.client.on('notice', ({ problem }) => this.notices.addProblem(problem));
    this.client.on('damageCurve', (curve) => {
      if (curve.run === this.session?.run) this.damage.curve = curve;
    });
    this.client.on('ranking', ({ done }) => (this.damage.ranking = done));
    this.client.on('engine', ({ state, problem }) => {
      if (problem !== null) this.notices.addProblem(problem);
      if (state === 'failed') this.#standStill();
      if (state === 'restarted') void this.#load();
    });
  }

  /** Connects and stays connected; returns the function that ends it. */
  connect(connector: Connector): () => void {
    return connector({
      onOpen: (transport) => {
        this.client.attach(transport);
        void this.#load();
      },
      onLost: (problem) => {
        this.client.detach();
        if (this.connection !== 'lost') this.announcer.say(problem.what);
        this.connection = 'lost';
        this.lost = problem;
      },
    });
  }

  /**
   * Asks the engine; a problem is shown to the user and answered with `null`.
   *
   * @param file  that the user opened: a problem with what is in it names it
   */
  async ask<N extends RequestName>(name: N, parameters: RequestParameters<N>, file = ''): Promise<RequestResult<N> | null> {
    try {
      return await this.client.request(name, parameters);
    } catch (thrown) {
      this.#showProblem(thrown, file);
      return null;
    }
  }

  /** Takes a session that came as an answer, exactly like one that came as an event. */
  adopt(session: Session | null): void {
    if (session !== null) this.#receiveSession(session);
  }

  /** Shows a setting at once that was just asked for. */
  changeSettings(change: Partial<Bench['settings']>): void {
    this.#settingsChangedAt = performance.now();
    Object.assign(this.settings, change);
  }

  /**
   * Asks for everything that the screen shows: on the first connection and after every lost one. The session comes first, because
   * without it there is nothing to see; an engine that is slow to answer is asked again.
   */
  async #load(): Promise<void> {
    try {
      this.#receiveSession(await this.client.request('session.get', {}));
      if (this.connection === 'lost') this.announcer.say('Connected to the engine again');
      this.connection = 'open';
      this.lost = null;
      this.catalogue = await this.client.request('catalogue.get', {});
      this.notices.settle('E-BRIDGE-LOST');
    } catch (thrown) {
      this.#showProblem(thrown);
      if (this.client.isAttached && problemOf(thrown).code === 'E-BRIDGE-LOST') await this.#load();
    }
  }

  /** The engine was given up: nothing on screen may look as if it ran. */
  #standStill(): void {
    this.connection = 'failed';
    if (this.frame !== null) this.frame = { ...this.frame, isRunning: false, stepsPerSecond: 0 };
  }

  #showProblem(thrown: unknown, file = ''): void {
    const known = problemOf(thrown);
    const problem = file === '' ? known : { ...known, where: known.where === undefined ? file : `${file}, ${known.where}` };
    // While the connection is lost, the banner already says so.
    if (thrown instanceof ProblemError && problem.code === 'E-BRIDGE-LOST' && !this.client.isAttached) return;
    this.notices.addProblem(problem);
  }

  #receiveSession(session: Session): void {
    const isSameNetwork =
      this.session !== null &&
      this.session.task === session.task &&
      this.session.experiment === session.experiment &&
      sameEdges(this.session, session);
    if (!isSameNetwork) this.view.reset(session);
    if (this.session?.run !== session.run) this.notices.settle('E-BOARD-AWAY');
    if (this.session?.run !== session.run) this.plots.span = null;
    // A length in seconds is none in steps.
    if (this.session?.edgeKind !== session.edgeKind) this.plots.window = null;
    if (this.session?.run !== session.run) this.damage.reset();
    this.records.begin(session);
    this.session = session;
    this.markers = session.markers;
    this.#followSettings(session.frame);
    this.#waiting = session.frame;
    this.frame = session.frame;
    this.spoken = session.frame;
    this.#schedule();
  }

  #receiveFrame(frame: Frame): void {
    if (frame.link?.state === 'connected') this.#welcomeBoard(frame.link);
    tellStop(this, this.#waiting ?? this.frame, frame);
    this.records.add(frame);
    if (frame.markers.length > 0) this.markers = [...this.markers, ...frame.markers];
    this.#waiting = frame;
    this.#schedule();
  }

  /** A board that is back is good news, and ends the alarm. */
  #welcomeBoard({ news }: BoardLink): void {
    if (!this.notices.settle('E-BOARD-AWAY')) return;
    const detail = news.findLast(({ kind }) => kind === 'restored')?.text ?? '';
    this.notices.addToast('The board is back', detail, null);
    this.announcer.say('The board is back');
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame((now) => void this.#draw(now));
  }

  /** Settings as the engine has them, unless the user is moving a slider: then the slider leads. */
  #followSettings({ nudge, stepTime, speed }: Frame): void {
    const { settings } = this;
    if (settings.nudge !== nudge) settings.nudge = nudge;
    if (settings.stepTime !== stepTime) settings.stepTime = stepTime;
    if (settings.speed !== speed) settings.speed = speed;
  }

  async #draw(now: number): Promise<void> {
    this.#isScheduled = false;
    const frame = this.#waiting;
    this.#waiting = null;
    if (frame === null) return;
    this.frame = frame;
    // Another session has nothing in common with what the plots show.
    this.plotTurns.advance(!frame.isRunning || frame === this.session?.frame);
    if (this.session !== null) this.view.settle(this.session, frame);
    if (now - this.#settingsChangedAt > settleMs) this.#followSettings(frame);
    // The frame of a pause may be the last one for long: what is spoken and tabulated must not stay behind it.
    if (!frame.isRunning || now - this.#spokenAt >= spokenIntervalMs) {
      this.spoken = frame;
      this.#spokenAt = now;
    }
    await tick();
    // A frame that can't be acknowledged is lost with its connection; the next session.get starts over.
    await this.client.request('frame.acknowledge', { sequence: frame.sequence }).catch(() => null);
  }
}

function sameEdges(before: Session, after: Session): boolean {
  return before.edges.length === after.edges.length && before.edges.every((edge, index) => edge.id === after.edges[index].id);
}
