import type { Problem } from '../../shared/problem.ts';
import type { SweepNews } from '../../shared/sweep.ts';
import type { RecordingPlace } from '../recording/place.ts';
import type { CellRunner } from '../sweeps/cellRunner.ts';
import type { Clock } from './clock.ts';

/** What an engine is given to run sweeps with. */
export interface SweepParts {
  readonly place: RecordingPlace;
  readonly clock: Clock;
  readonly workers: { readonly most: number; readonly usual: number };
  createRunner(lanes: number): CellRunner;
}

/** What the desk tells the screens. */
export interface SweepHooks {
  tell(news: SweepNews): void;
  failed(problem: Problem): void;
}
