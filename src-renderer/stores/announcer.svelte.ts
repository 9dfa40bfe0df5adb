/** Shortest time between two messages to a screen reader, ms. */
const intervalMs = 2_000;

/** The polite live region: one message per two seconds; of those that come faster, the newest is kept. */
export class AnnouncerStore {
  message = $state('');
  #waiting: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(message: string): void {
    if (this.#timer !== undefined) {
      this.#waiting = message;
      return;
    }
    this.message = message;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const next = this.#waiting;
      this.#waiting = null;
      if (next !== null) this.say(next);
    }, intervalMs);
  }
}
