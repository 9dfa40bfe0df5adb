import type { RequestHandlers } from '../../shared/bridge/requests.ts';
import { allowReset, listMachines } from './machines.ts';
import type { Preferences } from './preferences.ts';

/** What the engine does on requests about machines. */
export function machineHandlers(preferences: Preferences | undefined): Pick<RequestHandlers, 'machines.list' | 'machines.allowReset'> {
  return {
    'machines.list': async () => listMachines((await preferences?.read())?.boards ?? []),
    'machines.allowReset': async ({ serialNumber }) => {
      if (preferences !== undefined) await allowReset(preferences, serialNumber);
      return {};
    },
  };
}
