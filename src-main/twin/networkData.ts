import type { Network } from '../physics/network.ts';
import { heldNodes, wiringOf, type MeasuredRun } from './measured.ts';

/** One network at one moment under one datapoint. */
export interface NetworkSample {
  /** V, [edge]. */
  readonly gates: Float64Array;
  /** As read, V, [node]. */
  readonly voltages: Float64Array;
  /** The moment: samples of one moment share the errors of its gates, so that they count together. */
  readonly moment: number;
}

export interface NetworkData {
  readonly network: Network;
  /** Held at the voltage that was read, [node]. */
  readonly isHeld: Uint8Array;
  readonly samples: readonly NetworkSample[];
}

/** States of each recording that the networks are fitted to: more say the same again. */
const STATES_PER_RUN = 200;

/** States of all runs, evenly spaced, with held nodes as read. */
export function networkData(runs: readonly MeasuredRun[], isClamped: boolean, statesPerRun = STATES_PER_RUN): NetworkData {
  const { network } = runs[0].experiment;
  let moment = 0;
  const samples = runs.flatMap(({ moments }) => {
    const all: NetworkSample[] = moments.flatMap(({ gates, states }) => {
      moment++;
      return states.map(({ freeVoltages, clampedVoltages }) => ({ gates, voltages: isClamped ? clampedVoltages : freeVoltages, moment }));
    });
    // A stride that shares no factor with the datapoints of a moment, so that all of them come by.
    const stride = Math.max(1, all.length / statesPerRun);
    return Array.from({ length: Math.min(all.length, statesPerRun) }, (_, index) => all[Math.floor(index * stride)]);
  });
  return { network, isHeld: heldNodes(wiringOf(runs[0].experiment), network.nodeCount, isClamped), samples };
}
