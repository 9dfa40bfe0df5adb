import type { Problem } from '../../shared/problem.ts';
import type { SessionCheckpoint } from './checkpoint.ts';

/** So many deaths within this time, and the supervisor gives up. */
const DEATHS = 3;
const DEATH_WINDOW_MS = 30_000;
/** An engine says so often that it is there. */
export const BEAT_MS = 2000;
/** One that was silent for so many beats hangs. No request takes as long: what might, is done in threads of its own. */
const SILENT_BEATS = 15;
/** An engine that is to stop has so long to close its recording, ms. */
const STOP_MS = 3000;

/** An engine in a thread or process of its own. `Port` is this side's end of a channel to it. */
export interface EngineProcess<Port> {
  start(checkpoint: SessionCheckpoint | null): void;
  /** Opens a channel between a window and the engine. */
  connect(restarted: Problem | null): Port;
  onCheckpoint(listener: (checkpoint: SessionCheckpoint) => void): void;
  /** Told whenever the engine says anything at all. */
  onBeat(listener: () => void): void;
  /** Called once, when the engine is gone for whatever reason. */
  onExit(listener: (reason: string) => void): void;
  /** Asks it to close what it has open, and to end. */
  stop(): void;
  kill(): void;
}

/** A window, as the supervisor sees it. */
export interface SupervisedClient<Port> {
  /** A channel to the engine is open; after a restart it is a new one, and the old one is dead. */
  connected(port: Port): void;
  /** There is no engine and there will be none. */
  failed(problem: Problem): void;
}

/** What a supervisor needs of the world outside. */
export interface SupervisorParts<Port> {
  readonly spawn: () => EngineProcess<Port>;
  /** Monotonic time, ms. */
  readonly now: () => number;
  /** Calls back again and again; answers the way to end it. */
  readonly every: (milliseconds: number, callback: () => void) => () => void;
}

/**
 * Keeps an engine alive: starts it, keeps its last checkpoint, and when it dies starts another that goes on from there and
 * gives every window a channel to it; one that hangs is ended for it. An engine that dies three times in 30 s is given up, until a window asks again.
 */
export class Supervisor<Port> {
  readonly #spawn: () => EngineProcess<Port>;
  readonly #now: () => number;
  readonly #clients = new Set<SupervisedClient<Port>>();
  #engine: EngineProcess<Port> | null = null;
  #checkpoint: SessionCheckpoint | null = null;
  #deaths: number[] = [];
  #failure: Problem | null = null;
  #isClosed = false;
  /** Beats that the engine has missed. Counted and not timed: a computer that slept has not waited for it. */
  #silence = 0;
  readonly #every: SupervisorParts<Port>['every'];
  readonly #cancelWatch: () => void;

  constructor(parts: SupervisorParts<Port>) {
    this.#spawn = parts.spawn;
    this.#now = parts.now;
    this.#every = parts.every;
    this.#cancelWatch = parts.every(BEAT_MS, () => this.#listen());
  }

  start(): void {
    const engine = this.#spawn();
    this.#engine = engine;
    engine.onCheckpoint((checkpoint) => {
      if (this.#engine === engine) this.#checkpoint = checkpoint;
    });
    this.#silence = 0;
    engine.onBeat(() => {
      if (this.#engine === engine) this.#silence = 0;
    });
    engine.onExit((reason) => {
      if (this.#engine === engine && !this.#isClosed) this.#died(reason);
    });
    engine.start(this.#checkpoint);
  }

  /** Serves a window. After a failure, a new window (a reload) is the wish to try again. */
  add(client: SupervisedClient<Port>): void {
    this.#clients.add(client);
    if (this.#failure !== null) {
      const failure = this.#failure;
      this.#failure = null;
      this.#deaths = [];
      this.start();
      for (const other of this.#clients) if (other !== client) this.#connect(other, failure);
    }
    this.#connect(client, null);
  }

  remove(client: SupervisedClient<Port>): void {
    this.#clients.delete(client);
  }

  /** Ends the engine as a crash would; for tests of the recovery. */
  killEngine(): void {
    this.#engine?.kill();
  }

  /** Ends the engine; resolves when it is gone. A recording is closed before, unless that takes too long. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelWatch();
    this.#clients.clear();
    const engine = this.#engine;
    this.#engine = null;
    if (engine === null) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#every(STOP_MS, () => {
        engine.kill();
        resolve();
      });
      engine.onExit(() => {
        cancel();
        resolve();
      });
      engine.stop();
    });
  }

  #listen(): void {
    if (this.#engine === null || ++this.#silence <= SILENT_BEATS) return;
    const engine = this.#engine;
    this.#died(`It hung: nothing was heard of it for ${(SILENT_BEATS * BEAT_MS) / 1000} s.`);
    engine.kill();
  }

  #connect(client: SupervisedClient<Port>, restarted: Problem | null): void {
    if (this.#engine !== null) client.connected(this.#engine.connect(restarted));
  }

  #died(reason: string): void {
    const now = this.#now();
    this.#deaths = [...this.#deaths.filter((time) => now - time < DEATH_WINDOW_MS), now];
    if (this.#deaths.length >= DEATHS) {
      this.#engine = null;
      this.#failure = givenUp(reason);
      for (const client of this.#clients) client.failed(this.#failure);
      return;
    }
    this.start();
    for (const client of this.#clients) this.#connect(client, restarted(reason));
  }
}

function restarted(reason: string): Problem {
  return {
    code: 'E-ENGINE-DIED',
    what: 'The engine stopped unexpectedly and was started again',
    why: reason,
    remedy: 'Nothing is lost: the run goes on from the last saved step, less than a second before. If it happens again, please report it.',
  };
}

function givenUp(reason: string): Problem {
  return {
    code: 'E-ENGINE-DIED',
    what: `The engine stopped ${DEATHS} times within ${DEATH_WINDOW_MS / 1000} s and was not started again`,
    why: reason,
    remedy: 'Reload the window to try again from the last saved step. If it stops again, close Twinbench and start it anew.',
  };
}
