import type { DataTable } from '../figures/csv.ts';
import type { Figure } from '../figures/svg.ts';

/** Something on screen that can be saved as a figure. */
export interface FigureSource {
  readonly title: string;
  make(): Figure;
  /** The numbers that it draws; absent where it is a picture only. */
  table?(): DataTable;
}

/** What can be saved as a figure now: the schematic and the plots that are shown. */
export class FigureStore {
  sources = $state.raw<readonly FigureSource[]>([]);
  isOpen = $state(false);
  /** Title of the one that the dialog shows. */
  chosen = $state('');

  /** Offers a figure while it is on screen; answers the way to take it back. */
  offer(source: FigureSource): () => void {
    this.sources = [...this.sources, source];
    return () => {
      this.sources = this.sources.filter((other) => other !== source);
    };
  }

  /** Opens the dialog on one of them, or on the first. */
  open(title = ''): void {
    this.chosen = title;
    this.isOpen = true;
  }
}
