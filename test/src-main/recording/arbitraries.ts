import fc from 'fast-check';
import type { NewEvent } from '../../../src-main/recording/writer.ts';

/** JSON has no −0. */
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
/** What an array of floats holds: everything. */
const float = fc.double();
const floats = (length: number) => fc.array(float, { minLength: length, maxLength: length }).map((values) => Float64Array.from(values));
const when = { step: fc.nat(), time: number, hostTime: number };
const text = fc.string({ unit: 'binary', maxLength: 20 });

const damage = fc.constantFrom('cut', 'short', 'stuck', null);

const measurement = fc.nat(4).chain((count) =>
  fc.record({
    kind: fc.constant('measurement' as const),
    ...when,
    set: fc.constantFrom('training' as const, 'test' as const, 'present' as const),
    error: float,
    accuracy: fc.option(number),
    outputs: floats(count),
    labels: floats(count),
  }),
);

const state = fc.tuple(fc.nat(5), fc.nat(5)).chain(([nodes, edges]) =>
  fc.record({
    kind: fc.constant('state' as const),
    ...when,
    set: fc.constantFrom('training' as const, 'test' as const),
    isLearning: fc.boolean(),
    datapoint: fc.integer({ min: -1, max: 100 }),
    freeVoltages: floats(nodes),
    clampedVoltages: floats(nodes),
    states: floats(edges),
    conductances: floats(edges),
    damage: fc.array(damage, { minLength: edges, maxLength: edges }),
  }),
);

const small = fc.oneof(
  fc.record({ kind: fc.constant('damage' as const), ...when, edges: fc.array(fc.nat(), { maxLength: 4 }), damage }),
  fc.record({
    kind: fc.constant('setting' as const),
    ...when,
    edges: fc.array(fc.nat(), { maxLength: 4 }),
    states: fc.array(number, { maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant('parameter' as const),
    ...when,
    name: fc.constantFrom('nudge' as const, 'stepTime' as const, 'learning' as const),
    value: number,
  }),
  fc.record({ kind: fc.constant('marker' as const), ...when, marker: fc.constantFrom('cut' as const, 'note' as const), label: text }),
  fc.record({ kind: fc.constant('note' as const), ...when, text }),
  fc.record({ kind: fc.constant('log' as const), ...when, level: fc.constantFrom('info' as const, 'error' as const), text }),
);

/** Anything that can happen in a run. */
export const anyEvent: fc.Arbitrary<NewEvent> = fc.oneof(measurement, state, small);
