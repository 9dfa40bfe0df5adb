import type { RecordedEvent, RecordedMeasurement, RecordedState, MeasuredSet } from '../machine/recorded.ts';
import type { Moment, ReplaySource } from '../machine/replay.ts';
import type { StoredRecording } from './reader.ts';
import type { Place } from './scan.ts';

/** Told on the way of every event, and of every stretch of bytes that can't be read. */
interface Watch {
  readonly onEvent?: (event: RecordedEvent) => void;
  readonly onGap?: (bytes: number) => void;
}

/**
 * Lays a recording out for replay: where each measurement stands, and everything that draws a marker.
 *
 * @cost  one pass over the file; then some 60 bytes of memory per measurement, and one read per moment that is shown
 */
export async function replaySourceOf(recording: StoredRecording, { onEvent, onGap }: Watch = {}): Promise<ReplaySource> {
  const { measure } = recording.header.document;
  const timeline = { steps: [] as number[], times: [] as number[], errors: [] as number[], accuracies: [] as (number | null)[] };
  const remarks: RecordedEvent[] = [];
  const pieces: Place[] = [];
  /** Piece in which each measurement stands, and its sequence number. */
  const pieceOf: number[] = [];
  const sequences: number[] = [];
  for await (const { events, offset, length } of recording.pieces(onGap)) {
    for (const event of events) {
      onEvent?.(event);
      if (event.kind === 'measurement') {
        if (event.set !== measure.of) continue;
        timeline.steps.push(event.step);
        timeline.times.push(event.time);
        timeline.errors.push(event.error);
        timeline.accuracies.push(event.accuracy);
        pieceOf.push(pieces.length);
        sequences.push(event.sequence);
      } else if (event.kind !== 'state' && event.kind !== 'log' && event.kind !== 'end') remarks.push(event);
    }
    pieces.push({ offset, length });
  }

  const cache = new PieceCache(recording);
  return {
    header: recording.header,
    timeline,
    remarks,
    async moment(index) {
      const from = sequences[index];
      const end = sequences[index + 1] ?? Infinity;
      const measurements: Partial<Record<MeasuredSet, RecordedMeasurement>> = {};
      let state: RecordedState | null = null;
      // What belongs to a measurement may stand in the chunk after it.
      for (let piece = pieceOf[index]; piece < Math.min(pieceOf[index] + 2, pieces.length); piece++) {
        for (const event of await cache.events(pieces[piece])) {
          if (event.sequence < from || event.sequence >= end || event.step !== timeline.steps[index]) continue;
          if (event.kind === 'measurement') measurements[event.set] ??= event;
          if (event.kind === 'state' && event.set === 'training') state ??= event;
        }
      }
      return { measurements, state } satisfies Moment;
    },
  };
}

/** The two chunks that were read last: playing forward reads each chunk once. */
class PieceCache {
  readonly #recording: StoredRecording;
  readonly #kept: { offset: number; events: Promise<readonly RecordedEvent[]> }[] = [];

  constructor(recording: StoredRecording) {
    this.#recording = recording;
  }

  events(place: Place): Promise<readonly RecordedEvent[]> {
    const kept = this.#kept.find(({ offset }) => offset === place.offset);
    if (kept !== undefined) return kept.events;
    const events = this.#recording.readPiece(place);
    this.#kept.push({ offset: place.offset, events });
    if (this.#kept.length > 2) this.#kept.shift();
    return events;
  }
}
