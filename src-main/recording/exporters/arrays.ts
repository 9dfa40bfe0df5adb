import { edgeModels } from '../../physics/edges/index.ts';
import type { Unit } from '../../../shared/units.ts';
import { damageKinds } from '../../../shared/documents/network.ts';
import type { MeasuredSet } from '../../machine/recorded.ts';
import { detailOf, type ExportExtent, type Selection } from './selection.ts';

/** An array with everything that a reader must know of it. */
export interface NamedArray {
  /** An identifier in every language. */
  readonly name: string;
  readonly unit: Unit;
  /** Name of each axis, slowest first. */
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  readonly doc: string;
  /** The last axis runs fastest. */
  readonly values: Float64Array | readonly string[];
}

const sets = ['training', 'test', 'present'] as const satisfies MeasuredSet[];

/**
 * The selection as arrays: measurements by set, states, remarks, and the network that they belong to. Everything is a 64-bit float or
 * text; damage is 0 none, 1 cut, 2 short, 3 stuck; an accuracy that does not exist is NaN.
 *
 * @cost  one pass; all of it is held in memory
 */
export async function gatherArrays(selection: Selection): Promise<NamedArray[]> {
  const { extent } = selection;
  const measured = sets.filter((set) => extent.measurements[set] > 0);
  const measurements = Object.fromEntries(measured.map((set) => [set, measurementArrays(set, extent)]));
  const states = stateArrays(selection);
  const remarks: string[][] = [[], []];
  const remarkWhen = whenArrays('remark', 'remark', extent.remarks);
  const at = { training: 0, test: 0, present: 0, state: 0, remark: 0 };
  for await (const event of selection.events()) {
    if (event.kind === 'measurement') {
      const row = at[event.set]++;
      const { sequence, hostTime, step, time, error, accuracy, outputs, labels } = event;
      fillRow(measurements[event.set], row, [[sequence], [hostTime], [step], [time], [error], [accuracy ?? Number.NaN], outputs, labels]);
    } else if (event.kind === 'state') {
      const { sequence, hostTime, step, time, set, isLearning, datapoint } = event;
      const damage = event.damage.map((kind) => (kind === null ? 0 : damageKinds.indexOf(kind) + 1));
      fillRow(states, at.state++, [
        ...[sequence, hostTime, step, time, sets.indexOf(set), isLearning ? 1 : 0, datapoint].map((value) => [value]),
        ...[event.freeVoltages, event.clampedVoltages, event.states, event.conductances, damage],
      ]);
    } else {
      const { sequence, hostTime, step, time } = event;
      fillRow(remarkWhen, at.remark++, [[sequence], [hostTime], [step], [time]]);
      remarks[0].push(event.kind);
      remarks[1].push(detailOf(event));
    }
  }
  return [
    ...measured.flatMap((set) => measurements[set]),
    ...(extent.states === 0 ? [] : states),
    ...(extent.remarks === 0 ? [] : [...remarkWhen, ...remarkTexts(remarks)]),
    ...networkArrays(selection),
  ];
}

interface NumberArray extends NamedArray {
  readonly values: Float64Array;
}

function numbers(
  name: string,
  unit: Unit,
  doc: string,
  axes: readonly string[],
  shape: readonly number[],
  values: Float64Array = new Float64Array(shape.reduce((product, length) => product * length, 1)),
): NumberArray {
  return { name, unit, axes, shape, doc, values };
}

function texts(name: string, axis: string, doc: string, values: readonly string[]): NamedArray {
  return { name, unit: '', axes: [axis], shape: [values.length], doc, values };
}

/** Writes one row of each array. */
function fillRow(arrays: readonly NumberArray[], row: number, rows: readonly ArrayLike<number>[]): void {
  rows.forEach((values, index) => arrays[index].values.set(values, row * values.length));
}

function whenArrays(prefix: string, axis: string, count: number): NumberArray[] {
  return [
    numbers(`${prefix}Sequence`, '', 'Number of the event in the recording, from 0', [axis], [count]),
    numbers(`${prefix}HostTime`, 's', 'Host time, since 1970-01-01 UTC', [axis], [count]),
    numbers(`${prefix}Step`, '', 'Training step', [axis], [count]),
    numbers(`${prefix}Time`, 's', 'Learning time', [axis], [count]),
  ];
}

function measurementArrays(set: MeasuredSet, { measurements, widths }: ExportExtent): NumberArray[] {
  const count = measurements[set];
  const axis = `${set}Measurement`;
  const wide = [axis, 'datapoint·output'];
  const of = set === 'present' ? 'the datapoint shown at that moment' : `the ${set} set`;
  return [
    ...whenArrays(set, axis, count),
    numbers(`${set}Error`, 'V²', `Mean over the datapoints of ${of} of the sum over outputs of (O − L)²`, [axis], [count]),
    numbers(`${set}Accuracy`, '', `Fraction of ${of} that is classified correctly; NaN without classes`, [axis], [count]),
    numbers(`${set}Outputs`, 'V', `Free outputs of ${of}, output fastest`, wide, [count, widths[set]]),
    numbers(`${set}Labels`, 'V', `Labels of ${of}, output fastest`, wide, [count, widths[set]]),
  ];
}

function stateArrays({ experiment, extent }: Selection): NumberArray[] {
  const { states: count, nodes, edges } = extent;
  const { stateTitle, stateUnit } = edgeModels[experiment.edgeModel.kind];
  const [byNode, byEdge] = [
    ['state', 'node'],
    ['state', 'edge'],
  ];
  return [
    ...whenArrays('state', 'state', count),
    numbers('stateSet', '', 'Set that the datapoint counts in: 0 training, 1 test', ['state'], [count]),
    numbers('stateIsLearning', '', '1 while learning, 0 while frozen', ['state'], [count]),
    numbers('stateDatapoint', '', 'Datapoint whose inputs are applied, −1 before the first', ['state'], [count]),
    numbers('freeVoltages', 'V', 'Node voltages of the free network', byNode, [count, nodes]),
    numbers('clampedVoltages', 'V', 'Node voltages of the clamped network', byNode, [count, nodes]),
    numbers('edgeStates', stateUnit, `${stateTitle} of every edge`, byEdge, [count, edges]),
    numbers('conductances', 'S', 'Chord conductance I/ΔV of every edge in the free network', byEdge, [count, edges]),
    numbers('damage', '', '0 none, 1 cut, 2 short, 3 stuck', byEdge, [count, edges]),
  ];
}

function remarkTexts([kinds, details]: readonly string[][]): NamedArray[] {
  return [
    texts('remarkKind', 'remark', 'damage, parameter, marker, note, log or end', kinds),
    texts('remarkDetail', 'remark', 'What it says, as JSON', details),
  ];
}

function networkArrays({ experiment: { network, document }, recording }: Selection): NamedArray[] {
  const { nodeIds, edgeIds, nodeCount, edgeCount } = network;
  const ends = (name: string, doc: string, values: Int32Array): NamedArray =>
    numbers(name, 'node', doc, ['edge'], [edgeCount], Float64Array.from(values));
  return [
    texts('nodeNames', 'node', 'Name of every node', nodeIds),
    texts('edgeNames', 'edge', 'Name of every edge', edgeIds),
    ends('edgeFrom', 'Node at the first end of every edge, counted from 0; current is positive from here', network.from),
    ends('edgeTo', 'Node at the other end of every edge, counted from 0', network.to),
    numbers('nodeX', '', 'Place of every node to the right, lattice spacings', ['node'], [nodeCount], network.x),
    numbers('nodeY', '', 'Place of every node downwards, lattice spacings', ['node'], [nodeCount], network.y),
    texts('experiment', 'document', 'The twinbench.experiment document, as JSON', [JSON.stringify(document)]),
    texts('recording', 'document', 'Name, origin and machine of the recording, as JSON', [JSON.stringify(headerOf(recording.header))]),
  ];
}

function headerOf({ id, name, createdAt, program, origin, machine, capabilities }: Selection['recording']['header']): object {
  return { id, name, createdAt, program, origin, machine, capabilities };
}

/** What all arrays together hold, for estimates: how many numbers, how many characters of text, how many arrays. */
export function arraySize({ nodes, edges, widths, measurements, states, remarks, remarkLength, documentLength }: ExportExtent): {
  readonly numbers: number;
  readonly characters: number;
  readonly arrays: number;
} {
  const measured = sets.filter((set) => measurements[set] > 0);
  return {
    numbers:
      measured.reduce((sum, set) => sum + measurements[set] * (6 + 2 * widths[set]), 0) +
      states * (7 + 2 * nodes + 3 * edges) +
      4 * remarks +
      2 * (nodes + edges),
    characters: remarkLength + 9 * remarks + 6 * (nodes + edges) + documentLength + 400,
    arrays: 8 * measured.length + (states > 0 ? 12 : 0) + (remarks > 0 ? 6 : 0) + 8,
  };
}
