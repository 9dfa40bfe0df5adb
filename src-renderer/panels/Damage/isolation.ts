import type { Frame } from '../../../shared/frames.ts';
import type { Session } from '../../../shared/session.ts';

/**
 * Names of the outputs that lose their last way to an imposed voltage when this edge is cut: they float then, and there is no error left to
 * learn from. Empty for an edge whose loss the network survives. Cost: nodes × edges at most.
 */
export function outputsIsolatedBy(session: Pick<Session, 'nodes' | 'edges' | 'roles'>, damage: Frame['damage'], edge: number): string[] {
  const before = reached(session, (other) => damage[other] !== 'cut');
  const after = reached(session, (other) => damage[other] !== 'cut' && other !== edge);
  const lost = session.roles.filter(({ role, node }) => role === 'output' && before.has(node) && !after.has(node));
  return lost.map(({ name }) => name);
}

/** Nodes with a way to an imposed voltage. */
function reached({ edges, roles }: Pick<Session, 'edges' | 'roles'>, isWhole: (edge: number) => boolean): Set<number> {
  const found = new Set(roles.filter(({ role }) => role !== 'output').map(({ node }) => node));
  for (let size = -1; size !== found.size;) {
    size = found.size;
    edges.forEach(({ from, to }, edge) => {
      if (!isWhole(edge) || found.has(from) === found.has(to)) return;
      found.add(from);
      found.add(to);
    });
  }
  return found;
}
