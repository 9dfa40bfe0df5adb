import type { ComparedTolerance } from '../../../shared/compare.ts';
import { usageProblem } from '../usage.ts';

/** The parts of a tolerance. */
export const toleranceParts = ['absolute', 'relative', 'sigmas', 'sigma'] as const satisfies readonly (keyof ComparedTolerance)[];

/**
 * Tolerances of single quantities and signals, as they are typed.
 *
 * @throws ProblemError E-USAGE naming what is wrong
 * @example parseTolerances('free:absolute=0.002:sigmas=4,gate e14:relative=0.05')
 */
export function parseTolerances(text: string): Record<string, Partial<ComparedTolerance>> {
  return Object.fromEntries(
    text.split(',').map((piece) => {
      const [name, ...pairs] = piece.split(':').map((part) => part.trim());
      if (name === '' || pairs.length === 0) throw wrong(piece, 'it says no tolerance');
      return [name, Object.fromEntries(pairs.map((pair) => partOf(piece, pair)))];
    }),
  );
}

function partOf(piece: string, pair: string): [string, number] {
  const [part, value = ''] = pair.split('=').map((word) => word.trim());
  if (!(toleranceParts as readonly string[]).includes(part)) throw wrong(piece, `"${part}" is no part of a tolerance`);
  const number = value === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(number) || number < 0) throw wrong(piece, `"${value}" is not a number from 0 on`);
  return [part, number];
}

function wrong(piece: string, why: string): Error {
  const remedy = `Write NAME:PART=VALUE:PART=VALUE, with the parts ${toleranceParts.join(', ')}, as in free:absolute=0.002.`;
  return usageProblem('This tolerance can’t be understood', `--tolerance ${piece}`, why, remedy);
}
