/** Comparisons in a thread of their own, for as long as the engine lives. */
import { parentPort } from 'node:worker_threads';
import { problemOf } from '../../shared/problem.ts';
import { nodePlace } from '../recording/place.ts';
import { CompareBench } from './compareBench.ts';
import type { FromCompareThread, ToCompareThread } from './compareThread.ts';

if (parentPort === null) throw new Error('compareWorker.js is started by an engine, not by hand');
const engine = parentPort;
const tell = (message: FromCompareThread): void => engine.postMessage(message);

const bench = new CompareBench(nodePlace());
let control = new AbortController();

async function answer(message: Exclude<ToCompareThread, { type: 'cancel' }>): Promise<unknown> {
  switch (message.type) {
    case 'run': {
      control = new AbortController();
      const progress = (done: number, moments: number): void => tell({ type: 'progress', done, moments });
      return bench.run(message.task, { signal: control.signal, progress });
    }
    case 'view':
      return bench.view(message.query, message.id);
    case 'report':
      return bench.report(message.settings, message.version);
  }
}

engine.on('message', (message: ToCompareThread) => {
  if (message.type === 'cancel') return control.abort();
  const { call } = message;
  answer(message)
    .then((result) => tell({ type: 'answer', call, result }))
    .catch((thrown: unknown) => tell({ type: 'failed', call, problem: problemOf(thrown) }));
});
