import type { Picture } from '../../shared/picture.ts';
import { breathing } from './breathing.ts';
import type { Clock } from './clock.ts';
import type { ExperimentSource, Library, LoadedExperiment } from './library.ts';

/** Measurements of the error for one picture: as many points as a curve the size of a stamp needs. */
const POINTS = 60;
/** Longest training for a picture, updates of an edge: some tenths of a second. */
const MOST_UPDATES = 150_000;

/** Pictures of experiments, each made once. A machine of its own trains for it beside the run. */
export class Pictures {
  readonly #library: Library;
  readonly #clock: Clock;
  readonly #made = new Map<string, Promise<Picture>>();

  constructor(library: Library, clock: Clock) {
    this.#library = library;
    this.#clock = clock;
  }

  /** @throws ProblemError  on an unknown name, or an analysis without a run */
  of(source: ExperimentSource): Promise<Picture> {
    const key = JSON.stringify(source);
    const known = this.#made.get(key) ?? this.#make(source);
    this.#made.set(key, known);
    return known;
  }

  async #make(source: ExperimentSource): Promise<Picture> {
    const loaded = await this.#library.load(source);
    const machine = await loaded.createMachine();
    const errors: (number | null)[] = [];
    const stride = strideOf(loaded);
    const study = async function* (): AsyncGenerator<number> {
      for (let point = 0; point < POINTS; point++) {
        const { error } = await machine.measure('training');
        errors.push(Number.isFinite(error) ? error : null);
        yield error;
        if (point < POINTS - 1) await machine.advance(stride);
      }
    };
    const turns = breathing(this.#clock, study());
    while (!(await turns.next()).done);
    const state = await machine.read();
    const { nodes, edges, period, roles, voltageRange } = loaded.description;
    return {
      ...{ nodes, edges, period, roles, voltageRange },
      conductances: [...state.conductances],
      voltages: [...state.freeVoltages].map((voltage) => (Number.isFinite(voltage) ? voltage : null)),
      errors,
      steps: state.step,
      seed: loaded.seed,
    };
  }
}

/** Steps from one measurement to the next. */
function strideOf({ description }: LoadedExperiment): number {
  const steps = Math.min(description.plannedSteps, MOST_UPDATES / Math.max(description.edges.length, 1));
  return Math.max(1, Math.floor(steps / (POINTS - 1)));
}
