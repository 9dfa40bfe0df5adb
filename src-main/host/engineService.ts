import type { FromEngine, Transport } from '../../shared/bridge/messages.ts';
import type { SessionCheckpoint } from './checkpoint.ts';
import { systemClock } from '../board/transports/systemClock.ts';
import { Engine } from './engine.ts';
import { BEAT_MS } from './supervisor.ts';
import type { FromEngineProcess, ToEngineProcess } from './hostMessages.ts';
import type { Library } from './library.ts';
import type { Preferences } from './preferences.ts';
import type { RunParts } from './runDesk.ts';

/** What a thread or process has to do to be an engine. */
export interface EngineService {
  /** Takes a message of the host, with the transport of the window that `connect` brings. */
  receive(message: ToEngineProcess, transport?: Transport<FromEngine, unknown>): void;
}

/**
 * An engine at its host's service: started by `start`, given one window after the other by `connect`.
 *
 * @param end   called when everything is closed and the process may end
 * @param fail  called when the engine can't go on; the process is to end then, so that the host starts another
 */
export function createEngineService(
  library: Library,
  runs: Omit<RunParts, 'downloads'>,
  preferences: Preferences,
  post: (message: FromEngineProcess) => void,
  fail: (thrown: unknown) => void,
  end: () => void,
): EngineService {
  let engine: Promise<Engine> | null = null;
  // It must not keep a process alive that has nothing else to do.
  setInterval(() => post({ type: 'alive' }), BEAT_MS).unref();
  const save = (checkpoint: SessionCheckpoint): void => post({ type: 'checkpoint', checkpoint });

  return {
    receive: (message, transport) => {
      if (message.type === 'start') {
        engine = Engine.start(
          { clock: systemClock, library, preferences, save, runs: { ...runs, downloads: message.downloads } },
          message.checkpoint,
        );
        engine.catch(fail);
      } else if (message.type === 'stop') {
        const close = async (): Promise<void> => (await engine)?.close();
        void close()
          .catch(() => undefined)
          .then(end);
      } else if (message.type === 'connect' && transport !== undefined) {
        // Of an engine that could not start, `fail` has told.
        engine?.then((running) => running.connect(transport, message.restarted)).catch(() => undefined);
      }
    },
  };
}
