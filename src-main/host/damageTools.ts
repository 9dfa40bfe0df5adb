import type { DamageKind } from '../../shared/documents/network.ts';
import { formatPlain, formatQuantity } from '../../shared/units.ts';
import type { Machine, MachineState } from '../machine/machine.ts';
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

/** The edge whose loss hurts most, and by how much. */
export interface WorstEdge {
  edge: number;
  /** Error without any further cut and with this one, V². */
  errorBefore: number;
  errorAfter: number;
}

/**
 * Cuts each candidate in turn, measures, and takes the cut back. Edges whose loss leaves an output without any path (no
 * error can be stated then) are passed over. The machine ends as it began, bit for bit.
 *
 * @returns null when there is no candidate with a defined error
 * @cost    one measurement per candidate
 */
export async function findWorstEdge(
  machine: Machine,
  state: MachineState,
  candidates: readonly number[],
  measures: 'training' | 'test' | 'present',
): Promise<WorstEdge | null> {
  const checkpoint = await machine.checkpoint();
  const errorBefore = (await machine.measure(measures)).error;
  let worst: WorstEdge | null = null;
  try {
    for (const edge of candidates) {
      await machine.damage([edge], 'cut');
      const errorAfter = (await machine.measure(measures)).error;
      await machine.damage([edge], state.damage[edge]);
      if (Number.isFinite(errorAfter) && (worst === null || errorAfter > worst.errorAfter)) worst = { edge, errorBefore, errorAfter };
    }
  } finally {
    await machine.restore(checkpoint);
  }
  return worst;
}

/** Why this edge, in words: "raises the error most: ×240". */
export function reasonOf({ errorBefore, errorAfter }: WorstEdge): string {
  const isRatioTelling = errorBefore > 0 && errorAfter / errorBefore < 1e6;
  if (isRatioTelling) return `raises the error most: ×${formatPlain(errorAfter / errorBefore, 3)}`;
  return `raises the error most: to ${formatQuantity(errorAfter, 'V²')}`;
}

/** What undo, markers and toasts call an operation on edges: "e10 cut", "3 edges repaired". */
export function damageLabel(edgeIds: readonly string[], damage: DamageKind | null): string {
  const what = { cut: 'cut', short: 'bridged', stuck: 'stuck' };
  const subject = edgeIds.length > 3 ? `${edgeIds.length} edges` : edgeIds.join(', ');
  return `${subject} ${damage === null ? 'repaired' : what[damage]}`;
}
