import type { EventName, EventPayload } from '../../../shared/bridge/events.ts';
import type { FromEngine, Transport } from '../../../shared/bridge/messages.ts';
import type { RequestName, RequestParameters, RequestResult } from '../../../shared/bridge/requests.ts';
import type { Problem } from '../../../shared/problem.ts';
import { settle } from './testClock.ts';

/** A screen in a test: clones whatever crosses, like a real transport, and notes what it received. */
export class TestScreen {
  readonly received: FromEngine[] = [];
  /** Acknowledges frames as they come. */
  acknowledges = false;
  #toEngine: (message: unknown) => void = () => undefined;
  #closed: () => void = () => undefined;
  #nextId = 1;

  readonly transport: Transport<FromEngine, unknown> = {
    send: (message) => {
      const copy = structuredClone(message);
      this.received.push(copy);
      if (this.acknowledges && copy.type === 'event' && copy.name === 'frame') {
        const { sequence } = copy.payload as EventPayload<'frame'>;
        queueMicrotask(() => this.post({ type: 'request', id: this.#nextId++, name: 'frame.acknowledge', parameters: { sequence } }));
      }
    },
    onMessage: (listener) => {
      this.#toEngine = listener;
    },
    onClose: (listener) => {
      this.#closed = listener;
    },
    close: () => undefined,
  };

  /** Sends anything at all. */
  post(message: unknown): void {
    this.#toEngine(structuredClone(message));
  }

  leave(): void {
    this.#closed();
  }

  /** Asks and waits for the answer; a problem is thrown. */
  async ask<N extends RequestName>(name: N, parameters: RequestParameters<N>): Promise<RequestResult<N>> {
    const id = this.#nextId++;
    this.post({ type: 'request', id, name, parameters });
    // An emulated board takes its time, which a loaded machine stretches: the limit only ends a test that hangs.
    const deadline = performance.now() + 400_000;
    while (performance.now() < deadline) {
      const answer = this.received.find((message) => message.type === 'response' && message.id === id);
      if (answer !== undefined && 'problem' in answer) throw new Refused(answer.problem);
      if (answer !== undefined && 'result' in answer) return answer.result as RequestResult<N>;
      await settle(1);
    }
    throw new Error(`no answer to ${name}`);
  }

  events<N extends EventName>(name: N): EventPayload<N>[] {
    return this.received.flatMap((message) =>
      message.type === 'event' && message.name === name ? [message.payload as EventPayload<N>] : [],
    );
  }
}

export class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.what);
    this.problem = problem;
  }
}
