import type { DamageCurve, EdgeImportance } from '../../shared/damage.ts';
import type { DamageReport } from '../../shared/session.ts';
import { damageCurve, type DamageDraw } from '../analysis/damageCurve.ts';
import { extremeLoss, measureLosses, type EdgeLoss } from '../analysis/edgeImportance.ts';
import { breathing } from './breathing.ts';
import type { Clock } from './clock.ts';
import { nothingToCut, type DamageExtreme } from './damageDesk.ts';
import { intactEdges } from './damageTools.ts';
import type { MachineCopy } from './machineCopy.ts';
import { nothingTo } from './problems.ts';
import type { Session } from './session.ts';

/** A screen is told of progress in steps of this size, and of every completed draw. */
const RESOLUTION = 0.01;

export interface CurveRequest {
  readonly draws: number;
  readonly relearnSteps: number;
}

/**
 * What damage would do, tried out on copies of the machine while the run on the bench goes on. One for each screen: a new curve
 * ends the one before.
 */
export class DamageStudies {
  readonly #clock: Clock;
  readonly #tell: (curve: DamageCurve) => void;
  readonly #tellRanking: (done: number | null) => void;
  /** The measurement of every edge's loss; another object or `null` ends it. */
  #ranking: object | null = null;
  /** The curve that is measured now; another object or `null` ends it. */
  #curve: object | null = null;

  /** @param tellRanking  how far the losses of the edges are measured, 0..1; `null` at the end */
  constructor(clock: Clock, tell: (curve: DamageCurve) => void, tellRanking: (done: number | null) => void) {
    this.#clock = clock;
    this.#tell = tell;
    this.#tellRanking = tellRanking;
  }

  /** The error after the loss of each single edge, from the state of now; of some of them where it is called off. */
  async importance(session: Session): Promise<EdgeImportance> {
    const { step, damage, losses } = await this.#rank(session);
    const errors = new Array<number | null>(damage.length).fill(null);
    for (const { edge, errorAfter } of losses) errors[edge] = finite(errorAfter);
    return { step, error: losses.length === 0 ? null : finite(losses[0].errorBefore), errors };
  }

  /** Cuts the intact edge whose loss raises the error most, or least: found on a copy while the run goes on. */
  async cutExtreme(session: Session, which: DamageExtreme): Promise<DamageReport> {
    // A board can't be copied: it is tried out itself, and the run waits.
    if (session.isOnBoard) return session.interventions.cutExtreme(which);
    const { losses, isWhole } = await this.#rank(session);
    const extreme = extremeLoss(losses, which);
    if (isWhole && extreme === null) throw nothingToCut();
    return session.interventions.cutFound(isWhole ? extreme : null, which);
  }

  /** Ends the measurement of losses that is under way. */
  cancelRanking(): void {
    this.#ranking = null;
  }

  async #rank(session: Session): Promise<{ step: number; damage: MachineCopy['damage']; losses: EdgeLoss[]; isWhole: boolean }> {
    const own = {};
    this.#ranking = own;
    const { machine, step, damage } = await session.copy();
    const { description, measures } = session.experiment;
    const candidates = intactEdges(
      damage,
      description.edges.map(({ isAdaptive }) => isAdaptive),
    );
    if (candidates.length === 0)
      throw nothingTo('No edge can be lost', 'Every edge that learns is cut or bridged already.', 'Repair some.');
    const losses: EdgeLoss[] = [];
    let told = 0;
    try {
      for await (const loss of breathing(this.#clock, measureLosses(machine, candidates, measures))) {
        if (this.#ranking !== own) break;
        losses.push(loss);
        const done = losses.length / candidates.length;
        if (done - told >= RESOLUTION) this.#tellRanking((told = done));
      }
    } finally {
      this.#tellRanking(null);
    }
    return { step, damage, losses, isWhole: losses.length === candidates.length };
  }

  /** Begins a curve; the screen is told how far it is, and of every draw. */
  async begin(session: Session, request: CurveRequest): Promise<void> {
    const own = {};
    this.#curve = own;
    const { machine, step, damage } = await session.copy();
    const { compiled, description, measures, seed } = session.experiment;
    const candidates = intactEdges(
      damage,
      description.edges.map(({ isAdaptive }) => isAdaptive),
    );
    if (candidates.length === 0)
      throw nothingTo('No edge can be lost', 'Every edge that learns is cut or bridged already.', 'Repair some.');
    const error = finite((await machine.measure(measures)).error);
    const curve: DamageCurve = {
      run: session.run,
      step,
      error,
      goal: compiled?.document.goal?.errorBelow ?? null,
      ...request,
      frozen: [],
      relearned: [],
      state: 'running',
      done: 0,
    };
    const progress = damageCurve(machine, { ...request, candidates, measures, seed });
    this.#tell(curve);
    // The request that began it is answered meanwhile.
    void this.#follow(curve, progress, own);
  }

  /** Ends the curve that is measured now; what it has is kept. */
  cancel(): void {
    this.#curve = null;
  }

  async #follow(curve: DamageCurve, progress: ReturnType<typeof damageCurve>, own: object): Promise<void> {
    let told = curve;
    for await (const { done, draw } of breathing(this.#clock, progress)) {
      if (this.#curve !== own) return this.#tell({ ...told, state: 'cancelled' });
      if (draw === null && done - told.done < RESOLUTION) continue;
      told = { ...told, ...(draw === null ? {} : withDraw(told, draw)), done: Math.min(done, 1) };
      this.#tell(told);
    }
    this.#tell({ ...told, state: 'done', done: 1 });
  }
}

function withDraw({ frozen, relearned }: DamageCurve, draw: DamageDraw): Pick<DamageCurve, 'frozen' | 'relearned'> {
  return { frozen: [...frozen, Array.from(draw.frozen, finite)], relearned: [...relearned, Array.from(draw.relearned, finite)] };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
