import type { ProjectEntry, ProjectList } from '../../shared/project.ts';
import type { Catalogue, ClaimEntry, ExperimentEntry } from '../../shared/session.ts';

/** One entry of the gallery: a task of the program, an experiment of a paper, or a file of the user. */
export interface GalleryEntry {
  /** Unique in the gallery. */
  id: string;
  kind: 'task' | 'experiment' | 'project';
  /** As `session.load` takes it; of a file its path. */
  name: string;
  title: string;
  doc: string;
  source: string;
  /** Whether the bench can open it. */
  opens: boolean;
  claims: readonly ClaimEntry[];
}

export interface GalleryGroup {
  title: string;
  entries: readonly GalleryEntry[];
}

/** The whole gallery, tasks first and the files of the user last, or what of it has all words of a search in its name, title, text or source. */
export function galleryGroups(catalogue: Catalogue | null, own: ProjectList | null, search: string): GalleryGroup[] {
  if (catalogue === null) return [];
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const groups: GalleryGroup[] = [
    {
      title: 'Tasks',
      entries: catalogue.tasks.map((task) => ({ ...task, id: `task:${task.name}`, kind: 'task', opens: true, claims: [] })),
    },
    ...catalogue.papers.map(({ title, experiments }) => ({ title, entries: experiments.map(entryOf) })),
    { title: 'Your own', entries: own === null ? [] : [...own.recent, ...own.others].map((file) => projectEntry(file, own.folder)) },
  ];
  return groups
    .map(({ title, entries }) => ({ title, entries: entries.filter((entry) => hasWords(`${title} ${textOf(entry)}`, words)) }))
    .filter(({ entries }) => entries.length > 0);
}

/** The entry of the catalogue under this full name, or `null`. */
export function findExperiment(catalogue: Catalogue | null, name: string): ExperimentEntry | null {
  return catalogue?.papers.flatMap(({ experiments }) => experiments).find((entry) => entry.name === name) ?? null;
}

/** The figure without its paper, which stands above the list. @example placeOf('Dillavou 2022, Fig. 3b, c') // => 'Fig. 3b, c' */
export function placeOf(source: string): string {
  return source.split(', ').slice(1).join(', ') || source;
}

/** What is said of a claim beside its measured value. */
export const verdictWords: Readonly<Record<ClaimEntry['verdict'], string>> = {
  holds: 'holds',
  fails: 'fails',
  reported: 'reported only',
};

/** What to type to measure an experiment over many seeds. */
export function runCommand(name: string): string {
  return `npx twinbench experiment run ${name}`;
}

/** The entry after a key, from the present one; it stops at both ends. `null` for a key that does not move. */
export function moveInGallery(ids: readonly string[], present: string, key: string): string | null {
  const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
  const way = moves[key];
  if (way === undefined || ids.length === 0) return null;
  const next = ids.indexOf(present) + way;
  return ids[Math.min(Math.max(next, 0), ids.length - 1)];
}

function entryOf(experiment: ExperimentEntry): GalleryEntry {
  return { ...experiment, id: `experiment:${experiment.name}`, kind: 'experiment' };
}

function projectEntry({ name, path }: ProjectEntry, folder: string): GalleryEntry {
  const doc = `A file of yours. Every project and every experiment document in ${folder} stands here.`;
  return { id: `project:${path}`, kind: 'project', name: path, title: name, doc, source: path, opens: true, claims: [] };
}

function textOf({ name, title, doc, source }: GalleryEntry): string {
  return `${name} ${title} ${doc} ${source}`;
}

function hasWords(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return words.every((word) => lower.includes(word));
}
