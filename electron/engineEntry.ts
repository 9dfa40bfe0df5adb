/** The engine as a utility process of Electron. */
import type { MessagePortMain } from 'electron';
import type { FromEngine, Transport } from '../shared/bridge/messages.ts';
import { createCompareThread } from '../src-main/host/compareThread.ts';
import { createEngineService } from '../src-main/host/engineService.ts';
import type { FromEngineProcess, ToEngineProcess } from '../src-main/host/hostMessages.ts';
import { Preferences } from '../src-main/host/preferences.ts';
import { projectsFolder, thisComputer } from '../src-main/host/project/projectsFolder.ts';
import { createTaskLibrary } from '../src-main/host/taskLibrary.ts';
import { createWorkerRunner } from '../src-main/host/workerTasks.ts';
import { nodePlace } from '../src-main/recording/place.ts';
import { electronKeepAwake, EngineShell } from './engineShell.ts';

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

const post = (message: FromEngineProcess): void => process.parentPort.postMessage(message);
const shell = new EngineShell(post);
const place = { ...nodePlace(), keepAwake: electronKeepAwake(post) };

const service = createEngineService(
  createTaskLibrary(),
  {
    place,
    shell,
    projects: projectsFolder(thisComputer()),
    tasks: createWorkerRunner(new URL('../jobWorker.js', import.meta.url)),
    comparer: createCompareThread(new URL('../compareWorker.js', import.meta.url)),
  },
  Preferences.ofUser(),
  post,
  (thrown) => {
    console.error(thrown);
    process.exit(1);
  },
  () => process.exit(0),
);

process.parentPort.on('message', ({ data, ports }) => {
  const port = ports[0];
  const message = data as ToEngineProcess;
  if (message.type === 'answer') shell.receive(message);
  else service.receive(message, port === undefined ? undefined : portTransport(port));
});
