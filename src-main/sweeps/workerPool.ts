import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import Tinypool from 'tinypool';

/** What a worker gets beside its task: the fractions that are done go to the port. */
export interface WithPort {
  readonly port: MessagePort;
}

/** Worker threads that take one task after the other. */
export interface WorkerPool<Task, Result> {
  readonly lanes: number;
  /** Rejects when the task fails, its thread dies, or `stop` ends it. */
  run(task: Task, report: (fraction: number) => void): Promise<Result>;
  /** Ends everything that still runs. */
  stop(): Promise<void>;
}

/** @param entry  the built worker, whose default export takes the task with its port and closes that */
export function createWorkerPool<Task extends object, Result>(entry: URL, lanes: number): WorkerPool<Task, Result> {
  const pool = new Tinypool({ filename: entry.href, minThreads: 1, maxThreads: lanes, concurrentTasksPerWorker: 1 });
  let failure: unknown = null;
  // Only a thread without a task tells the pool instead of the task: one that can't even start. Nothing would ever run.
  pool.on('error', (error) => {
    failure = error;
    void pool.destroy();
  });
  return {
    lanes,
    async run(task, report) {
      const { port1, port2 } = new MessageChannel();
      port2.on('message', report);
      try {
        return (await pool.run({ ...task, port: port1 }, { transferList: [port1] })) as Result;
      } catch (error) {
        throw failure ?? error;
      } finally {
        port2.close();
      }
    },
    stop: () => pool.destroy(),
  };
}

/** A built worker beside the program or one folder above; `null` where nothing is built (tests, from sources). */
export function builtWorker(name: string, program: string): URL | null {
  const places = [new URL(name, program), new URL(`../${name}`, program)];
  return places.find((place) => existsSync(fileURLToPath(place))) ?? null;
}
