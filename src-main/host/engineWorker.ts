/** The engine as a worker thread of the web host. */
import { parentPort, type MessagePort } from 'node:worker_threads';
import { createCompareThread } from './compareThread.ts';
import { createEngineService } from './engineService.ts';
import type { ToEngineProcess } from './hostMessages.ts';
import { nodePlace } from '../recording/place.ts';
import { nodeShell } from './nodeShell.ts';
import { portTransport } from './portTransport.ts';
import { Preferences } from './preferences.ts';
import { projectsFolder, thisComputer } from './project/projectsFolder.ts';
import { createTaskLibrary } from './taskLibrary.ts';
import { createWorkerRunner } from './workerTasks.ts';

if (parentPort === null) throw new Error('engineWorker.js is started by the web host, not by hand');
const host = parentPort;
const place = nodePlace();

const service = createEngineService(
  createTaskLibrary(),
  {
    place,
    shell: nodeShell,
    projects: projectsFolder(thisComputer()),
    tasks: createWorkerRunner(new URL('jobWorker.js', import.meta.url)),
    comparer: createCompareThread(new URL('compareWorker.js', import.meta.url)),
  },
  Preferences.ofUser(),
  (message) => host.postMessage(message),
  // Thrown out of reach of every promise, the error ends the thread, and the host learns its reason.
  (thrown) =>
    setImmediate(() => {
      throw thrown;
    }),
  () => process.exit(0),
);

host.on('message', ({ message, port }: { message: ToEngineProcess; port?: MessagePort }) => {
  service.receive(message, port === undefined ? undefined : portTransport(port));
});
