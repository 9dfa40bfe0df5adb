import type { DamageKind } from '../../shared/documents/network.ts';
import type { Marker } from '../../shared/frames.ts';
import type { Machine } from '../machine/machine.ts';
import type { Observer } from './observer.ts';
import { requireCapability } from './problems.ts';

/** What of a run stays with its project: edges that are damaged, by id, and notes. */
export interface Heritage {
  readonly damage: Readonly<Record<string, DamageKind>>;
  readonly notes: readonly Marker[];
}

export function heritageOf({ network }: Machine, { state, markers }: Observer): Heritage {
  const damage = network.edgeIds.flatMap((id, edge): [string, DamageKind][] => {
    const kind = state.damage[edge] ?? null;
    return kind === null ? [] : [[id, kind]];
  });
  return { damage: Object.fromEntries(damage), notes: markers.since(0).filter(({ kind }) => kind === 'note') };
}

/** Puts it on a fresh machine, before anybody looks. Edges that are not there any more have nothing to damage. */
export async function inherit({ damage, notes }: Heritage, machine: Machine, { markers }: Observer): Promise<void> {
  for (const note of notes) markers.add(note);
  const { edgeIds } = machine.network;
  for (const kind of new Set(Object.values(damage))) {
    const edges = edgeIds.flatMap((id, edge) => (damage[id] === kind ? [edge] : []));
    if (edges.length === 0) continue;
    requireCapability(machine, 'damage');
    await machine.damage(edges, kind);
  }
}
