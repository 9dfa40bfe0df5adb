import type { DamageCurve, EdgeImportance } from '../../shared/damage.ts';

/** What the engine found out about damage, of the run on screen. Written by its answers and events alone. */
export class DamageStore {
  /** What the loss of each edge would do, once that was asked for. */
  importance = $state.raw<EdgeImportance | null>(null);
  /** Whether that is being measured. */
  isRanking = $state(false);
  /** How far the losses of the edges are measured, 0..1; `null` while they are not. */
  ranking = $state<number | null>(null);
  /** The damage curve that was measured last, or as far as it is. */
  curve = $state.raw<DamageCurve | null>(null);

  /** Whether the dialog of studies is open. */
  isStudyOpen = $state(false);

  /** Another network: nothing that was measured holds for it. */
  reset(): void {
    this.importance = null;
    this.curve = null;
  }
}
