import type { MessagePort } from 'node:worker_threads';
import type { FromEngine, Transport } from '../../shared/bridge/messages.ts';

/** A window's transport over a port of Node's worker threads. */
export function portTransport(port: MessagePort): Transport<FromEngine, unknown> {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', listener);
    },
    onClose: (listener) => {
      port.on('close', listener);
    },
    close: () => port.close(),
  };
}
