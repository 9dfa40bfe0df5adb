import { ProblemError } from '../../shared/problem.ts';
import type { Fault, Forecast, TwinStatus } from '../../shared/twin.ts';
import { median } from '../math/statistics.ts';
import { BenchMonitor, BETWEEN_ALARMS, FEWEST_SAMPLES, HEALTHY_COUNT, MOST_SAMPLES } from '../twin/benchMonitor.ts';
import { networkOf } from '../twin/calibrationDraft.ts';
import { isStale, type CalibrationDocument, type WiringCalibration } from '../twin/calibrationDocument.ts';
import { wiringFor } from '../twin/judge.ts';
import { heldNodes, wiringOf } from '../twin/measured.ts';
import { whyUnfit } from '../twin/whyUnfit.ts';
import type { RunParts } from './runDesk.ts';
import type { Session } from './session.ts';
import { serialOf as serialIn, type TwinFindings, type TwinWork } from './twinTasks.ts';

/** What the twin has of its engine. */
export interface BenchTwinHooks {
  readonly session: () => Session;
  tell(status: TwinStatus): void;
}

/** A reading is never better known than this, V: a quarter of a step of 1.8 mV. */
const LEAST_NOISE = 0.45e-3;
/** Nor a gate: a step of 10 mV, divided by √12. */
const LEAST_GATE_NOISE = 2.8e-3;
/** Points of a forecast. */
const FORECAST_POINTS = 30;
/** Measurements along which the bias is followed before a forecast. */
const MOST_HISTORY = 60;
/** Screens are told every so many measurements, and whenever the state changes. */
const TELL_EVERY = 5;

/** The calibrated twin beside the machine on the bench: it watches a board, says what is wrong with it, and what comes. */
export class BenchTwin {
  readonly #parts: RunParts;
  readonly #hooks: BenchTwinHooks;
  #calibration: CalibrationDocument | null = null;
  #watched: { readonly run: number; readonly monitor: BenchMonitor | null; readonly why: string } | null = null;
  #lastStep = -1;
  #count = 0;
  #history: { step: number; time: number; nudge: number; gates: Float64Array }[] = [];
  #diagnosis: readonly Fault[] = [];
  #samples = 0;
  #isDiagnosing = false;
  readonly #control = new AbortController();

  constructor(parts: RunParts, hooks: BenchTwinHooks) {
    this.#parts = parts;
    this.#hooks = hooks;
  }

  get calibration(): CalibrationDocument | null {
    return this.#calibration;
  }

  use(calibration: CalibrationDocument | null): void {
    this.#calibration = calibration;
    this.reset();
  }

  /** The alarm was seen to: what comes now is healthy. */
  reset(): void {
    this.#watched = null;
    this.#diagnosis = [];
    this.#samples = 0;
    this.#hooks.tell(this.status());
  }

  /** Looks at what the bench has just seen of its machine. */
  look(session: Session): void {
    if (this.#calibration === null) return;
    if (this.#watched?.run !== session.run) {
      this.#watched = this.#watch(session, this.#calibration);
      [this.#lastStep, this.#diagnosis, this.#samples, this.#history] = [-1, [], 0, []];
      this.#hooks.tell(this.status());
    }
    const { monitor } = this.#watched;
    const { step, time, datapoint, states, freeVoltages, damage } = session.state;
    if (monitor === null || step === this.#lastStep || datapoint < 0) return;
    // Whoever steps back has begun anew.
    if (step < this.#lastStep) this.#history = [];
    this.#lastStep = step;
    this.#history.push({ step, time, nudge: session.parameters.nudge, gates: states.slice() });
    if (this.#history.length > MOST_HISTORY) this.#history.shift();
    const wasLearning = monitor.learnt < HEALTHY_COUNT;
    const sample = { step, time, gates: states.slice(), voltages: freeVoltages.slice(), damage: [...damage] };
    const isRaised = monitor.add(sample);
    if (monitor.alarm !== null) this.#diagnoseIfDue(session.run, monitor);
    this.#count++;
    if (isRaised || wasLearning !== monitor.learnt < HEALTHY_COUNT || this.#count % TELL_EVERY === 0) this.#hooks.tell(this.status());
  }

  status(): TwinStatus {
    const calibration = this.#calibration;
    const monitor = this.#watched?.monitor ?? null;
    const why = calibration === null ? '' : (this.#watched?.why ?? '');
    const alarm = monitor?.alarm ?? null;
    const state =
      calibration === null
        ? 'off'
        : monitor === null
          ? 'unfit'
          : alarm !== null
            ? 'alarm'
            : monitor.learnt < HEALTHY_COUNT
              ? 'learning'
              : 'watching';
    return {
      state,
      calibration:
        calibration === null
          ? ''
          : `${calibration.board.serial === '' ? 'calibration' : `board ${calibration.board.serial}`}, ${calibration.date.slice(0, 10)}`,
      why,
      seen: monitor?.learnt ?? 0,
      wanted: HEALTHY_COUNT,
      level: Math.min(monitor?.level ?? 0, 1e6),
      missed: monitor?.missed ?? null,
      between: BETWEEN_ALARMS,
      alarm,
      isDiagnosing: this.#isDiagnosing,
      diagnosis: [...this.#diagnosis],
      samples: this.#samples,
      canForecast: calibration !== null && this.#fit(this.#hooks.session(), calibration, true) === '',
      isStale: calibration !== null && isStale(calibration, this.#parts.place.clock.now()),
      otherBoard: calibration === null ? '' : otherBoard(calibration, this.#hooks.session()),
    };
  }

  /** Forks the twin from the present state of the machine. @throws ProblemError where it can't tell */
  async forecast(seconds: number, cut: string | null): Promise<Forecast> {
    const calibration = this.#calibration;
    if (calibration === null) throw unable('no calibration is applied', 'Calibrate the board, or apply a calibration of it.');
    const session = this.#hooks.session();
    const why = this.#fit(session, calibration, true);
    if (why !== '') throw unable(why, 'Put the board on the bench that was calibrated, in the wiring in which it was.');
    const { compiled } = session.experiment;
    const { step, time, states } = session.state;
    const edge = cut === null ? -1 : compiled!.network.edgeIds.indexOf(cut);
    if (cut !== null && edge < 0) throw unable(`there is no edge "${cut}"`, 'Choose one of the network.');
    const { nudge } = session.parameters;
    const damaged = withKnownDamage(calibration, session);
    const history = this.#watched?.run === session.run ? this.#history : [];
    const request = { gates: states.slice(), step, nudge, duration: seconds, points: FORECAST_POINTS, history: [...history] };
    const fault = edge < 0 ? {} : { fault: { edge, kind: 'cut' as const } };
    const finding = await this.#work({
      work: 'forecast',
      document: compiled!.document,
      calibration: damaged,
      request: { ...request, ...fault },
    });
    const points = finding.points.map((point) => ({
      step: step + point.time / session.parameters.stepTime,
      time: time + point.time,
      error: point.error,
      lowest: point.lowestError,
      highest: point.highestError,
    }));
    const { before, peak, recovery } = finding;
    return { step, time, cut: cut ?? '', points, before, peak, recovery, seconds };
  }

  close(): void {
    this.#control.abort();
  }

  #watch(session: Session, calibration: CalibrationDocument): { run: number; monitor: BenchMonitor | null; why: string } {
    const { run } = session;
    if (!session.isOnBoard) return { run, monitor: null, why: 'on the bench is no board: there is nothing to watch' };
    const why = this.#fit(session, calibration, false);
    if (why !== '') return { run, monitor: null, why };
    const experiment = session.experiment.compiled!;
    const wiring = wiringFor(calibration, { experiment });
    const parameters = networkOf(wiring.free);
    const isHeld = heldNodes(wiringOf(experiment), experiment.network.nodeCount, false);
    const noise = Math.max(wiring.noise === null ? 0 : median(wiring.noise.free), LEAST_NOISE);
    const read = Math.max(wiring.noise === null ? 0 : median(wiring.noise.gates), LEAST_GATE_NOISE);
    const gateNoise = wiring.free.deviations.thresholds.map((deviation) => Math.hypot(read, deviation));
    return { run, monitor: new BenchMonitor({ network: experiment.network, parameters, isHeld, noise, gateNoise }), why: '' };
  }

  /** Why this calibration is not of what is on the bench; "": it is. */
  #fit(session: Session, calibration: CalibrationDocument, needsLearning: boolean): string {
    const { compiled } = session.experiment;
    return compiled === null ? 'what is on the bench is no single experiment' : whyUnfit(calibration, compiled, needsLearning);
  }

  /** Soon after the alarm from what there is, and again when there is more. */
  #diagnoseIfDue(run: number, monitor: BenchMonitor): void {
    const count = monitor.suspects.length;
    const isDue =
      this.#samples === 0 ? count >= FEWEST_SAMPLES : this.#samples < MOST_SAMPLES && count >= Math.min(2 * this.#samples, MOST_SAMPLES);
    if (!isDue || this.#isDiagnosing) return;
    this.#isDiagnosing = true;
    void this.#work({ work: 'diagnose', data: monitor.evidence })
      .then((faults) => {
        if (this.#watched?.run !== run || this.#watched.monitor !== monitor) return;
        this.#diagnosis = faults;
        this.#samples = count;
      })
      // An engine that ends has no use for it any more.
      .catch(() => undefined)
      .finally(() => {
        this.#isDiagnosing = false;
        if (!this.#control.signal.aborted) this.#hooks.tell(this.status());
      });
  }

  async #work<W extends TwinWork>(work: W): Promise<TwinFindings[W['work']]> {
    const { finding } = await this.#parts.tasks({ kind: 'twin', work }, { signal: this.#control.signal, progress: () => undefined });
    return finding as TwinFindings[W['work']];
  }
}

/** Serial number of the board on the bench; "" where none is. */
export function serialOf(session: Session): string {
  return session.isOnBoard ? serialIn(session.identity.title) : '';
}

/** Serial number of the board on the bench, where it is known and not the one that was calibrated; else "". */
function otherBoard({ board }: CalibrationDocument, session: Session): string {
  const serial = serialOf(session);
  return serial === '' || board.serial === '' || serial === board.serial ? '' : serial;
}

/** The calibration with the edges without gain that are known to be cut. */
function withKnownDamage(calibration: CalibrationDocument, session: Session): CalibrationDocument {
  const { damage } = session.state;
  if (!damage.includes('cut')) return calibration;
  const without = (gains: readonly number[]): number[] => gains.map((gain, edge) => (damage[edge] === 'cut' ? 0 : gain));
  const cut = (wiring: WiringCalibration): WiringCalibration => ({
    ...wiring,
    free: { ...wiring.free, transconductances: without(wiring.free.transconductances) },
    clamped: { ...wiring.clamped, transconductances: without(wiring.clamped.transconductances) },
  });
  return { ...calibration, wirings: calibration.wirings.map(cut) };
}

function unable(why: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-RUN-INVALID', what: 'Nothing can be predicted', where: 'the twin of the bench', why, remedy });
}
