import type { Frame } from '../../shared/frames.ts';
import type { OutputMap } from '../../shared/outputMap.ts';
import { problemOf, type Problem } from '../../shared/problem.ts';
import type { Session as SessionData } from '../../shared/session.ts';
import type { Stopped } from '../learning/stopping/stopping.ts';
import type { Machine, MachineRemark, MachineState } from '../machine/machine.ts';
import { recordMachine } from '../recording/recordMachine.ts';
import type { SessionCheckpoint } from './checkpoint.ts';
import type { Clock } from './clock.ts';
import type { Cursor } from './cursor.ts';
import { DamageDesk } from './damageDesk.ts';
import { heritageOf, inherit, type Heritage } from './heritage.ts';
import { Interventions } from './interventions.ts';
import type { LoadedExperiment } from './library.ts';
import { copyMachine, type MachineCopy } from './machineCopy.ts';
import { LinkLog, newsOf } from './machineNews.ts';
import { Observer } from './observer.ts';
import type { OutputMapper } from './outputMapper.ts';
import { createMapper, untilMeasured } from './sessionParts.ts';
import { Pacer } from './pacer.ts';
import { unrecordable } from './problems.ts';
import { Player } from './player.ts';
import { Queue } from './queue.ts';
import { RateMeter } from './rateMeter.ts';
import { Recorder } from './recorder.ts';
import { RunLoop } from './runLoop.ts';
import { RunWatches } from './runWatches.ts';
import type { SessionListener, SessionOptions } from './sessionOptions.ts';
import { UndoStack, type Parameters } from './undoStack.ts';

/** One experiment loaded on one machine: runs it, keeps its history, and shows it. */
export class Session {
  readonly experiment: LoadedExperiment;
  readonly run: number;
  /** What the person does to the machine. */
  readonly interventions: Interventions;
  readonly #machine: Machine;
  readonly #recorder: Recorder | null;
  /** The machine itself, which holds a port where it is a board. */
  readonly #inner: Machine;
  readonly #player: Player;
  readonly #clock: Clock;
  readonly #link = new LinkLog();
  readonly #queue = new Queue();
  readonly #meter = new RateMeter();
  readonly #undo: UndoStack;
  readonly #pacer: Pacer;
  readonly #observer: Observer;
  readonly #desk: DamageDesk;
  readonly #watches: RunWatches;
  readonly #mapper: OutputMapper;
  readonly #loop: RunLoop;
  readonly #listener: SessionListener;
  #isOver = false;
  #markCount = 0;
  /** Steps done. */
  #step = 0;

  private constructor(experiment: LoadedExperiment, inner: Machine, options: SessionOptions) {
    this.experiment = experiment;
    this.#inner = inner;
    this.run = options.run;
    const { compiled } = experiment;
    const recorded = compiled === null || options.recorder === undefined ? null : recordMachine(inner, compiled);
    const machine = recorded ?? inner;
    this.#machine = machine;
    this.#player = new Player(experiment.replay);
    this.#recorder =
      recorded === null
        ? null
        : new Recorder(recorded, compiled!, options.recorder!, (problem) => {
            options.listener.noticed(problem);
            void this.refresh();
          });
    this.#clock = options.clock;
    this.#listener = options.listener;
    this.#undo = options.undo ?? new UndoStack();
    this.#pacer = new Pacer(options.speed, options.clock.now());
    this.#observer = new Observer(machine, experiment, options.clock, options.sequence);
    this.#mapper = createMapper(experiment, machine, options.clock, this.#queue);
    this.#watches = new RunWatches({
      machine,
      experiment,
      stop: options.parameters.stop,
      step: () => this.#step,
      cut: (choice) => this.#desk.cutOne(choice),
      stopped: (at) => this.#stopped(at),
    });
    const drawCount = options.checkpoint?.drawCount ?? 0;
    this.#desk = new DamageDesk({ machine, trial: inner, experiment, observer: this.#observer, undo: this.#undo, drawCount });
    this.interventions = new Interventions({
      machine,
      queue: this.#queue,
      observer: this.#observer,
      undo: this.#undo,
      desk: this.#desk,
      watches: this.#watches,
      parameters: options.parameters,
      show: () => this.#show(),
      damaged: () => {
        this.#mapper.forget();
        this.#watches.stop.disturb();
        this.#listener.changed();
      },
    });
    this.#loop = new RunLoop({
      clock: options.clock,
      queue: this.#queue,
      pacer: this.#pacer,
      advance: (steps) => this.#advance(steps),
      stretch: (steps) => (this.isOnBoard ? untilMeasured(experiment, this.#step, steps) : steps),
      afterSlice: () => this.#afterSlice(),
      onFailure: (thrown) => this.#failed(problemOf(thrown)),
    });
    inner.onRemark?.((remark) => this.#remarked(remark));
  }

  /** Puts an experiment on a fresh machine, paused at step 0, or where the checkpoint left it. */
  static async open(experiment: LoadedExperiment, options: SessionOptions): Promise<Session> {
    const machine = options.machine ?? (await experiment.createMachine());
    if (options.isLearning === false) await machine.setLearning(false);
    const session = new Session(experiment, machine, options);
    await session.#prepare(options).catch((thrown: unknown) => session.close().then(() => Promise.reject(thrown as Error)));
    return session;
  }

  get sequence(): number {
    return this.#observer.sequence;
  }

  get isRunning(): boolean {
    return this.#loop.isRunning;
  }

  /** Identity of the run that is being recorded; `null` while none is. */
  get recordedRun(): string | null {
    return this.#recorder?.status?.id ?? null;
  }

  /** Whether it holds a board, and perhaps a port. */
  get isOnBoard(): boolean {
    return this.identity.kind === 'board';
  }

  /** What it runs on, by its own name. */
  get identity(): Machine['identity'] {
    return this.#inner.identity;
  }

  /** What goes over the line of a board, which leaves no trace in the run; absent where there is none. */
  get wire(): Machine['wire'] {
    return this.#inner.wire;
  }

  /** What was seen of the machine last. */
  get state(): Readonly<MachineState> {
    return this.#observer.state;
  }

  get speed(): number | null {
    return this.#pacer.speed;
  }

  get parameters(): Parameters {
    return this.interventions.parameters;
  }

  /** The position of a screen that has seen everything up to now. */
  get end(): Cursor {
    const { history, markers } = this.#observer;
    return { point: history.end, marker: markers.end, ...this.#watches.end };
  }

  /** Everything about the session; its frame repeats nothing of the history. */
  describe(): SessionData {
    return {
      ...this.experiment.description,
      ...(this.#inner.about === undefined ? {} : { board: this.#inner.about }),
      run: this.run,
      seed: this.experiment.seed,
      nudge: this.parameters.nudge,
      stepTime: this.parameters.stepTime,
      history: this.#observer.history.since(0),
      markers: this.#observer.markers.since(0),
      ...this.#watches.since({ period: 0, path: 0 }),
      ...(this.#player.isPlaying ? { path: this.#player.path } : {}),
      samples: this.#player.samples,
      frame: this.frame(this.end),
    };
  }

  /** The newest state, with what a screen at this cursor has not read yet. */
  frame(cursor: Cursor): Frame {
    const view = this.#observer.view();
    const parameters = this.#player.parametersAt(view.step) ?? this.parameters;
    return {
      sequence: this.sequence,
      isRunning: this.isRunning,
      isLearning: this.#observer.state.isLearning,
      isComplete: view.step >= this.experiment.description.plannedSteps,
      ...view,
      stepsPerSecond: this.#meter.rate(this.#clock.now()),
      speed: this.speed,
      ...parameters,
      stop: [...parameters.stop],
      stopped: this.#watches.stop.stopped,
      history: this.#observer.history.since(cursor.point),
      markers: this.#observer.markers.since(cursor.marker),
      ...this.#watches.since(cursor),
      ...this.#undo.labels,
      isolatedNodes: this.#desk.isolatedCount,
      damageSchedule: this.#watches.damage.schedule,
      recording: this.#recorder?.status ?? null,
      replayIndex: this.#player.index,
      ...(this.#inner.about === undefined ? {} : { link: this.#link.status }),
    };
  }

  async setRunning(isRunning: boolean): Promise<void> {
    if (isRunning && this.#player.isAtEnd) await this.#queue.run(() => this.#player.rewind());
    if (isRunning) this.#watches.stop.goOn();
    if (isRunning) this.#loop.start();
    else this.#loop.pause();
    await this.#queue.run(() => this.#show());
  }

  /** Exactly so many steps, then pause; resolves when they are done, or something else or a stop condition interrupts them. */
  step(steps: number): Promise<void> {
    this.#watches.stop.goOn();
    return this.#loop.step(steps);
  }

  setSpeed(speed: number | null): Promise<void> {
    this.#pacer.setSpeed(speed, this.#clock.now());
    this.#loop.wake();
    return this.#queue.run(() => this.#show());
  }

  /** Another machine in the state of this one, to try things out on while this one runs on. */
  copy(): Promise<MachineCopy> {
    return this.#queue.run(() => copyMachine(this.#machine, this.experiment));
  }

  /** What a project keeps of the run: damage by edge, and notes. */
  get heritage(): Heritage {
    return heritageOf(this.#machine, this.#observer);
  }

  /** Sends what was changed beside the run, such as the next words of undo. */
  readonly refresh = (): Promise<void> => this.#queue.run(() => this.#show());

  /** Does something to the machine itself while it rests, and looks at it again. */
  byHand<T>(deed: () => Promise<T>): Promise<T> {
    return this.#queue.run(async () => {
      const result = await deed();
      await this.#show();
      return result;
    });
  }

  /** A line on every plot, or with a text a note; recorded where the run is recorded. */
  mark(text: string): Promise<void> {
    return this.#queue.run(async () => {
      await this.#observer.look();
      const label = text || `mark ${++this.#markCount}`;
      this.#observer.note('note', label);
      await (text === '' ? this.#recorder?.mark('note', label) : this.#recorder?.note(text));
      this.#listener.changed();
    });
  }

  /** Records from the present step on. */
  startRecording(name: string): Promise<void> {
    return this.#queue.run(async () => {
      if (this.#recorder === null) throw unrecordable(this.#machine);
      await this.#recorder.start(name, { ...this.parameters, isLearning: this.#observer.state.isLearning });
      await this.#show();
    });
  }

  /** The run goes on. */
  stopRecording(): Promise<void> {
    return this.#queue.run(async () => {
      await this.#recorder?.stop();
      await this.#show();
    });
  }

  /** Goes to a step of the recording that is shown. */
  seek(step: number): Promise<void> {
    return this.#travel(() => this.#player.seek(step));
  }

  /** So many measurements forwards or backwards in the recording that is shown, which pauses. */
  skip(measurements: number): Promise<void> {
    this.#loop.pause();
    return this.#travel(() => this.#player.skip(measurements));
  }

  /** The output over its variable inputs, at most half a second old. */
  outputMap(): Promise<OutputMap> {
    return this.#mapper.map(this.#observer.state.step, this.#observer.view().labels.flat());
  }

  save(): Promise<SessionCheckpoint> {
    return this.#queue.run(async () => ({
      run: this.run,
      source: this.experiment.source,
      seed: this.experiment.seed,
      part: this.experiment.sequence?.part ?? 0,
      machine: await this.#machine.checkpoint(),
      parameters: this.parameters,
      speed: this.speed,
      isRunning: this.isRunning,
      isLearning: this.#observer.state.isLearning,
      history: this.#observer.history.save(),
      markers: this.#observer.markers.save(),
      undo: this.#undo.save(),
      drawCount: this.#desk.drawCount,
      ...this.#watches.save(),
      lastSeen: this.isOnBoard ? this.#observer.lastSeen : null,
      recording: this.#recorder?.status?.name ?? null,
      sequence: this.sequence,
    }));
  }

  /**
   * Stops the run; resolves when the machine is at rest and the recording is closed.
   *
   * @param isHandedOver  the machine goes on for another session: what a board has done can't be done again on a fresh one
   */
  close(isHandedOver = false): Promise<Machine> {
    this.#loop.pause();
    this.#isOver = true;
    return this.#queue.run(async () => {
      await this.#recorder?.stop();
      await this.#player.close();
      if (!isHandedOver) await this.#inner.close?.();
      return this.#inner;
    });
  }

  async #prepare({ checkpoint, heritage, machine }: SessionOptions): Promise<void> {
    await this.interventions.apply(this.parameters, this.experiment.parameters);
    const { replay } = this.experiment;
    if (replay !== undefined) {
      if (checkpoint !== undefined) await this.#machine.restore(checkpoint.machine);
      this.#observer.history.load(replay.history);
      for (const marker of replay.markers) this.#observer.markers.add(marker);
    } else if (checkpoint !== undefined) {
      // A machine that is handed over stands where it is to go on.
      if (machine === undefined) await this.#machine.restore(checkpoint.machine);
      this.#observer.markers.load(checkpoint.markers);
      this.#observer.history.load(checkpoint.history);
      this.#watches.load(checkpoint);
      this.#undo.load(checkpoint.undo);
    } else if (heritage !== undefined) await inherit(heritage, this.#machine, this.#observer);
    await this.#observer.look();
    this.#step = this.#observer.state.step;
    if (replay !== undefined) return;
    const { sequence } = this.experiment;
    if (sequence !== undefined && checkpoint !== undefined && checkpoint.part !== sequence.part)
      this.#observer.note('note', sequence.title);
    await this.#watches.begin(this.#observer.state.step);
    if (checkpoint !== undefined && this.#observer.state.isLearning !== checkpoint.isLearning) {
      await this.interventions.setLearning(checkpoint.isLearning);
    }
  }

  #advance(steps: number): number | Promise<number> {
    const room = (this.experiment.sequence?.end ?? Infinity) - this.#step;
    if (room < steps) return room > 0 ? this.#advance(room) : 0;
    const count = (done: number): number => this.#count(done);
    if (!this.#player.isPlaying) return this.#watches.advance(steps, count);
    const answer = this.#machine.advance(steps);
    return typeof answer === 'number' ? count(answer) : answer.then(count);
  }

  /** A stop condition holds: the machine stands at that measurement. */
  async #stopped({ step, time, words }: Stopped): Promise<void> {
    this.#loop.pause();
    const label = `stopped: ${words}`;
    this.#observer.markers.add({ step, time, kind: 'stop', label });
    await this.#recorder?.mark('stop', label);
  }

  #count(steps: number): number {
    this.#meter.add(steps, this.#clock.now());
    this.#step += steps;
    return steps;
  }

  async #afterSlice(): Promise<void> {
    await this.#recorder?.drain();
    if (this.#player.isAtEnd) this.#loop.pause();
    if (this.#observer.isBetweenTasks) return this.#listener.taskEnded?.();
    const hasLooked = await this.#queue.run(async () => {
      if (this.isRunning) return this.#observer.lookIfDue(this.#step);
      this.#meter.reset();
      await this.#observer.look();
      return true;
    });
    if (!hasLooked) return;
    this.#watches.shown(this.#meter.rate(this.#clock.now()));
    this.#listener.changed();
  }

  #failed(problem: Problem): void {
    // What was under way when the machine was let go comes to nothing.
    if (this.#isOver) return;
    void this.#recorder?.stopFailed(problem);
    this.#listener.failed(problem);
  }

  #travel(go: () => Promise<void>): Promise<void> {
    return this.#queue.run(async () => {
      await go();
      this.#pacer.restart(this.#clock.now());
      await this.#show();
    });
  }

  async #show(): Promise<void> {
    if (!this.isRunning) this.#meter.reset();
    await this.#observer.look();
    this.#listener.changed();
  }

  /** What happened on the way to the machine: counted, a line on every plot, and words for the person. */
  #remarked(remark: MachineRemark): void {
    if (this.#isOver) return;
    const marker = this.#link.take(remark, this.#clock.now());
    const news = newsOf(remark, this.#inner.identity.title);
    if (news !== null) this.#listener.noticed(news);
    this.#observer.heard(marker);
    this.#listener.changed();
  }
}
