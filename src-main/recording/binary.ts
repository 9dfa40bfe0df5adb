import { damageKinds } from '../../shared/documents/network.ts';
import type { MeasuredSet, RecordedMeasurement, RecordedState } from '../machine/recorded.ts';

// Everything is a 64-bit float, little-endian, so that a message is one array in every language: see RECORDING.md.

const sets: readonly MeasuredSet[] = ['training', 'test', 'present'];
/** 0 in the file: not damaged. */
const damages = [null, ...damageKinds] as const;

/** Numbers before the arrays. */
const MEASUREMENT_HEAD = 8;
const STATE_HEAD = 9;

/** [sequence, hostTime, step, time, set, error, accuracy, n, outputs × n, labels × n]; accuracy is NaN where there is none. */
export function encodeMeasurement(event: RecordedMeasurement): Uint8Array {
  const { sequence, hostTime, step, time, set, error, accuracy, outputs, labels } = event;
  if (outputs.length !== labels.length) throw new Error('a measurement has as many labels as outputs');
  const values = new Float64Array(MEASUREMENT_HEAD + 2 * outputs.length);
  values.set([sequence, hostTime, step, time, sets.indexOf(set), error, accuracy ?? Number.NaN, outputs.length]);
  values.set(outputs, MEASUREMENT_HEAD);
  values.set(labels, MEASUREMENT_HEAD + outputs.length);
  return bytesOf(values);
}

/** @returns `null` where the bytes are no measurement */
export function decodeMeasurement(bytes: Uint8Array): RecordedMeasurement | null {
  const values = floatsOf(bytes);
  if (values === null || values.length < MEASUREMENT_HEAD) return null;
  const [sequence, hostTime, step, time, set, error, accuracy, count] = values;
  if (sets[set] === undefined || values.length !== MEASUREMENT_HEAD + 2 * count) return null;
  return {
    kind: 'measurement',
    sequence,
    hostTime,
    step,
    time,
    set: sets[set],
    error,
    accuracy: Number.isNaN(accuracy) ? null : accuracy,
    outputs: values.slice(MEASUREMENT_HEAD, MEASUREMENT_HEAD + count),
    labels: values.slice(MEASUREMENT_HEAD + count),
  };
}

/**
 * [sequence, hostTime, step, time, set, isLearning, datapoint, n, e, free × n, clamped × n, states × e, conductances × e,
 * damage × e] for n nodes and e edges; damage is 0 none, 1 cut, 2 short, 3 stuck.
 */
export function encodeState(event: RecordedState): Uint8Array {
  const { sequence, hostTime, step, time, set, isLearning, datapoint, freeVoltages, clampedVoltages, states, conductances, damage } = event;
  const [nodes, edges] = [freeVoltages.length, states.length];
  if (clampedVoltages.length !== nodes || conductances.length !== edges || damage.length !== edges) {
    throw new Error('the arrays of a state have one length for nodes and one for edges');
  }
  const values = new Float64Array(STATE_HEAD + 2 * nodes + 3 * edges);
  values.set([sequence, hostTime, step, time, sets.indexOf(set), isLearning ? 1 : 0, datapoint, nodes, edges]);
  values.set(freeVoltages, STATE_HEAD);
  values.set(clampedVoltages, STATE_HEAD + nodes);
  values.set(states, STATE_HEAD + 2 * nodes);
  values.set(conductances, STATE_HEAD + 2 * nodes + edges);
  for (let edge = 0; edge < edges; edge++) values[STATE_HEAD + 2 * nodes + 2 * edges + edge] = damages.indexOf(damage[edge]);
  return bytesOf(values);
}

/** @returns `null` where the bytes are no state */
export function decodeState(bytes: Uint8Array): RecordedState | null {
  const values = floatsOf(bytes);
  if (values === null || values.length < STATE_HEAD) return null;
  const [sequence, hostTime, step, time, setIndex, isLearning, datapoint, nodes, edges] = values;
  const set = sets[setIndex];
  // Lengths that are none could add up to the right one.
  if (![nodes, edges].every((length) => Number.isInteger(length) && length >= 0)) return null;
  if (set === undefined || set === 'present' || values.length !== STATE_HEAD + 2 * nodes + 3 * edges) return null;
  const part = (from: number, length: number): Float64Array => values.slice(STATE_HEAD + from, STATE_HEAD + from + length);
  return {
    kind: 'state',
    sequence,
    hostTime,
    step,
    time,
    set,
    isLearning: isLearning === 1,
    datapoint,
    freeVoltages: part(0, nodes),
    clampedVoltages: part(nodes, nodes),
    states: part(2 * nodes, edges),
    conductances: part(2 * nodes + edges, edges),
    damage: Array.from(part(2 * nodes + 2 * edges, edges), (index) => damages[index] ?? null),
  };
}

const bytesOf = (values: Float64Array): Uint8Array => new Uint8Array(values.buffer);

function floatsOf(bytes: Uint8Array): Float64Array | null {
  if (bytes.byteLength % 8 !== 0) return null;
  // A copy begins at a multiple of eight bytes, wherever the message stood in its chunk.
  return new Float64Array(Uint8Array.from(bytes).buffer);
}
