import type { Marker } from '../../../shared/frames.ts';
import type { Measurement } from '../../machine/machine.ts';
import { createReplayMachine, type ReplayMachine } from '../../machine/replay.ts';
import { RunLibrary } from '../../recording/library.ts';
import { openRecording, type StoredRecording } from '../../recording/reader.ts';
import { lossText } from '../../recording/lossText.ts';
import { replaySourceOf } from '../../recording/replaySource.ts';
import type { Io } from '../io.ts';
import { count, jsonNumber, quantity } from '../quantity.ts';
import { dateText } from '../recordings/describe.ts';
import { defineCommand } from './command.ts';

/** The replay looks at the clock about so often, s. */
const TICK_SECONDS = 0.05;

/** Shows what was measured in a recorded run, as it was. */
export const replay = defineCommand({
  spec: {
    kind: 'replay',
    title: 'Replay a recording',
    doc:
      'Prints the measurements of a recording in order, with damage, changed parameters and notes at their steps: the same bytes every time. ' +
      'What is missing from a damaged file is told on standard error.',
    parameters: {},
    arguments: [{ name: 'FILE|ID', doc: 'A recording, or the ID of a run (`twinbench runs list`).' }],
    options: {
      speed: {
        type: 'integer',
        value: 'N',
        minimum: 1,
        maximum: 1e12,
        doc: 'Steps per second of wall time; otherwise as fast as it goes.',
      },
      json: {
        type: 'flag',
        doc: 'Prints {"id", "createdAt", "machine", "document", "measurements": [{"step", "time", "error", "accuracy", "outputs", "labels"}], "markers"} and nothing else on standard output.',
      },
    },
    examples: ['twinbench replay run.mcap', 'twinbench replay 2026-11-21-0453 --speed 1000', 'twinbench replay run.mcap --json > run.json'],
  },

  async run({ arguments: [name], options }, io) {
    const { files, folder, clock } = io.recordings;
    const path = await new RunLibrary(folder, files, clock).find(name);
    const recording = await openRecording(path, files);
    try {
      const machine = await createReplayMachine(await replaySourceOf(recording));
      const printer = options.json === true ? jsonPrinter(recording, machine, io) : textPrinter(recording, machine, io);
      const isInterrupted = await play(machine, printer, options.speed ?? Infinity, io);
      printer.end();
      const missing = lossText((await recording.survey()).loss);
      if (missing !== null) io.error(`This recording is not whole: ${missing}.\n`);
      return isInterrupted ? 1 : 0;
    } finally {
      await recording.close();
    }
  },
});

interface Printer {
  measurement(measurement: Measurement): void;
  end(): void;
}

/** Plays from the beginning. Answers whether it was interrupted. */
async function play(machine: ReplayMachine, printer: Printer, speed: number, io: Io): Promise<boolean> {
  const { clock } = io.recordings;
  let isInterrupted = false;
  const stopListening = io.onInterrupt(() => (isInterrupted = true));
  machine.onMeasurement((measurement) => printer.measurement(measurement));
  printer.measurement(await machine.measure(machine.experiment.document.measure.of));
  const begin = { time: clock.now(), step: machine.position };
  const last = machine.timeline.steps.at(-1) ?? 0;
  while (machine.position < last && !isInterrupted) {
    if (speed === Infinity) {
      // In portions, so that an interruption is heard.
      await machine.advance(Math.max(1, Math.ceil((last - begin.step) / 1000)));
      await io.breathe();
      continue;
    }
    const due = begin.step + Math.floor((clock.now() - begin.time) * speed) - machine.position;
    if (due > 0) await machine.advance(due);
    if (machine.position < last) await new Promise<void>((resolve) => void clock.after(TICK_SECONDS, resolve));
  }
  stopListening();
  return isInterrupted;
}

function textPrinter({ header }: StoredRecording, { markers, timeline }: ReplayMachine, io: Io): Printer {
  const waiting = [...markers];
  const hasClasses = timeline.accuracies.some((accuracy) => accuracy !== null);
  const row = (...cells: string[]): void => io.out(`${cells.map((cell) => cell.padStart(14)).join('  ')}\n`);
  const marks = (until: number): void => {
    for (let mark = waiting[0]; mark !== undefined && mark.step <= until; mark = waiting[0]) {
      row(count(mark.step), quantity(mark.time, 's', 4), mark.label);
      waiting.shift();
    }
  };
  io.out(`${header.name === '' ? header.document.title : header.name}, seed ${header.document.seed}\n`);
  io.out(`${header.machine.title}, recorded ${dateText(header.createdAt)} UTC\n`);
  row('step', 'learning time', 'error', ...(hasClasses ? ['right'] : []));
  return {
    measurement({ step, time, error, accuracy }) {
      // What happened at the step of a measurement happened after it.
      marks(step - 1);
      const right = accuracy === null ? [] : [`${(100 * accuracy).toFixed(1)} %`];
      row(count(step), quantity(time, 's', 4), quantity(error, 'V²'), ...right);
    },
    end: () => marks(Infinity),
  };
}

/** One object, printed as it comes: a long recording is never in memory as a whole. */
function jsonPrinter({ header }: StoredRecording, { markers }: ReplayMachine, io: Io): Printer {
  const { document, ...about } = header;
  let isFirst = true;
  io.out(`{${JSON.stringify({ ...about, document }).slice(1, -1)},"measurements":[`);
  return {
    measurement({ step, time, error, accuracy, outputs, labels }) {
      const values = { outputs: Array.from(outputs, jsonNumber), labels: Array.from(labels, jsonNumber) };
      io.out(`${isFirst ? '' : ','}${JSON.stringify({ step, time, error: jsonNumber(error), accuracy, ...values })}`);
      isFirst = false;
    },
    end: () => io.out(`],"markers":${JSON.stringify(markers satisfies readonly Marker[])}}\n`),
  };
}
