import type { Theme } from '../view/colours.ts';

const storageKey = 'twinbench.theme';

/** Light or dark: the system's wish until the user chooses, then the choice, which is remembered. */
export class ThemeStore {
  #chosen = $state<Theme | null>(null);
  #system = $state<Theme>('light');
  readonly current: Theme = $derived(this.#chosen ?? this.#system);

  constructor() {
    const stored = localStorage.getItem(storageKey);
    if (stored === 'light' || stored === 'dark') this.#chosen = stored;
    const query = window.matchMedia('(prefers-color-scheme: dark)');
    this.#system = query.matches ? 'dark' : 'light';
    query.addEventListener('change', (event) => {
      this.#system = event.matches ? 'dark' : 'light';
      this.#apply();
    });
    this.#apply();
  }

  toggle(): void {
    this.#chosen = this.current === 'dark' ? 'light' : 'dark';
    localStorage.setItem(storageKey, this.#chosen);
    this.#apply();
  }

  #apply(): void {
    document.documentElement.dataset['theme'] = this.current;
  }
}
