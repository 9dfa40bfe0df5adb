import type { Session } from '../../../shared/session.ts';

/** Unit of the distance between two states. */
export function spanUnit(kind: Session['edgeKind']): string {
  return { transistor: 'V', digipot: 'positions', resistor: 'S' }[kind];
}
