import { powerSaveBlocker } from 'electron';

/** Keeps the computer awake while an engine records. The screen may go dark. */
export class WakefulShell {
  #blocker: number | null = null;

  /** What the engine wants now; asking twice is asking once. */
  set(isWanted: boolean): void {
    if (isWanted) this.#blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (this.#blocker !== null) {
      powerSaveBlocker.stop(this.#blocker);
      this.#blocker = null;
    }
  }
}
