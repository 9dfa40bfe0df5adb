import type { PathPoint } from '../../shared/frames.ts';
import type { Abscissa } from '../view/abscissa.ts';

/** Points that are drawn at most; older ones are forgotten. */
const mostPoints = 3000;

/** The newest part of the path of two learning edges, as columns: abscissa, one state, the other. */
export class Path {
  #columns: [number[], number[], number[]] = [[], [], []];

  get columns(): readonly (readonly number[])[] {
    return this.#columns;
  }

  clear(): void {
    this.#columns = [[], [], []];
  }

  add(points: readonly PathPoint[], abscissa: Abscissa): void {
    const [along, first, second] = this.#columns;
    for (const point of points) {
      along.push(abscissa.of(point));
      first.push(point.states[0]);
      second.push(point.states[1]);
    }
    // Rarely, since every cut moves all that is left.
    if (along.length > 1.25 * mostPoints) for (const column of this.#columns) column.splice(0, column.length - mostPoints);
  }
}
