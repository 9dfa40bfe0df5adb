import type { PathPoint } from '../../shared/frames.ts';
import type { Machine } from '../machine/machine.ts';

/** The screen draws the newest part of the path: enough for some cycles, and no more than can be seen. */
const LIMIT = 3000;
/** Points per second of wall time, about: a frame's worth is a smooth piece of a curve. */
const POINTS_PER_SECOND = 400;

/**
 * Follows the states of the two edges that learn, much more densely than frames are sent: a fast cycle seen thirty times a second
 * would look like a polygon. The newest 3,000 points are kept.
 */
export class PathWatch {
  readonly #machine: Machine;
  readonly #edges: readonly number[];
  #points: PathPoint[] = [];
  #dropped = 0;
  #stride = 1;
  /** Steps since the last point. */
  #since = 0;

  /** @param edges  that learn; unless they are two, there is nothing to watch */
  constructor(machine: Machine, edges: readonly number[]) {
    this.#machine = machine;
    this.#edges = edges;
  }

  get isNeeded(): boolean {
    return this.#edges.length === 2;
  }

  /** The position of a reader who has seen everything. */
  get end(): number {
    return this.#dropped + this.#points.length;
  }

  /** The points from this position on. */
  since(position: number): PathPoint[] {
    return this.#points.slice(Math.max(0, position - this.#dropped));
  }

  /** Follows the speed of the run. @param stepsPerSecond  of wall time, as measured */
  pace(stepsPerSecond: number): void {
    this.#stride = Math.max(1, Math.round(stepsPerSecond / POINTS_PER_SECOND));
  }

  /** Steps that may be done before the machine is to be looked at; at least one. */
  room(): number {
    return Math.max(1, this.#stride - this.#since);
  }

  /** So many steps were done, no more than there was room for. */
  async advanced(steps: number): Promise<void> {
    this.#since += steps;
    if (steps === 0 || this.#since < this.#stride) return;
    await this.look();
  }

  /** Takes the present states as a point. */
  async look(): Promise<void> {
    this.#since = 0;
    const { step, time, states } = await this.#machine.read();
    this.#points.push({ step, time, states: [states[this.#edges[0]], states[this.#edges[1]]] });
    // In one go, since dropping one at a time would move all others each time.
    if (this.#points.length < 2 * LIMIT) return;
    this.#dropped += LIMIT;
    this.#points = this.#points.slice(-LIMIT);
  }
}
