import { Worker } from 'node:worker_threads';
import { ProblemError, type Problem } from '../../shared/problem.ts';
import type { TaskResult, TaskRunner } from './jobTasks.ts';

/** What a thread tells of its task. */
export type FromJobWorker =
  | { readonly type: 'progress'; readonly done: number; readonly message: string }
  | { readonly type: 'done'; readonly result: TaskResult }
  | { readonly type: 'failed'; readonly problem: Problem };

/**
 * Runs each task in a thread of its own, so that compressing a gigabyte never holds up a run. Cancelling asks the thread to end, and it
 * removes what it has begun.
 *
 * @param file  the built jobWorker.js
 */
export function createWorkerRunner(file: URL): TaskRunner {
  return (task, { signal, progress }) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(file, { workerData: task });
      // The work of the twin hears nothing until it is done, and leaves nothing behind.
      const cancel = (): void => (task.kind === 'twin' ? void worker.terminate() : worker.postMessage('cancel'));
      signal.addEventListener('abort', cancel, { once: true });
      worker.on('message', (message: FromJobWorker) => {
        if (message.type === 'progress') progress(message.done, message.message);
        else if (message.type === 'done') resolve(message.result);
        else reject(new ProblemError(message.problem));
      });
      worker.on('error', reject);
      worker.on('exit', () => {
        signal.removeEventListener('abort', cancel);
        // Of what has settled, nothing more is heard.
        reject(new Error('the thread ended before its task was done'));
      });
    });
}
