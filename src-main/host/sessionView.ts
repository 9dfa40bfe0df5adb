import type { Frame } from '../../shared/frames.ts';
import type { Session as SessionData } from '../../shared/session.ts';
import type { Cursor } from './cursor.ts';
import type { SessionParts } from './sessionParts.ts';

/** What screens are told of a session: everything once, and from then on what is new. */
export class SessionView {
  readonly #parts: SessionParts;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** The position of a screen that has seen everything up to now. */
  get end(): Cursor {
    const { observer, watches } = this.#parts;
    return { point: observer.history.end, marker: observer.markers.end, ...watches.end };
  }

  /** Everything about the session; its frame repeats nothing of the history. */
  describe(): SessionData {
    const { experiment, inner, run, interventions, observer, watches, player } = this.#parts;
    const { nudge, stepTime } = interventions.parameters;
    return {
      ...experiment.description,
      ...(inner.about === undefined ? {} : { board: inner.about }),
      run,
      seed: experiment.seed,
      nudge,
      stepTime,
      history: observer.history.since(0),
      markers: observer.markers.since(0),
      ...watches.since({ period: 0, path: 0 }),
      ...(player.isPlaying ? { path: player.path } : {}),
      samples: player.samples,
      frame: this.frame(this.end),
    };
  }

  /** The newest state, with what a screen at this cursor has not read yet. */
  frame(cursor: Cursor): Frame {
    const { experiment, inner, clock, player, pacer, meter, link, undo, observer, desk, watches, recorder } = this.#parts;
    const view = observer.view();
    const parameters = player.parametersAt(view.step) ?? this.#parts.interventions.parameters;
    return {
      sequence: observer.sequence,
      isRunning: this.#parts.isRunning(),
      isLearning: observer.state.isLearning,
      isComplete: view.step >= experiment.description.plannedSteps,
      ...view,
      stepsPerSecond: meter.rate(clock.now()),
      speed: pacer.speed,
      ...parameters,
      stop: [...parameters.stop],
      stopped: watches.stop.stopped,
      history: observer.history.since(cursor.point),
      markers: observer.markers.since(cursor.marker),
      ...watches.since(cursor),
      ...undo.labels,
      isolatedNodes: desk.isolatedCount,
      damageSchedule: watches.damage.schedule,
      recording: recorder?.status ?? null,
      replayIndex: player.index,
      ...(inner.about === undefined ? {} : { link: link.status }),
    };
  }
}
