import type { Session } from '../../shared/session.ts';

/** What runs along the horizontal axis of the plots. */
export interface Abscissa {
  label: string;
  unit: string;
  of(point: { step: number; time: number }): number;
}

const inTime: Abscissa = { label: 'learning time', unit: 's', of: (point) => point.time };
const inSteps: Abscissa = { label: 'step', unit: '', of: (point) => point.step };

/** The papers' convention: transistor networks learn in seconds, wiper networks in steps. */
export function abscissaOf(session: Pick<Session, 'edgeKind'>): Abscissa {
  return session.edgeKind === 'transistor' ? inTime : inSteps;
}
