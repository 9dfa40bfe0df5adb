/** The engine as a worker thread of the web host. */
import { parentPort, type MessagePort } from 'node:worker_threads';
import { createEngineService } from './engineService.ts';
import type { ToEngineProcess } from './hostMessages.ts';
import { portTransport } from './portTransport.ts';
import { createTaskLibrary } from './taskLibrary.ts';

if (parentPort === null) throw new Error('engineWorker.js is started by the web host, not by hand');
const host = parentPort;

const service = createEngineService(
  createTaskLibrary(),
  (message) => host.postMessage(message),
  // Thrown out of reach of every promise, the error ends the thread, and the host learns its reason.
  (thrown) =>
    setImmediate(() => {
      throw thrown;
    }),
);

host.on('message', ({ message, port }: { message: ToEngineProcess; port?: MessagePort }) => {
  service.receive(message, port === undefined ? undefined : portTransport(port));
});
