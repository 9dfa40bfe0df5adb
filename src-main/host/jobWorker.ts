/** Long work on files in a thread of its own: one task, from its beginning to its end. */
import { parentPort, workerData } from 'node:worker_threads';
import { problemOf } from '../../shared/problem.ts';
import { nodePlace } from '../recording/place.ts';
import { createTaskRunner, type JobTask } from './jobTasks.ts';
import type { FromJobWorker } from './workerTasks.ts';

if (parentPort === null) throw new Error('jobWorker.js is started by an engine, not by hand');
const engine = parentPort;
const tell = (message: FromJobWorker): void => engine.postMessage(message);

const control = new AbortController();
engine.once('message', () => control.abort());

createTaskRunner(nodePlace())(workerData as JobTask, {
  signal: control.signal,
  progress: (done, message = '') => tell({ type: 'progress', done, message }),
})
  .then((result) => tell({ type: 'done', result }))
  .catch((thrown: unknown) => tell({ type: 'failed', problem: problemOf(thrown) }))
  .finally(() => engine.close());
