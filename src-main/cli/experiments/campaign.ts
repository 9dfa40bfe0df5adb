import type { Figures } from '../../experiments/experiment.ts';
import type { Io } from '../io.ts';
import type { SeedRunner } from './seedRunner.ts';

/** One experiment and how many of its seeds are wanted, from 1 on. */
export interface Order {
  readonly experiment: string;
  readonly seeds: number;
}

/** The figures of one experiment, in the order of the seeds; only finished seeds are there. */
export interface Outcome {
  readonly experiment: string;
  readonly seeds: readonly number[];
  readonly figures: readonly Figures[];
}

/** How far a campaign is. */
export interface CampaignState {
  readonly done: number;
  readonly total: number;
  /** Wall time so far, ms. */
  readonly elapsed: number;
  /** Wall time to come, ms; `null` before there is anything to judge by. */
  readonly remaining: number | null;
  /** What runs at the moment, by name. */
  readonly running: readonly string[];
}

interface Job {
  readonly experiment: string;
  readonly seed: number;
}

interface RunningJob extends Job {
  readonly start: number;
  fraction: number;
}

/**
 * Runs all seeds of all orders. The first seed of every experiment comes first; from then on those that take longest, so that no core
 * idles at the end while another works through the last long one.
 *
 * @param watch  told whenever something has moved
 * @param isStopped  asked before every seed; finished seeds are kept
 */
export async function runCampaign(
  orders: readonly Order[],
  runner: SeedRunner,
  io: Pick<Io, 'now' | 'breathe'>,
  watch: (state: CampaignState) => void,
  isStopped: () => boolean,
): Promise<Outcome[]> {
  const waiting: Job[] = orders.flatMap(({ experiment, seeds }) =>
    Array.from({ length: seeds }, (_, index) => ({ experiment, seed: index + 1 })),
  );
  const total = waiting.length;
  const running = new Set<RunningJob>();
  const durations = new Map<string, number[]>();
  const finished = new Map<string, Map<number, Figures>>();
  const start = io.now();

  const meanOf = (experiment: string): number | undefined => {
    const known = durations.get(experiment);
    return known === undefined ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  const tell = (): void => {
    const known = [...durations.keys()].map((name) => meanOf(name) ?? 0);
    const typical = known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
    const costOf = (job: Job): number => meanOf(job.experiment) ?? typical ?? 0;
    const left =
      waiting.reduce((sum, job) => sum + costOf(job), 0) + [...running].reduce((sum, job) => sum + costOf(job) * (1 - job.fraction), 0);
    watch({
      done: total - waiting.length - running.size,
      total,
      elapsed: io.now() - start,
      remaining: typical === null ? null : left / runner.lanes,
      running: [...new Set([...running].map(({ experiment }) => experiment))],
    });
  };

  const lane = async (): Promise<void> => {
    for (let job = takeNext(waiting, meanOf); job !== undefined && !isStopped(); job = takeNext(waiting, meanOf)) {
      const current: RunningJob = { ...job, start: io.now(), fraction: 0 };
      running.add(current);
      try {
        const figures = await runner.run(job.experiment, job.seed, (fraction) => {
          current.fraction = fraction;
          tell();
        });
        durations.set(job.experiment, [...(durations.get(job.experiment) ?? []), io.now() - current.start]);
        const seeds = finished.get(job.experiment) ?? new Map<number, Figures>();
        finished.set(job.experiment, seeds.set(job.seed, figures));
      } catch (error) {
        // What was ended on request has no figures, and that is all there is to say about it.
        if (!isStopped()) throw error;
      } finally {
        running.delete(current);
        tell();
      }
      await io.breathe();
    }
  };

  await Promise.all(Array.from({ length: runner.lanes }, lane));
  return orders.map(({ experiment }) => {
    const seeds = [...(finished.get(experiment) ?? [])].sort(([a], [b]) => a - b);
    return { experiment, seeds: seeds.map(([seed]) => seed), figures: seeds.map(([, figures]) => figures) };
  });
}

/** Takes the next job out of the list: one whose experiment has not been timed yet (first seeds first), else the longest. */
function takeNext(waiting: Job[], meanOf: (experiment: string) => number | undefined): Job | undefined {
  const rank = (job: Job): number => (job.seed === 1 ? Infinity : (meanOf(job.experiment) ?? 0));
  let best = 0;
  for (let index = 1; index < waiting.length; index++) if (rank(waiting[index]) > rank(waiting[best])) best = index;
  return waiting.splice(best, 1)[0];
}
