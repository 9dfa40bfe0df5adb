import type { Experiment } from '../../learning/experiment/experiment.ts';
import { meanSquaredError } from '../../learning/measurement.ts';
import { createEdgeBank } from '../../physics/edgeBank.ts';
import { edgeModels } from '../../physics/edges/index.ts';
import { chordConductance } from '../../physics/elements.ts';
import type { NewEvent } from '../writer.ts';

/** Node voltages of both networks under one datapoint, V, [node]; NaN where not measured. */
export interface BoardState {
  readonly datapoint: number;
  readonly freeVoltages: Float64Array;
  readonly clampedVoltages: Float64Array;
}

/** What a laboratory measured at one moment. */
export interface BoardMoment {
  readonly step: number;
  /** Learning time, s. */
  readonly time: number;
  /** Host time, s since 1970. */
  readonly hostTime: number;
  /** Gate voltage, wiper position or conductance, [edge]. */
  readonly states: Float64Array;
  /** Under the training datapoint that was on. */
  readonly training: BoardState;
  /** Under every datapoint of the test set, in order; empty where it was not measured. */
  readonly test: readonly BoardState[];
  /** Whether the labels of the test set mean anything. */
  readonly hasTestLabels: boolean;
}

/**
 * The events of one moment: a measurement of the datapoint that was on, one of the test set, and their states. Outputs are the
 * measured voltages of the output nodes. Conductances were not measured: they are those of the edge model of the document at the
 * measured states and free voltages.
 */
export function eventsOf(experiment: Experiment, moment: BoardMoment): NewEvent[] {
  const { step, time, hostTime, states, training, test, hasTestLabels } = moment;
  const when = { step, time, hostTime };
  const width = experiment.outputs.plus.length;
  const shown = outputsOf(experiment, training.freeVoltages);
  const label = experiment.training.labels.slice(training.datapoint * width, (training.datapoint + 1) * width);
  // The one that the replay goes by comes first.
  const events: NewEvent[] = [measurementOf('present', shown, label)];
  if (test.length > 0 && experiment.test !== null) {
    const outputs = Float64Array.from(test.flatMap(({ freeVoltages }) => [...outputsOf(experiment, freeVoltages)]));
    events.push(measurementOf('test', outputs, hasTestLabels ? experiment.test.labels.slice() : outputs.map(() => Number.NaN)));
  }
  events.push(stateOf('training', training), ...test.map((state) => stateOf('test', state)));
  return events;

  function measurementOf(set: 'test' | 'present', outputs: Float64Array, labels: Float64Array): NewEvent {
    const error = meanSquaredError(outputs, labels, outputs.length / width);
    return { kind: 'measurement', set, ...when, error, accuracy: null, outputs, labels };
  }

  function stateOf(set: 'training' | 'test', state: BoardState): NewEvent {
    const conductances = conductancesOf(experiment, states, state.freeVoltages);
    const damage = new Array<null>(states.length).fill(null);
    return { kind: 'state', set, ...when, isLearning: set === 'training', states, conductances, damage, ...state };
  }
}

/** V, [output]. */
function outputsOf({ outputs: { plus, minus } }: Experiment, voltages: Float64Array): Float64Array {
  return Float64Array.from(plus, (node, output) => voltages[node] - (minus[output] < 0 ? 0 : voltages[minus[output]]));
}

function conductancesOf({ network, edgeModel, edges }: Experiment, states: Float64Array, voltages: Float64Array): Float64Array {
  const bank = createEdgeBank(edgeModel, edges);
  bank.states.set(states);
  edgeModels[edgeModel.kind].refresh(bank);
  return Float64Array.from(states, (_, edge) =>
    chordConductance(bank.elements, edge, voltages[network.from[edge]], voltages[network.to[edge]]),
  );
}
