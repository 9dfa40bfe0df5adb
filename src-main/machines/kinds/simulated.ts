import { createSimulatedMachine } from '../../machine/simulated.ts';
import type { MachineKind } from './machineKind.ts';

export const simulated: MachineKind = {
  spec: { kind: 'simulated', title: 'Simulation', doc: 'The simulation, with the imperfections that the document lists.', parameters: {} },
  placeName: '',
  open: (experiment) => Promise.resolve(createSimulatedMachine(experiment)),
};
