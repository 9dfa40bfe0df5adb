import type { MessagePort } from 'node:worker_threads';
import type { WebSocket } from 'ws';
import type { EventMessage, FromEngine, ResponseMessage } from '../../../shared/bridge/messages.ts';
import type { Problem } from '../../../shared/problem.ts';
import type { SupervisedClient } from '../supervisor.ts';

const unanswered: Problem = {
  code: 'E-ENGINE-DIED',
  what: 'The engine stopped before it had answered',
  why: 'It was started again from its last saved step, which may or may not include what you asked for.',
  remedy: 'Look at the screen, and try again if nothing happened.',
};

const uncopyable: Problem = {
  code: 'E-BRIDGE-MESSAGE',
  what: 'The message could not be handed to the engine',
  where: 'the document',
  why: 'It is nested too deeply.',
  remedy: 'Nothing was changed. Check how the document was made: none of ours is more than a few levels deep.',
};

/** Relays one browser window: JSON text on its WebSocket, messages on the port of the engine of the day. */
export class BridgeSocket implements SupervisedClient<MessagePort> {
  readonly #socket: WebSocket;
  #port: MessagePort | null = null;
  #failure: Problem | null = null;
  /** Requests without an answer yet; a dead engine owes them one. */
  readonly #pending = new Set<number>();

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#receive(data.toString('utf8')));
  }

  connected(port: MessagePort): void {
    this.#port?.close();
    this.#port = port;
    this.#failure = null;
    this.#refusePending(unanswered);
    port.on('message', (message: FromEngine) => {
      if (message.type === 'response') this.#pending.delete(message.id);
      this.#send(message);
    });
  }

  failed(problem: Problem): void {
    this.#port?.close();
    this.#port = null;
    this.#failure = problem;
    this.#refusePending(problem);
    const event: EventMessage = { type: 'event', name: 'engine', payload: { state: 'failed', problem } };
    this.#send(event);
  }

  /** The window is gone: the engine's end of the channel closes with ours. */
  close(): void {
    this.#port?.close();
    this.#port = null;
  }

  #receive(text: string): void {
    const message = parsed(text);
    const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : undefined;
    if (typeof id === 'number') this.#pending.add(id);
    if (this.#failure !== null) this.#refusePending(this.#failure);
    else this.#pass(message, id);
  }

  /** Hands a message to the engine. What can't be copied, such as thousands of nested lists, must not end the host. */
  #pass(message: unknown, id: unknown): void {
    try {
      this.#port?.postMessage(message);
    } catch {
      if (typeof id !== 'number') return;
      this.#pending.delete(id);
      this.#send({ type: 'response', id, problem: uncopyable });
    }
  }

  #refusePending(problem: Problem): void {
    for (const id of this.#pending) {
      const response: ResponseMessage = { type: 'response', id, problem };
      this.#send(response);
    }
    this.#pending.clear();
  }

  #send(message: FromEngine): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}

/** The message in a text; a text that is no JSON goes on as it is, and the engine answers that it is no message. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
