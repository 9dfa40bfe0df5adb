import type { Marker } from '../../shared/frames.ts';

/** More markers than this can't be told apart on any plot. */
const LIMIT = 1000;

/** Markers as plain data, for checkpoints. */
export interface MarkerSnapshot {
  markers: Marker[];
  dropped: number;
}

/** The moments of a run worth a line on every plot, the newest 1,000 of them. */
export class MarkerLog {
  #markers: Marker[] = [];
  #dropped = 0;

  /** The position of a reader who has seen everything. */
  get end(): number {
    return this.#dropped + this.#markers.length;
  }

  add(marker: Marker): void {
    this.#markers.push(marker);
    if (this.#markers.length > LIMIT) {
      this.#markers.shift();
      this.#dropped++;
    }
  }

  /** The markers from this position on. */
  since(position: number): Marker[] {
    return this.#markers.slice(Math.max(0, position - this.#dropped));
  }

  save(): MarkerSnapshot {
    return { markers: [...this.#markers], dropped: this.#dropped };
  }

  load(snapshot: MarkerSnapshot): void {
    this.#markers = [...snapshot.markers];
    this.#dropped = snapshot.dropped;
  }
}
