import { Buffer } from 'node:buffer';
import type { RequestHandlers, RequestName } from '../../shared/bridge/requests.ts';
import type { SweepDesk } from './sweepDesk.ts';

type SweepRequest = Extract<RequestName, `sweeps.${string}` | `sweep.${string}`>;

/** What the engine does on requests about sweeps. */
export function sweepHandlers(desk: SweepDesk): Pick<RequestHandlers, SweepRequest> {
  return {
    'sweeps.list': () => desk.list(),
    'sweep.plan': (choice) => desk.plan(choice),
    'sweep.start': ({ id, workers }) => desk.start(id, workers),
    'sweep.change': async ({ id, action }) => {
      await desk.change(id, action);
      return {};
    },
    'sweep.get': ({ id }) => desk.get(id),
    'sweep.export': async ({ id, format }) => {
      const { name, bytes } = await desk.export(id, format);
      return { name, base64: Buffer.from(bytes).toString('base64') };
    },
  };
}
