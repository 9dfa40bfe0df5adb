import type { RequestHandlers } from '../../shared/bridge/requests.ts';
import { allowReset, listMachines, type SavedTwin } from './machines.ts';
import type { Preferences } from './preferences.ts';

/** What the engine does on requests about machines. */
export function machineHandlers(
  preferences: Preferences | undefined,
  twin: () => Promise<SavedTwin | null>,
): Pick<RequestHandlers, 'machines.list' | 'machines.allowReset'> {
  return {
    'machines.list': async () => listMachines((await preferences?.read())?.boards ?? [], await twin()),
    'machines.allowReset': async ({ serialNumber }) => {
      if (preferences !== undefined) await allowReset(preferences, serialNumber);
      return {};
    },
  };
}
