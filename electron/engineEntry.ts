/** The engine as a utility process of Electron. */
import type { MessagePortMain } from 'electron';
import type { FromEngine, Transport } from '../shared/bridge/messages.ts';
import { createEngineService } from '../src-main/host/engineService.ts';
import type { ToEngineProcess } from '../src-main/host/hostMessages.ts';
import { createTaskLibrary } from '../src-main/host/taskLibrary.ts';

function portTransport(port: MessagePortMain): Transport<FromEngine, unknown> {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', ({ data }: { data: unknown }) => listener(data));
      // Until it is started, the port keeps what comes.
      port.start();
    },
    onClose: (listener) => {
      port.on('close', listener);
    },
    close: () => port.close(),
  };
}

const service = createEngineService(
  createTaskLibrary(),
  (message) => process.parentPort.postMessage(message),
  (thrown) => {
    console.error(thrown);
    process.exit(1);
  },
);

process.parentPort.on('message', ({ data, ports }) => {
  const port = ports[0];
  service.receive(data as ToEngineProcess, port === undefined ? undefined : portTransport(port));
});
