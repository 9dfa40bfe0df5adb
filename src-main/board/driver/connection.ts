import type { Frame } from '../protocol/frames.ts';
import { parseStatus, type RunStatus } from '../protocol/answers.ts';
import type { Port } from '../transports/transport.ts';
import type { Timing } from '../timing.ts';
import { greet, introduce, settle, type BoardInfo } from './handshake.ts';
import type { AskOptions, Link, Reply } from './link.ts';
import { lost, mismatch } from './problems.ts';

/** Time between two attempts to find a lost board again, ms. */
const RETRY_MS = 500;
/** A lost board is looked for so long, ms, unless something else is asked for. */
const PATIENCE_MS = 60_000;
/** What a connection goes through. Every moment is told, so that nothing is patched in silence. */
export type ConnectionEvent =
  | { readonly kind: 'damaged'; readonly what: string }
  /** Frames that were sent and never arrived whole. */
  | { readonly kind: 'gap'; readonly frames: number }
  | { readonly kind: 'lost'; readonly why: string }
  /** The same board again. `isSameStart`: it was not reset in between. */
  | { readonly kind: 'restored'; readonly status: RunStatus; readonly isSameStart: boolean }
  /** Nobody came back. */
  | { readonly kind: 'gone'; readonly why: string };

export interface ConnectionListener {
  frame(frame: Frame): void;
  event(event: ConnectionEvent): void;
}

/** A board behind a port: greeted, checked, watched, and found again after it was lost, if it is the same one. */
export class BoardConnection {
  readonly info: BoardInfo;
  readonly #port: Port;
  readonly #patience: number;
  #link: Link;
  #boot: string;
  #listener: ConnectionListener = { frame: () => undefined, event: () => undefined };
  /** Number of the last frame, −1 before the first. */
  #sequence = -1;
  #isClosed = false;
  #restoring: Promise<void> | null = null;

  private constructor(port: Port, link: Link, info: BoardInfo, patience: number) {
    this.#port = port;
    this.#patience = patience;
    this.#link = link;
    this.info = info;
    this.#boot = info.boot;
    this.#sequence = info.status.nextSequence - 1;
  }

  /**
   * Opens a port and shakes hands: firmware and topology are checked, learning is frozen (unless an experiment is running there, which
   * is left alone), heartbeats are ordered.
   *
   * @param patience  how long it is looked for when it is lost, ms
   * @throws ProblemError E-BOARD-PORT, E-BOARD-LOST, E-BOARD-MISMATCH
   */
  static async open(port: Port, patience = PATIENCE_MS): Promise<BoardConnection> {
    let connection: BoardConnection | null = null;
    const link = await greet(port, {
      frame: (frame) => {
        if (connection !== null) connection.#hear(frame);
      },
      damaged: (what) => {
        if (connection !== null) connection.#listener.event({ kind: 'damaged', what });
      },
      lost: (why) => {
        if (connection !== null) connection.#lose(why);
      },
    });
    try {
      connection = new BoardConnection(port, link, await introduce(link), patience);
      await settle(link, connection.info.capability, connection.info.status);
      return connection;
    } catch (error) {
      await link.close();
      throw error;
    }
  }

  listen(listener: ConnectionListener): void {
    this.#listener = listener;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The time in which the board lives. */
  get timing(): Timing {
    return this.#link.transport.timing;
  }

  /** So many times as long as a board of its own it has for whatever it does. */
  get patience(): number {
    return this.#link.transport.patience;
  }

  /** Says a line; waits where the board is being found again. @throws ProblemError as `Link.ask` */
  async ask(parts: string | readonly (string | Uint8Array)[], options: AskOptions = {}): Promise<string[]> {
    for (;;) {
      if (this.#isClosed) throw lost(this.info.place, 'the connection was closed');
      await this.#restoring;
      try {
        return await this.#link.ask(parts, options);
      } catch (error) {
        // Lost in the middle: said again to the same board when it is back, as all lines may be.
        if (this.#restoring === null) throw error;
      }
    }
  }

  /** Says a line that a person typed, once. @throws ProblemError E-BOARD-LOST, also while the board is being found again */
  async saySo(line: string): Promise<Reply> {
    if (this.#isClosed) throw lost(this.info.place, 'the connection was closed');
    if (this.#restoring !== null) throw lost(this.info.place, 'the way to it is broken, and it is looked for');
    return this.#link.saySo(line);
  }

  async status(): Promise<RunStatus> {
    const [answer] = await this.ask('EXP:STAT?');
    const status = parseStatus(answer ?? '');
    if (status === null) throw mismatch(this.info.place, `it answered "${answer}" when asked for its state`, 'Update its firmware.');
    return status;
  }

  /** Freezes learning where the board still listens, and lets it go. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#restoring?.catch(() => undefined);
    if (this.#link.isOpen) {
      await this.#link.ask('STR:SUBS NONE').catch(() => undefined);
      // A transistor board can be left learning by hand; at a clocked one there is nothing to freeze.
      if (this.info.capability.rule === 'pulse') await this.#link.ask('LEAR OFF', { expected: [-221] }).catch(() => undefined);
      this.#link.isGuarded = false;
      await this.#link.ask('SYST:COMM:GUAR OFF').catch(() => undefined);
    }
    await this.#link.close();
  }

  #hear(frame: Frame): void {
    const missing = (frame.sequence - this.#sequence - 1) >>> 0;
    // A number far ahead is that of a board that was reset: its own, lower, numbers begin anew.
    if (missing > 0 && missing < 0x80000000) this.#listener.event({ kind: 'gap', frames: missing });
    this.#sequence = frame.sequence;
    this.#listener.frame(frame);
  }

  #lose(why: string): void {
    if (this.#isClosed) return;
    this.#listener.event({ kind: 'lost', why });
    this.#restoring = this.#restore().finally(() => (this.#restoring = null));
    this.#restoring.catch(() => undefined);
  }

  async #restore(): Promise<void> {
    for (let waited = 0; waited < this.#patience && !this.#isClosed; waited += RETRY_MS) {
      await this.#port.wait(RETRY_MS);
      if (await this.#again()) return;
    }
    this.#isClosed = true;
    const why = `it was not found again within ${this.#patience / 1000} s`;
    this.#listener.event({ kind: 'gone', why });
    throw lost(this.info.place, why);
  }

  /** One attempt; false where there is no board, or another one. */
  async #again(): Promise<boolean> {
    // Frames count once it is known that it is the same board.
    const early: Frame[] = [];
    let isAccepted = false;
    const link = await greet(this.#port, {
      frame: (frame) => (isAccepted ? this.#hear(frame) : early.push(frame)),
      damaged: (what) => this.#listener.event({ kind: 'damaged', what }),
      lost: (why) => {
        if (isAccepted) this.#lose(why);
      },
    }).catch(() => null);
    if (link === null) return false;
    try {
      const { identity, boot, status, place } = await introduce(link);
      const isSame = identity.serialNumber === this.info.identity.serialNumber && identity.profile === this.info.identity.profile;
      if (!isSame) throw mismatch(place, 'another board is there', 'Plug the first one in again.');
      const isSameStart = boot === this.#boot;
      if (!isSameStart) this.#sequence = -1;
      this.#boot = boot;
      for (const frame of early) this.#hear(frame);
      const missing = status.nextSequence - this.#sequence - 1;
      if (isSameStart && missing > 0) this.#listener.event({ kind: 'gap', frames: missing });
      this.#sequence = status.nextSequence - 1;
      this.#link = link;
      await settle(link, this.info.capability, status);
      isAccepted = true;
      this.#listener.event({ kind: 'restored', status, isSameStart });
      return true;
    } catch {
      await link.close();
      return false;
    }
  }
}
