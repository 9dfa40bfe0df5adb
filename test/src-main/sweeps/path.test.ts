import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePath, withValueAt, type Path } from '../../../src-main/sweeps/path.ts';
import { always } from '../../properties.ts';

describe('parsePath', () => {
  test.each<[string, Path]>([
    ['seed', ['seed']],
    ['schedule.period', ['schedule', 'period']],
    ['$.imperfections[0].spread', ['imperfections', 0, 'spread']],
    ['network.hold["n 1"]', ['network', 'hold', 'n 1']],
    ['dataset.labels[2][0]', ['dataset', 'labels', 2, 0]],
    ['a["b\\"c"]', ['a', 'b"c']],
  ])('%s', (text, path) => {
    expect(parsePath(text)).toEqual(path);
  });

  test.each(['', '$', '.a', 'a.', 'a..b', 'a[b]', 'a[-1]', 'a b', 'a[0]b', 'ab["'])('%s is no path', (text) => {
    expect(parsePath(text)).toBeNull();
  });
});

describe('withValueAt', () => {
  test('sets one place, and leaves the original and everything beside the path alone', () => {
    const beside = { kept: true };
    const root = { a: [{ b: 1 }, beside], c: 2 };
    const changed = withValueAt(root, ['a', 0, 'b'], 7);
    expect(changed).toEqual({ a: [{ b: 7 }, beside], c: 2 });
    expect(root.a[0]).toEqual({ b: 1 });
    expect(changed?.a[1]).toBe(beside);
  });

  test('a new key in an object that is there is allowed: optional parameters are left out of documents', () => {
    expect(withValueAt({ goal: {} }, ['goal', 'errorBelow'], 1)).toEqual({ goal: { errorBelow: 1 } });
  });

  test.each<[string, Path]>([
    ['through something that is not there', ['goal', 'errorBelow']],
    ['behind the end of an array', ['a', 1]],
    ['a name in an array', ['a', 'length']],
    ['into a number', ['a', 0, 'x']],
    ['into the prototype', ['__proto__', 'polluted']],
    ['an inherited key', ['constructor', 'name']],
  ])('%s leads nowhere', (_, path) => {
    expect(withValueAt({ a: [1] }, path, 1)).toBeNull();
  });

  test('what is set is what is found there, whatever the value', () => {
    always(
      fc.property(fc.jsonValue(), (value) => {
        expect(withValueAt({ a: { b: 0 } }, ['a', 'b'], value)).toEqual({ a: { b: value } });
      }),
    );
  });
});
