import fc from 'fast-check';

/** Of every property in the gate: the same commit gives the same verdict. `npm run properties` draws another (scripts/properties.mjs). */
const seed = Number(process.env.TWINBENCH_PROPERTY_SEED ?? 18_014_040);
/** How many times as many cases as in the gate. */
const times = Number(process.env.TWINBENCH_PROPERTY_RUNS ?? 1);

/**
 * Throws where the property fails in one of `runs` drawn cases, with the smallest case that fails and the seed. The one way to run a
 * property: `fc.assert` alone would draw other cases every time.
 */
export function always<Case>(property: fc.IAsyncProperty<Case>, runs?: number): Promise<void>;
export function always<Case>(property: fc.IProperty<Case>, runs?: number): void;
export function always<Case>(property: fc.IRawProperty<Case>, runs = 100): Promise<void> | void {
  return fc.assert(property, { seed, numRuns: runs * times });
}

/** Drawn cases for tests that look at all of them together; as many times `count` as there are more runs of properties. */
export function drawnCases<Case>(cases: fc.Arbitrary<Case>, count: number): Case[] {
  return fc.sample(cases, { seed, numRuns: count * times });
}
