/**
 * One task after the other: a machine may answer later (a board on a wire), and nothing may reach it in between.
 * A task that fails does not hold up the next.
 */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs the task when all earlier ones are done; answers its result, or rejects with its error. */
  run<T>(task: () => T | Promise<T>): Promise<T> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
