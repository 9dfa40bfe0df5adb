import { Cable } from './cable.ts';
import type { EmulatedBoard } from './emulatedBoard.ts';
import { EmulatedTime } from './emulatedTime.ts';

/** Bytes are handed over this often, ms: about as often as a USB converter does. */
const BATCH_MS = 1;

/** An emulated board on its cable, and the time in which both live. */
export class Bench {
  readonly time = new EmulatedTime();
  readonly board: EmulatedBoard;
  readonly cable: Cable;
  #hasPower = true;
  /** s; the board stands still up to then. */
  #standsUntil = 0;

  constructor(board: EmulatedBoard) {
    this.board = board;
    this.cable = new Cable(board, this.time);
  }

  /** Lets so much time pass, s. */
  run(duration: number): void {
    const { time } = this;
    const end = time.now() + 1000 * duration;
    while (time.now() < end) {
      // In the unit of the appointments, so that rounding never puts one between two moments.
      const next = Math.min(end, time.now() + BATCH_MS, Math.max(time.next, time.now()));
      this.#runBoard(next / 1000);
      this.cable.deliver();
      time.pass(next);
    }
  }

  /** The board stands still for so long, s. */
  stall(duration: number): void {
    this.#standsUntil = this.time.now() / 1000 + duration;
  }

  unplug({ isNoticed, losesPower }: { readonly isNoticed: boolean; readonly losesPower: boolean }): void {
    if (losesPower) {
      this.#hasPower = false;
      this.board.powerDown();
    }
    this.cable.unplug(isNoticed);
  }

  plug(): void {
    this.#hasPower = true;
    this.cable.plug();
  }

  #runBoard(until: number): void {
    if (!this.#hasPower) {
      this.board.stand(until);
      return;
    }
    if (this.board.time < this.#standsUntil) this.board.stand(Math.min(until, this.#standsUntil));
    if (this.board.time < until) this.board.run(until);
  }
}
