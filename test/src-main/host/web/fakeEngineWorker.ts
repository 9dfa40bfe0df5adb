/** An engine worker with the fake library: the real service, protocol and session around a machine that costs nothing. */
import { parentPort, type MessagePort } from 'node:worker_threads';
import { createEngineService } from '../../../../src-main/host/engineService.ts';
import type { ToEngineProcess } from '../../../../src-main/host/hostMessages.ts';
import { portTransport } from '../../../../src-main/host/portTransport.ts';
import { Preferences } from '../../../../src-main/host/preferences.ts';
import { MemoryFiles } from '../../recording/memoryFiles.ts';
import { FakeLibrary } from '../fakeMachine.ts';
import { fakeRuns } from '../fakeRuns.ts';

const host = parentPort!;
const service = createEngineService(
  new FakeLibrary(),
  fakeRuns(),
  new Preferences(new MemoryFiles(), '/preferences.json'),
  (message) => host.postMessage(message),
  (thrown) => {
    throw thrown;
  },
  () => process.exit(0),
);
host.on('message', ({ message, port }: { message: ToEngineProcess; port?: MessagePort }) => {
  service.receive(message, port === undefined ? undefined : portTransport(port));
});
