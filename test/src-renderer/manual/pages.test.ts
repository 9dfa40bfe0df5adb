import { describe, expect, it } from 'vitest';
import { problemCodes } from '../../../shared/problem.ts';
import { buildManual } from '../../../src-main/host/manual.ts';
import { buildPages, helpFor, searchPages } from '../../../src-renderer/manual/pages.ts';

const pages = buildPages(buildManual());

describe('the pages of the manual', () => {
  it('are each there once, with a text', () => {
    expect(new Set(pages.map(({ id }) => id)).size).toBe(pages.length);
    for (const { id, title, text } of pages)
      expect(
        [title, ...text].every((part) => part.length > 2),
        id,
      ).toBe(true);
  });

  it('explain every code of a message', () => {
    for (const code of problemCodes)
      expect(
        pages.some(({ id }) => id === `errors/${code}`),
        code,
      ).toBe(true);
  });

  it('are found by words in any order, those with them in the title first', () => {
    expect(searchPages(pages, 'rule SIGN')[0].id).toBe('rules/sign');
    expect(searchPages(pages, 'V_0·R_0·C_0').map(({ id }) => id)).toContain('rules/continuous');
    expect(searchPages(pages, 'no such words at all')).toEqual([]);
    expect(searchPages(pages, '  ')).toHaveLength(pages.length);
  });

  it('are named by what has the focus', () => {
    document.body.innerHTML = '<div data-help="damage"><button id="inner"></button></div><button id="outer"></button>';
    expect(helpFor(document.getElementById('inner'))).toBe('damage');
    expect(helpFor(document.getElementById('outer'))).toBe('start');
    expect(helpFor(null)).toBe('start');
  });

  it('exist for every place on the screen that names one', () => {
    for (const id of ['start', 'damage', 'look', 'nudge', 'stepTime', 'stop', 'stop/error', 'stop/time', 'stop/steps', 'stop/plateau'])
      expect(
        pages.some((page) => page.id === id),
        id,
      ).toBe(true);
  });
});
