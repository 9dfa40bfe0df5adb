import type { BoardConnection } from '../driver/connection.ts';
import type { AskOptions } from '../driver/link.ts';
import { whyOtherRun } from '../driver/problems.ts';
import { RunClock } from './runClock.ts';
import { RunView, type RunListener } from './runView.ts';

/** A board that says nothing of its run for so long is asked, ms. */
const POLL_MS = 1500;
const LAST_RUN = 65535;

/**
 * One run on a board after the other: each is loaded, goes alone up to a step, and holds there. A lost connection is waited for while
 * the board goes on; a board that was reset in between has lost the run, which is said and never patched.
 */
export class BoardRun {
  readonly connection: BoardConnection;
  readonly #view: RunView;

  /** @param before  number of the run that may still stand on the board */
  constructor(connection: BoardConnection, before: number, listener: RunListener) {
    this.connection = connection;
    this.#view = new RunView(connection, before, listener);
  }

  get number(): number {
    return this.#view.number;
  }

  /** Steps done, of this run. */
  get step(): number {
    return this.#view.step;
  }

  /** Learning time of this run, s. */
  get time(): number {
    return this.#view.clock.time;
  }

  /**
   * Sends another experiment to the board. Learning does not begin.
   *
   * @param stepTime  of a clocked board, which has no learning time of its own, s; `null`: the board counts
   */
  async load(lines: readonly (readonly (string | Uint8Array)[])[], stepTime: number | null): Promise<void> {
    this.#view.begin((this.number % LAST_RUN) + 1, new RunClock(stepTime));
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
    const view = this.#view;
    view.clock = new RunClock(stepTime);
    view.clock.time = time;
    await this.#hold();
    while (view.state === 'RUN') {
      await view.hears(POLL_MS);
      await this.#hold();
    }
    if (view.state !== 'HELD') view.end(`it is ${view.state} at step ${view.step}`);
    this.checkAlive();
    view.mayBeDark = true;
    await this.light();
  }

  /** Puts the voltages of a run that holds back on, where its board may have switched them off: it goes on for no step. */
  async light(): Promise<void> {
    const { mayBeDark, state, step } = this.#view;
    if (mayBeDark && state === 'HELD' && step > 0) await this.to(step);
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
    const view = this.#view;
    const line = `${before}EXP:BRE ${step}`;
    await this.#goOn(line);
    while (!(view.state === 'HELD' && view.step >= step)) {
      this.checkAlive();
      if (view.state === 'HELD') await this.#goOn(line);
      else if (view.state !== 'RUN') view.end(`it is ${view.state} at step ${view.step}`);
      else if (!(await view.hears(POLL_MS))) {
        const status = await this.connection.status();
        this.checkAlive();
        if (status.run === view.number) view.told(status);
        else if (view.hasBegun || status.state === 'RUN') view.end(whyOtherRun(status));
        // A board that was still measuring has refused to begin.
        else await this.#goOn(line);
      }
    }
  }

  /** A measurement was taken at this moment: µs, modulo 2³². */
  timeAt(step: number, microseconds: number): number {
    return this.#view.clock.at(step, microseconds);
  }

  /** A measurement of the run tells how far it is. */
  heardOf(step: number, microseconds: number): void {
    this.#view.clock.set(step, microseconds);
    this.#view.step = Math.max(this.#view.step, step);
  }

  checkAlive(): void {
    this.#view.checkAlive();
  }

  /** Ends the run and the connection; the board is frozen, with its outputs at 0 V. */
  async close(): Promise<void> {
    if (!this.connection.isClosed && !this.#view.hasFailed) await this.connection.ask('ABOR').catch(() => undefined);
    await this.connection.close();
  }

  async #hold(): Promise<void> {
    await this.ask('EXP:HOLD', { expected: [-221] });
    this.#view.told(await this.connection.status());
    this.checkAlive();
  }

  /** Begins or goes on. Saying it twice does no harm: a run that is going or held at its goal stays so. */
  async #goOn(before: string): Promise<void> {
    const view = this.#view;
    view.state = 'RUN';
    view.mayBeDark = false;
    if (view.hasBegun) await this.ask(`${before};EXP:CONT`, { expected: [-221] });
    else await this.ask(`${before};INIT ${view.number}`, { expected: [-213] });
  }
}
