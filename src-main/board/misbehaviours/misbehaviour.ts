import type { ConfigOf, Spec } from '../../../shared/spec.ts';
import type { Random } from '../../math/random.ts';
import type { Bench } from '../emulator/bench.ts';

/** Something that goes wrong with a board, below the bytes that its driver sees. */
export interface Misbehaviour<S extends Spec = Spec> {
  readonly spec: S;
  /** Sets it going on a bench; `random` is a stream of its own. */
  start(config: ConfigOf<S>, bench: Bench, random: Random): void;
}

export function defineMisbehaviour<const S extends Spec>(misbehaviour: Misbehaviour<S>): Misbehaviour<S> {
  return misbehaviour;
}

/** How often a byte is hit. */
export const probabilityParameter = {
  type: 'number',
  title: 'Probability',
  doc: 'Part of the bytes that it happens to.',
  unit: '',
  default: 0.001,
  minimum: 0,
  maximum: 1,
} as const;

/** When it happens. */
export const momentParameters = {
  after: {
    type: 'number',
    title: 'After',
    doc: 'Time from now, or from the learning step that is named, until it happens.',
    unit: 's',
    default: 0,
    minimum: 0,
    maximum: 1e6,
  },
  steps: {
    type: 'number',
    title: 'Steps',
    doc: 'Learning steps that the board does from now on before the time begins to count: a moment of the run, whenever that begins.',
    unit: 'step',
    default: 0,
    minimum: 0,
    maximum: 1e12,
    integer: true,
  },
} as const;

/** Lets something happen at a moment of the board's own time, or of its run. */
export function atMoment({ after, steps }: { readonly after: number; readonly steps: number }, bench: Bench, happen: () => void): void {
  bench.board.analog.afterSteps(steps, () => bench.time.after(1000 * after, happen));
}

/** How long it lasts. */
export const durationParameter = {
  type: 'number',
  title: 'Duration',
  doc: 'Time until it is over; 0: for ever.',
  unit: 's',
  default: 2,
  minimum: 0,
  maximum: 1e6,
} as const;

/** Which edge. */
export const edgeParameter = {
  type: 'number',
  title: 'Edge',
  doc: 'Number of the edge, from 0.',
  unit: '',
  default: 0,
  minimum: 0,
  maximum: 65535,
  integer: true,
} as const;
