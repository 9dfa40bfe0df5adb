import { deviceModels, type DeviceModelName } from '../../twin/devices/index.ts';
import { calibrateBoard, type CalibrationRequest } from '../../twin/calibrateBoard.ts';
import { groupBy, sessionOf } from '../../twin/calibrationDraft.ts';
import type { CalibrationDocument } from '../../twin/calibrationDocument.ts';
import { stageNames, type StageName } from '../../twin/stages/index.ts';
import { judgeRun } from '../../twin/judge.ts';
import { wiringOf, type MeasuredRun } from '../../twin/measured.ts';
import { formatJson } from '../formatJson.ts';
import type { Io } from '../io.ts';
import { calibrateDigipotRuns } from '../recordings/digipotCalibration.ts';
import { recordCampaign } from '../recordings/recordCampaign.ts';
import { stagesIn } from '../recordings/stageOption.ts';
import { machineOptions } from '../boards/machineChoice.ts';
import { digipotStageNames } from '../../twin/digipots/stages/index.ts';
import { readCalibration, writeCalibration } from '../recordings/calibrationFile.ts';
import { bowtieRows } from '../recordings/bowtieRows.ts';
import { bowtieText } from '../recordings/bowtieText.ts';
import { calibrationText } from '../recordings/calibrationText.ts';
import { leaveOneOut } from '../recordings/leaveOneOut.ts';
import { judgementJson, judgementText, type JudgedRun } from '../recordings/judgementText.ts';
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
      'schematic, resistances of the sources, the nudge as it is made, and what moves the gates; of digital potentiometers the resistance of ' +
      'a wiper step, and offsets and noise of the comparators. With --judge every second recording (of digital potentiometers the last one) is ' +
      'left out of the fit and the twin is held against it; with --leave-one-out every recording is judged by the fit to all the others. With ' +
      '--use nothing is fitted: an earlier calibration is judged.',
    parameters: {},
    arguments: [
      {
        name: 'FILE|ID|DIR|NAME',
        doc: 'Recordings, IDs of runs, files to import, or a folder with runs.json; with --machine, the experiment that the board is wired for.',
        isRepeated: true,
      },
    ],
    options: {
      ...machineOptions,
      machine: {
        ...machineOptions.machine,
        doc: 'Drives this board through programs that calibrate it, and records them first: emulated, board or board:PORT.',
      },
      judge: { type: 'flag', doc: 'Judges on recordings that the fit did not see, and prints the table.' },
      'leave-one-out': {
        type: 'flag',
        doc: 'Judges each recording by the fit to all others: some 20 s of work for each. Ctrl-C ends it after the one at work.',
      },
      use: { type: 'text', value: 'FILE', doc: 'Judges this calibration on all recordings given, with or without --judge.' },
      out: { type: 'text', value: 'FILE', doc: 'Writes the calibration there; what was there is replaced.' },
      device: { type: 'text', value: 'NAME', doc: `How an edge is described: ${devices.join(', ')}.`, choices: devices },
      skip: {
        type: 'text',
        value: 'STAGES',
        doc: `Stages to leave out, by commas: ${stageNames.join(', ')}; of digital potentiometers ${digipotStageNames.join(', ')}.`,
      },
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
      'twinbench calibrate allostery --machine emulated --condition laboratory --judge --out digipots.json',
    ],
  },

  async run({ arguments: names, options }, io): Promise<ExitCode> {
    const { machine: chosen } = options;
    const recordings = chosen === undefined ? names : await recordCampaign(onlyOne(names), { ...options, machine: chosen }, io);
    const runs = await readMeasuredRuns(recordings, options.meta, io);
    if (runs[0].experiment.edgeModel.kind === 'digipot') return calibrateDigipotRuns(runs, options, io);
    const tell = async (judged: readonly JudgedRun[]): Promise<ExitCode> => {
      const bowties = (await Promise.all(recordings.map((name) => bowtieRows(name, io)))).flat();
      if (options.json === true) io.out(formatJson({ ...judgementJson(judged), bowties }));
      else io.out(judgementText(judged) + bowtieText(bowties));
      return 0;
    };
    if (options.use !== undefined) return tell(judge(await readCalibration(options.use, io), runs, [], io));
    const request: CalibrationRequest = {
      serial: options.serial ?? '',
      date: new Date(io.recordings.clock.now() * 1000).toISOString(),
      device: devices.find((name) => name === options.device) ?? 'calibrated',
      skip: stagesIn<StageName>(options.skip, stageNames),
      earlier: options.resume === undefined ? null : await readCalibration(options.resume, io),
      report: (message, stage) => io.error(`${stage}: ${message}\n`),
    };
    if (options['leave-one-out'] === true) {
      if (runs.length < 2) throw nothingLeft('--leave-one-out', runs.length);
      const { judged, isInterrupted } = await leaveOneOut(runs, judgedBy(request), io);
      await tell(judged);
      return isInterrupted ? 1 : 0;
    }
    const fitted = options.judge === true ? everySecond(runs) : runs;
    if (options.judge === true && fitted.length === runs.length) throw nothingLeft(names.join(' '), runs.length);
    const calibration = calibrateBoard(fitted, request);
    if (options.out !== undefined) await writeCalibration(options.out, calibration, io);
    if (options.judge === true) return tell(judge(calibration, runs, fitted, io));
    io.out(options.json === true ? formatJson(calibration) : calibrationText(calibration));
    return 0;
  },
});

function judge(calibration: CalibrationDocument, runs: readonly MeasuredRun[], fitted: readonly MeasuredRun[], io: Io): JudgedRun[] {
  return runs.map((run) => {
    io.error(`judging ${run.name}\n`);
    return { judgement: judgeRun(calibration, run), wasFitted: fitted.includes(run) };
  });
}

/** A run by the calibration on all others of its wiring; on all others of the board where it is the only one of its wiring. */
function judgedBy(request: CalibrationRequest): (run: MeasuredRun, others: readonly MeasuredRun[]) => JudgedRun {
  return (run, others) => {
    const alike = others.filter((other) => wiringOf(other.experiment).key === wiringOf(run.experiment).key);
    const calibration = calibrateBoard(alike.length > 0 ? alike : others, { ...request, report: () => undefined });
    return { judgement: judgeRun(calibration, run), wasFitted: false };
  };
}

function nothingLeft(where: string, count: number): Error {
  const why = `of ${count === 1 ? 'the one recording' : `the ${count} recordings`} each is the only one of its wiring and clamping, and is needed for the fit`;
  return usageProblem('Nothing is left to judge on', where, why, 'Give more recordings, or judge by an earlier calibration with --use.');
}

/** Every second run of each wiring and clamping, so that both halves have all of them. */
function everySecond(runs: readonly MeasuredRun[]): MeasuredRun[] {
  const groups = groupBy(runs, (run) => `${wiringOf(run.experiment).key}, ${sessionOf(run)}`);
  return [...groups.values()].flatMap((group) => group.filter((_, index) => index % 2 === 0));
}

/** @throws ProblemError E-USAGE where there are several */
function onlyOne(names: readonly string[]): string {
  if (names.length === 1) return names[0];
  const why = 'with --machine the argument is the experiment that the board is wired for';
  throw usageProblem('It is not clear what is to be recorded', names.join(' '), why, 'Name one experiment, such as allostery.');
}
