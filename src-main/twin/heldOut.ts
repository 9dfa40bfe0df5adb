import { BoardNetwork, type NetworkParameters } from './boardNetwork.ts';
import { groupBy } from './calibrationDraft.ts';
import { deviceModels, type DeviceModelName } from './devices/index.ts';
import { NoStart } from './levenbergMarquardt.ts';
import { heldNodes, wiringOf, type MeasuredRun } from './measured.ts';
import { networkData } from './networkData.ts';
import { fitNetwork } from './networkFit.ts';
import { findStrays } from './strayConnections.ts';

/** Nodes of recordings as measured and as a network has them, V; and the root mean square over nodes of every state, V. */
export interface HeldOutMisses {
  readonly measured: readonly number[];
  readonly twin: readonly number[];
  readonly states: readonly number[];
  /** States in which the network has no solution, as where every channel around a node is closed. */
  readonly unsolved: number;
}

/** @cost one solution per state */
export function heldOutMisses(runs: readonly MeasuredRun[], parameters: NetworkParameters, isClamped: boolean): HeldOutMisses {
  const [measured, twin, states]: [number[], number[], number[]] = [[], [], []];
  let unsolved = 0;
  for (const { experiment, moments } of runs) {
    const { network } = experiment;
    const board = new BoardNetwork(network, parameters, heldNodes(wiringOf(experiment), network.nodeCount, isClamped));
    for (const { gates, states: read } of moments) {
      for (const { freeVoltages, clampedVoltages } of read) {
        const voltages = isClamped ? clampedVoltages : freeVoltages;
        const solved = voltages.map((voltage, node) => voltage - parameters.zeros[node]);
        if (!board.solve(gates, solved)) {
          unsolved++;
          continue;
        }
        let [square, count] = [0, 0];
        for (const node of board.unknowns) {
          if (Number.isNaN(voltages[node])) continue;
          const value = solved[node] + parameters.zeros[node];
          measured.push(voltages[node]);
          twin.push(value);
          square += (value - voltages[node]) ** 2;
          count++;
        }
        if (count > 0) states.push(Math.sqrt(square / count));
      }
    }
  }
  return { measured, twin, states, unsolved };
}

/** What one description of an edge misses on recordings that it was not fitted to; `null` where it can't be fitted or solved there. */
export interface DeviceContestant {
  readonly name: DeviceModelName;
  readonly free: readonly number[] | null;
  readonly clamped: readonly number[] | null;
}

/** States of each recording that decide between descriptions: more say the same again. */
const STATES_PER_RUN = 80;
const names = Object.keys(deviceModels) as DeviceModelName[];

/**
 * Fits every description of an edge to some recordings and holds it against others, wiring by wiring.
 *
 * @cost the fits of all descriptions, two networks per wiring
 */
export function compareDevices(
  fitted: readonly MeasuredRun[],
  held: readonly MeasuredRun[],
  report: (done: number, message: string) => void,
): DeviceContestant[] {
  const groups = [...groupBy(fitted, ({ experiment }) => wiringOf(experiment).key)].map(([key, runs]) => ({
    runs,
    held: held.filter(({ experiment }) => wiringOf(experiment).key === key),
    strays: findStrays(networkData(runs, false, STATES_PER_RUN)),
  }));
  return names.map((name, index) => {
    report(index / names.length, deviceModels[name].spec.title);
    const errorsOf = (isClamped: boolean): readonly number[] | null => {
      const errors: number[] = [];
      for (const { runs, held: others, strays } of groups) {
        const parameters = fittedOrNull(
          () => fitNetwork(networkData(runs, isClamped, STATES_PER_RUN), deviceModels[name], strays).parameters,
        );
        if (parameters === null) return null;
        const { states, unsolved } = heldOutMisses(others, parameters, isClamped);
        if (unsolved > 0) return null;
        errors.push(...states);
      }
      return errors.length === 0 ? null : errors;
    };
    return { name, free: errorsOf(false), clamped: errorsOf(true) };
  });
}

/** The description with the least mean miss over all states of both networks; `null` where none could be held against anything. */
export function winnerOf(contestants: readonly DeviceContestant[]): DeviceModelName | null {
  const scored = contestants.flatMap(({ name, free, clamped }) => {
    if (free === null || clamped === null) return [];
    const all = [...free, ...clamped];
    return [{ name, mean: all.reduce((sum, error) => sum + error, 0) / all.length }];
  });
  if (scored.length === 0) return null;
  return scored.reduce((best, entry) => (entry.mean < best.mean ? entry : best)).name;
}

/** A description whose channels all close at the start of the fit has no value there: it is out, and the others go on. */
function fittedOrNull(fit: () => NetworkParameters): NetworkParameters | null {
  try {
    return fit();
  } catch (thrown) {
    if (thrown instanceof NoStart) return null;
    throw thrown;
  }
}
