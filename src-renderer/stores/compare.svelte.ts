import type {
  ComparedQuantity,
  ComparedSource,
  ComparisonQuery,
  ComparisonRequest,
  ComparisonSettings,
  ComparisonStatus,
  ComparisonView,
} from '../../shared/compare.ts';
import type { EngineClient } from '../engine/client.ts';

export type CompareMode = 'split' | 'overlay' | 'difference';

/** While machines run, what they have so far is asked for this often, ms. */
const FOLLOW_MS = 900;

/** A comparison as the screen knows it, and what of it is looked at. */
export class CompareStore {
  baseline = $state.raw<ComparedSource>({ kind: 'machine', machine: 'simulated' });
  compared = $state.raw<ComparedSource>({ kind: 'machine', machine: 'emulated', condition: 'mild' });
  /** Steps of machines; `null`: as many as the experiment plans, but no more than is soon done. */
  steps = $state<number | null>(null);
  start = $state<ComparisonRequest['start']>('program');

  status = $state.raw<ComparisonStatus | null>(null);
  view = $state.raw<ComparisonView | null>(null);

  mode = $state<CompareMode>('difference');
  settings = $state.raw<ComparisonSettings>({ alignment: { kind: 'step' }, aligner: '', tolerances: {}, signals: {}, time: 0 });
  quantity = $state<ComparedQuantity>('state');
  /** Signal that is drawn, "" for the first output. */
  signal = $state('');
  /** Learning time shown, s; `null`: the end. */
  time = $state<number | null>(null);
  /** What is being said of the comparison. */
  dialog = $state<'alignment' | 'tolerances' | null>(null);
  /** What happened while a request was on its way. */
  #isAsking = false;
  #isDirty = false;
  #askedAt = Number.NEGATIVE_INFINITY;
  /** Asks the engine for a view: set by the actions. */
  ask: (query: ComparisonQuery) => Promise<ComparisonView | null> = () => Promise.resolve(null);
  /** Told when a comparison comes to its end. */
  ended: (status: ComparisonStatus) => void = () => undefined;

  constructor(client: EngineClient) {
    client.on('comparison', (status) => this.take(status));
  }

  get isRunning(): boolean {
    return this.status?.state === 'running';
  }

  /** Takes what was said of the comparison. */
  take(status: ComparisonStatus): void {
    const isNew = status.id !== this.status?.id;
    const wasRunning = this.isRunning;
    this.status = status;
    if (isNew) {
      this.view = null;
      this.time = null;
    }
    if (status.state !== 'running' && (wasRunning || isNew)) this.ended(status);
    // What was seen of a long run is renewed at leisure; its end at once.
    if (status.state !== 'running' || performance.now() - this.#askedAt > FOLLOW_MS) void this.refresh();
  }

  /** Asks for the view anew; while one is on its way, once more after it. */
  async refresh(): Promise<void> {
    this.#isDirty = true;
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      while (this.#isDirty) {
        this.#isDirty = false;
        this.#askedAt = performance.now();
        const { settings, quantity, time } = this;
        const view = await this.ask({ settings, quantity, signal: this.signal === '' ? firstOutput(this.view) : this.signal, time });
        if (view !== null && view.id === this.status?.id) this.view = view;
      }
    } finally {
      this.#isAsking = false;
    }
  }
}

/** What a person wants to see first. */
function firstOutput(view: ComparisonView | null): string {
  return view?.signals.find(({ quantity, verdict }) => quantity === 'output' && verdict !== 'not aligned')?.name ?? '';
}
