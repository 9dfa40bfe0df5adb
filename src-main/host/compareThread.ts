import { Worker } from 'node:worker_threads';
import type { ComparisonQuery, ComparisonSettings, ComparisonView } from '../../shared/compare.ts';
import { ProblemError, type Problem } from '../../shared/problem.ts';
import type { RecordingPlace } from '../recording/place.ts';
import { CompareBench, type ComparisonTask, type ComparisonWatch } from './compareBench.ts';

/** What runs comparisons and looks at them, here or in a thread of its own. */
export interface Comparer {
  run(task: ComparisonTask, watch: ComparisonWatch): Promise<boolean>;
  view(query: ComparisonQuery, id: number): Promise<ComparisonView | null>;
  report(settings: ComparisonSettings, version: string): Promise<{ name: string; html: string }>;
  close(): Promise<void>;
}

/** What a thread is asked. */
export type ToCompareThread =
  | { readonly call: number; readonly type: 'run'; readonly task: ComparisonTask }
  | { readonly call: number; readonly type: 'view'; readonly query: ComparisonQuery; readonly id: number }
  | { readonly call: number; readonly type: 'report'; readonly settings: ComparisonSettings; readonly version: string }
  | { readonly type: 'cancel' };

export type FromCompareThread =
  | { readonly type: 'progress'; readonly done: number; readonly moments: number }
  | { readonly type: 'answer'; readonly call: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly call: number; readonly problem: Problem };

/** Does it where it is called. */
export function createComparer(place: Pick<RecordingPlace, 'files' | 'folder' | 'clock'>): Comparer {
  const bench = new CompareBench(place);
  return {
    run: (task, watch) => bench.run(task, watch),
    view: (query, id) => Promise.resolve().then(() => bench.view(query, id)),
    report: (settings, version) => Promise.resolve().then(() => bench.report(settings, version)),
    close: () => Promise.resolve(),
  };
}

/**
 * Does it in a thread, which is there from the first comparison on, so that neither a run nor a long recording ever holds up the engine.
 *
 * @param file  the built compareWorker.js
 */
export function createCompareThread(file: URL): Comparer {
  let worker: Worker | null = null;
  let progress: ComparisonWatch['progress'] = () => undefined;
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (reason: unknown) => void }>();
  let calls = 0;

  const open = (): Worker => {
    const opened = new Worker(file);
    const end = (reason: unknown): void => {
      if (worker === opened) worker = null;
      for (const { reject } of waiting.values()) reject(reason);
      waiting.clear();
    };
    opened.on('message', (message: FromCompareThread) => {
      if (message.type === 'progress') return progress(message.done, message.moments);
      const call = waiting.get(message.call);
      waiting.delete(message.call);
      if (message.type === 'answer') call?.resolve(message.result);
      else call?.reject(new ProblemError(message.problem));
    });
    opened.on('error', end);
    opened.on('exit', () => end(new Error('the thread of the comparison ended')));
    // It must not keep a process alive that has nothing else to do.
    opened.unref();
    return opened;
  };
  const ask = <T>(message: { readonly type: 'run' | 'view' | 'report' } & Record<string, unknown>): Promise<T> => {
    worker ??= open();
    const call = ++calls;
    const answer = new Promise<T>((resolve, reject) => waiting.set(call, { resolve: resolve as (result: unknown) => void, reject }));
    worker.postMessage({ ...message, call });
    return answer;
  };

  return {
    async run(task, watch) {
      progress = watch.progress;
      const cancel = (): void => worker?.postMessage({ type: 'cancel' } satisfies ToCompareThread);
      watch.signal.addEventListener('abort', cancel, { once: true });
      try {
        return await ask<boolean>({ type: 'run', task });
      } finally {
        watch.signal.removeEventListener('abort', cancel);
      }
    },
    view: (query, id) => ask({ type: 'view', query, id }),
    report: (settings, version) => ask({ type: 'report', settings, version }),
    close: async () => {
      await worker?.terminate();
    },
  };
}
