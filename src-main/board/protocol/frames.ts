/** What a board does, in the order of the numbers in its frames. */
export const runStates = ['IDLE', 'RUN', 'HELD', 'DONE', 'ABORTED'] as const;
export type RunState = (typeof runStates)[number];

/** What a measurement frame carries, in the order of the numbers in it. */
export const measuredKinds = ['free', 'clamped', 'states', 'outputs'] as const;
export type MeasuredKind = (typeof measuredKinds)[number];

interface FrameHead {
  /** Counts the frames from the reset of the board on. */
  readonly sequence: number;
  /** The board's clock modulo 2³², µs. */
  readonly clock: number;
}

export interface HeartbeatFrame extends FrameHead {
  readonly kind: 'heartbeat';
  readonly state: RunState;
  readonly run: number;
  readonly step: number;
  readonly errors: number;
  readonly isLearning: boolean;
}

export interface StateFrame extends FrameHead {
  readonly kind: 'state';
  readonly run: number;
  readonly state: RunState;
  readonly step: number;
  /** µs. */
  readonly learningTime: number;
  /** 0, or the number of the error that changed the state. */
  readonly cause: number;
}

export interface MeasurementFrame extends FrameHead {
  readonly kind: 'measurement';
  readonly run: number;
  readonly step: number;
  /** Modulo 2³², µs. */
  readonly learningTime: number;
  /** Of the table; 255: the voltages that were set by hand. */
  readonly row: number;
  readonly repeats: number;
  readonly what: MeasuredKind;
  /** Sums of the converter's codes over the repeats. */
  readonly sums: readonly number[];
}

export type Frame = HeartbeatFrame | StateFrame | MeasurementFrame;

/**
 * Reads a frame (PROTOCOL.md, section 6). Longer frames of later minor versions are read as far as they are known.
 *
 * @param content  without the checksum
 * @returns        `null` for kinds and versions that are not known, and for contents that make no sense
 */
export function decodeFrame(content: Uint8Array): Frame | null {
  if (content.length < 10 || content[1] !== 1) return null;
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  const head = { sequence: view.getUint32(2, true), clock: view.getUint32(6, true) };
  switch (content[0]) {
    case 1:
      return content.length < 19 ? null : heartbeat(view, head);
    case 2:
      return content.length < 24 ? null : state(view, head);
    case 3:
      return content.length < 25 ? null : measurement(view, head);
    default:
      return null;
  }
}

function heartbeat(view: DataView, head: FrameHead): HeartbeatFrame | null {
  const state = runStates[view.getUint8(10)];
  if (state === undefined) return null;
  const [run, step] = [view.getUint16(11, true), view.getUint32(13, true)];
  return { kind: 'heartbeat', ...head, state, run, step, errors: view.getUint8(17), isLearning: view.getUint8(18) !== 0 };
}

function state(view: DataView, head: FrameHead): StateFrame | null {
  const state = runStates[view.getUint8(12)];
  if (state === undefined) return null;
  const [run, step, learningTime] = [view.getUint16(10, true), view.getUint32(13, true), view.getUint32(17, true)];
  return { kind: 'state', ...head, run, state, step, learningTime, cause: view.getInt16(21, true) };
}

function measurement(view: DataView, head: FrameHead): MeasurementFrame | null {
  const what = measuredKinds[view.getUint8(22)];
  const count = view.getUint8(24);
  if (what === undefined || view.byteLength < 25 + 2 * count) return null;
  return {
    kind: 'measurement',
    ...head,
    run: view.getUint16(10, true),
    step: view.getUint32(12, true),
    learningTime: view.getUint32(16, true),
    row: view.getUint8(20),
    repeats: view.getUint8(21) + 1,
    what,
    sums: Array.from({ length: count }, (_, index) => view.getUint16(25 + 2 * index, true)),
  };
}
