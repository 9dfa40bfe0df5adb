import type { Region } from '../panels/panel.ts';

const storageKey = 'twinbench.hidden';
const hideable: readonly Region[] = ['task', 'plots', 'meters'];

/** Which parts of the bench are hidden for a lesson; remembered by this screen. */
export class LessonStore {
  hidden = $state.raw<readonly Region[]>(recall());

  toggle(region: Region): void {
    this.hide(hideable.filter((other) => this.hidden.includes(other) !== (other === region)));
  }

  /** Hides these and shows the others. */
  hide(regions: readonly Region[]): void {
    this.hidden = hideable.filter((region) => regions.includes(region));
    localStorage.setItem(storageKey, JSON.stringify(this.hidden));
  }
}

/** What was stored, as far as it can be used. */
function recall(): Region[] {
  try {
    const stored = JSON.parse(localStorage.getItem(storageKey) ?? '[]') as unknown;
    return Array.isArray(stored) ? hideable.filter((region) => stored.includes(region)) : [];
  } catch {
    return [];
  }
}
