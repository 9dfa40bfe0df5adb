import type { Frame, Sample } from '../../shared/frames.ts';
import type { Session } from '../../shared/session.ts';
import { History } from '../engine/history.ts';
import { Path } from '../engine/path.ts';
import { abscissaOf, type Abscissa } from '../view/abscissa.ts';

/** Most edges whose states are kept on the screen's side. */
const maximumEdges = 1200;

/** Whether all datapoints have the same inputs, as in a task whose target moves. */
export function isLabelSequence({ inputs }: Pick<Session, 'inputs'>): boolean {
  return inputs.length > 1 && inputs.every((given) => given.every((value, column) => value === inputs[0][column]));
}

/**
 * The time series that the plots draw, outside of reactivity. The error history is the engine's and complete; outputs and states
 * are sampled from the frames that arrive, so they begin when this screen opened and keep through a lost connection.
 */
export class Records {
  /** Columns: abscissa, error (V²), accuracy (0..1), error of the moment (V²). */
  errors = new History(4, 16_384);
  /** Columns: abscissa, then one per output (V²), per mode (V), per task (V²): as complete as the errors. */
  outputErrors = new History(1);
  modes = new History(1);
  taskErrors = new History(1);
  /** Columns: abscissa, Ē (V²), D. */
  periods = new History(3);
  readonly path = new Path();
  /** Columns: abscissa, outputs [datapoint × output], their labels likewise; one column when there are too many curves. */
  outputs = new History(1);
  /** Columns: abscissa, then the state of each edge. */
  states = new History(1);
  /** Columns: abscissa, then the conductance of each edge, S. */
  conductances = new History(1);
  /** Columns: abscissa, power that the free network turns into heat (W). */
  power = new History(2);
  /** Of each datapoint, as it was last seen, W. */
  #powerOf: (number | undefined)[] = [];
  #ends: readonly { from: number; to: number }[] = [];
  outputCurves = 0;
  /** Set where the datapoints differ in their labels alone: then the outputs are one set of curves, and the label moves. */
  isSequence = false;
  #abscissa: Abscissa = abscissaOf({ edgeKind: 'transistor' });
  #run = -1;
  /** The samples of a recording are all there from the start. */
  #isComplete = false;
  #row = new Float64Array(1);

  /** Starts over with a session: its whole history; what was sampled of the same run before is kept. */
  begin(session: Session): void {
    this.#abscissa = abscissaOf(session);
    this.errors.clear();
    this.outputErrors = new History(session.plots.includes('outputErrors') ? session.outputNames.length + 1 : 1, 16_384);
    this.modes = new History(session.modeNames.length + 1, 16_384);
    this.taskErrors = new History(session.taskGroups.length + 1, 16_384);
    this.path.clear();
    this.path.add(session.path, this.#abscissa);
    this.periods.clear();
    for (const period of session.periods) this.#addPeriod(period);
    for (const point of session.history) this.#addPoint(point);
    this.isSequence = isLabelSequence(session);
    const curves = (this.isSequence ? 1 : session.inputs.length) * session.outputNames.length;
    const shownCurves = session.plots.includes('outputs') ? curves : 0;
    const edges = session.edges.length <= maximumEdges ? session.edges.length : 0;
    const isSameRun = session.run === this.#run && this.states.columns === edges + 1;
    this.#run = session.run;
    // The next of several tasks in a row has outputs of its own, on the same edges.
    if (!isSameRun || this.outputCurves !== shownCurves) {
      this.outputCurves = shownCurves;
      this.outputs = new History(2 * shownCurves + 1);
      this.#row = new Float64Array(Math.max(2 * shownCurves, edges) + 1);
    }
    if (!isSameRun) {
      this.states = new History(edges + 1, edges > 100 ? 512 : 2048);
      this.conductances = new History(edges + 1, edges > 100 ? 512 : 2048);
    }
    if (!isSameRun) {
      this.power = new History(2);
      this.#powerOf = [];
    }
    this.#ends = session.edges;
    this.#isComplete = session.samples.length > 0;
    if (this.#isComplete && !isSameRun) for (const sample of session.samples) this.#sample(sample);
    if (!this.#isComplete) this.#follow(session.frame);
  }

  add(frame: Frame): void {
    for (const point of frame.history) this.#addPoint(point);
    for (const period of frame.periods) this.#addPeriod(period);
    this.path.add(frame.path, this.#abscissa);
    if (!this.#isComplete) this.#follow(frame);
  }

  #addPoint(point: Frame['history'][number]): void {
    const at = this.#abscissa.of(point);
    this.errors.push([at, orNone(point.error), orNone(point.accuracy), orNone(point.momentaryError ?? null)]);
    if (this.outputErrors.columns > 1) this.outputErrors.push([at, ...point.outputErrors.map(orNone)]);
    if (this.modes.columns > 1) this.modes.push([at, ...point.modes.map(orNone)]);
    if (this.taskErrors.columns > 1) this.taskErrors.push([at, ...point.taskErrors.map(orNone)]);
  }

  #addPeriod(period: Frame['periods'][number]): void {
    this.periods.push([this.#abscissa.of(period), orNone(period.error), period.span]);
  }

  #follow(frame: Frame): void {
    this.#addPower(frame);
    this.#sample(frame);
  }

  /** The mean over the datapoints as far as they were seen: that of the one shown alone would jump with every other one. */
  #addPower(frame: Frame): void {
    const at = this.#abscissa.of(frame);
    const last = this.power.length;
    if (frame.datapoint < 0 || (last > 0 && this.power.at(last - 1, 0) >= at)) return;
    this.#powerOf[frame.datapoint] = powerOf(frame, this.#ends);
    const seen = this.#powerOf.filter((power) => power !== undefined);
    this.power.push([at, seen.reduce((sum, power) => sum + power, 0) / seen.length]);
  }

  #sample(frame: Sample): void {
    const now = this.#abscissa.of(frame);
    const last = this.states.length;
    // A paused run sends the same step again: plots need a strictly rising abscissa.
    if (last > 0 && this.states.at(last - 1, 0) >= now) return;
    this.#row[0] = now;
    for (let edge = 1; edge < this.states.columns; edge++) this.#row[edge] = frame.states[edge - 1] ?? Number.NaN;
    this.states.push(this.#row);
    for (let edge = 1; edge < this.conductances.columns; edge++) this.#row[edge] = frame.conductances[edge - 1] ?? Number.NaN;
    this.conductances.push(this.#row);
    if (this.outputCurves === 0) return;
    const shown = (values: Frame['outputs']): Frame['outputs'] => (this.isSequence ? [values[Math.max(frame.datapoint, 0)] ?? []] : values);
    shown(frame.outputs)
      .flat()
      .forEach((value, index) => (this.#row[index + 1] = value ?? Number.NaN));
    shown(frame.labels)
      .flat()
      .forEach((value, index) => (this.#row[this.outputCurves + index + 1] = value ?? Number.NaN));
    this.outputs.push(this.#row);
  }
}

/** Σ_e K·ΔV² over the free network, W (Dillavou 2024, Appendix D); what floats carries no current. */
export function powerOf(
  { conductances, freeVoltages }: Pick<Frame, 'conductances' | 'freeVoltages'>,
  ends: readonly { from: number; to: number }[],
): number {
  return ends.reduce((sum, { from, to }, edge) => {
    const drop = (freeVoltages[from] ?? Number.NaN) - (freeVoltages[to] ?? Number.NaN);
    return Number.isFinite(drop) ? sum + conductances[edge] * drop ** 2 : sum;
  }, 0);
}

function orNone(value: number | null): number {
  return value ?? Number.NaN;
}
