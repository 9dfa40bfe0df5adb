import type { Problem } from '../../shared/problem.ts';
import type { SessionCheckpoint } from './checkpoint.ts';

/**
 * What an engine and the host around it say to each other. None of it reaches a screen: screens talk to the engine through
 * ports of their own, one per window, that travel with `connect`.
 */
export type ToEngineProcess =
  | { type: 'start'; checkpoint: SessionCheckpoint | null }
  /** A window's port comes along. `restarted`: why the engine that it talked to before is gone. */
  | { type: 'connect'; restarted: Problem | null };

export type FromEngineProcess =
  | { type: 'checkpoint'; checkpoint: SessionCheckpoint }
  /** The computer is not to fall asleep while something is recorded. Engines that can see to it themselves don't ask. */
  | { type: 'keepAwake'; isWanted: boolean };
