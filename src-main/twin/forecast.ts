import type { Experiment } from '../learning/experiment/experiment.ts';
import type { NetworkParameters } from './boardNetwork.ts';
import type { BoardParameters } from './boardParameters.ts';
import { withFault, type FaultKind } from './diagnose.ts';
import { DrivenPair } from './drivenPair.ts';
import { NoSolution } from './learningTwin.ts';
import { TwinEnsemble, type HistoryMoment } from './twinEnsemble.ts';

/**
 * The board at one time ahead. Bands are of what is not known of it: its learning, its gates and, where the calibration has its spread, its free
 * network. Those of the gates hold what comes in 8 of 10 cases, those of the error in 7 to 8 of them (README.md).
 */
export interface ForecastPoint {
  /** Learning time from now, s. */
  readonly time: number;
  /** Mean over the training set of (O − L)², V². */
  readonly error: number;
  readonly lowestError: number;
  readonly highestError: number;
  /** V, [edge]. */
  readonly gates: Float64Array;
  readonly lowestGates: Float64Array;
  readonly highestGates: Float64Array;
}

export interface Forecast {
  readonly points: readonly ForecastPoint[];
  /** Error before the damage that is planned; that of the first point where none is, V². */
  readonly before: number;
  /** Highest error from the damage on, V². */
  readonly peak: number;
  /** Learning time until the error is within a tenth of the way from peak to before, s; `null`: not within the forecast. */
  readonly recovery: number | null;
}

export interface ForecastRequest {
  /** Gates now, V, [edge]. */
  readonly gates: ArrayLike<number>;
  /** Steps done. */
  readonly step: number;
  readonly nudge: number;
  /** How far ahead, s, and how many points. */
  readonly duration: number;
  readonly points: number;
  /** A damage that is made now. */
  readonly fault?: { readonly edge: number; readonly kind: Exclude<FaultKind, 'stuck'> };
  /** What was measured on the way here, the newest last: the bias is followed along it. */
  readonly history?: readonly HistoryMoment[];
  /** Twins that the bands are drawn from; none: there are no bands. */
  readonly drawn?: number;
}

/** What is left of a disturbance when it counts as over. */
const RECOVERED = 0.1;
const TOLERANCE = 1e-7;

/**
 * Forks the twin from the present state of the board and learns on: the next seconds ahead of time, with or without a damage.
 *
 * @cost ten times the learning twin's over the duration, and what the history takes
 */
export function forecast(experiment: Experiment, board: BoardParameters, request: ForecastRequest): Forecast {
  const { fault, duration, nudge, step, history = [], drawn } = request;
  const damage = (network: NetworkParameters): NetworkParameters =>
    fault === undefined ? network : withFault(experiment.network, network, fault.edge, fault.kind, 0);
  const ensemble = new TwinEnsemble(experiment, board, { gates: request.gates, history, damage, drawn });
  const pairs = ensemble.free.map((free) => new DrivenPair(experiment, { ...board, free: damage(free) }));
  const before = errorWith(experiment, new DrivenPair(experiment, { ...board, free: ensemble.free[0] }), ensemble.gates[0]);
  const pointAt = (time: number): ForecastPoint => {
    const error = errorWith(experiment, pairs[0], ensemble.gates[0]);
    // A drawn twin without voltages says nothing.
    const drawnErrors = ensemble.gates.slice(1).map((gates, index) => errorOrNull(experiment, pairs[index + 1], gates));
    const others = drawnErrors.filter((other) => other !== null);
    const { gates, lowest, highest } = ensemble.band();
    const [lowestError, highestError] = [Math.min(error, ...others), Math.max(error, ...others)];
    return { time, error, lowestError, highestError, gates, lowestGates: lowest, highestGates: highest };
  };
  const points: ForecastPoint[] = [pointAt(0)];
  const { stepTime } = experiment.document;
  for (let point = 1; point <= request.points; point++) {
    const from = step + Math.round(((point - 1) * duration) / request.points / stepTime);
    const to = Math.max(from + 1, step + Math.round((point * duration) / request.points / stepTime));
    // A cut edge's gate goes on moving on the board too; it only carries no current.
    ensemble.advance({ from, to, duration: (to - from) * stepTime, nudge });
    points.push(pointAt((to - step) * stepTime));
  }
  const peak = Math.max(...points.map(({ error }) => error));
  const top = points.findIndex(({ error }) => error === peak);
  const back = points.slice(top).find(({ error }) => error <= before + RECOVERED * (peak - before));
  return { points, before, peak, recovery: peak <= before ? 0 : (back?.time ?? null) };
}

/** Mean over the training set of the sum over outputs of (O − L)², V². @throws NoSolution */
export function errorOf(experiment: Experiment, board: BoardParameters, gates: ArrayLike<number>): number {
  return errorWith(experiment, new DrivenPair(experiment, board), gates);
}

function errorWith(experiment: Experiment, pair: DrivenPair, gates: ArrayLike<number>): number {
  const error = errorOrNull(experiment, pair, gates);
  if (error === null) throw new NoSolution(experiment.document.title);
  return error;
}

/** `null` where the network has no voltages at these gates. */
function errorOrNull({ training, network, outputs }: Experiment, pair: DrivenPair, gates: ArrayLike<number>): number | null {
  const width = training.inputs.length / training.count;
  const count = outputs.plus.length;
  const voltages = new Float64Array(network.nodeCount).fill(0.5 * (Math.min(...training.inputs) + Math.max(...training.inputs)));
  let sum = 0;
  for (let datapoint = 0; datapoint < training.count; datapoint++) {
    const inputs = training.inputs.subarray(datapoint * width, (datapoint + 1) * width);
    if (!pair.solveFree(gates, inputs, voltages, TOLERANCE)) return null;
    for (let output = 0; output < count; output++)
      sum += (pair.outputRead(output, voltages) - training.labels[datapoint * count + output]) ** 2;
  }
  return sum / training.count;
}
