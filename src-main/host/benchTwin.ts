import type { DamageKind } from '../../shared/documents/network.ts';
import type { Forecast, TwinStatus } from '../../shared/twin.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import { median } from '../math/statistics.ts';
import { BenchMonitor, BETWEEN_ALARMS, HEALTHY_COUNT, watchedTransistors, type WatchedTwin } from '../twin/benchMonitor.ts';
import { networkOf } from '../twin/calibrationDraft.ts';
import { isStale, type CalibrationDocument } from '../twin/calibrationDocument.ts';
import { wiringFor } from '../twin/judge.ts';
import { digipotBoardOf } from '../twin/digipots/digipotTwin.ts';
import { isOfDigipots, type AnyCalibration } from '../twin/digipots/document.ts';
import { watchedDigipots } from '../twin/digipots/watchDigipots.ts';
import { heldNodes, wiringOf } from '../twin/measured.ts';
import type { HistoryMoment } from '../twin/twinEnsemble.ts';
import { BenchDiagnosis } from './benchDiagnosis.ts';
import { forecastWork, toldForecast, whyUnfitOnBench } from './benchForecast.ts';
import type { RunParts } from './runDesk.ts';
import type { Session } from './session.ts';
import { serialOf as serialIn } from './calibrationRuns.ts';
import type { TwinFindings, TwinWork } from './twinTasks.ts';

/** What the twin has of its engine. */
export interface BenchTwinHooks {
  readonly session: () => Session;
  tell(status: TwinStatus): void;
}

/** What is watched: one run of the bench, and why it is not; "": it is. */
interface Watched {
  readonly run: number;
  readonly monitor: BenchMonitor | null;
  readonly diagnosis: BenchDiagnosis;
  readonly why: string;
}

/** A reading is never better known than this, V: a quarter of a step of 1.8 mV. */
const LEAST_NOISE = 0.45e-3;
/** Nor a gate: a step of 10 mV, divided by √12. */
const LEAST_GATE_NOISE = 2.8e-3;
/** Measurements along which the bias is followed before a forecast. */
const MOST_HISTORY = 60;
/** No screen draws more of its threshold than this. */
const HIGHEST_LEVEL = 1e6;
/** Screens are told every so many measurements, and whenever the state changes. */
const TELL_EVERY = 5;

/** The calibrated twin beside the machine on the bench: it watches a board, says what is wrong with it, and what comes. */
export class BenchTwin {
  readonly #parts: RunParts;
  readonly #hooks: BenchTwinHooks;
  #calibration: AnyCalibration | null = null;
  #watched: Watched | null = null;
  #lastStep = -1;
  #damage: readonly (DamageKind | null)[] = [];
  #count = 0;
  #history: HistoryMoment[] = [];
  readonly #control = new AbortController();

  constructor(parts: RunParts, hooks: BenchTwinHooks) {
    this.#parts = parts;
    this.#hooks = hooks;
  }

  /** Whether what is applied is of the machine on the bench, and knows how that learns. */
  get isOfBench(): boolean {
    return this.#calibration !== null && whyUnfitOnBench(this.#hooks.session(), this.#calibration, true) === '';
  }

  use(calibration: AnyCalibration | null): void {
    this.#calibration = calibration;
    this.reset();
  }

  /** The alarm was seen to: what comes now is healthy. */
  reset(): void {
    this.#watched = null;
    this.#hooks.tell(this.status());
  }

  /** Looks at what the bench has just seen of its machine. */
  look(session: Session): void {
    if (this.#calibration === null) return;
    if (this.#watched?.run !== session.run) {
      this.#watched = this.#watch(session, this.#calibration);
      [this.#lastStep, this.#history] = [-1, []];
      this.#hooks.tell(this.status());
    }
    const { monitor, diagnosis } = this.#watched;
    const { step, time, datapoint, states, freeVoltages, damage } = session.state;
    if (monitor === null || step === this.#lastStep || datapoint < 0) return;
    // Whoever steps back has begun anew; what was measured before a damage tells nothing of how the damaged board learns.
    if (step < this.#lastStep || damage.some((kind, edge) => kind !== this.#damage[edge])) this.#history = [];
    [this.#lastStep, this.#damage] = [step, [...damage]];
    const read = { set: 'training' as const, datapoint, freeVoltages: freeVoltages.slice() };
    this.#history.push({ step, time, nudge: session.parameters.nudge, gates: states.slice(), states: [read] });
    if (this.#history.length > MOST_HISTORY) this.#history.shift();
    const wasLearning = monitor.learnt < HEALTHY_COUNT;
    const sample = { step, time, datapoint, gates: states.slice(), voltages: freeVoltages.slice(), damage: this.#damage };
    const isRaised = monitor.add(sample);
    diagnosis.look(monitor);
    this.#count++;
    if (isRaised || wasLearning !== monitor.learnt < HEALTHY_COUNT || this.#count % TELL_EVERY === 0) this.#hooks.tell(this.status());
  }

  status(): TwinStatus {
    const calibration = this.#calibration;
    if (calibration === null) return OFF;
    const session = this.#hooks.session();
    const { monitor = null, diagnosis = null, why = whyUnwatched(session, calibration) } = this.#watched ?? {};
    const [alarm, seen] = [monitor?.alarm ?? null, monitor?.learnt ?? 0];
    return {
      ...OFF,
      state: why !== '' ? 'unfit' : alarm !== null ? 'alarm' : seen < HEALTHY_COUNT ? 'learning' : 'watching',
      calibration: titleOf(calibration),
      ...{ why, seen, alarm },
      level: Math.min(monitor?.level ?? 0, HIGHEST_LEVEL),
      missed: monitor?.missed ?? null,
      isDiagnosing: diagnosis?.isAtWork ?? false,
      diagnosis: diagnosis?.found ?? null,
      canForecast: this.isOfBench,
      isStale: isStale(calibration, this.#parts.place.clock.now()),
      otherBoard: otherBoard(calibration, session),
    };
  }

  /** Forks the twin from the present state of the machine. @throws ProblemError where it can't tell */
  async forecast(seconds: number, cut: string | null): Promise<Forecast> {
    const session = this.#hooks.session();
    const history = this.#watched?.run === session.run ? [...this.#history] : [];
    const { step, time } = session.state;
    const from = { step, time, stepTime: session.parameters.stepTime };
    const finding = await this.#work(forecastWork(session, this.#calibration, seconds, cut, history));
    return toldForecast(finding, from, seconds, cut);
  }

  close(): void {
    this.#control.abort();
  }

  #watch(session: Session, calibration: AnyCalibration): Watched {
    const diagnosis = new BenchDiagnosis(
      (work) => this.#work(work),
      () => {
        if (!this.#control.signal.aborted && this.#watched?.diagnosis === diagnosis) this.#hooks.tell(this.status());
      },
    );
    const why = whyUnwatched(session, calibration);
    return { run: session.run, diagnosis, why, monitor: why === '' ? new BenchMonitor(watchedTwin(session, calibration)) : null };
  }

  async #work<W extends TwinWork>(work: W): Promise<TwinFindings[W['work']]> {
    const { finding } = await this.#parts.tasks({ kind: 'twin', work }, { signal: this.#control.signal, progress: () => undefined });
    return finding as TwinFindings[W['work']];
  }
}

/** What is told while no calibration is applied. */
const OFF: TwinStatus = {
  ...{ state: 'off', calibration: '', why: '', seen: 0, wanted: HEALTHY_COUNT, level: 0, missed: null, between: BETWEEN_ALARMS },
  ...{ alarm: null, isDiagnosing: false, diagnosis: null, canForecast: false, isStale: false, otherBoard: '' },
};

function titleOf({ board, date }: AnyCalibration): string {
  return `${board.serial === '' ? 'calibration' : `board ${board.serial}`}, ${date.slice(0, 10)}`;
}

/** Serial number of the board on the bench; "" where none is. */
export function serialOf(session: Session): string {
  return session.isOnBoard ? serialIn(session.identity.title) : '';
}

/** Serial number of the board on the bench, where it is known and not the one that was calibrated; else "". */
function otherBoard({ board }: AnyCalibration, session: Session): string {
  const serial = serialOf(session);
  return serial === '' || board.serial === '' || serial === board.serial ? '' : serial;
}

/** Why the machine on the bench is not watched with this calibration; "": it is. */
function whyUnwatched(session: Session, calibration: AnyCalibration): string {
  if (!session.isOnBoard) return 'on the bench is no board: there is nothing to watch';
  return whyUnfitOnBench(session, calibration, false);
}

/** The twin that the machine on the bench is watched with. */
function watchedTwin({ experiment }: Session, calibration: AnyCalibration): WatchedTwin {
  return isOfDigipots(calibration)
    ? watchedDigipots({
        experiment: experiment.compiled!,
        board: digipotBoardOf(calibration, experiment.compiled!),
        repeats: calibration.converters?.repeats ?? 1,
      })
    : transistorTwin(experiment.compiled!, calibration);
}

function transistorTwin(experiment: Experiment, calibration: CalibrationDocument): WatchedTwin {
  const { network } = experiment;
  const wiring = wiringFor(calibration, { experiment });
  const isHeld = heldNodes(wiringOf(experiment), network.nodeCount, false);
  const noise = Math.max(wiring.noise === null ? 0 : median(wiring.noise.free), LEAST_NOISE);
  const read = Math.max(wiring.noise === null ? 0 : median(wiring.noise.gates), LEAST_GATE_NOISE);
  const gateNoise = wiring.free.deviations.thresholds.map((deviation) => Math.hypot(read, deviation));
  return watchedTransistors({ network, parameters: networkOf(wiring.free), isHeld, noise, gateNoise });
}
