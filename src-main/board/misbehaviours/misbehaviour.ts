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
export const afterParameter = {
  type: 'number',
  title: 'After',
  doc: 'Time from now until it happens.',
  unit: 's',
  default: 0,
  minimum: 0,
  maximum: 1e6,
} as const;

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
