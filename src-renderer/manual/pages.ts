import type { Manual, ManualEntry } from '../../shared/manual.ts';
import { problemCodes } from '../../shared/problem.ts';
import { errorPages } from './errors.ts';
import { topics } from './topics.ts';

/** One page of the manual: written by hand, made from a spec, or the meaning of an error. */
export interface Page {
  id: string;
  title: string;
  /** Heading of the list that it stands in. */
  group: string;
  text: readonly string[];
  equation: string;
  source: string;
  doi: string;
  parameters: ManualEntry['parameters'];
}

const bare = { equation: '', source: '', doi: '', parameters: [] } as const;

/** All pages, in the order of the contents. @param manual  `null` until the engine has told of it */
export function buildPages(manual: Manual | null): Page[] {
  const own = topics.map(({ equation, ...topic }): Page => ({
    ...bare,
    ...topic,
    equation: equation ?? '',
    group: 'At the bench',
    parameters: [],
  }));
  const made = (manual?.lists ?? []).flatMap(({ title: group, use, entries }) =>
    entries.map(({ doc, ...entry }): Page => ({ ...entry, group, text: [doc, `In documents: ${use}, kind "${entry.id.split('/')[1]}".`] })),
  );
  const errors = problemCodes.map((code): Page => ({
    ...bare,
    id: `errors/${code}`,
    title: code,
    group: 'Messages',
    text: [errorPages[code]],
    parameters: [],
  }));
  return [...own, ...made, ...errors];
}

/** The pages that have every word of the query somewhere, those with it in the title first. */
export function searchPages(pages: readonly Page[], query: string): Page[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [...pages];
  const inTitle = (page: Page): boolean => words.every((word) => page.title.toLowerCase().includes(word));
  return pages
    .filter((page) => {
      const all = textOf(page);
      return words.every((word) => all.includes(word));
    })
    .toSorted((one, other) => Number(inTitle(other)) - Number(inTitle(one)));
}

function textOf({ id, title, group, text, equation, parameters }: Page): string {
  const words = parameters.flatMap((parameter) => [parameter.name, parameter.title, parameter.doc]);
  return [id, title, group, ...text, equation, ...words].join(' ').toLowerCase();
}

/** The page that explains what has the focus: the nearest `data-help` around it, else the first one. */
export function helpFor(element: Element | null): string {
  return element?.closest<HTMLElement>('[data-help]')?.dataset['help'] ?? 'start';
}
