import type { Sample } from '../../shared/frames.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import type { RecordedEvent, RecordedMeasurement, RecordedState } from '../machine/recorded.ts';
import type { Figures } from './figures.ts';

/** Numbers in all samples of a run, about: what a screen takes at once without a pause. */
const MOST_NUMBERS = 100_000;
const FEWEST_SAMPLES = 40;
const MOST_SAMPLES = 800;

type Rows = (number | null)[][];

/**
 * Picks moments out of a recording, evenly over its whole length: every one while they are few; when they are too many, every second
 * of them goes. Memory is that of the samples.
 */
export class RunSampler {
  readonly #measuredSet: RecordedMeasurement['set'];
  readonly #width: number;
  readonly #hasOutputs: boolean;
  readonly #most: number;
  readonly #labels: Rows;
  /** What was last seen of each training datapoint. */
  #outputs: Rows;
  #latest: RecordedMeasurement | null = null;
  #samples: Sample[] = [];
  #stride = 1;
  #count = 0;

  constructor({ document, network, training, outputs }: Experiment, { plots }: Figures) {
    this.#measuredSet = document.measure.of;
    this.#width = outputs.plus.length;
    this.#labels = rowsOf(training.labels, this.#width);
    this.#outputs = this.#labels.map((row) => row.map(() => null));
    this.#hasOutputs = plots.includes('outputs') || document.measure.of === 'present';
    const numbers = 2 * network.edgeCount + (this.#hasOutputs ? 2 * training.labels.length : 0);
    this.#most = Math.min(MOST_SAMPLES, Math.max(FEWEST_SAMPLES, Math.floor(MOST_NUMBERS / numbers)));
  }

  get samples(): readonly Sample[] {
    return this.#samples;
  }

  /** To be called with every event, in order. A state follows the measurements of its moment. */
  add(event: RecordedEvent): void {
    if (event.kind === 'measurement') {
      if (event.set === this.#measuredSet) this.#latest = event;
      if (event.set === 'training') this.#outputs = rowsOf(event.outputs, this.#width);
    } else if (event.kind === 'state' && event.set === 'training') this.#sample(event);
  }

  /** The outputs of every training datapoint as far as they were known at a step; `null` before the first sample. */
  knownAt(step: number): Rows | null {
    const after = this.#samples.findIndex((sample) => sample.step > step);
    return (after < 0 ? this.#samples.at(-1) : this.#samples[after - 1])?.outputs ?? null;
  }

  #sample({ step, time, datapoint, states, conductances }: RecordedState): void {
    const measured = this.#latest;
    if (measured?.set === 'present' && measured.step === step && this.#outputs[datapoint] !== undefined) {
      this.#outputs = this.#outputs.with(datapoint, Array.from(measured.outputs, numberOrNull));
    }
    if (this.#count++ % this.#stride !== 0 || this.#samples.at(-1)?.step === step) return;
    const moving = measured?.set === 'training' ? rowsOf(measured.labels, this.#width) : this.#labels;
    const [outputs, labels] = this.#hasOutputs ? [this.#outputs, moving] : [[], []];
    const values = { states: Array.from(states, orZero), conductances: Array.from(conductances, orZero) };
    this.#samples.push({ step, time, datapoint, ...values, outputs, labels });
    if (this.#samples.length <= this.#most) return;
    this.#samples = this.#samples.filter((_, index) => index % 2 === 0);
    this.#stride *= 2;
  }
}

function rowsOf(values: Float64Array, width: number): Rows {
  return Array.from({ length: values.length / width }, (_, row) =>
    Array.from(values.subarray(row * width, (row + 1) * width), numberOrNull),
  );
}

function numberOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** A state that was not measured can't be drawn; the bridge has no word for it. */
function orZero(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
