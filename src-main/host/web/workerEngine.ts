import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { FromEngineProcess, ToEngineProcess } from '../hostMessages.ts';
import type { EngineProcess } from '../supervisor.ts';

/**
 * Starts an engine in a worker thread.
 *
 * @param file       the built entry, engineWorker.js
 * @param downloads  folder whose files the page can fetch
 */
export function spawnWorkerEngine(file: URL, downloads: string): EngineProcess<MessagePort> {
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
    start: (checkpoint) => send({ type: 'start', checkpoint, downloads }),
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
    onBeat: (listener) => void worker.on('message', listener),
    onExit: (listener) => {
      worker.on('exit', () => listener(reason));
    },
    stop: () => send({ type: 'stop' }),
    kill: () => void worker.terminate(),
  };
}
