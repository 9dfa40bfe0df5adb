import type { ConsoleAnswer, ConsoleLine, ConsoleReading } from '../../shared/console.ts';
import { problemOf, type Problem } from '../../shared/problem.ts';
import type { EngineClient } from '../engine/client.ts';

/** As many lines as the engine keeps. */
const mostLines = 20_000;
/** Lines that were typed and can be fetched back. */
const mostTyped = 100;

/** What came of the line that was typed last. */
export type Outcome = { readonly line: string; readonly answer: ConsoleAnswer } | { readonly line: string; readonly problem: Problem };

/** What goes over the line of the board on the bench, as far as this screen has read it. The engine keeps it on while nobody reads. */
export class ConsoleStore {
  isOpen = $state(false);
  /** The view stands still; what arrives meanwhile is read when it goes on. */
  isPaused = $state(false);
  lines = $state.raw<readonly ConsoleLine[]>([]);
  typed = $state.raw<readonly string[]>([]);
  outcome = $state.raw<Outcome | null>(null);
  /** When the log that is shown began; another one is that of another connection. */
  opened = $state(0);
  readonly #client: EngineClient;
  #next = 0;
  #isReading = false;

  constructor(client: EngineClient) {
    this.#client = client;
  }

  /** Reads what has come since, to its end. */
  async read(): Promise<void> {
    if (this.#isReading || this.isPaused) return;
    this.#isReading = true;
    try {
      const fresh: ConsoleLine[] = [];
      for (;;) {
        const reading = await this.#client.request('console.read', { from: this.#next });
        if (reading.opened !== this.opened) {
          fresh.length = 0;
          this.#begin(reading);
          continue;
        }
        const lost = reading.lines.length === 0 ? 0 : reading.lines[0].number - this.#next;
        if (lost > 0) fresh.push(gap(reading.lines[0], lost));
        fresh.push(...reading.lines);
        this.#next = (reading.lines.at(-1)?.number ?? this.#next - 1) + 1;
        if (this.#next >= reading.next || this.isPaused) break;
      }
      if (fresh.length > 0) this.lines = [...this.lines, ...fresh].slice(-mostLines);
    } catch {
      // The bench says by itself that the engine is away, or that no board is on it.
    } finally {
      this.#isReading = false;
    }
  }

  async say(line: string): Promise<void> {
    this.typed = [...this.typed.filter((before) => before !== line), line].slice(-mostTyped);
    try {
      this.outcome = { line, answer: await this.#client.request('console.say', { line }) };
    } catch (thrown) {
      this.outcome = { line, problem: problemOf(thrown) };
    }
  }

  #begin({ opened, first }: ConsoleReading): void {
    this.opened = opened;
    this.#next = first;
    this.lines = [];
    this.outcome = null;
  }
}

/** Says in their place how many lines the engine no longer had. */
function gap({ at, number }: ConsoleLine, count: number): ConsoleLine {
  return { number: number - 1, at, kind: 'event', by: 'program', text: `${count} older lines are no longer kept`, bytes: '', clock: null };
}
