import { boardInfo } from '../boards/info.ts';
import { boardConsole } from '../boards/console.ts';
import { emulate } from '../boards/emulate.ts';
import { listBoards } from '../boards/list.ts';
import { runOnBoard } from '../boards/run.ts';
import { emulationOptions } from '../boards/machineChoice.ts';
import { defineCommand, type ExitCode } from './command.ts';

/** Boards: where they are, what they are, an experiment on one, one for other programs, and a line to one. */
export const board = defineCommand({
  spec: {
    kind: 'board',
    title: 'Boards',
    doc:
      'list shows the serial ports behind which a board may be. info shakes hands with one and tells what it is. run runs an experiment on ' +
      'one and reports, as train does. emulate builds an emulated board, runs the firmware in it, and offers it to other programs as a ' +
      'pseudo-terminal. console says lines to a board and shows what it answers. PLACE is a path, the serial number of a USB device, or ' +
      '"emulated"; for run it may be left out where one board is there.',
    parameters: {},
    arguments: [
      { name: 'ACTION', doc: 'list, info, run, emulate or console.', choices: ['list', 'info', 'run', 'emulate', 'console'] },
      { name: 'PLACE|FILE|NAME', doc: 'The board (info, console), or the experiment (run, emulate; otherwise XOR).', isOptional: true },
    ],
    options: {
      all: { type: 'flag', doc: 'list: also ports behind which nobody expects a board.' },
      port: { type: 'text', value: 'PLACE', doc: 'run: the board.' },
      pty: { type: 'text', value: 'PATH', doc: 'emulate: where the pseudo-terminal is to be.' },
      soak: {
        type: 'number',
        value: 'S',
        minimum: 1,
        maximum: 1e6,
        doc: 'emulate: trains for so many seconds of emulated time at full rate and reports what was lost, and how memory grew.',
      },
      steps: { type: 'integer', value: 'N', minimum: 1, maximum: 1e12, doc: 'run: training steps instead of those of the document.' },
      seed: {
        type: 'integer',
        value: 'N',
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        doc: 'run: seed instead of that of the document.',
      },
      times: {
        type: 'flag',
        doc: 'console: what was typed as well, each line with the moment at which it was sent or arrived, and the time of the board’s own clock in s where it carries that.',
      },
      ...emulationOptions,
      json: { type: 'flag', doc: 'list, info, run, soak: prints one JSON value and nothing else on standard output.' },
    },
    examples: [
      'twinbench board list',
      'twinbench board info /dev/ttyACM0',
      'twinbench board run xor --port emulated --steps 20000',
      'twinbench board emulate xor --pty /tmp/board --condition laboratory --misbehave drop:probability=0.001',
      'echo "*IDN?" | twinbench board console emulated',
    ],
  },

  run({ arguments: [action, subject], options }, io): Promise<ExitCode> {
    switch (action) {
      case 'list':
        return listBoards(options, io);
      case 'info':
        return boardInfo(subject, options, io);
      case 'run':
        return runOnBoard(subject, options, io);
      case 'emulate':
        return emulate(subject, options, io);
      default:
        return boardConsole(subject, options, io);
    }
  },
});
