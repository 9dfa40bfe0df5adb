import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { openPseudoTerminal } from '../board/transports/pty.ts';
import { listPorts } from '../board/transports/serialPort.ts';
import { systemClock } from '../board/transports/systemClock.ts';
import { nodePlace } from '../recording/place.ts';
import { createCellRunner } from '../sweeps/cellRunner.ts';
import type { Io } from './io.ts';
import { standardInputLines } from './nodeLines.ts';
import { submitToSlurm } from './sweeps/slurmJob.ts';

/** The signals that ask a program to stop. */
const interrupts = ['SIGINT', 'SIGTERM'] as const;

/** The terminal, the files and the clock of this process. */
export function createNodeIo(): Io {
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const place = nodePlace();
  return {
    out: (message) => void process.stdout.write(message),
    error: (message) => void process.stderr.write(message),
    isTerminal: process.stderr.isTTY,
    // A terminal that does not know its width says 0.
    columns: process.stderr.columns || process.stdout.columns || 100,
    now: () => performance.now(),
    readFile: (path) => readFile(path, 'utf8'),
    readInput: () => text(process.stdin),
    onInterrupt(listener) {
      // Once: a second Ctrl-C ends the process in the usual way, whatever it is doing.
      const stopListening = (): void => interrupts.forEach((signal) => process.off(signal, heard));
      const heard = (): void => {
        stopListening();
        listener();
      };
      interrupts.forEach((signal) => process.on(signal, heard));
      return stopListening;
    },
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    recordings: place,
    boards: {
      clock: systemClock,
      platform: process.platform,
      listPorts: () => listPorts(process.platform),
      openPseudoTerminal,
      memory: () => process.memoryUsage().heapUsed,
      lines: standardInputLines,
    },
    sweeps: {
      cores: availableParallelism(),
      createRunner: (lanes) => createCellRunner(lanes, place),
      program: [process.execPath, resolve(process.argv[1])],
      submit: submitToSlurm,
    },
  };
}
