import type { Sweep, SweepList, SweepNews, SweepOffer } from '../../shared/sweep.ts';
import type { EngineClient } from '../engine/client.ts';
import { withNews } from './sweepNews.ts';

/** The sweeps of the engine's computer, as the screen knows them. */
export class SweepsStore {
  list = $state.raw<SweepList | null>(null);
  /** A sweep that was checked and not begun: what it will take is shown. */
  offer = $state.raw<SweepOffer | null>(null);
  /** Template that the offer was made from, "" for a document of the user. */
  template = $state('');
  /** Document that the offer was made from, where the user brought one. */
  document = $state.raw<unknown>(null);
  /** The sweep that is shown. */
  sweep = $state.raw<Sweep | null>(null);
  isPlanning = $state(false);
  /** Worker threads that are asked for; 0 until the engine has said how many are usual. */
  workers = $state(0);

  constructor(client: EngineClient) {
    client.on('sweep', (news) => this.#receive(news));
  }

  /** Plan of what is shown, begun or not. */
  get plan(): SweepOffer['plan'] | null {
    return this.offer?.plan ?? this.sweep?.plan ?? null;
  }

  #receive(news: SweepNews): void {
    if (this.sweep?.id === news.id) this.sweep = withNews(this.sweep, news);
    const { progress, id } = news;
    if (this.list === null) return;
    const sweeps = this.list.sweeps.map((entry) =>
      entry.id === id ? { ...entry, state: progress.state, done: progress.done, failed: progress.failed } : entry,
    );
    this.list = { ...this.list, sweeps };
  }
}
