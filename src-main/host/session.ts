import type { Frame } from '../../shared/frames.ts';
import type { OutputMap } from '../../shared/outputMap.ts';
import { problemOf, type Problem } from '../../shared/problem.ts';
import type { Session as SessionData } from '../../shared/session.ts';
import type { Stopped } from '../learning/stopping/stopping.ts';
import type { Machine, MachineRemark, MachineState } from '../machine/machine.ts';
import type { SessionCheckpoint } from './checkpoint.ts';
import type { Cursor } from './cursor.ts';
import { heritageOf, type Heritage } from './heritage.ts';
import type { Interventions } from './interventions.ts';
import type { LoadedExperiment } from './library.ts';
import { copyMachine, type MachineCopy } from './machineCopy.ts';
import { newsOf } from './machineNews.ts';
import { unrecordable } from './problems.ts';
import { RunLoop } from './runLoop.ts';
import { checkpointOf, goOn, restore } from './sessionMemory.ts';
import type { SessionListener, SessionOptions } from './sessionOptions.ts';
import { assemble, isOnBoard, untilMeasured, type SessionParts } from './sessionParts.ts';
import { SessionView } from './sessionView.ts';
import type { Parameters } from './undoStack.ts';

/** One experiment loaded on one machine: runs it, keeps its history, and shows it. */
export class Session {
  readonly #parts: SessionParts;
  readonly #view: SessionView;
  readonly #loop: RunLoop;
  readonly #listener: SessionListener;
  #isOver = false;
  #markCount = 0;
  /** Steps done. */
  #step = 0;

  private constructor(experiment: LoadedExperiment, inner: Machine, options: SessionOptions) {
    this.#listener = options.listener;
    this.#parts = assemble(experiment, inner, options, {
      step: () => this.#step,
      isRunning: () => this.isRunning,
      stopped: (at) => this.#stopped(at),
      show: () => this.#show(),
      refresh: () => this.refresh(),
    });
    this.#view = new SessionView(this.#parts);
    this.#loop = new RunLoop({
      clock: options.clock,
      queue: this.#parts.queue,
      pacer: this.#parts.pacer,
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

  get experiment(): LoadedExperiment {
    return this.#parts.experiment;
  }

  get run(): number {
    return this.#parts.run;
  }

  /** What the person does to the machine. */
  get interventions(): Interventions {
    return this.#parts.interventions;
  }

  get sequence(): number {
    return this.#parts.observer.sequence;
  }

  get isRunning(): boolean {
    return this.#loop.isRunning;
  }

  /** Identity of the run that is being recorded; `null` while none is. */
  get recordedRun(): string | null {
    return this.#parts.recorder?.status?.id ?? null;
  }

  /** Whether it holds a board, and perhaps a port. */
  get isOnBoard(): boolean {
    return isOnBoard(this.#parts);
  }

  /** What it runs on, by its own name. */
  get identity(): Machine['identity'] {
    return this.#parts.inner.identity;
  }

  /** What goes over the line of a board, which leaves no trace in the run; absent where there is none. */
  get wire(): Machine['wire'] {
    return this.#parts.inner.wire;
  }

  /** What was seen of the machine last. */
  get state(): Readonly<MachineState> {
    return this.#parts.observer.state;
  }

  get speed(): number | null {
    return this.#parts.pacer.speed;
  }

  get parameters(): Parameters {
    return this.#parts.interventions.parameters;
  }

  /** The position of a screen that has seen everything up to now. */
  get end(): Cursor {
    return this.#view.end;
  }

  /** Everything about the session; its frame repeats nothing of the history. */
  describe(): SessionData {
    return this.#view.describe();
  }

  /** The newest state, with what a screen at this cursor has not read yet. */
  frame(cursor: Cursor): Frame {
    return this.#view.frame(cursor);
  }

  async setRunning(isRunning: boolean): Promise<void> {
    const { queue, player, watches } = this.#parts;
    if (isRunning && player.isAtEnd) await queue.run(() => player.rewind());
    if (isRunning) watches.stop.goOn();
    if (isRunning) this.#loop.start();
    else this.#loop.pause();
    await this.refresh();
  }

  /** Exactly so many steps, then pause; resolves when they are done, or something else or a stop condition interrupts them. */
  step(steps: number): Promise<void> {
    this.#parts.watches.stop.goOn();
    return this.#loop.step(steps);
  }

  setSpeed(speed: number | null): Promise<void> {
    const { pacer, clock } = this.#parts;
    pacer.setSpeed(speed, clock.now());
    this.#loop.wake();
    return this.refresh();
  }

  /** Another machine in the state of this one, to try things out on while this one runs on. */
  copy(): Promise<MachineCopy> {
    const { queue, machine, experiment } = this.#parts;
    return queue.run(() => copyMachine(machine, experiment));
  }

  /** What a project keeps of the run: damage by edge, and notes. */
  get heritage(): Heritage {
    return heritageOf(this.#parts.machine, this.#parts.observer);
  }

  /** Sends what was changed beside the run, such as the next words of undo. */
  readonly refresh = (): Promise<void> => this.#parts.queue.run(() => this.#show());

  /** Does something to the machine itself while it rests, and looks at it again. */
  byHand<T>(deed: () => Promise<T>): Promise<T> {
    return this.#parts.queue.run(async () => {
      const result = await deed();
      await this.#show();
      return result;
    });
  }

  /** A line on every plot, or with a text a note; recorded where the run is recorded. */
  mark(text: string): Promise<void> {
    const { queue, observer, recorder } = this.#parts;
    return queue.run(async () => {
      await observer.look();
      const label = text || `mark ${++this.#markCount}`;
      observer.note('note', label);
      await (text === '' ? recorder?.mark('note', label) : recorder?.note(text));
      this.#listener.changed();
    });
  }

  /** Records from the present step on. */
  startRecording(name: string): Promise<void> {
    const { queue, recorder, machine } = this.#parts;
    return queue.run(async () => {
      if (recorder === null) throw unrecordable(machine);
      await recorder.start(name, { ...this.parameters, isLearning: this.state.isLearning });
      await this.#show();
    });
  }

  /** The run goes on. */
  stopRecording(): Promise<void> {
    return this.#parts.queue.run(async () => {
      await this.#parts.recorder?.stop();
      await this.#show();
    });
  }

  /** Goes to a step of the recording that is shown. */
  seek(step: number): Promise<void> {
    return this.#travel(() => this.#parts.player.seek(step));
  }

  /** So many measurements forwards or backwards in the recording that is shown, which pauses. */
  skip(measurements: number): Promise<void> {
    this.#loop.pause();
    return this.#travel(() => this.#parts.player.skip(measurements));
  }

  /** The output over its variable inputs, at most half a second old. */
  outputMap(): Promise<OutputMap> {
    const { mapper, observer } = this.#parts;
    return mapper.map(observer.state.step, observer.view().labels.flat());
  }

  /** All that is known of the run, in its turn. @param begins  called when that turn has come: what is done from then on is not in it */
  save(begins = (): void => undefined): Promise<SessionCheckpoint> {
    return this.#parts.queue.run(() => {
      begins();
      return checkpointOf(this.#parts);
    });
  }

  /**
   * Stops the run; resolves when the machine is at rest and the recording is closed.
   *
   * @param isHandedOver  the machine goes on for another session: what a board has done can't be done again on a fresh one
   */
  close(isHandedOver = false): Promise<Machine> {
    this.#loop.pause();
    this.#isOver = true;
    const { queue, recorder, player, inner } = this.#parts;
    return queue.run(async () => {
      await recorder?.stop();
      await player.close();
      if (!isHandedOver) await inner.close?.();
      return inner;
    });
  }

  async #prepare(options: SessionOptions): Promise<void> {
    await restore(this.#parts, options);
    this.#step = this.state.step;
    await goOn(this.#parts, options.checkpoint);
  }

  #advance(steps: number): number | Promise<number> {
    const { experiment, player, watches, machine } = this.#parts;
    const room = (experiment.sequence?.end ?? Infinity) - this.#step;
    if (room < steps) return room > 0 ? this.#advance(room) : 0;
    const count = (done: number): number => this.#count(done);
    if (!player.isPlaying) return watches.advance(steps, count);
    const answer = machine.advance(steps);
    return typeof answer === 'number' ? count(answer) : answer.then(count);
  }

  /** A stop condition holds: the machine stands at that measurement. */
  async #stopped({ step, time, words }: Stopped): Promise<void> {
    this.#loop.pause();
    const label = `stopped: ${words}`;
    this.#parts.observer.markers.add({ step, time, kind: 'stop', label });
    await this.#parts.recorder?.mark('stop', label);
  }

  #count(steps: number): number {
    const { meter, clock } = this.#parts;
    meter.add(steps, clock.now());
    this.#step += steps;
    return steps;
  }

  async #afterSlice(): Promise<void> {
    const { queue, clock, recorder, player, observer, watches, meter } = this.#parts;
    await recorder?.drain();
    if (player.isAtEnd) this.#loop.pause();
    if (observer.isBetweenTasks) return this.#listener.taskEnded?.();
    const hasLooked = await queue.run(async () => {
      if (this.isRunning) return observer.lookIfDue(this.#step);
      meter.reset();
      await observer.look();
      return true;
    });
    if (!hasLooked) return;
    watches.shown(meter.rate(clock.now()));
    this.#listener.changed();
  }

  #failed(problem: Problem): void {
    // What was under way when the machine was let go comes to nothing.
    if (this.#isOver) return;
    void this.#parts.recorder?.stopFailed(problem);
    this.#listener.failed(problem);
  }

  #travel(go: () => Promise<void>): Promise<void> {
    const { queue, pacer, clock } = this.#parts;
    return queue.run(async () => {
      await go();
      pacer.restart(clock.now());
      await this.#show();
    });
  }

  async #show(): Promise<void> {
    if (!this.isRunning) this.#parts.meter.reset();
    await this.#parts.observer.look();
    this.#listener.changed();
  }

  /** What happened on the way to the machine: counted, a line on every plot, and words for the person. */
  #remarked(remark: MachineRemark): void {
    if (this.#isOver) return;
    const { link, clock, observer } = this.#parts;
    const marker = link.take(remark, clock.now());
    const news = newsOf(remark, this.identity.title);
    if (news !== null) this.#listener.noticed(news);
    observer.heard(marker);
    this.#listener.changed();
  }
}
