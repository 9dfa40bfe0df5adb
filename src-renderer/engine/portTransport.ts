import type { Problem } from '../../shared/problem.ts';
import type { Connector, EngineTransport } from './connector.ts';

/** What the preload script posts to the page, with the engine's port beside it. */
export const portMessageType = 'twinbench-port';

const lost: Problem = {
  code: 'E-BRIDGE-LOST',
  what: 'Connection to the engine lost – reconnecting …',
  why: 'The engine process ended. It is being started again.',
  remedy: 'Nothing to do: the screen connects by itself as soon as the engine is back.',
};

/**
 * The engine behind Electron's preload script, which posts a MessagePort to the page; a new one each time that the engine was
 * started again. The port that came before is then dead and is closed.
 */
export function portConnector(page: Window): Connector {
  return (listener) => {
    let current: MessagePort | undefined;

    const receive = (event: MessageEvent<unknown>): void => {
      // Only the page's own preload can post from the page's own window; frames and other windows are not listened to.
      if (event.source !== page || !isPortMessage(event.data)) return;
      const port = event.ports[0];
      if (port === undefined) return;
      current?.close();
      current = port;
      port.addEventListener('close', () => {
        if (port === current) listener.onLost(lost);
      });
      listener.onOpen(transportOver(port));
      port.start();
    };

    page.addEventListener('message', receive);
    return () => {
      page.removeEventListener('message', receive);
      current?.close();
    };
  };
}

function isPortMessage(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === portMessageType;
}

function transportOver(port: MessagePort): EngineTransport {
  return {
    send: (message) => port.postMessage(message),
    // What arrives is validated by the client before anything else sees it.
    onMessage: (listener) => port.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data)),
    onClose: (listener) => port.addEventListener('close', listener),
    close: () => port.close(),
  };
}
