import { BoardConnection } from '../../board/driver/connection.ts';
import { emulateBoard } from '../../board/emulator/emulate.ts';
import { BoardMachine } from '../../board/machine/boardMachine.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import type { ExitCode } from '../commands/command.ts';
import { emulationOf, type MachineChoice } from '../../machines/chooseMachine.ts';
import { formatJson } from '../formatJson.ts';
import type { Io } from '../io.ts';
import { count } from '../quantity.ts';

/** Steps of one stretch: about a quarter of a second of emulated time. */
const STRETCH = 1000;

/** Trains at full rate through the serial path, as fast as the computer can, and counts what was lost. */
export async function soak(
  experiment: Experiment,
  seconds: number,
  options: MachineChoice & { readonly json?: true },
  io: Io,
): Promise<ExitCode> {
  const { condition, board, misbehaviours } = emulationOf(options);
  const port = emulateBoard(experiment, { condition, seed: board, misbehaviours, clock: io.boards.clock, speed: null });
  const machine = await BoardMachine.create(await BoardConnection.open(port), experiment, null);
  const { time } = port.bench;
  const memory: number[] = [];
  let [measurements, remarks, steps] = [0, 0, 0];
  machine.onMeasurement(() => measurements++);
  machine.onRemark(({ text }) => {
    remarks++;
    io.error(`\n${text}\n`);
  });
  const start = time.now();
  let isInterrupted = false;
  const stopListening = io.onInterrupt(() => (isInterrupted = true));
  while (time.now() - start < 1000 * seconds && !isInterrupted) {
    steps += await machine.advance(STRETCH);
    memory.push(io.boards.memory());
    if (io.isTerminal) io.error(`\r${((time.now() - start) / 1000).toFixed(0)} s of ${seconds} s, ${count(steps)} steps`);
  }
  stopListening();
  const expected = Math.floor(steps / experiment.document.measure.every);
  const emulatedTime = (time.now() - start) / 1000;
  await machine.close();
  // After the first tenth everything that grows at the beginning has grown.
  const settled = memory.slice(Math.floor(memory.length / 10));
  const half = Math.floor(settled.length / 2);
  const megabytes = (part: readonly number[]): number => Math.min(...part) / 1e6;
  const report = {
    emulatedTime,
    steps,
    measurements,
    expectedMeasurements: expected,
    remarks,
    realTimeFactor: port.realTimeFactor,
    memoryBefore: megabytes(settled.slice(0, half)),
    memoryAfter: megabytes(settled.slice(half)),
  };
  if (options.json === true) io.out(formatJson(report));
  else {
    const lines = [
      `${emulatedTime.toFixed(1)} s of emulated time, ${count(steps)} steps, at ${report.realTimeFactor.toFixed(2)} times real time`,
      `  ${count(measurements)} measurements came of ${count(expected)}, with ${count(remarks)} remarks on the line`,
      `  Memory in use: ${report.memoryBefore.toFixed(1)} MB in the first half, ${report.memoryAfter.toFixed(1)} MB in the second`,
    ];
    io.out(`${lines.join('\n')}\n`);
  }
  return measurements >= expected && remarks === 0 && !isInterrupted ? 0 : 1;
}
