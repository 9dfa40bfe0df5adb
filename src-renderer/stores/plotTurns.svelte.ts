import { onDestroy } from 'svelte';

/** One plot's turns: what it draws from depends on their number. */
class PlotTurn {
  count = $state(0);
}

/**
 * Who redraws when. A frame of the engine moves the network, the meters and the read-outs; of the plots, which are the dearest to
 * draw and change least from one frame to the next, one has its turn with every frame. A frame of a run that rests is for all.
 */
export class PlotTurns {
  #plots: PlotTurn[] = [];
  #next = 0;

  /** A new plot, until its component goes. Call it while the component is made. */
  join(): PlotTurn {
    const turn = new PlotTurn();
    this.#plots.push(turn);
    onDestroy(() => {
      this.#plots = this.#plots.filter((other) => other !== turn);
    });
    return turn;
  }

  /** A frame was drawn. @param isForAll  it may be the last one for long */
  advance(isForAll: boolean): void {
    if (isForAll) for (const plot of this.#plots) plot.count += 1;
    else if (this.#plots.length > 0) {
      this.#next = (this.#next + 1) % this.#plots.length;
      this.#plots[this.#next].count += 1;
    }
  }
}
