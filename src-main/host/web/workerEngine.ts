import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { FromEngineProcess, ToEngineProcess } from '../hostMessages.ts';
import type { EngineProcess } from '../supervisor.ts';

/** Starts an engine in a worker thread. @param file  the built entry, engineWorker.js */
export function spawnWorkerEngine(file: URL): EngineProcess<MessagePort> {
  const worker = new Worker(file);
  let reason = 'Its thread was ended from outside.';
  const send = (message: ToEngineProcess, port?: MessagePort): void => {
    if (port === undefined) worker.postMessage({ message });
    else worker.postMessage({ message, port }, [port]);
  };
  worker.on('error', (error: unknown) => {
    reason = error instanceof Error ? error.message : String(error);
  });
  return {
    start: (checkpoint) => send({ type: 'start', checkpoint }),
    connect: (restarted) => {
      const { port1, port2 } = new MessageChannel();
      send({ type: 'connect', restarted }, port2);
      return port1;
    },
    onCheckpoint: (listener) => {
      worker.on('message', (message: FromEngineProcess) => {
        if (message.type === 'checkpoint') listener(message.checkpoint);
      });
    },
    onExit: (listener) => {
      worker.on('exit', () => listener(reason));
    },
    kill: () => void worker.terminate(),
  };
}
