import type { RequestHandlers } from '../../shared/bridge/requests.ts';
import { biasesOf } from './edgeBiases.ts';
import { allowReset, listMachines } from './machines.ts';
import type { AnyCalibration } from '../twin/digipots/document.ts';
import type { Preferences } from './preferences.ts';
import type { Session } from './session.ts';

/** What the engine does on requests about machines. */
export function machineHandlers(
  preferences: Preferences | undefined,
  twin: () => Promise<{ readonly name: string; readonly document: AnyCalibration } | null>,
  session: () => Session,
): Pick<RequestHandlers, 'machines.list' | 'machines.allowReset' | 'machines.biases'> {
  return {
    'machines.list': async () => listMachines((await preferences?.read())?.boards ?? [], await twin()),
    'machines.biases': async () => {
      const calibration = await twin();
      return { biases: biasesOf(session(), calibration?.document ?? null) };
    },
    'machines.allowReset': async ({ serialNumber }) => {
      if (preferences !== undefined) await allowReset(preferences, serialNumber);
      return {};
    },
  };
}
