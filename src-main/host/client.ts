import type { EventName, EventPayload } from '../../shared/bridge/events.ts';
import { events } from '../../shared/bridge/events.ts';
import { requestMessageSchema, type FromEngine, type RequestMessage, type Transport } from '../../shared/bridge/messages.ts';
import { requests, type RequestHandlers, type RequestName } from '../../shared/bridge/requests.ts';
import { problemOf, type Problem } from '../../shared/problem.ts';
import type { Session as SessionData } from '../../shared/session.ts';
import type { ZodError, ZodType } from 'zod';
import type { Clock } from './clock.ts';
import type { Cursor } from './cursor.ts';
import { FrameThrottle } from './frameThrottle.ts';
import type { Session } from './session.ts';

/** The requests that are answered with a whole session. */
const tellsSession: ReadonlySet<RequestName> = new Set<RequestName>([
  'session.get',
  'session.load',
  'run.restart',
  'project.open',
  'project.take',
  'project.new',
  'project.recover',
  'editor.apply',
]);

/** One screen: answers its requests, and gives it frames as fast as it acknowledges them. */
export class Client {
  readonly #transport: Transport<FromEngine, unknown>;
  readonly #clock: Clock;
  readonly #throttle = new FrameThrottle();
  #handlers: RequestHandlers | null = null;
  #cursor: Cursor = { point: 0, marker: 0, period: 0, path: 0 };
  /** True while a reply with a whole session is on its way: a frame must not overtake it. */
  #isHeld = true;
  #cancelTimer: (() => void) | null = null;
  #session: Session | null = null;

  constructor(transport: Transport<FromEngine, unknown>, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
  }

  /** Begins to serve. Frames start once the screen has asked for the session. */
  serve(handlers: RequestHandlers): void {
    this.#handlers = handlers;
    this.#transport.onMessage((message) => void this.#receive(message));
  }

  /** Sends an event, after checking it against the bridge. */
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void {
    const checked = events[name].safeParse(payload);
    if (checked.success) this.#transport.send({ type: 'event', name, payload: checked.data });
    else this.#transport.send({ type: 'event', name: 'notice', payload: { problem: defectIn(`event ${name}`, checked.error) } });
  }

  /** The whole session for this screen; frames are held back until it was sent. */
  take(session: Session): SessionData {
    this.#isHeld = true;
    this.#session = session;
    this.#cursor = session.end;
    this.#throttle.reset(session.sequence, this.#clock.now());
    return session.describe();
  }

  /** Tells the screen that another session is loaded now, unless it has never asked for one. */
  push(session: Session): void {
    if (this.#session === null) return;
    this.emit('session', this.take(session));
    this.#isHeld = false;
  }

  /** Sends the newest frame as soon as the throttle lets it. */
  offer(): void {
    const session = this.#session;
    if (session === null || this.#isHeld) return;
    const now = this.#clock.now();
    const wait = this.#throttle.wait(session.sequence, now);
    if (wait === null || this.#cancelTimer !== null) return;
    if (wait > 0) {
      this.#cancelTimer = this.#clock.after(wait, () => {
        this.#cancelTimer = null;
        this.offer();
      });
      return;
    }
    this.emit('frame', session.frame(this.#cursor));
    this.#cursor = session.end;
    this.#throttle.sent(session.sequence, now);
  }

  acknowledge(sequence: number): void {
    this.#throttle.acknowledge(sequence);
    this.offer();
  }

  close(): void {
    this.#cancelTimer?.();
    this.#transport.close();
  }

  async #receive(message: unknown): Promise<void> {
    const envelope = requestMessageSchema.safeParse(message);
    if (!envelope.success) {
      const problem = malformed('message', envelope.error);
      const id = idOf(message);
      if (id === null) this.emit('notice', { problem });
      else this.#transport.send({ type: 'response', id, problem });
      return;
    }
    this.#transport.send(await this.#answer(envelope.data));
    if (!tellsSession.has(envelope.data.name)) return;
    this.#isHeld = false;
    this.offer();
  }

  async #answer({ id, name, parameters }: RequestMessage): Promise<FromEngine> {
    const checked = requests[name].parameters.safeParse(parameters);
    if (!checked.success) return { type: 'response', id, problem: malformed(name, checked.error) };
    try {
      // The map ties each handler to its own parameters; the compiler can't follow that through a name of a union type.
      const handler = this.#handlers![name] as (parameters: unknown) => unknown;
      const result = (requests[name].result as ZodType).safeParse(await handler(checked.data));
      if (result.success) return { type: 'response', id, result: result.data };
      return { type: 'response', id, problem: defectIn(`result of ${name}`, result.error) };
    } catch (thrown) {
      return { type: 'response', id, problem: problemOf(thrown) };
    }
  }
}

/** The id of a message that is not a request, so that its sender learns what was wrong. */
function idOf(message: unknown): number | null {
  const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : null;
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : null;
}

function malformed(place: string, error: ZodError): Problem {
  const issue = error.issues[0];
  return {
    code: 'E-BRIDGE-MESSAGE',
    what: 'The engine received a message that it does not understand',
    where: [place, ...(issue?.path ?? [])].join('.'),
    why: issue?.message ?? 'It has another shape than the bridge lays down.',
    remedy: 'Nothing was changed. Reload the window; if it comes back, the screen and the engine are of different versions.',
  };
}

function defectIn(place: string, error: ZodError): Problem {
  const issue = error.issues[0];
  return problemOf(new Error(`${place} is not as the bridge lays down: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`));
}
