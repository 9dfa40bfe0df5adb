import { plotKinds, type PlotKind } from '../../shared/plots.ts';
import type { Session } from '../../shared/session.ts';

const storageKey = 'twinbench.plots';
/** Plots that are shown until the user chooses. */
const shownAtFirst = 3;
/** Experiments whose choice is remembered; the oldest is forgotten first. */
const mostRemembered = 100;

type Choosable = Pick<Session, 'task' | 'experiment' | 'plots'>;

/** Which plots the user wants to see of each experiment; remembered by this screen. */
export class PlotChoiceStore {
  /** The part of the run that all plots show, in units of their abscissa; `null`: all of it. */
  span = $state.raw<readonly [number, number] | null>(null);
  /** Length of the newest part of the run that they show instead; `null`: from the beginning on. */
  window = $state<number | null>(null);
  /** Ordinates that somebody fixed, by the title of the plot; the others follow their data. */
  ranges = $state.raw<Readonly<Record<string, [number, number]>>>({});
  #chosen = $state.raw<Readonly<Record<string, readonly PlotKind[]>>>(recall());

  /** Fixes the ordinate of a plot, or lets it follow its data (`null`). */
  fix(title: string, range: readonly [number, number] | null): void {
    const { [title]: _, ...others } = this.ranges;
    this.ranges = range === null ? others : { ...others, [title]: [...range] };
  }

  /** The part to show of a run that has come so far; `null`: all of it. */
  spanAt(end: number): readonly [number, number] | null {
    if (this.span !== null || this.window === null) return this.span;
    return [Math.max(0, end - this.window), Math.max(end, this.window)];
  }

  /** Shows the whole run again. */
  showAll(): void {
    this.span = null;
    this.window = null;
  }

  /** The plots to show, in the order of the session. @param most  as many as there is room for */
  shown(session: Choosable, most: number): PlotKind[] {
    const chosen = this.#chosen[keyOf(session)] ?? [];
    const known = session.plots.filter((kind) => chosen.includes(kind));
    return (known.length > 0 ? known : session.plots.slice(0, shownAtFirst)).slice(0, most);
  }

  /** Shows a plot or puts it away. The last one stays, and one too many is not taken. */
  toggle(session: Choosable, kind: PlotKind, most: number): void {
    const shown = this.shown(session, most);
    const next = shown.includes(kind) ? shown.filter((other) => other !== kind) : [...shown, kind];
    if (next.length > 0 && next.length <= most) this.choose(session, next);
  }

  /** Shows these plots. */
  choose(session: Choosable, kinds: readonly PlotKind[]): void {
    const { [keyOf(session)]: _, ...others } = this.#chosen;
    const entries = [...Object.entries(others), [keyOf(session), kinds] as const].slice(-mostRemembered);
    this.#chosen = Object.fromEntries(entries);
    localStorage.setItem(storageKey, JSON.stringify(this.#chosen));
  }
}

function keyOf({ task, experiment }: Choosable): string {
  return experiment || task || 'document';
}

/** What was stored, as far as it can be used. */
function recall(): Record<string, PlotKind[]> {
  try {
    const stored = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as unknown;
    if (typeof stored !== 'object' || stored === null) return {};
    const entries = Object.entries(stored).map(([key, kinds]): [string, PlotKind[]] => [
      key,
      Array.isArray(kinds) ? plotKinds.filter((kind) => kinds.includes(kind)) : [],
    ]);
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}
