import type { MeasuredRun } from '../measured.ts';

/** One quantity of a run over its measurements. */
export interface Signal {
  readonly name: string;
  readonly unit: 'V' | 'V²';
  /** Steps or s, ascending. */
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/**
 * Outputs, error, node voltages of both networks and gates of a recording, under the training datapoint that was on.
 *
 * @param axis  what counts as time
 */
export function signalsOf({ experiment, moments }: MeasuredRun, axis: 'step' | 'time'): Signal[] {
  const { outputs, training, document, network } = experiment;
  const times = moments.map((moment) => moment[axis]);
  const signal = (name: string, unit: Signal['unit'], valueAt: (index: number) => number): Signal => ({
    name,
    unit,
    times,
    values: moments.map((_, index) => valueAt(index)),
  });
  const outputAt = (index: number, output: number): number => {
    const { freeVoltages } = moments[index].states[0];
    const minus = outputs.minus[output];
    return freeVoltages[outputs.plus[output]] - (minus < 0 ? 0 : freeVoltages[minus]);
  };
  const count = outputs.plus.length;
  const names = document.roles.outputs.map(({ name }) => name);
  return [
    ...names.map((name, output) => signal(`output ${name}`, 'V', (index) => outputAt(index, output))),
    signal('error', 'V²', (index) => {
      const { datapoint } = moments[index].states[0];
      return names.reduce((sum, _, output) => sum + (outputAt(index, output) - training.labels[datapoint * count + output]) ** 2, 0);
    }),
    ...network.nodeIds.map((id, node) => signal(`free ${id}`, 'V', (index) => moments[index].states[0].freeVoltages[node])),
    ...network.nodeIds.map((id, node) => signal(`clamped ${id}`, 'V', (index) => moments[index].states[0].clampedVoltages[node])),
    ...network.edgeIds.map((id, edge) => signal(`gate ${id}`, 'V', (index) => moments[index].gates[edge])),
  ];
}
