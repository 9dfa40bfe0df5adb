import { EigenvalueDecomposition } from 'ml-matrix';
import type { NetworkFit } from './networkFit.ts';
import type { ParameterName } from './networkLayout.ts';

/** A direction of the parameters about which the data say less than the prior did. */
export interface NullDirection {
  /** Information of the data along it, in units of the prior's: below 1 the data add nothing. */
  readonly information: number;
  /** What all edges or all nodes share, one parameter alone, or several that only show together. */
  readonly kind: 'gain' | 'zero' | 'alone' | 'together';
  /** The parameters that take part most: "threshold of e7", with their weights in prior spreads. */
  readonly parts: readonly { readonly name: string; readonly weight: number }[];
}

/** Parts with less weight than this are not named. */
const NAMED = 0.2;
const MOST_NAMED = 4;
/** A parameter with more weight than this is the direction. */
const ALONE = 0.9;

/**
 * What calibration could not separate: eigenvectors of the Fisher matrix of the data, in units of the prior's spreads, with an
 * eigenvalue below 1.
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
    const direction = eigenvectorMatrix.getColumn(column);
    const parts = layout.names
      .map((name, row) => ({ name: nameOf(name, edgeIds, nodeIds), weight: direction[row] }))
      .filter(({ weight }) => Math.abs(weight) > NAMED)
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
      .slice(0, MOST_NAMED);
    return [{ information: Math.max(value, 0), kind: kindOf(layout, direction), parts }];
  });
}

function kindOf({ place, edgeCount, nodeCount }: NetworkFit['layout'], direction: readonly number[]): NullDirection['kind'] {
  const isCommon = (start: number, count: number): boolean => {
    const slice = direction.slice(start, start + count);
    const size = Math.hypot(...slice);
    return start >= 0 && size > 0.7 && Math.abs(slice.reduce((sum, value) => sum + value, 0)) > 0.9 * size * Math.sqrt(count);
  };
  if (isCommon(place.gain, edgeCount)) return 'gain';
  if (isCommon(place.zero, nodeCount)) return 'zero';
  return direction.some((weight) => Math.abs(weight) > ALONE) ? 'alone' : 'together';
}

function nameOf({ kind, index }: ParameterName, edgeIds: readonly string[], nodeIds: readonly string[]): string {
  const what = {
    gain: 'gain of',
    threshold: 'threshold of',
    softness: 'softness',
    body: 'body effect',
    degradation: 'loss of mobility',
    zero: 'zero of',
    stray: 'stray connection',
  };
  return `${what[kind]}${kind === 'gain' || kind === 'threshold' ? ` ${edgeIds[index]}` : kind === 'zero' ? ` ${nodeIds[index]}` : ''}`;
}

/**
 * The directions of several networks in words: each matter once, with the boundary condition that would tell.
 *
 * @param networks  directions by the name of the network: "free", "clamped"
 */
export function identifiabilityWords(networks: Readonly<Record<string, readonly NullDirection[]>>): string[] {
  const found = Object.entries(networks).flatMap(([network, directions]) => directions.map((direction) => ({ network, ...direction })));
  const of = (kind: NullDirection['kind']): typeof found => found.filter((direction) => direction.kind === kind);
  const where = (directions: typeof found): string => [...new Set(directions.map(({ network }) => network))].join(' and ');
  const words: string[] = [];
  if (of('gain').length > 0)
    words.push(
      `The gain that all edges share (${where(of('gain'))}): it scales every current and no voltage. A known resistor to a node, or a measured supply current, would tell.`,
    );
  if (of('zero').length > 0)
    words.push(
      `The zero that all nodes share (${where(of('zero'))}): only differences of voltages move currents. A node shorted to ground while it is read would tell.`,
    );
  const alone = Object.keys(networks).flatMap((network) => {
    const names = of('alone')
      .filter((direction) => direction.network === network)
      .map(({ parts }) => parts[0].name);
    return names.length === 0 ? [] : [`${names.join(', ')} (${network})`];
  });
  if (alone.length > 0)
    words.push(
      `${sentence(alone.join('; '))}: the gates were never where these show, and what is stated is what is usual. Those gates nearer to their thresholds, under several inputs, would tell.`,
    );
  const together = of('together').map(({ network, parts }) => `${combination(parts)} (${network})`);
  if (together.length > 0)
    words.push(
      `Only together: ${together.join('; ')}. They hold voltages between the same nodes. Sources on the nodes at their ends, moved one at a time, would separate them.`,
    );
  return words;
}

/** "gain of e3 − threshold of e3", the sign of the first being plus. */
function combination(parts: NullDirection['parts']): string {
  if (parts.length === 0) return 'a mixture of many parameters';
  const sign = Math.sign(parts[0].weight);
  return parts.map(({ name, weight }, index) => (index === 0 ? name : `${weight * sign < 0 ? '−' : '+'} ${name}`)).join(' ');
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
