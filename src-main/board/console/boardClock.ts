import type { Frame } from '../protocol/frames.ts';

/** Its frames carry microseconds in 32 bits. */
const TURN = 2 ** 32;

/** The clock of a board as its frames carry it, which turns over every 71 minutes, made one that goes on. */
export class BoardClock {
  #clock = 0;
  #sequence = -1;
  #turns = 0;

  /**
   * A board that sends its numbers from the beginning again was reset, and its clock with it. What was missed while no frame came for
   * longer than a turn can't be known.
   *
   * @returns  s since the start of the board
   */
  read({ clock, sequence }: Pick<Frame, 'clock' | 'sequence'>): number {
    if (sequence < this.#sequence) this.#turns = 0;
    else if (clock < this.#clock) this.#turns++;
    this.#clock = clock;
    this.#sequence = sequence;
    return (this.#turns * TURN + clock) * 1e-6;
  }
}
