import { heldNodes, wiringOf, type MeasuredRun } from './measured.ts';
import type { NetworkData, NetworkSample } from './networkFit.ts';

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
