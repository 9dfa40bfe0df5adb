import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../../shared/session.ts';
import { errorCurve } from '../../../src-renderer/gallery/curve.ts';
import { findExperiment, galleryGroups, moveInGallery, placeOf, runCommand } from '../../../src-renderer/gallery/view.ts';
import { fakePapers } from '../fake/fakeCatalogue.ts';

const catalogue: Catalogue = {
  version: '0',
  tasks: [{ name: 'xor', title: 'XOR', doc: 'Exclusive or', source: 'Dillavou 2024, Fig. 3', edges: 32 }],
  papers: fakePapers,
  exportFormats: [],
  stopKinds: [],
};

describe('the gallery', () => {
  it('has the tasks first, then the papers in their order', () => {
    expect(galleryGroups(catalogue, null, '').map(({ title, entries }) => [title, ...entries.map(({ id }) => id)])).toEqual([
      ['Tasks', 'task:xor'],
      ['Imperfection (2025)', 'experiment:imperfection2025/cycles'],
      ['Digital potentiometers (2022)', 'experiment:digipots2022/comparator'],
    ]);
    expect(galleryGroups(null, null, '')).toEqual([]);
  });

  it.each([
    ['exclusive', ['task:xor']],
    ['CYCLES two', ['experiment:imperfection2025/cycles']],
    ['2022 fig. 7', ['experiment:digipots2022/comparator']],
    ['imperfection', ['experiment:imperfection2025/cycles']],
    ['cycles exclusive', []],
    ['  ', ['task:xor', 'experiment:imperfection2025/cycles', 'experiment:digipots2022/comparator']],
  ])('finds by all words of "%s"', (search, ids) => {
    expect(galleryGroups(catalogue, null, search).flatMap(({ entries }) => entries.map(({ id }) => id))).toEqual(ids);
  });

  it('moves by keys and stops at both ends', () => {
    const ids = ['a', 'b', 'c'];
    expect(moveInGallery(ids, 'a', 'ArrowDown')).toBe('b');
    expect(moveInGallery(ids, 'c', 'ArrowDown')).toBe('c');
    expect(moveInGallery(ids, 'b', 'PageUp')).toBe('a');
    expect(moveInGallery(ids, 'gone', 'ArrowDown')).toBe('a');
    expect(moveInGallery(ids, 'a', 'x')).toBeNull();
    expect(moveInGallery([], '', 'ArrowDown')).toBeNull();
  });

  it('finds an experiment by its full name, and how to run it', () => {
    expect(findExperiment(catalogue, 'digipots2022/comparator')?.title).toBe('Comparator transfer curve');
    expect(findExperiment(catalogue, '')).toBeNull();
    expect(findExperiment(null, 'digipots2022/comparator')).toBeNull();
    expect(runCommand('digipots2022/comparator')).toBe('npx twinbench experiment run digipots2022/comparator');
    expect([placeOf('Dillavou 2022, Fig. 3b, c'), placeOf('Somebody')]).toEqual(['Fig. 3b, c', 'Somebody']);
  });
});

describe('files of the user', () => {
  const own = {
    folder: '/home/me/projects',
    recent: [{ name: 'mine', path: '/elsewhere/mine.twinbench', time: 2 }],
    others: [{ name: 'lecture', path: '/home/me/projects/lecture.json', time: 1 }],
    recoverable: [],
  };

  it('stand at the end of the gallery, and are searched like the rest', () => {
    expect(galleryGroups(catalogue, own, '').at(-1)).toMatchObject({
      title: 'Your own',
      entries: [
        { kind: 'project', name: '/elsewhere/mine.twinbench', title: 'mine' },
        { kind: 'project', name: '/home/me/projects/lecture.json', title: 'lecture' },
      ],
    });
    expect(galleryGroups(catalogue, own, 'lecture.json').flatMap(({ entries }) => entries.map(({ title }) => title))).toEqual(['lecture']);
  });
});

describe('the curve of a card', () => {
  it('falls by the logarithm, and has a gap where nothing is known', () => {
    expect(errorCurve([1, 0.1, 0.01], 100, 50)).toBe('M0 0L50 25L100 50');
    expect(errorCurve([1, null, 0, 0.01], 90, 50)).toBe('M0 0M90 50');
    expect(errorCurve([], 90, 50)).toBe('');
  });
});
