import type { RequestHandlers } from '../../shared/bridge/requests.ts';
import type { CalibrationBench } from './calibrationBench.ts';
import { biasesOf } from './edgeBiases.ts';
import { allowReset, listMachines } from './machines.ts';
import type { Preferences } from './preferences.ts';
import type { Session } from './session.ts';

/** What requests about machines need of the engine. */
interface MachineControl {
  readonly preferences: Preferences | undefined;
  readonly calibration: CalibrationBench;
  readonly session: Session;
}

/** What the engine does on requests about machines. */
export function machineHandlers(
  engine: MachineControl,
): Pick<RequestHandlers, 'machines.list' | 'machines.allowReset' | 'machines.biases'> {
  const { preferences, calibration } = engine;
  return {
    'machines.list': async () => listMachines((await preferences?.read())?.boards ?? [], await calibration.desk.files.inUse()),
    'machines.biases': async () => {
      const used = await calibration.desk.files.inUse();
      return { biases: biasesOf(engine.session, used?.document ?? null) };
    },
    'machines.allowReset': async ({ serialNumber }) => {
      if (preferences !== undefined) await allowReset(preferences, serialNumber);
      return {};
    },
  };
}
