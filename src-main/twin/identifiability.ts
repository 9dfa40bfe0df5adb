import { EigenvalueDecomposition } from 'ml-matrix';
import type { NetworkFit } from './networkFit.ts';
import type { ParameterName } from './networkLayout.ts';

/** A direction of the parameters about which the data say less than the prior did. */
export interface NullDirection {
  /** Information of the data along it, in units of the prior's: below 1 the data add nothing. */
  readonly information: number;
  /** The parameters that take part most, with their weights in prior spreads. */
  readonly parts: readonly { readonly name: ParameterName; readonly weight: number }[];
  readonly words: string;
}

/** Parts with less weight than this are not named. */
const NAMED = 0.2;
const MOST_NAMED = 4;

/**
 * What calibration could not separate: eigenvectors of the Fisher matrix of the data, in units of the prior's spreads, with an
 * eigenvalue below 1. Told in words, with the boundary condition that would tell.
 *
 * @cost parameters³
 */
export function nullDirections(
  { layout, information }: NetworkFit,
  edgeIds: readonly string[],
  nodeIds: readonly string[],
): NullDirection[] {
  if (layout.names.length === 0) return [];
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(information, { assumeSymmetric: true });
  return realEigenvalues.flatMap((value, column) => {
    if (value >= 1) return [];
    const parts = layout.names
      .map((name, row) => ({ name, weight: eigenvectorMatrix.get(row, column) }))
      .filter(({ weight }) => Math.abs(weight) > NAMED)
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
      .slice(0, MOST_NAMED);
    return [
      { information: Math.max(value, 0), parts, words: inWords(layout, eigenvectorMatrix.getColumn(column), parts, edgeIds, nodeIds) },
    ];
  });
}

function inWords(
  { names, place, edgeCount, nodeCount }: NetworkFit['layout'],
  direction: readonly number[],
  parts: NullDirection['parts'],
  edgeIds: readonly string[],
  nodeIds: readonly string[],
): string {
  const isCommon = (start: number, count: number): boolean => {
    const slice = direction.slice(start, start + count);
    const size = Math.hypot(...slice);
    return start >= 0 && size > 0.7 && Math.abs(slice.reduce((sum, value) => sum + value, 0)) > 0.9 * size * Math.sqrt(count);
  };
  if (isCommon(place.gain, edgeCount)) {
    return 'The gain that all edges share: it scales every current and no voltage. A known resistor to a node, or a measured supply current, would tell.';
  }
  if (isCommon(place.zero, nodeCount)) {
    return 'The zero that all nodes share: only differences of voltages move currents. A node shorted to ground while it is read would tell.';
  }
  const listed = parts.map(({ name: { kind, index }, weight }) => {
    const what = {
      gain: 'gain of',
      threshold: 'threshold of',
      softness: 'softness',
      body: 'body effect',
      degradation: 'loss of mobility',
      zero: 'zero of',
      stray: 'connection',
    };
    const which = kind === 'gain' || kind === 'threshold' ? ` ${edgeIds[index]}` : kind === 'zero' ? ` ${nodeIds[index]}` : '';
    return `${weight < 0 ? '−' : '+'} ${what[kind]}${which}`;
  });
  const hasNames = listed.length > 0 ? listed.join(' ') : `a mixture of ${names.length} parameters`;
  return `${hasNames}: these hold voltages between the same nodes. Sources on the nodes at their ends, moved one at a time, would separate them.`;
}
