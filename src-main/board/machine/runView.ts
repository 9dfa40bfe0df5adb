import type { MachineRemark } from '../../machine/machine.ts';
import type { ProblemError } from '../../../shared/problem.ts';
import type { BoardConnection, ConnectionEvent } from '../driver/connection.ts';
import { interrupted, lost, whyOtherRun } from '../driver/problems.ts';
import type { RunStatus } from '../protocol/answers.ts';
import type { Frame, MeasurementFrame, RunState } from '../protocol/frames.ts';
import { RunClock } from './runClock.ts';

/** What a run tells while it goes. */
export interface RunListener {
  measured(frame: MeasurementFrame): void;
  /** The board stands at another step. */
  moved(step: number): void;
  remark(kind: MachineRemark['kind'], text: string, frames?: number): void;
}

/**
 * What is known of the run on a board, from its frames and from what happens to the connection: where it stands, and what it has ended by.
 * That is said in the same words, however it was noticed, and once.
 */
export class RunView {
  readonly connection: BoardConnection;
  readonly #listener: RunListener;
  /** Of the run, by which it is known again, 1 to 65535. */
  number: number;
  state: RunState = 'IDLE';
  /** Steps done. */
  step = 0;
  clock = new RunClock(null);
  /** The board has said that it does this run. */
  hasBegun = false;
  /** It was alone for so long, perhaps, that it has switched its voltages off. */
  mayBeDark = false;
  #failure: ProblemError | null = null;
  /** Called when something was heard of the run. */
  #heard: () => void = () => undefined;

  /** @param number  of the run that may still stand on the board */
  constructor(connection: BoardConnection, number: number, listener: RunListener) {
    this.connection = connection;
    this.#listener = listener;
    this.number = number;
    connection.listen({ frame: (frame) => this.#frame(frame), event: (event) => this.#event(event) });
  }

  /** Another run, of which the board knows nothing yet. */
  begin(number: number, clock: RunClock): void {
    Object.assign(this, { number, clock, state: 'IDLE', step: 0, hasBegun: false });
  }

  get hasFailed(): boolean {
    return this.#failure !== null;
  }

  checkAlive(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  /** True where something is heard of the run within the time. */
  hears(milliseconds: number): Promise<boolean> {
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

  /** The board was asked. */
  told({ state, step, learningTime }: RunStatus): void {
    this.#reached(state, step, learningTime * 1e6);
  }

  /** It is over. */
  end(why: string): void {
    this.#fail(interrupted(this.connection.info.place, this.step, why));
  }

  #frame(frame: Frame): void {
    if (frame.kind === 'measurement') {
      this.#listener.measured(frame);
      return;
    }
    if (frame.run !== this.number) return;
    if (frame.kind === 'state' && frame.cause !== 0) {
      this.mayBeDark = true;
      this.#listener.remark('held', `the board holds the run: error ${frame.cause}`);
    }
    this.#reached(frame.state, frame.step, frame.kind === 'state' ? frame.learningTime : null);
  }

  /** @param learningTime  µs, modulo 2³²; `null`: not told */
  #reached(state: RunState, step: number, learningTime: number | null): void {
    if (step > this.step) this.#listener.moved(step);
    this.hasBegun = true;
    this.state = state;
    this.step = step;
    if (learningTime !== null) this.clock.set(step, learningTime);
    this.#heard();
  }

  #event(event: ConnectionEvent): void {
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
        this.#fail(lost(this.connection.info.place, event.why));
        return;
      case 'restored':
        this.#restored(event);
    }
  }

  #restored({ status, isSameStart }: Extract<ConnectionEvent, { kind: 'restored' }>): void {
    if (!isSameStart) this.end('the board was reset');
    else if (status.run !== this.number && this.hasBegun) this.end(whyOtherRun(status));
    else if (status.run !== this.number) this.#listener.remark('restored', 'connected again');
    else {
      this.mayBeDark = status.state === 'HELD';
      this.told(status);
      this.#listener.remark('restored', `connected again: the board is at step ${status.step} of the same run`);
    }
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
