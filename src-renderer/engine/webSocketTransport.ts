import type { Problem } from '../../shared/problem.ts';
import { backOffMs } from './backOff.ts';
import type { Connector, EngineTransport } from './connector.ts';

/**
 * The engine behind the web host: one WebSocket at a time, opened again with back-off whenever it is lost.
 *
 * @param url  ws://host/bridge?token=…
 */
export function webSocketConnector(url: string): Connector {
  return (listener) => {
    let isStopped = false;
    let failures = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let socket: WebSocket | undefined;

    const open = (): void => {
      const current = new WebSocket(url);
      let wasOpen = false;
      socket = current;
      current.addEventListener('open', () => {
        wasOpen = true;
        failures = 0;
        listener.onOpen(transportOver(current));
      });
      current.addEventListener('close', () => {
        if (isStopped) return;
        failures += 1;
        listener.onLost(lostProblem(wasOpen, failures));
        timer = setTimeout(open, backOffMs(failures));
      });
    };

    open();
    return () => {
      isStopped = true;
      clearTimeout(timer);
      socket?.close();
    };
  };
}

function transportOver(socket: WebSocket): EngineTransport {
  return {
    send: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    // What arrives is validated by the client before anything else sees it.
    onMessage: (listener) => socket.addEventListener('message', (event: MessageEvent<unknown>) => listener(parse(event.data))),
    onClose: (listener) => socket.addEventListener('close', listener),
    close: () => socket.close(),
  };
}

/** Text that is no JSON stays text: the client reports it like every message that does not fit the contract. */
function parse(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return data;
  }
}

/** Failures in a row after which the address itself is suspected. */
const suspicious = 4;

function lostProblem(wasOpen: boolean, failures: number): Problem {
  const isSuspicious = !wasOpen && failures >= suspicious;
  return {
    code: 'E-BRIDGE-LOST',
    what: 'Connection to the engine lost – reconnecting …',
    why: isSuspicious
      ? 'The engine does not answer, or it was started anew and this page has the token of an earlier start.'
      : 'The engine stopped or the connection was cut. What it learned so far is kept in the engine.',
    remedy: isSuspicious
      ? 'See whether twinbench still runs; if it was started again, open the address that it printed.'
      : 'Nothing to do: the screen tries again by itself.',
  };
}
