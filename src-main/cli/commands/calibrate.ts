import { deviceModels, type DeviceModelName } from '../../twin/devices/index.ts';
import { calibrateBoard } from '../../twin/calibrateBoard.ts';
import { groupBy, sessionOf } from '../../twin/calibrationDraft.ts';
import type { CalibrationDocument } from '../../twin/calibrationDocument.ts';
import { stageNames, type StageName } from '../../twin/stages/index.ts';
import { judgeRun } from '../../twin/judge.ts';
import { wiringOf, type MeasuredRun } from '../../twin/measured.ts';
import { formatJson } from '../formatJson.ts';
import type { Io } from '../io.ts';
import { readCalibration, writeCalibration } from '../recordings/calibrationFile.ts';
import { bowtieText } from '../recordings/bowtieText.ts';
import { calibrationText, judgementJson, judgementText } from '../recordings/calibrationText.ts';
import { readMeasuredRuns } from '../recordings/measuredRuns.ts';
import { usageProblem } from '../usage.ts';
import { defineCommand, type ExitCode } from './command.ts';

const devices = Object.keys(deviceModels) as DeviceModelName[];

/** Finds out what a board is, from its recordings. */
export const calibrate = defineCommand({
  spec: {
    kind: 'calibrate',
    title: 'Calibrate the twin of a board',
    doc:
      'Fits a board to recordings of it: gain and threshold of every edge of both networks, zeros of the nodes, connections that are in no ' +
      'schematic, resistances of the sources, the nudge as it is made, and what moves the gates. With --judge every second recording is left ' +
      'out of the fit and the twin is held against it. With --use nothing is fitted: an earlier calibration is judged.',
    parameters: {},
    arguments: [{ name: 'FILE|ID|DIR', doc: 'Recordings, IDs of runs, files to import, or a folder with runs.json.', isRepeated: true }],
    options: {
      judge: { type: 'flag', doc: 'Judges on recordings that the fit did not see, and prints the table.' },
      use: { type: 'text', value: 'FILE', doc: 'Judges this calibration on all recordings given.' },
      out: { type: 'text', value: 'FILE', doc: 'Writes the calibration there; what was there is replaced.' },
      device: { type: 'text', value: 'NAME', doc: `How an edge is described: ${devices.join(', ')}.`, choices: devices },
      skip: { type: 'text', value: 'STAGES', doc: `Stages to leave out, by commas: ${stageNames.join(', ')}.` },
      resume: { type: 'text', value: 'FILE', doc: 'An earlier calibration, from which skipped stages are taken.' },
      serial: { type: 'text', value: 'NAME', doc: 'Serial number of the board.' },
      meta: { type: 'text', value: 'FILE', doc: 'The side file of the files to import.' },
      json: { type: 'flag', doc: 'Prints the judgement, or else the calibration, as JSON and nothing else.' },
    },
    examples: [
      'twinbench calibrate runs/ --judge',
      'twinbench calibrate runs/ --serial LATTICE-2 --out board.json',
      'twinbench calibrate new.mcap --use board.json --json',
      'twinbench calibrate runs/ --resume board.json --skip rate,bias --out board.json',
    ],
  },

  async run({ arguments: names, options }, io): Promise<ExitCode> {
    const runs = await readMeasuredRuns(names, options.meta, io);
    if (options.use !== undefined) {
      judge(await readCalibration(options.use, io), runs, new Set(), options.json === true, io);
      return 0;
    }
    const fitted = options.judge === true ? everySecond(runs) : runs;
    const calibration = calibrateBoard(fitted, {
      serial: options.serial ?? '',
      date: new Date(io.recordings.clock.now() * 1000).toISOString(),
      device: devices.find((name) => name === options.device) ?? 'calibrated',
      skip: stagesOf(options.skip),
      earlier: options.resume === undefined ? null : await readCalibration(options.resume, io),
      report: (message, stage) => io.error(`${stage}: ${message}\n`),
    });
    if (options.out !== undefined) await writeCalibration(options.out, calibration, io);
    if (options.judge === true) {
      judge(calibration, runs, new Set(fitted.map(({ name }) => name)), options.json === true, io);
      if (options.json !== true) for (const name of names) io.out(await bowtieText(name, io));
    } else io.out(options.json === true ? formatJson(calibration) : calibrationText(calibration));
    return 0;
  },
});

function judge(calibration: CalibrationDocument, runs: readonly MeasuredRun[], seen: ReadonlySet<string>, isJson: boolean, io: Io): void {
  const judgements = runs.map((run) => {
    io.error(`judging ${run.name}\n`);
    return judgeRun(calibration, run);
  });
  io.out(isJson ? formatJson(judgementJson(judgements, seen)) : judgementText(judgements, seen));
}

/** Every second run of each wiring and clamping, so that both halves have all of them. */
function everySecond(runs: readonly MeasuredRun[]): MeasuredRun[] {
  const groups = groupBy(runs, (run) => `${wiringOf(run.experiment).key}, ${sessionOf(run)}`);
  return [...groups.values()].flatMap((group) => group.filter((_, index) => index % 2 === 0));
}

function stagesOf(text: string | undefined): StageName[] {
  return (text ?? '')
    .split(',')
    .filter((name) => name !== '')
    .map((name) => {
      const stage = stageNames.find((known) => known === name.trim());
      if (stage !== undefined) return stage;
      throw usageProblem(
        'The stage is not known',
        `--skip ${name}`,
        `there is no stage "${name}"`,
        `The stages are ${stageNames.join(', ')}.`,
      );
    });
}
