import type { Marker } from '../../shared/frames.ts';
import type { BoardLink } from '../../shared/machines.ts';
import type { Problem } from '../../shared/problem.ts';
import type { MachineRemark } from '../machine/machine.ts';

/** So many lines of news are kept for the screen; a recording has all of them. */
const MOST_NEWS = 8;
/** Gaps are marked on the plots no more often, ms, and no more than so many of them: a bad cable would leave no room for other marks. */
const BETWEEN_GAPS = 2000;
const MOST_GAPS = 200;

/** What happened on the way to a board since its run began: how the way is now, what was lost, and what plots are to show of it. */
export class LinkLog {
  #state: BoardLink['state'] = 'connected';
  #framesLost = 0;
  #damaged = 0;
  readonly #news: BoardLink['news'] = [];
  #gaps = 0;
  #gapAt = Number.NEGATIVE_INFINITY;
  #framesMarked = 0;

  get status(): BoardLink {
    return { state: this.#state, framesLost: this.#framesLost, damaged: this.#damaged, news: [...this.#news] };
  }

  /** @param now  ms @returns the marker that it deserves, or `null` */
  take(remark: MachineRemark, now: number): Marker | null {
    const { kind, text, step, time, frames } = remark;
    if (kind === 'damaged') this.#damaged++;
    this.#framesLost += frames;
    if (kind === 'lost' || kind === 'over') this.#state = kind;
    if (kind === 'restored' && this.#state === 'lost') this.#state = 'connected';
    this.#news.push({ kind, step, text });
    if (this.#news.length > MOST_NEWS) this.#news.shift();
    if (kind === 'damaged') return null;
    const at = { step, time };
    if (kind === 'lost') return { ...at, kind: 'lost', label: text };
    if (kind === 'restored') return { ...at, kind: 'return', label: text };
    return kind === 'gap' ? this.#gap(text, at, now) : { ...at, kind: 'note', label: text };
  }

  #gap(text: string, at: { readonly step: number; readonly time: number }, now: number): Marker | null {
    if (this.#gaps === MOST_GAPS || now - this.#gapAt < BETWEEN_GAPS) return null;
    const frames = this.#framesLost - this.#framesMarked;
    [this.#gaps, this.#gapAt, this.#framesMarked] = [this.#gaps + 1, now, this.#framesLost];
    return { ...at, kind: 'gap', label: frames === 0 ? text : `${frames} frames lost` };
  }
}

/**
 * What a person is told of the way to a machine beside the marks and the counts; `null` where that is nothing: what was lost is counted in
 * sight, and damaged bytes that were sent again are no news.
 *
 * @param title  of the machine
 */
export function newsOf({ kind, text }: MachineRemark, title: string): Problem | null {
  const about = { where: title, why: text };
  if (kind === 'lost') {
    return {
      code: 'E-BOARD-AWAY',
      what: 'The way to the board is broken',
      ...about,
      remedy:
        'All that arrived is kept. Plug it in again: this board, known by its serial number, is taken up by itself; another one is not.',
    };
  }
  if (kind !== 'held' && kind !== 'over') return null;
  const what = kind === 'held' ? 'The board holds the run' : 'The run on the board is over';
  return { code: 'E-BOARD-LOST', what, ...about, remedy: 'All that arrived is kept. Restart (R) begins again.' };
}
