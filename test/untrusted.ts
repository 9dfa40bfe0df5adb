import fc from 'fast-check';
import { ProblemError } from '../shared/problem.ts';

/** Where in a value: at each level the child of this number, counted round; a path that is longer than the value is deep ends at its leaf. */
type Path = readonly number[];

/** What stands where it does not belong: out of every range, of another type, or the name of something else. */
const odd = fc.oneof(
  fc.constantFrom(0, 1, -1, 0.5, 1e-9, 1e9, 1e15, -1e300, 1e300, 2 ** 32, null, true, '', 'e0', 'n0', '__proto__', 'constructor', [], {}, [
    [],
  ]),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -3, max: 300 }),
  fc.string({ maxLength: 5 }),
  fc.jsonValue({ maxDepth: 2 }),
);

const path = fc.array(fc.nat(100_000), { minLength: 1, maxLength: 7 });
const change = fc.record({ path, what: fc.constantFrom('replace', 'remove', 'repeat', 'copy'), value: odd, from: path });

/** A JSON document with a few places of it changed: something odd, something of another place, an item twice, or nothing at all. */
export function changed(document: unknown): fc.Arbitrary<unknown> {
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    const copy: unknown = JSON.parse(JSON.stringify(document));
    for (const { path: to, what, value, from } of changes) {
      const [parent, key] = placeAt(copy, to);
      if (what === 'remove') {
        if (Array.isArray(parent)) parent.splice(Number(key), 1);
        else Reflect.deleteProperty(parent, key);
      } else if (what === 'repeat' && Array.isArray(parent)) parent.splice(Number(key), 0, structuredClone(parent[Number(key)]));
      else if (what === 'copy') {
        const [other, otherKey] = placeAt(copy, from);
        parent[key] = structuredClone(other[otherKey]);
      } else parent[key] = structuredClone(value);
    }
    return JSON.parse(JSON.stringify(copy)) as unknown;
  });
}

function placeAt(root: unknown, way: Path): [parent: Record<string, unknown>, key: string] {
  let parent = root as Record<string, unknown>;
  let key = '';
  for (const step of way) {
    const within = key === '' ? parent : parent[key];
    const keys = typeof within === 'object' && within !== null ? Object.keys(within) : [];
    if (keys.length === 0) break;
    parent = within as Record<string, unknown>;
    key = keys[step % keys.length];
  }
  return [parent, key];
}

/** What an untrusted thing comes to: `null` where it was refused in words that a person can act on. Everything else is thrown on. */
export function takenOrRefused<Taken>(take: () => Taken): Taken | null {
  try {
    return take();
  } catch (error) {
    return refused(error);
  }
}

/** The same of what takes its time. */
export async function takenOrRefusedLater<Taken>(take: () => Promise<Taken>): Promise<Taken | null> {
  return take().catch(refused);
}

function refused(error: unknown): null {
  if (!(error instanceof ProblemError)) throw error;
  return null;
}
