import type { Frame } from '../protocol/frames.ts';
import {
  parseCapability,
  parseIdentity,
  parseStatus,
  type BoardCapability,
  type BoardIdentity,
  type RunStatus,
} from '../protocol/answers.ts';
import { encodeLine } from '../protocol/lines.ts';
import type { Port } from '../transports/transport.ts';
import type { Timing } from '../timing.ts';
import { Link, type AskOptions, type LinkListener } from './link.ts';
import { lost, mismatch } from './problems.ts';

/** The speed of a board after every reset, and the fastest that is used. */
const FIRST_BAUD_RATE = 115200;
const FASTEST_BAUD_RATE = 500000;
/** Time for the first answer of a board whose speed is not known, ms. */
const GREETING_MS = 250;
/** Time between two attempts to find a lost board again, ms. */
const RETRY_MS = 500;
/** A lost board is looked for so long, ms, unless something else is asked for. */
const PATIENCE_MS = 60_000;
/** A board without a line from its host for so long freezes learning by itself, s. */
const HOST_TIMEOUT = 30;

/** All that is known of a board once hands were shaken. */
export interface BoardInfo {
  readonly place: string;
  readonly identity: BoardIdentity;
  readonly capability: BoardCapability;
  /** Cause of its last start, and how many there were. */
  readonly boot: string;
  readonly status: RunStatus;
}

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
      await connection.#settle(connection.info.status);
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
      await this.#settle(status);
      isAccepted = true;
      this.#listener.event({ kind: 'restored', status, isSameStart });
      return true;
    } catch {
      await link.close();
      return false;
    }
  }

  /** Orders what the connection needs: speed, heartbeats, frames, and a frozen board. */
  async #settle(status: RunStatus): Promise<void> {
    const link = this.#link;
    const { capability } = this.info;
    const rates = capability.baudRates.filter((rate) => rate <= FASTEST_BAUD_RATE);
    const fastest = Math.max(FIRST_BAUD_RATE, ...rates);
    if (fastest > FIRST_BAUD_RATE) {
      await link.ask(`SYST:COMM:BAUD ${fastest}`);
      await link.transport.setBaudRate(fastest);
    }
    if (capability.rule === 'pulse' && status.state !== 'RUN') await link.ask('LEAR OFF', { expected: [-221] });
    await link.ask(`SYST:COMM:TIM ${HOST_TIMEOUT};STR:HEAR 0.5;STR:SUBS MEAS,STAT,HEAR`);
    link.isWatched = true;
  }
}

/** Opens the port and finds the speed at which the board listens; from then on both sides guard what they say. */
async function greet(port: Port, listener: LinkListener): Promise<Link> {
  const rates = [FIRST_BAUD_RATE, FASTEST_BAUD_RATE, 1000000, 250000];
  const transport = await port.open(FIRST_BAUD_RATE);
  const link = new Link(transport, listener);
  try {
    for (let round = 0; round < 8; round++) {
      await transport.setBaudRate(rates[round % rates.length]);
      // Whatever was left of an earlier line ends here, and a guard that an earlier host had asked for.
      link.shout(encodeLine(['\nSYST:COMM:GUAR OFF'], false));
      if (await link.probe('*CLS;SYST:COMM:GUAR ON', GREETING_MS)) {
        link.isGuarded = true;
        return link;
      }
    }
    throw lost(transport.place, 'nobody there speaks this protocol at any of its speeds');
  } catch (error) {
    await link.close();
    throw error;
  }
}

/** Asks the board who it is, and checks that this program understands it. */
async function introduce(link: Link): Promise<BoardInfo> {
  const place = link.place;
  const [idn, protocol] = await link.ask('*IDN?;SYST:PROT?');
  const identity = parseIdentity(idn ?? '');
  if (identity === null) throw mismatch(place, `it says that it is "${idn}"`, 'Choose the port of a Twinbench board.');
  if (!/^1\.\d+$/.test(protocol ?? '')) {
    throw mismatch(place, `it speaks protocol ${protocol}, this program 1.x`, 'Flash the firmware of this release, or update the program.');
  }
  const [ability] = await link.ask('SYST:CAP?');
  const [edges] = await link.ask('SYST:CAP:EDG?');
  const capability = parseCapability(ability ?? '', edges ?? '');
  if (capability === null) throw mismatch(place, 'what it says about itself makes no sense', 'Flash the firmware of this release.');
  const [boot, answer] = await link.ask('SYST:BOOT?;EXP:STAT?');
  const status = parseStatus(answer ?? '');
  if (status === null) throw mismatch(place, `it answered "${answer}" when asked for its state`, 'Flash the firmware of this release.');
  return { place, identity, capability, boot: boot ?? '', status };
}
