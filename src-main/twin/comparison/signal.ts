import type { ComparedRun } from './comparedRun.ts';

/** What is compared. Each has a tolerance of its own. */
export const quantities = {
  output: { title: 'outputs', doc: 'Free outputs, of every datapoint where both sides measured the whole set.' },
  error: { title: 'error', doc: 'Root of the mean over datapoints of the sum over outputs of (O − L)².' },
  free: { title: 'free node voltages', doc: 'Under the training datapoint that was on.' },
  clamped: { title: 'clamped node voltages', doc: 'Under the training datapoint that was on.' },
  state: { title: 'edge states', doc: 'Gate voltages, wiper positions or conductances.' },
  drive: { title: 'drives of learning', doc: 'ΔV_F² − ΔV_C² of every edge, from the node voltages of both networks.' },
} as const;

export type Quantity = keyof typeof quantities;
export const quantityNames = Object.keys(quantities) as Quantity[];

export type SignalUnit = 'V' | 'V²' | 'S' | '';

/** One quantity of a run over its measurements. */
export interface Signal {
  readonly name: string;
  readonly quantity: Quantity;
  readonly unit: SignalUnit;
  /** Edge that it belongs to, −1 for none; likewise the node. */
  readonly edge: number;
  readonly node: number;
  /** Steps or s, ascending. */
  readonly times: readonly number[];
  /** Learning time, s. */
  readonly seconds: readonly number[];
  /** NaN where it was not measured. */
  readonly values: readonly number[];
  /** The training datapoint under which each value was read, where that matters; `null` where it doesn't. */
  readonly datapoints: readonly number[] | null;
}

/** Most curves of outputs by datapoint; beyond, the outputs under the datapoint that was on stand for them. */
const MOST_OUTPUTS = 40;

/** Whether every moment has a measurement of the same whole set, so that outputs can be told by datapoint. */
export function hasWholeOutputs({ measurements }: Pick<ComparedRun, 'measurements'>): boolean {
  const length = measurements[0]?.outputs.length ?? 0;
  return (
    length > 0 &&
    length <= MOST_OUTPUTS &&
    measurements.every((measurement) => measurement?.outputs.length === length && measurement.outputs.every(Number.isFinite))
  );
}

/**
 * Outputs, error, node voltages of both networks, edge states and drives of learning of a run.
 *
 * @param axis     what counts as time
 * @param isWhole  outputs by datapoint, from the measurements of the whole set; else those under the datapoint that was on
 */
export function signalsOf(run: ComparedRun, axis: 'step' | 'time', isWhole: boolean): Signal[] {
  const { experiment, moments, measurements } = run;
  const { outputs, training, document, network, edgeModel } = experiment;
  const times = moments.map((moment) => moment[axis]);
  const seconds = moments.map(({ time }) => time);
  const shown = moments.map(({ states }) => states[0].datapoint);
  const make = (
    name: string,
    quantity: Quantity,
    valueAt: (index: number) => number,
    place: Partial<Pick<Signal, 'unit' | 'edge' | 'node' | 'datapoints'>> = {},
  ): Signal => {
    const values = moments.map((_, index) => valueAt(index));
    return { name, quantity, unit: 'V', edge: -1, node: -1, datapoints: shown, ...place, times, seconds, values };
  };
  const outputAt = (index: number, output: number): number => {
    const { freeVoltages } = moments[index].states[0];
    const minus = outputs.minus[output];
    return freeVoltages[outputs.plus[output]] - (minus < 0 ? 0 : freeVoltages[minus]);
  };
  const names = document.roles.outputs.map(({ name }) => name);
  const count = names.length;
  const rows = isWhole ? (measurements[0]?.outputs.length ?? 0) / count : 0;
  const nameOf = (output: number, row: number): string =>
    rows === 1 ? `output ${names[output]}` : `output ${names[output]} of datapoint ${row + 1}`;
  const whole = Array.from({ length: rows }, (_, row) =>
    names.map((_name, output) =>
      make(nameOf(output, row), 'output', (index) => measurements[index]!.outputs[row * count + output], {
        datapoints: null,
        node: outputs.plus[output],
      }),
    ),
  ).flat();
  const momentary = names.map((name, output) =>
    make(`output ${name}`, 'output', (index) => outputAt(index, output), { node: outputs.plus[output] }),
  );
  const momentaryError = (index: number): number => {
    const { datapoint } = moments[index].states[0];
    return names.reduce((sum, _, output) => sum + (outputAt(index, output) - training.labels[datapoint * count + output]) ** 2, 0);
  };
  const word = { transistor: 'gate', digipot: 'wiper', resistor: 'conductance' }[edgeModel.kind];
  const unit = ({ transistor: 'V', digipot: '', resistor: 'S' } as const)[edgeModel.kind];
  return [
    ...(isWhole ? whole : momentary),
    make('error', 'error', (index) => Math.sqrt(isWhole ? measurements[index]!.error : momentaryError(index)), {
      datapoints: isWhole ? null : shown,
    }),
    ...network.nodeIds.map((id, node) => make(`free ${id}`, 'free', (index) => moments[index].states[0].freeVoltages[node], { node })),
    ...network.nodeIds.map((id, node) =>
      make(`clamped ${id}`, 'clamped', (index) => moments[index].states[0].clampedVoltages[node], { node }),
    ),
    ...network.edgeIds.map((id, edge) =>
      make(`${word} ${id}`, 'state', (index) => moments[index].gates[edge], { unit, edge, datapoints: null }),
    ),
    ...network.edgeIds.map((id, edge) => make(`drive ${id}`, 'drive', (index) => driveAt(run, index, edge), { unit: 'V²', edge })),
  ];
}

/** ΔV_F² − ΔV_C² of an edge, V². */
function driveAt({ moments, experiment: { network } }: ComparedRun, index: number, edge: number): number {
  const { freeVoltages, clampedVoltages } = moments[index].states[0];
  const drop = (voltages: Float64Array): number => voltages[network.from[edge]] - voltages[network.to[edge]];
  return drop(freeVoltages) ** 2 - drop(clampedVoltages) ** 2;
}
