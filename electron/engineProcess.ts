import { MessageChannelMain, utilityProcess, type MessagePortMain, type WebContents } from 'electron';
import type { EventMessage } from '../shared/bridge/messages.ts';
import type { Problem } from '../shared/problem.ts';
import type { FromEngineProcess, ToEngineProcess } from '../src-main/host/hostMessages.ts';
import type { EngineProcess, SupervisedClient } from '../src-main/host/supervisor.ts';
import { answerEngine } from './desktop.ts';
import { WakefulShell } from './keepAwake.ts';

/** The channel by which a window asks for, and is handed, its port to the engine. */
export const PORT_CHANNEL = 'engine-port';

/** Starts an engine in a utility process. @param file  absolute path of the built engineEntry.js */
export function forkEngine(file: string): EngineProcess<MessagePortMain> {
  const child = utilityProcess.fork(file, [], { serviceName: 'Twinbench engine' });
  const send = (message: ToEngineProcess, ports: MessagePortMain[] = []): void => child.postMessage(message, ports);
  const wakeful = new WakefulShell();
  const answer = async (message: FromEngineProcess & { type: 'ask' }): Promise<void> => {
    const value = await answerEngine(message).catch(() => null);
    send({ type: 'answer', id: message.id, value });
  };
  child.on('message', (message: FromEngineProcess) => {
    if (message.type === 'keepAwake') wakeful.set(message.isWanted);
    if (message.type === 'ask') void answer(message);
  });
  // An engine that is gone records nothing any more.
  child.once('exit', () => wakeful.set(false));
  return {
    start: (checkpoint) => send({ type: 'start', checkpoint, downloads: null }),
    connect: (restarted) => {
      const { port1, port2 } = new MessageChannelMain();
      send({ type: 'connect', restarted }, [port2]);
      return port1;
    },
    onCheckpoint: (listener) => {
      child.on('message', (message: FromEngineProcess) => {
        if (message.type === 'checkpoint') listener(message.checkpoint);
      });
    },
    onBeat: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      child.once('exit', (code) => listener(`Its process ended with code ${code}.`));
    },
    stop: () => send({ type: 'stop' }),
    kill: () => void child.kill(),
  };
}

/** Hands a window its ports; main itself never reads what passes through them. */
export function windowClient(contents: WebContents): SupervisedClient<MessagePortMain> {
  const hand = (port: MessagePortMain): void => {
    if (!contents.isDestroyed()) contents.postMessage(PORT_CHANNEL, null, [port]);
  };
  return {
    connected: hand,
    failed: (problem) => hand(failedPort(problem)),
  };
}

/** A port that stands in for an engine that is no more: it says so, and answers every request with the reason. */
function failedPort(problem: Problem): MessagePortMain {
  const { port1, port2 } = new MessageChannelMain();
  const event: EventMessage = { type: 'event', name: 'engine', payload: { state: 'failed', problem } };
  port1.on('message', ({ data }: { data: unknown }) => {
    const id = typeof data === 'object' && data !== null && 'id' in data ? data.id : undefined;
    if (typeof id === 'number') port1.postMessage({ type: 'response', id, problem });
  });
  port1.start();
  port1.postMessage(event);
  return port2;
}
