import { z } from 'zod';
import { eventNames, events, type EventName, type EventPayload } from '../../shared/bridge/events.ts';
import { eventMessageSchema, responseMessageSchema } from '../../shared/bridge/messages.ts';
import { requests, type RequestName, type RequestParameters, type RequestResult } from '../../shared/bridge/requests.ts';
import { ProblemError, type Problem } from '../../shared/problem.ts';
import type { EngineTransport } from './connector.ts';

/** Silence of the engine after which an unanswered request counts as lost, ms: one that still tells how the run goes is busy, and answers later. */
const defaultTimeoutMs = 20_000;
/** Requests that wait for a person, a board, a whole file, a trial of every edge or the twin’s work, during which an engine may be silent. */
const patient: ReadonlySet<RequestName> = new Set<RequestName>([
  'damage.importance',
  'damage.least',
  'damage.worst',
  'export.estimate',
  'export.start',
  'runs.list',
  'project.save',
  'project.choose',
  'session.load',
  'run.restart',
  'calibrate.begin',
  'twin.forecast',
]);
/** So long any request waits at most, ms. */
const patienceMs = 15 * 60_000;
/** A silence is looked for so many times before it is believed. */
const LOOKS = 4;

interface Pending {
  name: RequestName;
  resolve(result: unknown): void;
  reject(error: ProblemError): void;
  timer: ReturnType<typeof setInterval>;
}

type Listeners = { [N in EventName]: Set<(payload: EventPayload<N>) => void> };

/**
 * The screen's end of the bridge: typed requests with answers, typed events. Every message from the engine is validated by the
 * maps in shared/bridge before anything else sees it. One client lives as long as the page; transports come and go.
 */
export class EngineClient {
  #transport: EngineTransport | undefined;
  #nextId = 1;
  /** Messages that came, whatever they said. */
  #heard = 0;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = Object.fromEntries(eventNames.map((name) => [name, new Set()])) as unknown as Listeners;
  readonly #timeoutMs: number;
  readonly #onInvalid: (problem: Problem) => void;

  /**
   * @param onInvalid  told of every message that does not fit the contract; the message itself is dropped
   * @param timeoutMs  silence after which an answer is no longer waited for, ms
   */
  constructor(onInvalid: (problem: Problem) => void, timeoutMs = defaultTimeoutMs) {
    this.#onInvalid = onInvalid;
    this.#timeoutMs = timeoutMs;
  }

  /** Whether there is a way to the engine now. */
  get isAttached(): boolean {
    return this.#transport !== undefined;
  }

  /** Uses this transport from now on; what was waiting for an answer over the old one fails with E-BRIDGE-LOST. */
  attach(transport: EngineTransport): void {
    this.detach();
    this.#transport = transport;
    transport.onMessage((message) => {
      if (transport === this.#transport) this.#receive(message);
    });
  }

  /** Forgets the transport: every waiting request fails with E-BRIDGE-LOST. */
  detach(): void {
    this.#transport = undefined;
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of waiting) {
      clearInterval(pending.timer);
      pending.reject(new ProblemError(lostRequest(pending.name, 'The connection closed before the answer came.')));
    }
  }

  /**
   * Asks the engine and waits for its answer.
   *
   * @throws ProblemError  the engine's own problem, or E-BRIDGE-LOST when no answer came, or E-BRIDGE-MESSAGE when it made no sense
   */
  request<N extends RequestName>(name: N, parameters: RequestParameters<N>): Promise<RequestResult<N>> {
    const transport = this.#transport;
    if (transport === undefined) return Promise.reject(new ProblemError(lostRequest(name, 'There is no connection now.')));
    const id = this.#nextId++;
    const silenceMs = patient.has(name) ? patienceMs : this.#timeoutMs;
    return new Promise<RequestResult<N>>((resolve, reject) => {
      const timer = this.#limit(silenceMs, (waitedMs) => {
        this.#pending.delete(id);
        reject(new ProblemError(lostRequest(name, `No answer came within ${waitedMs / 1000} s.`)));
      });
      this.#pending.set(id, { name, timer, reject, resolve: (result) => resolve(result as RequestResult<N>) });
      transport.send({ type: 'request', id, name, parameters });
    });
  }

  /**
   * Gives up after so long a silence of the engine. Silence is counted in looks, so that a page that was busy or asleep itself
   * receives what has come meanwhile before it gives up.
   */
  #limit(silenceMs: number, giveUp: (waitedMs: number) => void): ReturnType<typeof setInterval> {
    const everyMs = silenceMs / LOOKS;
    let looks = 0;
    let silent = 0;
    let heard = this.#heard;
    const timer = setInterval(() => {
      silent = this.#heard === heard ? silent + 1 : 0;
      heard = this.#heard;
      looks++;
      if (silent < LOOKS && looks * everyMs < patienceMs) return;
      clearInterval(timer);
      giveUp(looks * everyMs);
    }, everyMs);
    return timer;
  }

  /** Listens to one kind of event; returns the function that stops listening. */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void {
    this.#listeners[name].add(listener);
    return () => this.#listeners[name].delete(listener);
  }

  #receive(message: unknown): void {
    this.#heard++;
    const event = eventMessageSchema.safeParse(message);
    if (event.success) return this.#receiveEvent(event.data.name, event.data.payload);
    const response = responseMessageSchema.safeParse(message);
    if (!response.success) return this.#onInvalid(invalidMessage('a message', z.prettifyError(response.error)));
    const pending = this.#pending.get(response.data.id);
    // An answer after its time limit: the failure was already reported.
    if (pending === undefined) return;
    this.#pending.delete(response.data.id);
    clearInterval(pending.timer);
    if ('problem' in response.data) return pending.reject(new ProblemError(response.data.problem));
    const result = requests[pending.name].result.safeParse(response.data.result);
    if (result.success) pending.resolve(result.data);
    else pending.reject(new ProblemError(invalidMessage(`the answer to ${pending.name}`, z.prettifyError(result.error))));
  }

  #receiveEvent<N extends EventName>(name: N, payload: unknown): void {
    const parsed = events[name].safeParse(payload);
    if (!parsed.success) return this.#onInvalid(invalidMessage(`the event ${name}`, z.prettifyError(parsed.error)));
    for (const listener of this.#listeners[name]) listener(parsed.data as EventPayload<N>);
  }
}

function lostRequest(name: RequestName, why: string): Problem {
  return {
    code: 'E-BRIDGE-LOST',
    what: `The engine did not answer "${name}"`,
    why,
    remedy: 'Wait for the connection to come back, then try again. The run goes on in the engine meanwhile.',
  };
}

function invalidMessage(what: string, why: string): Problem {
  return {
    code: 'E-BRIDGE-MESSAGE',
    what: `The screen could not read ${what}`,
    why: why.length > 400 ? `${why.slice(0, 400)} …` : why,
    remedy: 'The screen and the engine are of different versions, probably: stop the program, start it again and reload this page.',
  };
}
