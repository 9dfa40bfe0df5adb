import type { Problem } from '../../shared/problem.ts';
import type { SessionCheckpoint } from './checkpoint.ts';

/**
 * What an engine and the host around it say to each other. None of it reaches a screen: screens talk to the engine through
 * ports of their own, one per window, that travel with `connect`.
 */
export type ToEngineProcess =
  /** `downloads`: folder whose files the page can fetch, where it can. */
  | { type: 'start'; checkpoint: SessionCheckpoint | null; downloads: string | null }
  /** The program ends: what is being recorded is to be closed. The engine's process ends by itself then. */
  | { type: 'stop' }
  /** What the desktop says to an `ask`; `null`: no. */
  | { type: 'answer'; id: number; value: string | null }
  /** A window's port comes along. `restarted`: why the engine that it talked to before is gone. */
  | { type: 'connect'; restarted: Problem | null };

export type FromEngineProcess =
  | { type: 'checkpoint'; checkpoint: SessionCheckpoint }
  /** Still there; said every `BEAT_MS`. */
  | { type: 'alive' }
  /** The computer is not to fall asleep while something is recorded. Engines that can see to it themselves don't ask. */
  | { type: 'keepAwake'; isWanted: boolean }
  /** Something that only the desktop can do: ask where a file goes (a name), ask for a project (""), show or throw away a file (a path). */
  | { type: 'ask'; id: number; what: 'chooseFile' | 'chooseProject' | 'reveal' | 'trash'; value: string };
