import type { PathPoint, PeriodPoint } from '../../shared/frames.ts';
import type { StopConfig } from '../learning/experiment/document.ts';
import type { Stopped } from '../learning/stopping/stopping.ts';
import type { Machine } from '../machine/machine.ts';
import type { SessionCheckpoint } from './checkpoint.ts';
import type { Cursor } from './cursor.ts';
import { DamageWatch } from './damageWatch.ts';
import type { LoadedExperiment } from './library.ts';
import { PathWatch } from './pathWatch.ts';
import { PeriodWatch } from './periodWatch.ts';
import { StopWatch } from './stopWatch.ts';
import { advanceWatching } from './watched.ts';

interface WatchedRun {
  readonly machine: Machine;
  readonly experiment: LoadedExperiment;
  /** Stop conditions to begin with. */
  readonly stop: readonly StopConfig[];
  /** Steps that the machine has done. */
  step(): number;
  /** Cuts an edge that a schedule is due to cut; rejects when there is none left. */
  readonly cut: ConstructorParameters<typeof DamageWatch>[0];
  /** A stop condition holds: the run is to pause here. */
  stopped(at: Stopped): Promise<void>;
}

/** All that looks at the machine on its way, between the looks of a screen: periods, the path of two edges, scheduled damage, stop conditions. */
export class RunWatches {
  readonly damage: DamageWatch;
  readonly stop: StopWatch;
  readonly #run: WatchedRun;
  readonly #periods: PeriodWatch;
  readonly #path: PathWatch;

  constructor(run: WatchedRun) {
    const { machine, experiment } = run;
    this.#run = run;
    this.#periods = new PeriodWatch(machine, experiment.figures);
    this.#path = new PathWatch(machine, adaptiveEdges(experiment));
    this.stop = new StopWatch(run);
    this.damage = new DamageWatch((choice) => {
      this.stop.disturb();
      return run.cut(choice);
    });
  }

  /** The position of a screen that has seen everything up to now. */
  get end(): Pick<Cursor, 'period' | 'path'> {
    return { period: this.#periods.periods.end, path: this.#path.end };
  }

  /** What a screen at this cursor has not read yet. */
  since({ period, path }: Pick<Cursor, 'period' | 'path'>): { periods: PeriodPoint[]; path: PathPoint[] } {
    return { periods: this.#periods.periods.since(period), path: this.#path.since(path) };
  }

  /** The machine is at this step now, without having run there. */
  async begin(step: number): Promise<void> {
    this.#periods.begin(step);
    if (this.#path.isNeeded) await this.#path.look();
  }

  /** Runs the machine, and stands where one of them wants to look. @param count  told of the steps of every part @returns steps done */
  advance(steps: number, count: (steps: number) => number): number | Promise<number> {
    const { machine } = this.#run;
    const needed = [this.#periods, this.#path, this.damage, this.stop].filter(({ isNeeded }) => isNeeded);
    if (needed.length > 0) return advanceWatching(machine, steps, needed, count);
    const answer = machine.advance(steps);
    return typeof answer === 'number' ? count(answer) : answer.then(count);
  }

  /** A screen has been told. @param rate  steps per second of wall time */
  shown(rate: number): void {
    this.#periods.arm();
    this.#path.pace(rate);
  }

  save(): Pick<SessionCheckpoint, 'periods' | 'damageSchedule' | 'stop'> {
    return { periods: this.#periods.periods.save(), damageSchedule: this.damage.save(), stop: this.stop.save() };
  }

  load({ periods, damageSchedule, stop }: Pick<SessionCheckpoint, 'periods' | 'damageSchedule' | 'stop'>): void {
    this.#periods.periods.load(periods);
    this.damage.load(damageSchedule);
    this.stop.load(stop);
  }
}

/** The edges that learn, by index. */
function adaptiveEdges({ description }: LoadedExperiment): number[] {
  return description.edges.flatMap(({ isAdaptive }, edge) => (isAdaptive ? [edge] : []));
}
