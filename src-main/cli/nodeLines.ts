import { createInterface, type Interface } from 'node:readline';
import process from 'node:process';

let input: Interface | null = null;
let iterator: AsyncIterator<string> | null = null;

/**
 * The lines of standard input from here on. Whoever stops in the middle leaves the rest to the next one who asks: lines that were typed
 * ahead, or piped in, arrive together.
 */
export function standardInputLines(): AsyncIterable<string> {
  return {
    [Symbol.asyncIterator]() {
      const reader = (input ??= createInterface({ input: process.stdin }));
      const lines = (iterator ??= reader[Symbol.asyncIterator]());
      process.stdin.resume();
      return {
        next: () => lines.next(),
        return: () => {
          // A standard input that is listened to would keep the process alive.
          process.stdin.pause();
          return Promise.resolve({ done: true, value: undefined });
        },
      };
    },
  };
}
