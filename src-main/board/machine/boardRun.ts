import type { MachineRemark } from '../../machine/machine.ts';
import type { ProblemError } from '../../../shared/problem.ts';
import type { BoardConnection, ConnectionEvent } from '../driver/connection.ts';
import type { AskOptions } from '../driver/link.ts';
import { interrupted, lost } from '../driver/problems.ts';
import type { Frame, MeasurementFrame, RunState } from '../protocol/frames.ts';
import { RunClock } from './runClock.ts';

/** A board that says nothing of its run for so long is asked, ms. */
const POLL_MS = 1500;
const LAST_RUN = 65535;

/** What a run tells while it goes. */
export interface RunListener {
  measured(frame: MeasurementFrame): void;
  /** The board stands at another step. */
  moved(step: number): void;
  remark(kind: MachineRemark['kind'], text: string, frames?: number): void;
}

/**
 * One run on a board after the other: each is loaded, goes alone up to a step, and holds there. A lost connection is waited for while
 * the board goes on; a board that was reset in between has lost the run, which is said and never patched. Whatever a run ends by is
 * said in the same words, however it was noticed.
 */
export class BoardRun {
  readonly connection: BoardConnection;
  readonly #listener: RunListener;
  /** By which it is known again, 1 to 65535. */
  #number: number;
  #clock = new RunClock(null);
  #state: RunState = 'IDLE';
  #step = 0;
  /** The board has said that it does this run. */
  #hasBegun = false;
  /** It was alone for so long, perhaps, that it has switched its voltages off. */
  #mayBeDark = false;
  #failure: ProblemError | null = null;
  /** Called when something was heard of the run. */
  #heard: () => void = () => undefined;

  /** @param before  number of the run that may still stand on the board */
  constructor(connection: BoardConnection, before: number, listener: RunListener) {
    this.connection = connection;
    this.#listener = listener;
    this.#number = before;
    connection.listen({ frame: (frame) => this.#frame(frame), event: (event) => this.#event(event) });
  }

  get number(): number {
    return this.#number;
  }

  /** Steps done, of this run. */
  get step(): number {
    return this.#step;
  }

  /** Learning time of this run, s. */
  get time(): number {
    return this.#clock.time;
  }

  get isGoing(): boolean {
    return this.#state === 'RUN';
  }

  get hasFailed(): boolean {
    return this.#failure !== null;
  }

  /**
   * Sends another experiment to the board. Learning does not begin.
   *
   * @param stepTime  of a clocked board, which has no learning time of its own, s; `null`: the board counts
   */
  async load(lines: readonly (readonly (string | Uint8Array)[])[], stepTime: number | null): Promise<void> {
    this.#number = (this.#number % LAST_RUN) + 1;
    this.#clock = new RunClock(stepTime);
    this.#state = 'IDLE';
    this.#step = 0;
    this.#hasBegun = false;
    for (const line of lines) await this.ask(line);
    // *RST has ended the subscriptions.
    await this.ask('STR:SUBS MEAS,STAT,HEAR');
  }

  /**
   * Takes up a run that stands or goes on the board: holds it, and puts its voltages back.
   *
   * @param time      learning time that it had, s, within half an hour of now
   * @param stepTime  as for `load`
   */
  async takeUp(time: number, stepTime: number | null): Promise<void> {
    this.#clock = new RunClock(stepTime);
    this.#clock.time = time;
    for (;;) {
      await this.ask('EXP:HOLD', { expected: [-221] });
      const { state, step, learningTime } = await this.connection.status();
      this.checkAlive();
      if (state !== 'RUN') {
        this.#reached(state, step, learningTime * 1e6);
        break;
      }
      await this.#hears(POLL_MS);
    }
    if (this.#state !== 'HELD') this.#end(`it is ${this.#state} at step ${this.#step}`);
    this.checkAlive();
    this.#mayBeDark = true;
    await this.light();
  }

  /** Puts the voltages of a run that holds back on, where its board may have switched them off: it goes on for no step. */
  async light(): Promise<void> {
    if (!this.#mayBeDark || this.#state !== 'HELD' || this.#step === 0) return;
    await this.to(this.#step);
  }

  /** Says a line. @throws ProblemError as the connection, or what the run has ended by: what a board refuses then, it refuses for that */
  async ask(parts: string | readonly (string | Uint8Array)[], options: AskOptions = {}): Promise<string[]> {
    this.checkAlive();
    const answers = await this.connection.ask(parts, options).catch((error: unknown) => {
      this.checkAlive();
      throw error;
    });
    this.checkAlive();
    return answers;
  }

  /**
   * Runs until the board holds at a step.
   *
   * @param before  commands to be said first, each with a semicolon behind it
   * @throws ProblemError where the run is over before
   */
  async to(step: number, before = ''): Promise<void> {
    await this.#goOn(`${before}EXP:BRE ${step}`);
    while (!(this.#state === 'HELD' && this.#step >= step)) {
      this.checkAlive();
      if (this.#state === 'HELD') await this.#goOn(`${before}EXP:BRE ${step}`);
      else if (this.#state !== 'RUN') this.#end(`it is ${this.#state} at step ${this.#step}`);
      else if (!(await this.#hears(POLL_MS))) {
        const status = await this.connection.status();
        this.checkAlive();
        if (status.run === this.#number) this.#reached(status.state, status.step, status.learningTime * 1e6);
        else if (this.#hasBegun || status.state === 'RUN') this.#end('another run is on the board');
        // A board that was still measuring has refused to begin.
        else await this.#goOn(`${before}EXP:BRE ${step}`);
      }
    }
  }

  /** A measurement was taken at this moment: µs, modulo 2³². */
  timeAt(step: number, microseconds: number): number {
    return this.#clock.at(step, microseconds);
  }

  /** A measurement of the run tells how far it is. */
  heardOf(step: number, microseconds: number): void {
    this.#clock.set(step, microseconds);
    this.#step = Math.max(this.#step, step);
  }

  checkAlive(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  /** Ends the run and the connection; the board is frozen, with its outputs at 0 V. */
  async close(): Promise<void> {
    if (!this.connection.isClosed && this.#failure === null) await this.connection.ask('ABOR').catch(() => undefined);
    await this.connection.close();
  }

  /** Begins or goes on. Saying it twice does no harm: a run that is going or held at its goal stays so. */
  async #goOn(before: string): Promise<void> {
    this.#state = 'RUN';
    this.#mayBeDark = false;
    if (this.#hasBegun) await this.ask(`${before};EXP:CONT`, { expected: [-221] });
    else await this.ask(`${before};INIT ${this.#number}`, { expected: [-213] });
  }

  /** True where something is heard of the run within the time. */
  #hears(milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.connection.timing.after(milliseconds, () => {
        this.#heard = () => undefined;
        resolve(false);
      });
      this.#heard = () => {
        this.#heard = () => undefined;
        cancel();
        resolve(true);
      };
    });
  }

  #frame(frame: Frame): void {
    if (frame.kind === 'measurement') {
      this.#listener.measured(frame);
      return;
    }
    if (frame.run !== this.#number) return;
    if (frame.kind === 'state' && frame.cause !== 0) {
      this.#mayBeDark = true;
      this.#listener.remark('held', `the board holds the run: error ${frame.cause}`);
    }
    this.#reached(frame.state, frame.step, frame.kind === 'state' ? frame.learningTime : null);
  }

  /** @param learningTime  µs, modulo 2³²; `null`: not told */
  #reached(state: RunState, step: number, learningTime: number | null): void {
    if (step > this.#step) this.#listener.moved(step);
    this.#hasBegun = true;
    this.#state = state;
    this.#step = step;
    if (learningTime !== null) this.#clock.set(step, learningTime);
    this.#heard();
  }

  #event(event: ConnectionEvent): void {
    const { place } = this.connection.info;
    switch (event.kind) {
      case 'damaged':
        this.#listener.remark('damaged', event.what);
        return;
      case 'gap':
        this.#listener.remark('gap', `${event.frames} frames of the board were lost; what they told is missing`, event.frames);
        return;
      case 'lost':
        this.#listener.remark('lost', `connection lost: ${event.why}`);
        return;
      case 'gone':
        this.#fail(lost(place, event.why));
        return;
      case 'restored':
        if (!event.isSameStart) this.#end('the board was reset');
        else if (event.status.run !== this.#number && this.#hasBegun) this.#end('another run is on the board');
        else if (event.status.run !== this.#number) this.#listener.remark('restored', 'connected again');
        else {
          this.#mayBeDark = event.status.state === 'HELD';
          this.#reached(event.status.state, event.status.step, event.status.learningTime * 1e6);
          this.#listener.remark('restored', `connected again: the board is at step ${event.status.step} of the same run`);
        }
    }
  }

  #end(why: string): void {
    this.#fail(interrupted(this.connection.info.place, this.#step, why));
  }

  /** The first cause counts: what follows from it is no news. */
  #fail(problem: ProblemError): void {
    if (this.#failure === null) {
      this.#failure = problem;
      this.#listener.remark('over', `${problem.problem.what}: ${problem.problem.why}`);
    }
    this.#heard();
  }
}
