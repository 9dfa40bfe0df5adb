import { parseError, type BoardError } from '../protocol/answers.ts';
import { decodeFrame, type Frame } from '../protocol/frames.ts';
import { encodeLine, LONGEST_LINE, splitAnswers, unguarded } from '../protocol/lines.ts';
import { Receiver, type Received } from '../protocol/receiver.ts';
import type { Speaker, Transport } from '../transports/transport.ts';
import { lost, refused, unanswered } from './problems.ts';

/** Time that a board has for the answer to a line, ms, unless its work takes longer. A program has twice as long each time, up to its patience. */
const ANSWER_MS = 500;
/** A line that a person types may ask for many readings, which take as long as this, ms. */
const PERSON_MS = 3000;
/** A line is sent so many times before the board counts as gone. */
const ATTEMPTS = 8;
/**
 * Heartbeat frames come every half second; after so long without anything the board is gone, ms. Counted in looks between which everything
 * that had come was read: a computer that was busy, or asleep, has not listened for as long as its clock says.
 */
const SILENCE_MS = 3000;
const LOOK_MS = 500;
/** A sign of life for the board, when nothing else was said for so long, ms. */
const SIGN_MS = 2000;

/** Errors of the line, not of a command: the line that was hit was discarded, and was or will be sent again. */
const lineErrors: ReadonlySet<number> = new Set([101, -350, -360, -363]);

export interface LinkListener {
  frame(frame: Frame): void;
  /** Something that was damaged on its way and passed over, or discarded by the board. */
  damaged(what: string): void;
  /** The board is gone; the link is closed. */
  lost(why: string): void;
}

export interface AskOptions {
  /** ms */
  readonly timeout?: number;
  /** Errors with these numbers are not problems: what they complain about is already so. */
  readonly expected?: readonly number[];
}

/** What came back to a line. */
export interface Reply {
  readonly answers: string[];
  readonly errors: readonly BoardError[];
}

interface Saying {
  /** ms */
  readonly timeout: number;
  readonly by?: Speaker;
}

/**
 * Lines and answers over a stream that can't be trusted. One line at a time; each carries a number that comes back with its answer,
 * so that a late answer is never taken for that of another line, and its errors; each is guarded by a checksum. A line without an answer is
 * sent again: all that this driver says may be said twice, and is answered by whichever answer comes first.
 */
export class Link {
  readonly #transport: Transport;
  readonly #listener: LinkListener;
  readonly #receiver = new Receiver();
  #isOpen = true;
  /** Answers must be guarded from now on. */
  isGuarded = false;
  /** Whether silence is a bad sign: heartbeats were ordered. */
  isWatched = false;
  #tag = 0;
  #waiting: { readonly tags: readonly string[]; readonly answer: (answers: string[] | null) => void } | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  /** Looks since anything was heard. */
  #silentLooks = 0;
  #lastSaid: number;
  #stopWatch: () => void = () => undefined;
  #why = '';

  constructor(transport: Transport, listener: LinkListener) {
    this.#transport = transport;
    this.#listener = listener;
    this.#lastSaid = transport.timing.now();
    transport.onBytes((bytes) => this.#take(this.#receiver.push(bytes)));
    transport.onClose((why) => this.#lose(why));
    this.#watch();
  }

  get place(): string {
    return this.#transport.place;
  }

  get transport(): Transport {
    return this.#transport;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /**
   * Says a line of commands and queries.
   *
   * @param parts  the line, texts and binary blocks, without its end
   * @returns      the answers to its queries, in order
   * @throws ProblemError E-BOARD-REFUSED where the board reports an error; E-BOARD-LOST
   */
  async ask(parts: string | readonly (string | Uint8Array)[], options: AskOptions = {}): Promise<string[]> {
    const line = typeof parts === 'string' ? [parts] : parts;
    const { answers, errors } = await this.#inTurn(() => this.#converse(line, { timeout: options.timeout ?? ANSWER_MS }));
    const problems = errors.filter(({ code }) => options.expected?.includes(code) !== true);
    if (problems.length > 0) throw refused(this.place, textOf(line), problems);
    return answers;
  }

  /**
   * Says a line that a person typed, in its turn among those of the driver, and once: of such a line nobody knows whether it may be said
   * twice.
   *
   * @returns  the answers to its queries, and what the board complained of
   * @throws ProblemError E-BOARD-LOST where no answer came: it may have been done
   */
  saySo(line: string): Promise<Reply> {
    return this.#inTurn(() => this.#converse([line], { timeout: PERSON_MS, by: 'person' }));
  }

  /** Says a line once, behind the end of whatever may be left of one before; false where nobody answers. Errors are passed over. */
  async probe(line: string, timeout: number): Promise<boolean> {
    const tag = this.#nextTag();
    const bytes = Uint8Array.of(0x0a, ...encodeLine([`${line};SYST:ERR?;SYST:TAG? ${tag}`], true));
    return (await this.#send([tag], bytes, timeout)) !== null;
  }

  /** Sends bytes as they are; for the first words to a board of which nothing is known. */
  shout(bytes: Uint8Array): void {
    this.#lastSaid = this.#transport.timing.now();
    this.#transport.send(bytes);
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#end('the link was closed');
    await this.#transport.close();
  }

  /** One after the other. */
  #inTurn<T>(talk: () => Promise<T>): Promise<T> {
    const answer = this.#queue.then(talk);
    this.#queue = answer.catch(() => undefined);
    return answer;
  }

  async #converse(line: readonly (string | Uint8Array)[], saying: Saying): Promise<Reply> {
    const answers = await this.#say(line, saying);
    const errors: BoardError[] = [];
    for (let error = errorOf(answers); error.code !== 0;) {
      if (lineErrors.has(error.code)) this.#listener.damaged(`the board discarded a line: ${error.text}`);
      else errors.push(error);
      error = errorOf(await this.#say([], { timeout: ANSWER_MS }));
    }
    return { answers: answers.slice(0, -2), errors };
  }

  /** Says it until it is answered; what a person says once. */
  async #say(line: readonly (string | Uint8Array)[], { timeout, by }: Saying): Promise<string[]> {
    const { patience } = this.#transport;
    const tags: string[] = [];
    for (let attempt = 0; attempt < (by === 'person' ? 1 : ATTEMPTS); attempt++) {
      if (!this.#isOpen) throw lost(this.place, this.#why);
      const tag = this.#nextTag();
      const bytes = encodeLine([...line, `${line.length === 0 ? '' : ';'}SYST:ERR?;SYST:TAG? ${tag}`], true);
      if (bytes.length > LONGEST_LINE + 1) throw new Error(`a line of ${bytes.length} bytes: ${textOf(line)}`);
      // An end of line first where the last one may be stuck without its own.
      tags.push(tag);
      const sent = attempt === 0 ? bytes : Uint8Array.of(0x0a, ...bytes);
      const answers = await this.#send(tags, sent, timeout * (by === 'person' ? patience : Math.min(2 ** attempt, patience)), by);
      if (answers !== null) return answers;
    }
    if (by === 'person' && this.#isOpen) throw unanswered(this.place, textOf(line), timeout * patience);
    if (this.#isOpen) {
      this.#lose(`${ATTEMPTS} lines had no answer`);
      await this.#transport.close();
    }
    throw lost(this.place, this.#why);
  }

  #nextTag(): string {
    this.#tag = (this.#tag + 1) % 10000;
    return String(this.#tag);
  }

  /** @param tags  the numbers that an answer may carry: those of every time that this line was said */
  #send(tags: readonly string[], bytes: Uint8Array, timeout: number, by?: Speaker): Promise<string[] | null> {
    return new Promise((resolve) => {
      const { timing } = this.#transport;
      const cancel = timing.after(timeout, () => {
        // A frame that lost a byte may hold what follows it back.
        this.#take(this.#receiver.flush());
        this.#answer(null);
      });
      this.#waiting = {
        tags,
        answer: (answers) => {
          cancel();
          resolve(answers);
        },
      };
      this.#lastSaid = timing.now();
      this.#transport.send(bytes, by);
    });
  }

  #answer(answers: string[] | null): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.answer(answers);
  }

  #take(items: readonly Received[]): void {
    for (const item of items) {
      if (!this.#isOpen) return;
      if (item.kind === 'noise') this.#listener.damaged(`${item.bytes} bytes can’t be understood`);
      else if (item.kind === 'answer') this.#takeAnswer(item.text);
      else {
        this.#silentLooks = 0;
        const frame = decodeFrame(item.content);
        if (frame !== null) this.#listener.frame(frame);
      }
    }
  }

  #takeAnswer(text: string): void {
    const body = unguarded(text, this.isGuarded);
    if (body === null) {
      this.#listener.damaged('an answer does not match its checksum');
      return;
    }
    this.#silentLooks = 0;
    const answers = splitAnswers(body);
    const tag = answers.at(-1);
    // An answer with another number is that of a line before.
    if (answers.length >= 2 && tag !== undefined && this.#waiting?.tags.includes(tag) === true) this.#answer(answers);
  }

  /** Looks after the silence of both sides. */
  #watch(): void {
    const { timing, patience } = this.#transport;
    const silence = SILENCE_MS * patience;
    this.#stopWatch = timing.after(LOOK_MS, () => {
      if (this.isWatched && ++this.#silentLooks > silence / LOOK_MS) {
        this.#lose(`nothing was heard of it for ${silence / 1000} s`);
        // Some systems never tell that the peer has gone, so that the port is closed from here.
        void this.#transport.close();
        return;
      }
      if (this.isWatched && timing.now() - this.#lastSaid > SIGN_MS && this.#waiting === null) this.shout(encodeLine(['SYST:HEAR'], true));
      this.#watch();
    });
  }

  #lose(why: string): void {
    if (!this.#isOpen) return;
    this.#end(why);
    this.#listener.lost(why);
  }

  #end(why: string): void {
    this.#isOpen = false;
    this.#why = why;
    this.#stopWatch();
    this.#answer(null);
  }
}

/** The error that stands before the number of the line. An answer without one can't be trusted to be without error. */
function errorOf(answers: readonly string[]): BoardError {
  return parseError(answers.at(-2) ?? '') ?? { code: -100, text: `unreadable answer "${answers.join(';')}"` };
}

function textOf(line: readonly (string | Uint8Array)[]): string {
  return line.map((part) => (typeof part === 'string' ? part : `<${part.length} bytes>`)).join('');
}
