import { experiments, papers } from '../../experiments/index.ts';
import { nearest, suggestion } from '../nearest.ts';
import { usageProblem } from '../usage.ts';

const place = 'twinbench experiment';

/**
 * The experiments that a word on the command line means: "all", a paper ("digipots2022"), a full name ("digipots2022/iris"), or the
 * second half of one where no other paper has the same ("iris").
 *
 * @throws ProblemError E-USAGE
 */
export function chooseExperiments(word: string): string[] {
  const names = Object.keys(experiments);
  if (word === 'all') return names;
  if (Object.hasOwn(experiments, word)) return [word];
  const ofPaper = names.filter((name) => name.startsWith(`${word}/`));
  if (Object.hasOwn(papers, word) && ofPaper.length > 0) return ofPaper;
  const sameKind = names.filter((name) => name.endsWith(`/${word}`));
  if (sameKind.length === 1) return sameKind;
  if (sameKind.length > 1) {
    throw usageProblem(`"${word}" is not one experiment`, place, `there are ${sameKind.join(' and ')}`, 'Give the full name.');
  }
  // A word without its paper is compared with the second halves: to full names half of every word would be missing.
  const candidates = word.includes('/') ? names : [...Object.keys(papers), ...names.map((name) => name.split('/')[1])];
  throw usageProblem(
    `There is no experiment "${word}"`,
    place,
    'the catalogue does not have it',
    `${nearest(word, candidates) === undefined ? '' : `${suggestion(word, candidates)} `}See \`twinbench experiment list\`.`,
  );
}
