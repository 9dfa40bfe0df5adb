import type { DamageKind } from '../../shared/documents/network.ts';
import { formatPlain, formatQuantity } from '../../shared/units.ts';
import type { EdgeLoss } from '../analysis/edgeImportance.ts';
import type { Random } from '../math/random.ts';
import { shuffled } from '../math/random.ts';
import type { Network } from '../physics/network.ts';

/** Draws `count` of the candidates, or all when there are fewer; in ascending order. */
export function drawEdges(candidates: readonly number[], count: number, random: Random): number[] {
  return shuffled(candidates, random)
    .slice(0, count)
    .sort((one, other) => one - other);
}

/** The edges that are neither cut nor bridged; those of them that can learn when `isAdaptive` is given. */
export function intactEdges(damage: readonly (DamageKind | null)[], isAdaptive?: readonly boolean[]): number[] {
  const edges: number[] = [];
  damage.forEach((kind, edge) => {
    if (kind !== 'cut' && kind !== 'short' && (isAdaptive?.[edge] ?? true)) edges.push(edge);
  });
  return edges;
}

/** Nodes with no path over uncut edges to any of the held nodes, [node]. */
export function isolatedNodes(network: Network, damage: readonly (DamageKind | null)[], held: readonly number[]): number[] {
  const isReached = new Array<boolean>(network.nodeCount).fill(false);
  for (const node of held) isReached[node] = true;
  // Sweeping over the edges until nothing changes is quadratic at worst, and networks on a screen are small.
  for (let hasChanged = true; hasChanged;) {
    hasChanged = false;
    for (let edge = 0; edge < network.edgeCount; edge++) {
      const [from, to] = [network.from[edge], network.to[edge]];
      if (damage[edge] === 'cut' || isReached[from] === isReached[to]) continue;
      isReached[from] = isReached[to] = true;
      hasChanged = true;
    }
  }
  return isReached.flatMap((reached, node) => (reached ? [] : [node]));
}

/** Why this edge, in words: "raises the error most: ×240", "raises the error least: ×1.002". */
export function reasonOf({ errorBefore, errorAfter }: EdgeLoss, which: 'most' | 'least'): string {
  const isRatioTelling = errorBefore > 0 && errorAfter / errorBefore < 1e6;
  if (isRatioTelling) return `raises the error ${which}: ×${formatPlain(errorAfter / errorBefore, 3)}`;
  return `raises the error ${which}: to ${formatQuantity(errorAfter, 'V²')}`;
}

/** What undo, markers and toasts call an operation on edges: "e10 cut", "3 edges repaired". */
export function damageLabel(edgeIds: readonly string[], damage: DamageKind | null): string {
  const what = { cut: 'cut', short: 'shorted', stuck: 'stuck' };
  const subject = edgeIds.length > 3 ? `${edgeIds.length} edges` : edgeIds.join(', ');
  return `${subject} ${damage === null ? 'repaired' : what[damage]}`;
}
