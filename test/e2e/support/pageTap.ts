import type { RequestName } from '../../../shared/bridge/requests.ts';
import type { Frame, HistoryPoint, Marker } from '../../../shared/frames.ts';
import type { Problem } from '../../../shared/problem.ts';
import type { Session } from '../../../shared/session.ts';

/** The engine's answer to one request. */
export type Answer = { result: unknown } | { problem: Problem };

/** What a page under test tells about its own bridge: everything that the engine sent it, and a way to ask through it. */
export interface PageTap {
  /** The newest frame, drawn or not. */
  frame: Frame | null;
  session: Session | null;
  /** How many sessions came: another one after every load, restart and reconnection. */
  sessionCount: number;
  /** Of the run on screen, complete: what came with the session and with every frame since. */
  history: HistoryPoint[];
  markers: Marker[];
  /** Whatever an alert has read since the last session came, though it may be gone again. */
  alerts: string[];
  /** Sends whatever it is given, well-formed or not. */
  send(message: unknown): void;
  /** Asks the engine beside the page, with numbers of its own that the page's client ignores. */
  ask(name: RequestName, parameters: unknown): Promise<Answer>;
}

declare global {
  interface Window {
    benchTap: PageTap;
  }
}

/**
 * Runs in the page before its own scripts and listens on the transport that the page opens: its WebSocket in a browser, the port
 * that Electron's preload script posts. It must not use anything from outside of itself, because only its text reaches the page.
 *
 * Requests that are answered with a session are the page's own business: the engine takes such an answer for what the page shows.
 */
export function installPageTap(): void {
  const waiting = new Map<number, (answer: Answer) => void>();
  let nextId = 1_000_000;

  const tap: PageTap = {
    frame: null,
    session: null,
    sessionCount: 0,
    history: [],
    markers: [],
    alerts: [],
    send: () => {
      throw new Error('the page has opened no way to the engine yet');
    },
    ask: (name, parameters) =>
      new Promise((resolve) => {
        const id = nextId++;
        waiting.set(id, resolve);
        tap.send({ type: 'request', id, name, parameters });
      }),
  };
  window.benchTap = tap;

  function adopt(session: Session): void {
    tap.session = session;
    tap.sessionCount += 1;
    tap.frame = session.frame;
    tap.history = [...session.history];
    tap.markers = [...session.markers];
    tap.alerts = [];
  }

  function note(node: Node): void {
    const element = node instanceof Element ? node : node.parentElement;
    const within = [...(element?.querySelectorAll('[role="alert"]') ?? [])];
    for (const alert of [element?.closest('[role="alert"]') ?? null, ...within]) {
      const text = alert?.textContent.replaceAll(/\s+/g, ' ').trim() ?? '';
      if (text !== '' && !tap.alerts.includes(text)) tap.alerts.push(text);
    }
  }

  // An alert may come and go between two looks of the test from outside.
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) [target, ...addedNodes].forEach(note);
  }).observe(document, { subtree: true, childList: true, characterData: true });

  function receive(message: { type: string; id?: number; name?: string; payload?: unknown; result?: unknown }): void {
    if (message.type === 'response') {
      waiting.get(message.id ?? -1)?.(message as unknown as Answer);
      const { result } = message;
      if (typeof result === 'object' && result !== null && 'history' in result) adopt(result as Session);
    } else if (message.name === 'session') adopt(message.payload as Session);
    else if (message.name === 'frame') {
      const frame = message.payload as Frame;
      tap.frame = frame;
      tap.history.push(...frame.history);
      tap.markers.push(...frame.markers);
    }
  }

  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      tap.send = (message) => this.send(JSON.stringify(message));
      this.addEventListener('message', (event) => receive(JSON.parse(String(event.data)) as Parameters<typeof receive>[0]));
    }
  };

  window.addEventListener('message', (event) => {
    const port = event.ports[0];
    if (port === undefined) return;
    tap.send = (message) => port.postMessage(message);
    port.addEventListener('message', ({ data }) => receive(data as Parameters<typeof receive>[0]));
  });
}
